//! `GET /api/my-account`

use api_types::{account::MyAccount, user_identity::SsoIdentity};
use axum::Json;
use domain::{ApplicationId, UserId, account::User};
use http_kit::{ApiError, sso_identity_body};

use crate::{
    AccountContext,
    rules::{ADDRESS, CUSTOM_DATA, EMAIL, Field, IDENTITIES, PHONE, PROFILE},
    verification::has_verification_method,
};

/// What the caller sees of their account.
pub(super) async fn get_account(context: AccountContext) -> Result<Json<MyAccount>, ApiError> {
    let user = (*context.user).clone();
    Ok(Json(shown(&context, user).await?))
}

/// An account as far as the token's scopes and the account center show it.
pub(super) async fn shown(context: &AccountContext, user: User) -> Result<MyAccount, ApiError> {
    let shows = |scope: &str, field| context.has_scope(scope) && context.shows(field);
    let has_verification_method = has_verification_method(&user);
    let mut profile = user.profile;
    if !context.has_scope(ADDRESS) {
        profile.remove(domain::account::profile::ADDRESS);
    }
    let shows_identities = shows(IDENTITIES, Field::Social);
    let mut sso_identities = None;
    if shows_identities {
        sso_identities = Some(sso_identities_of(context, &user.id).await?);
    }
    // When and by what somebody signs in is nothing that they let others read, whatever a third party may know of them.
    let is_ours = !context.client.application.is_third_party;
    let shows_times = is_ours || context.has_scope(PROFILE);
    let shows_password = is_ours && context.shows(Field::Password);
    Ok(MyAccount {
        id: user.id.into_string(),
        username: shows(PROFILE, Field::Username).then_some(user.username),
        primary_email: shows(EMAIL, Field::Email).then_some(user.primary_email),
        primary_phone: shows(PHONE, Field::Phone).then_some(user.primary_phone),
        name: shows(PROFILE, Field::Name).then_some(user.name),
        avatar: shows(PROFILE, Field::Avatar).then_some(user.avatar),
        custom_data: shows(CUSTOM_DATA, Field::CustomData).then_some(user.custom_data),
        identities: shows_identities.then_some(user.identities),
        last_sign_in_at: is_ours.then_some(user.last_sign_in_at.map(|at| at.0)),
        created_at: shows_times.then_some(user.created_at.0),
        updated_at: shows_times.then_some(user.updated_at.0),
        profile: shows(PROFILE, Field::Profile).then_some(profile),
        application_id: is_ours.then_some(user.application_id.map(ApplicationId::into_string)),
        is_suspended: is_ours.then_some(user.is_suspended),
        has_password: shows_password.then_some(user.password.is_some()),
        has_security_verification_method: is_ours.then_some(has_verification_method),
        sso_identities,
    })
}

/// Who a user is at enterprises' providers.
pub(super) async fn sso_identities_of(
    context: &AccountContext,
    user: &UserId,
) -> Result<Vec<SsoIdentity>, ApiError> {
    let found = store::user::sso_identities(context.exec(), context.tenant(), user).await?;
    Ok(found.into_iter().map(|identity| sso_identity_body(context.tenant(), identity)).collect())
}
