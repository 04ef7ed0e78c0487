//! The language that somebody chooses for these pages: the member `locale` of their profile.

use api_types::account_center::FieldAccess;
use axum::http::Method;
use hosted::{Call, Posted, see_other};
use serde_json::json;
use ui::{pages::portal::SelectOption, words::LANGUAGES};

use super::{Outcome, done, profile::PATH};
use crate::holder::Holder;

/// The languages to choose from; none where the profile is not open to be changed.
pub(super) fn options(holder: &Holder) -> Vec<SelectOption> {
    if holder.settings.fields.profile != Some(FieldAccess::Edit) {
        return Vec::new();
    }
    let chosen = holder.account.profile("locale").unwrap_or_default();
    let option = |value: &str, label: String| SelectOption {
        is_selected: value == chosen,
        value: value.to_owned(),
        label,
    };
    let built_in = LANGUAGES.iter().map(|language| option(language.tag, language.name.to_owned()));
    let mut options = vec![option("", holder.words.say("account-language-browser"))];
    // What an application has set, such as a region, is kept until another is chosen.
    if !chosen.is_empty() && LANGUAGES.iter().all(|language| language.tag != chosen) {
        options.push(option(chosen, chosen.to_owned()));
    }
    options.extend(built_in);
    options
}

/// `GET /account/profile/language`, after a sign-in on the way.
pub(crate) async fn back(_holder: Holder) -> Outcome {
    Ok(see_other(PATH))
}

/// `POST /account/profile/language`.
pub(crate) async fn save(posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let chosen = form.get("locale");
    let is_offered = options(&holder).iter().any(|option| option.value == chosen);
    if !is_offered {
        return Ok(see_other(PATH));
    }
    let call = Call::new(Method::PATCH, &["api", "my-account", "profile"]).body(json!({ "locale": chosen }));
    holder.call(call).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    Ok(see_other(&done::at(PATH, "saved")))
}
