//! `/console/sign-in-experience/content`: terms, help, languages, and what is said on the pages.

use std::collections::BTreeSet;

use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::pages::console::{ConsoleOption, Control, FormField, FormPart};

use super::{ABOUT, PATH, TABS};
use crate::pages::{
    form::filled,
    settings::{Facts, SIGN_IN, Sheet},
    view::{View, is_ticked, option, text_or_null},
};

/// The sheet.
pub(super) const SHEET: Sheet = Sheet {
    area: PATH,
    end: "content",
    about: ABOUT,
    tabs: TABS,
    api: SIGN_IN,
    members: &[
        "termsOfUseUrl",
        "privacyPolicyUrl",
        "agreeToTermsPolicy",
        "supportEmail",
        "supportWebsiteUrl",
        "languageInfo",
        "customContent",
    ],
    parts,
    changes,
    pictures: &[],
    is_previewed: true,
};

/// The pages on which something can be said in any case.
const PLACES: [(&str, &str); 2] =
    [("/sign-in", "console-content-sign-in"), ("/register", "console-content-register")];
/// How the fields of `customContent` begin.
const CONTENT: &str = "customContent.";
/// The language that needs no words of the tenant's own.
const BUILT_IN: &str = "en";

fn terms(view: &View<'_>) -> FormPart {
    let policy = view.text("agreeToTermsPolicy");
    view.part(
        ("console-terms", "console-terms-lead"),
        vec![
            view.address("termsOfUseUrl", "console-terms-url", "console-terms-url-hint"),
            view.address("privacyPolicyUrl", "console-privacy-url", "console-privacy-url-hint"),
            view.select(
                "agreeToTermsPolicy",
                ("console-agreement", "console-agreement-hint"),
                (
                    &policy,
                    &[
                        ("Automatic", "console-agreement-automatic"),
                        ("ManualRegistrationOnly", "console-agreement-registration"),
                        ("Manual", "console-agreement-always"),
                    ],
                ),
            ),
        ],
    )
}

fn help(view: &View<'_>) -> FormPart {
    let email = Control::Line { kind: "email", missing: String::new(), is_mono: false };
    view.part(
        ("console-help", "console-help-lead"),
        vec![
            view.address("supportWebsiteUrl", "console-help-url", "console-help-url-hint"),
            view.line("supportEmail", "console-help-email")
                .hint(view.words.say("console-help-email-hint"))
                .wrong(view.words.say("console-email-wrong"))
                .control(email),
        ],
    )
}

fn languages(view: &View<'_>) -> FormPart {
    let chosen = view.text("languageInfo.fallbackLanguage");
    let own = view.facts.languages.iter().map(|language| language.language_tag.as_str());
    let tags: BTreeSet<_> = own.chain([BUILT_IN, chosen.as_str()]).filter(|tag| !tag.is_empty()).collect();
    let named = |tag: &str| {
        let found = ui::words::LANGUAGES.iter().find(|language| language.tag == tag);
        found.map_or_else(|| tag.to_owned(), |language| format!("{} ({tag})", language.name))
    };
    let options: Vec<ConsoleOption> =
        tags.iter().map(|tag| option(tag, named(tag), **tag == *chosen)).collect();
    view.part(
        ("console-languages", "console-languages-lead"),
        vec![
            view.check(
                "languageInfo.autoDetect",
                ("console-detect-language", "console-detect-language-hint"),
                true,
            ),
            view.line("languageInfo.fallbackLanguage", "console-fallback-language")
                .hint(view.words.say("console-fallback-language-hint"))
                .control(Control::Select(options)),
        ],
    )
}

fn notices(view: &View<'_>) -> FormPart {
    let stored = view.at("customContent").as_object();
    let text = |place: &str| stored.and_then(|all| all.get(place)?.as_str()).unwrap_or_default().to_owned();
    let field = |place: &str, label: String| {
        FormField::line(format!("{CONTENT}{place}"), label, filled(text(place)), String::new())
            .control(Control::Prose(3))
    };
    let others = stored.into_iter().flat_map(|all| all.keys());
    let others = others.filter(|place| PLACES.iter().all(|(known, _)| known != place));
    let mut fields: Vec<_> =
        PLACES.iter().map(|(place, label)| field(place, view.words.say(label))).collect();
    fields.extend(others.map(|place| field(place, view.words.with("console-content-of", "path", place))));
    view.part(("console-notices", "console-notices-lead"), fields)
}

fn parts(view: &View<'_>) -> Vec<FormPart> {
    vec![terms(view), help(view), languages(view), notices(view)]
}

fn changes(form: &Form, facts: &Facts) -> Map<String, Value> {
    let stored = facts.settings.get("customContent").and_then(Value::as_object);
    let known = PLACES.iter().map(|(place, _)| *place);
    let places: BTreeSet<_> =
        stored.into_iter().flat_map(Map::keys).map(String::as_str).chain(known).collect();
    let said = |place: &&str| {
        let text = form.get(&format!("{CONTENT}{place}")).trim().replace("\r\n", "\n");
        (!text.is_empty()).then(|| ((*place).to_owned(), Value::from(text)))
    };
    let content: Map<_, _> = places.iter().filter_map(said).collect();
    let changes = json!({
        "termsOfUseUrl": text_or_null(form, "termsOfUseUrl"),
        "privacyPolicyUrl": text_or_null(form, "privacyPolicyUrl"),
        "agreeToTermsPolicy": form.get("agreeToTermsPolicy"),
        "supportEmail": text_or_null(form, "supportEmail"),
        "supportWebsiteUrl": text_or_null(form, "supportWebsiteUrl"),
        "languageInfo": {
            "autoDetect": is_ticked(form, "languageInfo.autoDetect"),
            "fallbackLanguage": form.get("languageInfo.fallbackLanguage"),
        },
        "customContent": content,
    });
    match changes {
        Value::Object(changes) => changes,
        _ => Map::new(),
    }
}
