//! `/sign-in/continue`: what the account lacks that registration asks for, one thing after the other.

use domain::sign_in_experience::MissingProfile;
use hosted::profile_fields;
use http_kit::ApiError;
use ui::{
    Words,
    components::{FieldState, IdentifierKinds},
    pages::{IdentifierPurpose, Step},
};

use super::{PageStep, Question, Refused, code::send};
use crate::{
    flow::{Addition, Flow},
    pages::{
        form::Form,
        identifier::read,
        onward::{Next, path, with_profile},
        words::{Complaint, password_hint},
    },
};

pub(in crate::pages) struct Lacking;

impl PageStep for Lacking {
    const PATH: &'static str = path::CONTINUE;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        let Some(part) = first(flow).await? else { return Ok(None) };
        let step = match part {
            MissingProfile::Password => Step::NewPassword {
                is_reset: false,
                identifier: known_as(flow),
                hint: password_hint(&flow.visit.settings, words),
                error: None,
            },
            MissingProfile::ExtraProfile => {
                Step::Profile(profile_fields::inputs(&flow.open_fields().await?, words))
            }
            part => Step::Identifier {
                purpose: IdentifierPurpose::Account,
                kinds: kinds(part),
                field: FieldState::default(),
            },
        };
        Ok(Some(Question::of(step)))
    }

    async fn take(flow: &mut Flow, form: &Form, words: &Words) -> Result<Next, Refused> {
        let Some(part) = first(flow).await? else { return Ok(with_profile(flow).await?) };
        match part {
            MissingProfile::Password => {
                let password = form.get("password");
                if password.is_empty() {
                    return Err(Refused::Because(Complaint::Password(words.say("missing-new-password"))));
                }
                flow.add_profile(Addition::Password(password.to_owned())).await?;
            }
            MissingProfile::ExtraProfile => {
                let fields = flow.open_fields().await?;
                let missing = profile_fields::missing(&fields, form.fields());
                if !missing.is_empty() {
                    return Err(Refused::By(ApiError::invalid_input(missing)));
                }
                let values = profile_fields::values(&fields, form.fields());
                flow.add_profile(Addition::Extra(values)).await?;
            }
            part => {
                let kinds = kinds(part);
                let typed = form.get("identifier").trim();
                if typed.is_empty() {
                    let missing = words.say(kinds.missing_new());
                    return Err(Refused::Because(Complaint::Identifier(missing)));
                }
                let identifier = read(typed, kinds)
                    .map_err(|key| Refused::Because(Complaint::Identifier(words.say(key))))?;
                if part != MissingProfile::Username {
                    let event = flow.experience.event();
                    send(flow, identifier, event).await?;
                    flow.experience.page.completes_account = true;
                    return Ok(Next::Ask(path::CODE));
                }
                flow.add_profile(Addition::Username(identifier.value)).await?;
            }
        }
        Ok(with_profile(flow).await?)
    }
}

/// What is asked for first. Somebody must be known, or about to register.
async fn first(flow: &Flow) -> Result<Option<MissingProfile>, ApiError> {
    use crate::state::Event;
    match (flow.experience.event(), flow.experience.user_id()) {
        (Event::ForgotPassword, _) | (Event::SignIn, None) => Ok(None),
        _ => Ok(flow.lacking_parts().await?.into_iter().next()),
    }
}

const fn kinds(part: MissingProfile) -> IdentifierKinds {
    let (username, email, phone) = match part {
        MissingProfile::Email => (false, true, false),
        MissingProfile::Phone => (false, false, true),
        MissingProfile::EmailOrPhone => (false, true, true),
        _ => (true, false, false),
    };
    IdentifierKinds { username, email, phone }
}

/// What the account will be known by, for password managers.
fn known_as(flow: &Flow) -> Option<String> {
    let profile = &flow.experience.profile;
    profile
        .username
        .clone()
        .or_else(|| profile.primary_email.clone())
        .or_else(|| profile.primary_phone.clone())
}
