//! What each member of the settings must be by itself: lengths, forms and bounds. What they must be among each other is told by
//! `domain::sign_in_experience::check`.

use api_types::sign_in_experience as wire;
use domain::{
    account::identifier::is_email,
    password::{MAX_PASSWORD_CHARACTERS, PasswordPolicy},
};
use http_kit::{Issue, body::Validate};
use serde_json::{Map, Value};

use crate::{
    appearance::{check_color_member, check_css, check_link, check_web_url},
    rules::{Body, Rules},
};

/// The most elements of a list.
const MAX_ELEMENTS: usize = 1_000;
/// The longest element of a list, in characters.
const MAX_ELEMENT: usize = 256;
/// The most pages that may have content of their own, and the longest of it, in characters.
const MAX_CONTENT: (usize, usize) = (50, 16 * 1024);
/// The longest username.
const MAX_USERNAME: u64 = 128;
/// The longest time that passwords are good, in days: a hundred years.
const MAX_DAYS: u32 = 36_500;
/// For how many days a browser is trusted at the most.
const MAX_TRUSTED_DAYS: u32 = 365;

impl Validate for Body<wire::UpdateSignInExperience> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        check_looks(&mut rules, &self.0);
        check_links(&mut rules, &self.0);
        check_lists(&mut rules, &self.0);
        check_policies(&mut rules, &self.0);
        rules.issues()
    }
}

fn check_looks(rules: &mut Rules, body: &wire::UpdateSignInExperience) {
    if let Some(color) = &body.color {
        for (key, value) in
            [("primaryColor", &color.primary_color), ("darkPrimaryColor", &color.dark_primary_color)]
        {
            check_color_member(rules, key, value);
        }
    }
    if let Some(branding) = &body.branding {
        for (key, value) in [
            ("logoUrl", &branding.logo_url),
            ("darkLogoUrl", &branding.dark_logo_url),
            ("favicon", &branding.favicon),
            ("darkFavicon", &branding.dark_favicon),
        ] {
            if let Some(value) = value {
                check_web_url(rules, &["branding", key], value);
            }
        }
    }
    let css = body.custom_css.as_ref().and_then(Option::as_ref);
    check_css(rules, css);
    if let Some(content) = &body.custom_content {
        if content.len() > MAX_CONTENT.0 {
            rules.issue(Issue::new("too_big", &["customContent"], "too many pages"));
        }
        for (path, text) in content {
            rules.length(&["customContent", path], path, 0, MAX_ELEMENT);
            rules.length(&["customContent", path], text, 0, MAX_CONTENT.1);
        }
    }
}

fn check_links(rules: &mut Rules, body: &wire::UpdateSignInExperience) {
    for (key, value) in [
        ("termsOfUseUrl", &body.terms_of_use_url),
        ("privacyPolicyUrl", &body.privacy_policy_url),
        ("supportWebsiteUrl", &body.support_website_url),
        ("unknownSessionRedirectUrl", &body.unknown_session_redirect_url),
    ] {
        check_link(rules, key, value.as_ref().and_then(Option::as_deref));
    }
    if let Some(Some(address)) = &body.support_email {
        rules.length(&["supportEmail"], address, 0, MAX_ELEMENT);
        if !address.is_empty() && !is_email(address) {
            rules.issue(Issue::new("invalid_string", &["supportEmail"], "Expected an e-mail address"));
        }
    }
}

fn check_lists(rules: &mut Rules, body: &wire::UpdateSignInExperience) {
    let names: Option<Vec<String>> = body
        .sign_up_profile_fields
        .as_ref()
        .map(|fields| fields.iter().flatten().map(|field| field.name.clone()).collect());
    let rejects = body.password_policy.as_ref().and_then(|policy| policy.rejects.as_ref());
    let blocklist = body.email_blocklist_policy.as_ref();
    for (path, list) in [
        (&["socialSignInConnectorTargets"] as &[&str], body.social_sign_in_connector_targets.as_ref()),
        (&["signUpProfileFields"], names.as_ref()),
        (&["passwordPolicy", "rejects", "words"], rejects.and_then(|rejects| rejects.words.as_ref())),
        (
            &["emailBlocklistPolicy", "customBlocklist"],
            blocklist.and_then(|list| list.custom_blocklist.as_ref()),
        ),
        (
            &["emailBlocklistPolicy", "customAllowlist"],
            blocklist.and_then(|list| list.custom_allowlist.as_ref()),
        ),
    ] {
        check_list(rules, path, list.map(Vec::as_slice).unwrap_or_default());
    }
    if body.sign_in.as_ref().is_some_and(|sign_in| sign_in.methods.len() > 3) {
        rules.issue(Issue::new("too_big", &["signIn", "methods"], "Each identifier has one method"));
    }
    let second = body.sign_up.as_ref().and_then(|sign_up| sign_up.secondary_identifiers.as_ref());
    if body.sign_up.as_ref().is_some_and(|sign_up| sign_up.identifiers.len() > 3)
        || second.is_some_and(|second| second.len() > 4)
    {
        rules.issue(Issue::new("too_big", &["signUp"], "Each identifier is named once"));
    }
}

pub(crate) fn check_list(rules: &mut Rules, path: &[&str], list: &[String]) {
    if list.len() > MAX_ELEMENTS {
        let text = format!("Array must contain at most {MAX_ELEMENTS} element(s)");
        rules.issue(Issue::new("too_big", path, text));
    } else if let Some(long) = list.iter().find(|element| element.encode_utf16().count() > MAX_ELEMENT) {
        rules.length(path, long, 0, MAX_ELEMENT);
    }
}

fn check_policies(rules: &mut Rules, body: &wire::UpdateSignInExperience) {
    if let Some(policy) = &body.password_policy {
        // What is left out is the default, which must go with what is given.
        let default = PasswordPolicy::default();
        let bounds = policy.length.as_ref().map_or((None, None), |length| {
            let (min, max) = (number(default.min_characters), number(default.max_characters));
            (Some(length.min.unwrap_or(min)), Some(length.max.unwrap_or(max)))
        });
        let most = number(MAX_PASSWORD_CHARACTERS);
        check_bounds(rules, &["passwordPolicy", "length"], bounds, (1, most));
        let types = policy.character_types.as_ref().and_then(|types| types.min);
        check_bounds(rules, &["passwordPolicy", "characterTypes"], (types, None), (1, 4));
    }
    if let Some(policy) = &body.sentinel_policy {
        check_bounds(rules, &["sentinelPolicy", "maxAttempts"], (policy.max_attempts, None), (1, u32::MAX));
        let minutes = (policy.lockout_duration, None);
        check_bounds(rules, &["sentinelPolicy", "lockoutDuration"], minutes, (1, u32::MAX));
    }
    if let Some(policy) = &body.verification_code_policy {
        let path = |member| ["verificationCodePolicy", member];
        check_bounds(rules, &path("expirationDuration"), (policy.expiration_duration, None), (1, u32::MAX));
        check_bounds(rules, &path("maxRetryAttempts"), (policy.max_retry_attempts, None), (1, u32::MAX));
    }
    if let Some(expiration) = &body.password_expiration {
        let path = ["passwordExpiration", "validPeriodDays"];
        check_bounds(rules, &path, (expiration.valid_period_days, None), (1, MAX_DAYS));
        if expiration.enabled == Some(true) && expiration.valid_period_days.is_none() {
            rules.issue(Issue::new("invalid_type", &path, "Required"));
        }
    }
    if let Some(devices) = &body.trusted_device {
        let path = ["trustedDevice", "durationDays"];
        check_bounds(rules, &path, (devices.duration_days, None), (1, MAX_TRUSTED_DAYS));
    }
    if let Some(policy) = &body.username_policy {
        check_username_policy(rules, policy);
    }
}

fn number(characters: usize) -> u32 {
    u32::try_from(characters).unwrap_or(u32::MAX)
}

/// Both ends, where they are given, lie within the bounds, and the lower one is not above the upper one.
fn check_bounds(
    rules: &mut Rules,
    path: &[&str],
    (low, high): (Option<u32>, Option<u32>),
    (least, most): (u32, u32),
) {
    for end in [low, high].into_iter().flatten() {
        if end < least {
            rules.issue(Issue::new(
                "too_small",
                path,
                format!("Number must be greater than or equal to {least}"),
            ));
        } else if end > most {
            rules.issue(Issue::new("too_big", path, format!("Number must be less than or equal to {most}")));
        }
    }
    if low.zip(high).is_some_and(|(low, high)| low > high) {
        rules.issue(Issue::new("custom", path, "The least is above the most"));
    }
}

/// The policy is any object on the wire; of what is known here, the types are.
fn check_username_policy(rules: &mut Rules, policy: &Map<String, Value>) {
    let mut wrong = |member: &str, text: &str| {
        rules.issue(Issue::new("invalid_type", &["usernamePolicy", member], text));
    };
    if policy.get("caseSensitive").is_some_and(|value| !value.is_boolean()) {
        wrong("caseSensitive", "Expected boolean");
    }
    let length = |member: &str| policy.get(member).map(Value::as_u64);
    for member in ["minLength", "maxLength"] {
        if length(member).is_some_and(|value| value.is_none_or(|value| value == 0 || value > MAX_USERNAME)) {
            wrong(member, "Expected a number from 1 to 128");
        }
    }
    let (least, most) = (length("minLength").flatten(), length("maxLength").flatten());
    if least.zip(most).is_some_and(|(least, most)| least > most) {
        wrong("minLength", "The least is above the most");
    }
    match policy.get("allowedCharacters") {
        None => {}
        Some(Value::Object(kinds)) if kinds.values().all(Value::is_boolean) => {
            let is_allowed = |kind: &&str| kinds.get(*kind).and_then(Value::as_bool).unwrap_or(true);
            // No username begins with a digit.
            if !["uppercase", "lowercase", "underscore"].iter().any(is_allowed) {
                wrong("allowedCharacters", "Letters or underscores must be allowed");
            }
        }
        Some(_) => wrong("allowedCharacters", "Expected an object of booleans"),
    }
    let is_large = Value::Object(policy.clone()).to_string().len() > 4 * 1024;
    if is_large {
        rules.issue(Issue::new("too_big", &["usernamePolicy"], "The policy is too large"));
    }
}
