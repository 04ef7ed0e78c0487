//! The languages that are built in, and which of their messages stand for which phrases of the Management API.

use std::sync::LazyLock;

use fluent_bundle::{FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

use super::arguments;

type Bundle = FluentBundle<FluentResource>;

/// A language with its messages.
pub struct Language {
    /// Its tag (BCP 47).
    pub tag: &'static str,
    /// Its own name for itself.
    pub name: &'static str,
    /// Whether it is written from right to left.
    pub is_right_to_left: bool,
    #[cfg(test)]
    pub(super) sources: &'static [&'static [&'static str]],
    bundle: LazyLock<Bundle>,
}

/// The files of a language that hosted pages are said from.
macro_rules! hosted_sources {
    ($tag:literal) => {
        &[
            include_str!(concat!("../../locales/", $tag, "/pages.ftl")),
            include_str!(concat!("../../locales/", $tag, "/factors.ftl")),
            include_str!(concat!("../../locales/", $tag, "/trusted_devices.ftl")),
            include_str!(concat!("../../locales/", $tag, "/messages.ftl")),
            include_str!(concat!("../../locales/", $tag, "/consent.ftl")),
            include_str!(concat!("../../locales/", $tag, "/choices.ftl")),
            include_str!(concat!("../../locales/", $tag, "/social.ftl")),
            include_str!(concat!("../../locales/", $tag, "/people.ftl")),
            include_str!(concat!("../../locales/", $tag, "/account.ftl")),
            include_str!(concat!("../../locales/", $tag, "/notices.ftl")),
            include_str!(concat!("../../locales/", $tag, "/refusals.ftl")),
            include_str!(concat!("../../locales/", $tag, "/own.ftl")),
            include_str!(concat!("../../locales/", $tag, "/portal.ftl")),
            include_str!(concat!("../../locales/", $tag, "/elements.ftl")),
        ]
    };
}

/// The files that the console has beside those, one an area.
macro_rules! console_sources {
    ($tag:literal) => {
        &[
            include_str!(concat!("../../locales/", $tag, "/console/frame.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/entry.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/get_started.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/administrators.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/applications.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/guides.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/template.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/organizations.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/resources.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/roles.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/users.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/impersonation.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/rights.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/observe.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/tenants.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/explain.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/gateway.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/findings.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/webhooks.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/keys.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/claims.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/experience.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/phrases.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/connectors.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/enterprise_sso.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/mails.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/fields.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/account_center.ftl")),
            include_str!(concat!("../../locales/", $tag, "/console/security.ftl")),
        ]
    };
}

macro_rules! language {
    ($tag:literal $name:literal $is_right_to_left:literal, $($sources:ident)+) => {{
        const SOURCES: &[&[&str]] = &[$($sources!($tag)),+];
        Language {
            tag: $tag,
            name: $name,
            is_right_to_left: $is_right_to_left,
            #[cfg(test)]
            sources: SOURCES,
            bundle: LazyLock::new(|| bundle($tag, SOURCES, $is_right_to_left)),
        }
    }};
}

macro_rules! languages {
    ($($tag:literal $name:literal $is_right_to_left:literal),+ $(,)?) => {
        /// Every language that is built in. English is the first, and stands in where nothing else was asked for.
        pub static LANGUAGES: [Language; [$($tag),+].len()] =
            [$(language!($tag $name $is_right_to_left, hosted_sources)),+];
    };
}

/// The languages of the console, which its operators read: what the hosted pages say, and what the console says beside it.
pub static CONSOLE_LANGUAGES: [Language; 2] = [
    language!("en" "English" false, hosted_sources console_sources),
    language!("zh-CN" "简体中文" false, hosted_sources console_sources),
];

languages! {
    "en" "English" false,
    "de" "Deutsch" false,
    "fr" "Français" false,
    "es" "Español" false,
    "pt-BR" "Português (Brasil)" false,
    "it" "Italiano" false,
    "nl" "Nederlands" false,
    "pl" "Polski" false,
    "tr" "Türkçe" false,
    "ru" "Русский" false,
    "ar" "العربية" true,
    "ja" "日本語" false,
    "ko" "한국어" false,
    "zh-CN" "简体中文" false,
    "zh-TW" "繁體中文" false,
}

pub(super) fn english() -> &'static Language {
    let [english, ..] = &LANGUAGES;
    english
}

/// English, with what the console says.
pub(super) fn console_english() -> &'static Language {
    let [english, ..] = &CONSOLE_LANGUAGES;
    english
}

impl Language {
    /// The language of the console that a tag names, or one that is the same but for its region.
    pub(super) fn find_of_console(tag: &str) -> Option<&'static Self> {
        CONSOLE_LANGUAGES.iter().find(|language| are_one_language(language.tag, tag))
    }

    /// The language that a tag names, or one that is the same but for its region.
    pub fn find(tag: &str) -> Option<&'static Self> {
        let exact = LANGUAGES.iter().find(|language| language.tag.eq_ignore_ascii_case(tag));
        exact.or_else(|| LANGUAGES.iter().find(|language| are_one_language(language.tag, tag)))
    }

    /// A message; `None` when there is no such one.
    pub(super) fn message(&self, key: &str, variables: &[(&str, FluentValue<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let variables = arguments(variables);
        let text = self.bundle.format_pattern(pattern, Some(&variables), &mut errors).into_owned();
        for error in errors {
            tracing::error!(key, language = self.tag, error = %error, "a message is not whole");
        }
        Some(text)
    }
}

/// Whether two tags name one language for a reader: what is before the first hyphen is the same, and for Chinese the script.
pub(super) fn are_one_language(one: &str, other: &str) -> bool {
    family(one) == family(other)
}

/// The language of a tag in lower case, and whether it is Chinese in traditional characters, which some regions imply.
fn family(tag: &str) -> (String, bool) {
    let mut parts = tag.split(['-', '_']).map(str::to_ascii_lowercase);
    let language = parts.next().unwrap_or_default();
    let is_traditional = language == "zh"
        && parts
            .find_map(|part| match part.as_str() {
                "hant" | "tw" | "hk" | "mo" => Some(true),
                "hans" => Some(false),
                _ => None,
            })
            .unwrap_or_default();
    (language, is_traditional)
}

/// What is embedded is checked by a test; here whatever could be read is used.
fn bundle(tag: &str, sources: &[&[&str]], is_right_to_left: bool) -> Bundle {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Names in Latin letters keep their own direction inside a sentence from right to left. Elsewhere the invisible marks would only be
    // in the way of whoever copies text.
    bundle.set_use_isolating(is_right_to_left);
    for source in sources.iter().copied().flatten() {
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Which phrase of the Management API is said by which message. Variables have the same names in both.
pub(super) const PHRASES: [(&str, &str); 49] = [
    ("label-username", "input.username"),
    ("label-email", "input.email"),
    ("label-phone", "input.phone_number"),
    ("label-password", "input.password"),
    ("sign-in-button", "action.sign_in"),
    ("sign-out-button", "action.sign_out"),
    ("register-button", "action.create_account"),
    ("continue", "action.continue"),
    ("consent-allow", "action.authorize"),
    ("consent-deny", "action.deny"),
    ("show-password", "action.show_password"),
    ("hide-password", "action.hide_password"),
    ("sign-in-title", "description.sign_in_to"),
    ("register-document-title", "description.create_account_for"),
    ("register-lead", "description.to_continue_to"),
    ("sign-in-new-here", "description.new_here"),
    ("register-have-account", "description.have_account"),
    ("username-rule", "description.username_rule"),
    ("password-rule-length", "description.password_rule"),
    ("terms-of-use", "description.terms_of_use"),
    ("privacy-policy", "description.privacy_policy"),
    ("scope-openid", "consent.openid"),
    ("scope-offline-access", "consent.offline_access"),
    ("scope-profile", "consent.profile"),
    ("scope-email", "consent.email"),
    ("scope-phone", "consent.phone"),
    ("scope-address", "consent.address"),
    ("scope-custom-data", "consent.custom_data"),
    ("scope-identities", "consent.identities"),
    ("scope-roles", "consent.roles"),
    ("scope-organizations", "consent.organizations"),
    ("scope-organization-roles", "consent.organization_roles"),
    ("scope-sessions", "consent.sessions"),
    ("missing-username", "error.username_required"),
    ("missing-password", "error.password_required"),
    ("error-credentials-username", "error.invalid_credentials"),
    ("error-username-taken", "error.username_exists"),
    ("error-suspended", "error.account_suspended"),
    ("error-account-gone", "error.account_gone"),
    ("error-password-expired", "error.password_expired"),
    ("password-too-short", "error.password_rejected.too_short"),
    ("password-too-long", "error.password_rejected.too_long"),
    ("password-character-types", "error.password_rejected.character_types"),
    ("password-unsupported", "error.password_rejected.unsupported_characters"),
    ("password-pwned", "error.password_rejected.pwned"),
    ("password-repetition", "error.password_rejected.restricted.repetition"),
    ("password-sequence", "error.password_rejected.restricted.sequence"),
    ("password-user-info", "error.password_rejected.restricted.user_info"),
    ("password-words", "error.password_rejected.restricted.words"),
];

/// The place of a message among the phrases.
pub(super) fn phrase_of(key: &str) -> Option<&'static str> {
    PHRASES.iter().find(|(message, _)| *message == key).map(|(_, phrase)| *phrase)
}
