//! What is collected for an account before it is made, or before its user is let in (OIDC contract §6.3, `POST /profile`).

use domain::{
    account::{
        User,
        chosen::{MAX_TEXT, PREFERRED_USERNAME, profile_member, text, web_url},
    },
    password::PersonalInformation,
};
use http_kit::{ApiError, Issue};
use serde_json::{Map, Value};

use super::{Flow, verify::check_username_form};
use crate::state::{Event, PendingProfile, Verification};

const PROFILE: &str = "Profile.Update";

/// How many values one request may add.
const MAX_VALUES: usize = 50;

/// One thing to add.
pub(crate) enum Addition {
    Username(String),
    Password(String),
    /// Something that was verified before; the id of its verification.
    Verified(String),
    Extra(Map<String, Value>),
}

impl Flow {
    /// Adds to what is collected.
    pub(crate) async fn add_profile(&mut self, addition: Addition) -> Result<(), ApiError> {
        let outcome = self.try_add(addition).await;
        self.visit.record((self.experience.event(), PROFILE), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn try_add(&mut self, addition: Addition) -> Result<(), ApiError> {
        let user = self.profile_owner().await?;
        let mut profile = self.experience.profile.clone();
        match addition {
            Addition::Username(username) => {
                check_username_form(&username)?;
                self.check_username_policy(&username)?;
                if profile.username.is_some() || user.as_ref().is_some_and(|user| user.username.is_some()) {
                    return Err(ApiError::unprocessable("user.username_exists_in_profile"));
                }
                self.visit.check_username_is_free(&username).await?;
                profile.username = Some(username);
            }
            Addition::Password(password) => {
                if user.as_ref().is_some_and(|user| user.password.is_some()) {
                    return Err(ApiError::unprocessable("user.password_exists_in_profile"));
                }
                self.check_password(&password, &personal_information(user.as_ref(), &profile))?;
                profile.password = Some(self.visit.hash(&password).await?);
            }
            Addition::Verified(id) => match self.experience.verification(&id) {
                Some(Verification::Social(social)) => {
                    self.add_identity((social, user.as_ref()), &mut profile).await?;
                }
                Some(_) => return Err(ApiError::bad_request("session.verification_failed")),
                None => return Err(ApiError::not_found("session.verification_session_not_found")),
            },
            Addition::Extra(values) => {
                add_extra(&mut profile, values)?;
                self.check_preferred_username(&profile, user.as_ref()).await?;
            }
        }
        if profile != self.experience.profile {
            self.experience.profile = profile;
            self.result = None;
        }
        Ok(())
    }

    /// 400 for a `preferredUsername` that is another user's username, in whatever case: applications take the claim for the name of an
    /// account.
    async fn check_preferred_username(
        &self,
        profile: &PendingProfile,
        user: Option<&User>,
    ) -> Result<(), ApiError> {
        let Some(preferred) = profile.profile.get(PREFERRED_USERNAME).and_then(Value::as_str) else {
            return Ok(());
        };
        let services = &self.visit.services;
        let named =
            store::user::ids_by_folded_username(services.db.exec(), &services.tenant, preferred.trim());
        if named.await?.iter().all(|id| user.is_some_and(|user| user.id == *id)) {
            return Ok(());
        }
        let path = ["values", PREFERRED_USERNAME];
        Err(ApiError::invalid_input(vec![Issue::new("custom", &path, "the username of another account")]))
    }

    /// Whose profile is added to: nobody's yet during a registration, afterwards the identified user's. Whoever signs in must have
    /// proven themselves completely before their account is changed.
    pub(super) async fn profile_owner(&self) -> Result<Option<User>, ApiError> {
        let user = match (self.experience.event(), self.experience.user_id()) {
            (Event::ForgotPassword, _) => {
                return Err(ApiError::bad_request("session.not_supported_for_forgot_password"));
            }
            (Event::Register, None) => return Ok(None),
            (Event::SignIn, None) => return Err(ApiError::not_found("session.identifier_not_found")),
            (_, Some(id)) => self.find_active(id).await?,
        };
        self.still_proven(&user)?;
        if self.experience.event() == Event::SignIn {
            self.check_second_factor(&user).await?;
        }
        Ok(Some(user))
    }
}

fn personal_information<'a>(user: Option<&'a User>, profile: &'a PendingProfile) -> PersonalInformation<'a> {
    PersonalInformation {
        username: profile.username.as_deref().or_else(|| user?.username.as_deref()),
        email: user.and_then(|user| user.primary_email.as_deref()),
        phone: user.and_then(|user| user.primary_phone.as_deref()),
        name: profile.name.as_deref().or_else(|| user?.name.as_deref()),
    }
}

/// Sorts values into name, picture and profile; whatever is wrong is told at once. What else an account has is the product's, and its
/// user does not write there.
fn add_extra(profile: &mut PendingProfile, values: Map<String, Value>) -> Result<(), ApiError> {
    if values.len() > MAX_VALUES {
        return Err(ApiError::invalid_input(vec![Issue::new("too_big", &["values"], "too many values")]));
    }
    let mut issues = Vec::new();
    for (name, value) in values {
        let fault = match name.as_str() {
            "name" => text(&value, MAX_TEXT).map(|text| profile.name = Some(text)),
            "avatar" => web_url(&value).map(|url| profile.avatar = Some(url)),
            member => match profile_member(member, &value) {
                Some(checked) => checked.map(|value| drop(profile.profile.insert(name.clone(), value))),
                None => Err("not a member of the profile"),
            },
        };
        if let Err(rule) = fault {
            issues.push(Issue::new("custom", &["values", &name], rule));
        }
    }
    if issues.is_empty() { Ok(()) } else { Err(ApiError::invalid_input(issues)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn extra(values: Value) -> Result<PendingProfile, ApiError> {
        let mut profile = PendingProfile::default();
        add_extra(&mut profile, values.as_object().unwrap().clone()).map(|()| profile)
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
