//! What is collected for an account before it is made, or before its user is let in (OIDC contract §6.3, `POST /profile`).

use domain::{
    account::{
        User,
        profile::{ADDRESS, ADDRESS_MEMBERS, TEXT_MEMBERS},
    },
    password::PersonalInformation,
    web_url::{MAX_WEB_URL_CHARACTERS, is_web_url},
};
use http_kit::{ApiError, Issue};
use serde_json::{Map, Value};

use super::{Flow, verify::check_username_form};
use crate::state::{Event, PendingProfile};

const PROFILE: &str = "Profile.Update";

/// The longest name, and the longest member of the profile that is text, in characters.
const MAX_TEXT: usize = 128;
const PREFERRED_USERNAME: &str = "preferredUsername";
/// The members of an address that may have several lines (OpenID Connect Core §5.1.1).
const MEMBERS_WITH_LINES: [&str; 2] = ["formatted", "streetAddress"];
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
            // Nothing of what could be added this way has been verified: there is no such verification yet.
            Addition::Verified(id) => {
                let code = match self.experience.verification(&id) {
                    Some(_) => "session.verification_failed",
                    None => return Err(ApiError::not_found("session.verification_session_not_found")),
                };
                return Err(ApiError::bad_request(code));
            }
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
            ADDRESS => address(&value).map(|address| drop(profile.profile.insert(name.clone(), address))),
            "profile" | "website" => {
                web_url(&value).map(|url| drop(profile.profile.insert(name.clone(), url.into())))
            }
            member if TEXT_MEMBERS.contains(&member) => {
                text(&value, MAX_TEXT).map(|text| drop(profile.profile.insert(name.clone(), text.into())))
            }
            _ => Err("not a member of the profile"),
        };
        if let Err(rule) = fault {
            issues.push(Issue::new("custom", &["values", &name], rule));
        }
    }
    if issues.is_empty() { Ok(()) } else { Err(ApiError::invalid_input(issues)) }
}

fn text(value: &Value, max: usize) -> Result<String, &'static str> {
    let text = value.as_str().ok_or("expected text")?;
    if text.chars().nth(max).is_some() {
        Err("too long")
    } else if text.chars().any(disguises) {
        Err("control characters are not allowed")
    } else {
        Ok(text.to_owned())
    }
}

/// Whether a character is not seen itself but changes how others are: controls, line breaks among them, and what turns the direction of
/// writing around (Unicode Standard Annex 9, §2).
fn disguises(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

fn web_url(value: &Value) -> Result<String, &'static str> {
    let text = text(value, MAX_WEB_URL_CHARACTERS)?;
    if is_web_url(&text) { Ok(text) } else { Err("expected an http or https URL") }
}

fn address(value: &Value) -> Result<Value, &'static str> {
    let members = value.as_object().ok_or("expected an object")?;
    for (name, member) in members {
        if !ADDRESS_MEMBERS.contains(&name.as_str()) {
            return Err("expected the members of an address, as text");
        }
        let lines = member.as_str().filter(|_| MEMBERS_WITH_LINES.contains(&name.as_str()));
        match lines {
            Some(lines) => text(&Value::from(lines.replace(['\r', '\n'], " ")), MAX_TEXT)?,
            None => text(member, MAX_TEXT)?,
        };
    }
    Ok(value.clone())
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
