//! Changes of a user's own data.

use domain::{TenantId, UnixMillis, UserId, account::User, text::fold};
use serde_json::{Map, Value};

use super::{lock, read_user, touch, user_columns};
use crate::{
    Exec, StoreError,
    counter::{self, Counter},
    db::{ListBuilder, Param, ToParam as _},
    params, trusted_device,
};

/// What a change of a user sets; `None` leaves a field as it is, `Some(None)` empties it. JSON fields are replaced as a whole.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct UserChange {
    /// The username.
    pub username: Option<Option<String>>,
    /// The e-mail address.
    pub primary_email: Option<Option<String>>,
    /// The phone number.
    pub primary_phone: Option<Option<String>>,
    /// The full name.
    pub name: Option<Option<String>>,
    /// URL of a picture.
    pub avatar: Option<Option<String>>,
    /// Whatever the product keeps here.
    pub custom_data: Option<Map<String, Value>>,
    /// Further standard claims.
    pub profile: Option<Map<String, Value>>,
}

impl UserChange {
    /// Whether nothing is to be set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it sets what a search looks at.
    fn is_searched(&self) -> bool {
        [&self.username, &self.primary_email, &self.primary_phone, &self.name]
            .into_iter()
            .any(Option::is_some)
    }

    /// Whether it sets where codes are sent.
    const fn is_of_address(&self) -> bool {
        self.primary_email.is_some() || self.primary_phone.is_some()
    }
}

/// Changes a user and returns it as it is then; `None` when there is none with this id. Identifiers of others are unique violations, as
/// with [`super::insert`]. With another address no browser is trusted any longer: codes sent there are a second factor. To be called in a
/// transaction.
pub async fn update(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    change: &UserChange,
    now: UnixMillis,
) -> Result<Option<User>, StoreError> {
    let folded = |text: &Option<Option<String>>| text.as_ref().map(|text| text.as_deref().map(fold));
    let (username, email, name) =
        (folded(&change.username), folded(&change.primary_email), folded(&change.name));
    let [custom_data, profile] =
        [&change.custom_data, &change.profile].map(|object| object.clone().map(Value::Object));
    let assignments: [(&'static str, Option<Param<'_>>); 10] = [
        (", username = {}", change.username.as_ref().map(|value| value.to_param())),
        (", username_folded = {}", username.as_ref().map(|value| value.to_param())),
        (", primary_email = {}", change.primary_email.as_ref().map(|value| value.to_param())),
        (", primary_email_folded = {}", email.as_ref().map(|value| value.to_param())),
        (", primary_phone = {}", change.primary_phone.as_ref().map(|value| value.to_param())),
        (", name = {}", change.name.as_ref().map(|value| value.to_param())),
        (", name_folded = {}", name.as_ref().map(|value| value.to_param())),
        (", avatar = {}", change.avatar.as_ref().map(|value| value.to_param())),
        (", custom_data = {}", custom_data.as_ref().map(|value| value.to_param())),
        (", profile = {}", profile.as_ref().map(|value| value.to_param())),
    ];
    let touch = "UPDATE users SET updated_at = CASE WHEN updated_at >= {} THEN updated_at + 1 ELSE {} END";
    let mut statement = ListBuilder::new(touch, params![now, now]);
    for (assignment, value) in assignments {
        if let Some(value) = value {
            statement.push(assignment, &[value]);
        }
    }
    statement.push(" WHERE tenant_id = {} AND id = {}", params![tenant, id]);
    statement.push(concat!(" RETURNING ", user_columns!("")), &[]);
    let (sql, params) = statement.build();
    let updated = exec.returning(sql, &params, read_user).await?;
    if updated.is_some() && change.is_searched() {
        counter::touch(exec, tenant, Counter::Users, id.as_str()).await?;
    }
    if updated.is_some() && change.is_of_address() {
        trusted_device::end_all_trust(exec, tenant, id).await?;
    }
    Ok(updated)
}

const SET_CUSTOM_DATA: &str = "UPDATE users SET custom_data = $3 WHERE tenant_id = $1 AND id = $2";

/// Lays members over the custom data and returns all of it; `None` when there is no such user. To be called in a transaction, in which
/// merges of the same user follow one another, so that none is lost.
pub async fn merge_custom_data(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    members: Map<String, Value>,
    now: UnixMillis,
) -> Result<Option<Map<String, Value>>, StoreError> {
    let Some(user) = lock(exec, tenant, id, now).await? else { return Ok(None) };
    store_merged(exec, (SET_CUSTOM_DATA, tenant, id), user.custom_data, members).await.map(Some)
}

const SET_PROFILE: &str = "UPDATE users SET profile = $3 WHERE tenant_id = $1 AND id = $2";

/// Lays members over the profile and returns all of it; as [`merge_custom_data`].
pub async fn merge_profile(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    members: Map<String, Value>,
    now: UnixMillis,
) -> Result<Option<Map<String, Value>>, StoreError> {
    let Some(user) = lock(exec, tenant, id, now).await? else { return Ok(None) };
    store_merged(exec, (SET_PROFILE, tenant, id), user.profile, members).await.map(Some)
}

async fn store_merged(
    exec: Exec<'_>,
    (sql, tenant, id): (&'static str, &TenantId, &UserId),
    mut stored: Map<String, Value>,
    members: Map<String, Value>,
) -> Result<Map<String, Value>, StoreError> {
    stored.extend(members);
    exec.execute(sql, params![tenant, id, Value::Object(stored.clone())]).await?;
    Ok(stored)
}

const RECORD_SIGN_IN: &str =
    concat!("UPDATE users SET ", touch!(), ", last_sign_in_at = $3 WHERE tenant_id = $1 AND id = $2");

/// Keeps the moment of a sign-in. Returns whether there is such a user.
pub async fn record_sign_in(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    Ok(exec.execute(RECORD_SIGN_IN, params![tenant, id, now]).await? > 0)
}
