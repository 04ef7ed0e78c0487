//! Further members of a profile: those that every account may have, and fields that the tenant has of its own (OIDC contract §6.3
//! `extraProfile`).

use api_types::account_center::{AccountCenter, FieldAccess};
use domain::{
    account::{
        User,
        chosen::{MAX_TEXT, PREFERRED_USERNAME, profile_member, text, web_url},
        profile::ADDRESS,
    },
    profile_field::{MAX_VALUE_CHARACTERS, ProfileField, ProfileFieldType},
};
use http_kit::{ApiError, Issue};
use operations::{configuration::ACCOUNT_CENTER, user::is_of_somebody_else};
use serde_json::{Map, Value};

use super::{Flow, Visit};
use crate::{error::failed, state::PendingProfile};

/// How many values one request may add.
const MAX_VALUES: usize = 50;
/// The field whose parts are claims of their own.
const FULLNAME: &str = "fullname";

impl Visit {
    /// Sorts values into what is collected, each held against the field that the tenant has for it.
    pub(super) async fn add_extra(
        &self,
        profile: &mut PendingProfile,
        values: Map<String, Value>,
    ) -> Result<(), ApiError> {
        let fields =
            store::custom_profile_field::list(self.services.db.exec(), &self.services.tenant).await?;
        add_extra(profile, &fields, values)
    }

    /// Whether a field that registration asks for, and that must be filled in, is not in what would be the account of `user`.
    pub(super) async fn lacks_fields(&self, user: &User) -> Result<bool, ApiError> {
        let fields = self.asked_fields().await?;
        Ok(fields.iter().any(|field| field.is_required && !field.is_filled_in(user)))
    }
}

impl Visit {
    /// 400 for what somebody who signs in would change of what their account has, where the account center does not let its users. What is
    /// empty they may fill in: that is what they are asked for.
    pub(super) async fn check_open(&self, user: &User, values: &Map<String, Value>) -> Result<(), ApiError> {
        let configuration = self.services.configuration().await.map_err(failed)?;
        let stored = configuration.settings.get(ACCOUNT_CENTER).unwrap_or(&Value::Null);
        let center = AccountCenter::of(self.services.tenant.as_str(), stored);
        let is_closed =
            |(name, value): &(&String, &Value)| !keeps(user, name, value) && !is_edited(&center, name);
        let issue = |(name, _): (&String, &Value)| {
            Issue::new("custom", &["values", name], "filled in already, and changed in the account alone")
        };
        let issues: Vec<_> = values.iter().filter(is_closed).take(MAX_VALUES).map(issue).collect();
        if issues.is_empty() { Ok(()) } else { Err(ApiError::invalid_input(issues)) }
    }
}

/// Whether the account center lets users change where this is kept.
fn is_edited(center: &AccountCenter, name: &str) -> bool {
    let access = match name {
        "name" => center.fields.name,
        "avatar" => center.fields.avatar,
        FULLNAME | ADDRESS => center.fields.profile,
        name if profile_member(name, &Value::Null).is_some() => center.fields.profile,
        _ => center.fields.custom_data,
    };
    center.enabled && access == Some(FieldAccess::Edit)
}

/// Whether a value leaves as it is whatever the account has.
fn keeps(user: &User, name: &str, value: &Value) -> bool {
    let is_free = |own: Option<&Value>| own.is_none_or(|own| own.is_null() || own == "" || own == value);
    let is_free_text = |own: Option<&str>| own.is_none_or(|own| own.is_empty() || value == own);
    match name {
        "name" => is_free_text(user.name.as_deref()),
        "avatar" => is_free_text(user.avatar.as_deref()),
        FULLNAME => {
            parts_of(Some(value)).all(|(part, value)| user.profile.get(part).is_none_or(|own| own == value))
        }
        // An address takes the place of the one before.
        ADDRESS => parts_of(user.profile.get(ADDRESS)).all(|(part, own)| value.get(part) == Some(own)),
        name => is_free(user.profile.get(name).or_else(|| user.custom_data.get(name))),
    }
}

fn parts_of(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

impl Flow {
    /// 400 for a `preferredUsername` that is another user's username, in whatever case: applications take the claim for the name of an
    /// account.
    pub(super) async fn check_preferred_username(
        &self,
        profile: &PendingProfile,
        user: Option<&User>,
    ) -> Result<(), ApiError> {
        let Some(preferred) = profile.profile.get(PREFERRED_USERNAME).and_then(Value::as_str) else {
            return Ok(());
        };
        let services = &self.visit.services;
        let own = user.map(|user| &user.id);
        if !is_of_somebody_else(services.db.exec(), &services.tenant, preferred, own).await? {
            return Ok(());
        }
        let path = ["values", PREFERRED_USERNAME];
        Err(ApiError::invalid_input(vec![Issue::new("custom", &path, "the username of another account")]))
    }
}

/// Sorts values into name, picture, profile and the tenant's own fields; whatever is wrong is told at once. What else an account has is the
/// product's, and its user does not write there.
fn add_extra(
    profile: &mut PendingProfile,
    fields: &[ProfileField],
    values: Map<String, Value>,
) -> Result<(), ApiError> {
    if values.len() > MAX_VALUES {
        return Err(ApiError::invalid_input(vec![Issue::new("too_big", &["values"], "too many values")]));
    }
    let mut issues = Vec::new();
    for (name, value) in values {
        let field = fields.iter().find(|field| field.name == name);
        let fault = field
            .map_or(Ok(()), |field| field.check(&value))
            .and_then(|()| put(profile, field, (&name, &value)));
        if let Err(rule) = fault {
            issues.push(Issue::new("custom", &["values", &name], rule));
        }
    }
    if issues.is_empty() { Ok(()) } else { Err(ApiError::invalid_input(issues)) }
}

/// Puts a value where the account keeps it.
fn put(
    profile: &mut PendingProfile,
    field: Option<&ProfileField>,
    (name, value): (&str, &Value),
) -> Result<(), &'static str> {
    let members = &mut profile.profile;
    let mut member = |name: &str, value: Value| drop(members.insert(name.to_owned(), value));
    match name {
        "name" => profile.name = Some(text(value, MAX_TEXT)?),
        "avatar" => profile.avatar = Some(web_url(value)?),
        name => {
            if let Some(checked) = profile_member(name, value) {
                member(name, checked?);
                return Ok(());
            }
            let field = field.ok_or("not a member of the profile")?;
            let parts = value.as_object().filter(|_| field.kind == ProfileFieldType::Fullname);
            if let Some(parts) = parts {
                for (part, value) in parts {
                    member(part, text(value, MAX_TEXT)?.into());
                }
                return Ok(());
            }
            if value.is_string() {
                text(value, MAX_VALUE_CHARACTERS)?;
            }
            profile.custom_data.insert(name.to_owned(), value.clone());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn extra(values: Value) -> Result<PendingProfile, ApiError> {
        let mut profile = PendingProfile::default();
        add_extra(&mut profile, &[], values.as_object().unwrap().clone()).map(|()| profile)
    }

    #[test]
    fn values_find_their_place() {
        let profile = extra(json!({
            "name": "Ingrid", "avatar": "https://cdn.fjord.example/i.png", "givenName": "Ingrid",
            "address": { "country": "NO" },
        }))
        .unwrap();
        assert_eq!(
            (profile.name.as_deref(), profile.avatar.as_deref()),
            (Some("Ingrid"), Some("https://cdn.fjord.example/i.png"))
        );
        assert_eq!(json!(profile.profile), json!({ "givenName": "Ingrid", "address": { "country": "NO" } }));
    }

    #[test]
    fn what_disguises_text_is_refused_everywhere() {
        for hidden in ["\n", "\u{1b}", "\u{85}", "\u{202e}", "\u{2066}", "\u{200f}", "\u{2028}"] {
            let text = format!("Ing{hidden}rid");
            for values in [
                json!({ "name": text }),
                json!({ "nickname": text }),
                json!({ "preferredUsername": text }),
                json!({ "website": format!("https://fjord.example/{text}") }),
                json!({ "address": { "country": text } }),
            ] {
                assert!(extra(values.clone()).is_err(), "{values}");
            }
        }
        for fine in ["Ingrid Vík", "नेहा", "שרה", "علی‌رضا", "👩\u{200d}🚀"] {
            assert!(extra(json!({ "name": fine })).is_ok(), "{fine}");
        }
        let lines = |member: &str| extra(json!({ "address": { member: "Torget 1\r\n0150 Oslo" } }));
        assert!(lines("formatted").is_ok() && lines("streetAddress").is_ok() && lines("locality").is_err());
    }

    #[test]
    fn every_wrong_value_is_named() {
        let error = extra(json!({
            "name": 7, "avatar": "javascript:alert(1)", "address": { "planet": "Mars" }, "nickname": "x".repeat(129),
            "team": "blue",
        }))
        .unwrap_err();
        let data = error.data_value().unwrap();
        let paths: Vec<_> = data["issues"]
            .as_array()
            .unwrap()
            .iter()
            .map(|issue| issue["path"][1].as_str().unwrap())
            .collect();
        assert_eq!(paths, ["name", "avatar", "address", "nickname", "team"]);
    }
}
