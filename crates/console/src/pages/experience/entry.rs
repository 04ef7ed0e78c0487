//! `/console/sign-in-experience/methods`: who comes in, and how.

use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::{
    components::FieldState,
    pages::console::{ApplicationKind, Control, FormField, FormPart},
};

use super::{ABOUT, PATH, TABS};
use crate::json::set;
use crate::pages::{
    settings::{Facts, SIGN_IN, Sheet},
    view::{View, is_ticked, text_or_null},
};

/// The sheet.
pub(super) const SHEET: Sheet = Sheet {
    area: PATH,
    end: "methods",
    about: ABOUT,
    tabs: TABS,
    api: SIGN_IN,
    members: &[
        "signInMode",
        "signUp",
        "signIn",
        "forgotPasswordMethods",
        "socialSignIn",
        "socialSignInConnectorTargets",
        "singleSignOnEnabled",
        "passkeySignIn",
        "signUpProfileFields",
        "unknownSessionRedirectUrl",
    ],
    parts,
    changes,
    pictures: &[],
    is_previewed: true,
};

/// What users are known by.
const IDENTIFIERS: [&str; 3] = ["username", "email", "phone"];
/// The ways to sign in by an identifier that codes reach.
const WAYS: &[(&str, &str)] = &[
    ("", "console-way-off"),
    ("password", "console-way-password"),
    ("code", "console-way-code"),
    ("password-code", "console-way-password-code"),
    ("code-password", "console-way-code-password"),
];

/// The way that is stored for an identifier.
fn way(view: &View<'_>, identifier: &str) -> &'static str {
    let methods = view.at("signIn.methods").as_array();
    let method = methods.into_iter().flatten().find(|method| method["identifier"] == identifier);
    let Some(method) = method else { return "" };
    let is_on = |member: &str| method.get(member).and_then(Value::as_bool) == Some(true);
    match (is_on("password"), is_on("verificationCode") && identifier != "username") {
        (true, true) if is_on("isPasswordPrimary") => "password-code",
        (true, true) => "code-password",
        (false, true) => "code",
        (true, false) => "password",
        (false, false) => "",
    }
}

fn sign_up(view: &View<'_>) -> FormPart {
    let secondary: Vec<_> = view
        .at("signUp.secondaryIdentifiers")
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one.get("identifier")?.as_str())
        .collect();
    let mode = view.text("signInMode");
    view.part(
        ("console-sign-up", "console-sign-up-lead"),
        vec![
            view.cards(
                "signInMode",
                "console-mode",
                (
                    &mode,
                    &[
                        ("SignInAndRegister", "console-mode-both", "console-mode-both-hint"),
                        ("SignIn", "console-mode-sign-in", "console-mode-sign-in-hint"),
                        ("Register", "console-mode-register", "console-mode-register-hint"),
                    ],
                ),
            ),
            view.checks(
                "signUp.identifiers",
                ("console-sign-up-identifiers", "console-sign-up-identifiers-hint"),
                (
                    &view.list("signUp.identifiers"),
                    &[
                        ("username", "label-username", ""),
                        ("email", "label-email", ""),
                        ("phone", "label-phone", ""),
                    ],
                ),
            ),
            view.check(
                "signUp.password",
                ("console-sign-up-password", "console-sign-up-password-hint"),
                false,
            ),
            view.checks(
                "signUp.secondaryIdentifiers",
                ("console-sign-up-further", "console-sign-up-further-hint"),
                (
                    &secondary,
                    &[
                        ("username", "label-username", ""),
                        ("email", "label-email", ""),
                        ("phone", "label-phone", ""),
                        ("emailOrPhone", "console-email-or-phone", ""),
                    ],
                ),
            ),
        ],
    )
}

fn sign_in(view: &View<'_>) -> FormPart {
    view.part(
        ("console-sign-in-ways", "console-sign-in-ways-lead"),
        vec![
            view.select(
                "signIn.username",
                ("label-username", ""),
                (way(view, "username"), WAYS.get(..2).unwrap_or_default()),
            ),
            view.select("signIn.email", ("label-email", ""), (way(view, "email"), WAYS)),
            view.select("signIn.phone", ("label-phone", ""), (way(view, "phone"), WAYS)),
            view.checks(
                "forgotPasswordMethods",
                ("console-recovery", "console-recovery-hint"),
                (
                    &view.list("forgotPasswordMethods"),
                    &[
                        ("EmailVerificationCode", "console-code-by-email", ""),
                        ("PhoneVerificationCode", "console-code-by-sms", ""),
                    ],
                ),
            ),
        ],
    )
}

/// A list of things that are called what their operator calls them.
fn named(
    view: &View<'_>,
    (name, label, hint): (&'static str, &str, &str),
    choices: Vec<ApplicationKind>,
) -> FormField {
    FormField::line(name, view.words.say(label), FieldState::default(), String::new())
        .hint(view.words.say(hint))
        .control(Control::Checks(choices))
}

/// The targets of social connectors, each once: the chosen ones in their order, then the others.
fn targets(facts: &Facts, chosen: &[&str]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for connector in facts.connectors.iter().filter(|connector| connector.kind == "Social") {
        if !found.iter().any(|(target, _)| *target == connector.target) {
            found.push((connector.target.clone(), connector.called()));
        }
    }
    let place = |target: &str| chosen.iter().position(|one| *one == target).unwrap_or(usize::MAX);
    found.sort_by_key(|(target, _)| place(target));
    found
}

fn elsewhere(view: &View<'_>) -> FormPart {
    let chosen = view.list("socialSignInConnectorTargets");
    let kind = |(value, label): (String, String)| ApplicationKind {
        is_checked: chosen.contains(&value.as_str()),
        value,
        label,
        hint: String::new(),
    };
    let choices: Vec<_> = targets(view.facts, &chosen).into_iter().map(kind).collect();
    let mut fields = Vec::new();
    let hint = if choices.is_empty() { "console-social-none" } else { "console-social-hint" };
    fields.push(named(view, ("socialSignInConnectorTargets", "console-social-buttons", hint), choices));
    fields.push(view.check(
        "socialSignIn.automaticAccountLinking",
        ("console-linking", "console-linking-hint"),
        false,
    ));
    fields.push(view.check(
        "socialSignIn.skipRequiredIdentifiers",
        ("console-skip-identifiers", "console-skip-identifiers-hint"),
        false,
    ));
    view.part(("console-social", "console-social-lead"), fields)
}

fn enterprises(view: &View<'_>) -> FormPart {
    let said = ("console-single-sign-on", "console-single-sign-on-hint");
    view.part(
        ("console-sso", "console-single-sign-on-lead"),
        vec![view.check("singleSignOnEnabled", said, false)],
    )
}

fn passkeys(view: &View<'_>) -> FormPart {
    view.part(
        ("console-passkeys", "console-passkeys-lead"),
        vec![
            view.check("passkeySignIn.enabled", ("console-passkeys-on", "console-passkeys-on-hint"), false),
            view.check(
                "passkeySignIn.showPasskeyButton",
                ("console-passkeys-button", "console-passkeys-button-hint"),
                false,
            ),
            view.check(
                "passkeySignIn.allowAutofill",
                ("console-passkeys-autofill", "console-passkeys-autofill-hint"),
                false,
            ),
        ],
    )
}

fn profile(view: &View<'_>) -> Option<FormPart> {
    if view.facts.fields.is_empty() {
        return None;
    }
    let stored = view.at("signUpProfileFields").as_array();
    let names: Option<Vec<_>> =
        stored.map(|fields| fields.iter().filter_map(|field| field.get("name")?.as_str()).collect());
    let choices = view.facts.fields.iter().map(|field| ApplicationKind {
        value: field.name.clone(),
        label: field.title().to_owned(),
        hint: String::new(),
        is_checked: names.as_ref().is_none_or(|names| names.contains(&field.name.as_str())),
    });
    let text = ("signUpProfileFields", "console-profile-fields", "console-profile-fields-hint");
    let fields = vec![named(view, text, choices.collect())];
    Some(view.part(("console-profile", "console-profile-fields-lead"), fields))
}

fn parts(view: &View<'_>) -> Vec<FormPart> {
    let mut parts = vec![sign_up(view), sign_in(view), elsewhere(view), enterprises(view), passkeys(view)];
    parts.extend(profile(view));
    parts.push(view.part(
        ("console-lost-session", "console-lost-session-lead"),
        vec![view.address(
            "unknownSessionRedirectUrl",
            "console-lost-session-url",
            "console-lost-session-hint",
        )],
    ));
    parts
}

/// The ways to sign in, each known identifier once.
fn methods(form: &Form) -> Value {
    let method = |identifier: &&str| {
        let way = form.get(&format!("signIn.{identifier}"));
        let (password, code) = (way.contains("password"), way.contains("code"));
        (password || code).then(|| {
            json!({
                "identifier": identifier,
                "password": password,
                "verificationCode": code,
                "isPasswordPrimary": !way.starts_with("code"),
            })
        })
    };
    IDENTIFIERS.iter().filter_map(method).collect()
}

/// Whoever registers with an address or a number proves it: the server would not have it otherwise.
fn registration(form: &Form) -> Value {
    let identifiers: Vec<_> = form.all("signUp.identifiers").collect();
    let secondary: Vec<_> = form
        .all("signUp.secondaryIdentifiers")
        .map(|identifier| json!({ "identifier": identifier, "verify": identifier != "username" }))
        .collect();
    json!({
        "identifiers": identifiers,
        "password": is_ticked(form, "signUp.password"),
        "verify": identifiers.iter().any(|identifier| *identifier != "username"),
        "secondaryIdentifiers": secondary,
    })
}

fn changes(form: &Form, facts: &Facts) -> Map<String, Value> {
    let list = |name: &'static str| form.all(name).collect::<Vec<_>>();
    let mut changes = json!({
        "signInMode": form.get("signInMode"),
        "signUp": registration(form),
        "signIn": { "methods": methods(form) },
        "forgotPasswordMethods": list("forgotPasswordMethods"),
        "socialSignIn": {
            "automaticAccountLinking": is_ticked(form, "socialSignIn.automaticAccountLinking"),
            "skipRequiredIdentifiers": is_ticked(form, "socialSignIn.skipRequiredIdentifiers"),
        },
        "socialSignInConnectorTargets": list("socialSignInConnectorTargets"),
        "singleSignOnEnabled": is_ticked(form, "singleSignOnEnabled"),
        "passkeySignIn": {
            "enabled": is_ticked(form, "passkeySignIn.enabled"),
            "showPasskeyButton": is_ticked(form, "passkeySignIn.showPasskeyButton"),
            "allowAutofill": is_ticked(form, "passkeySignIn.allowAutofill"),
        },
        "unknownSessionRedirectUrl": text_or_null(form, "unknownSessionRedirectUrl"),
    });
    if !facts.fields.is_empty() {
        let chosen = list("signUpProfileFields");
        let is_all = facts.fields.iter().all(|field| chosen.contains(&field.name.as_str()));
        // All there are, those of tomorrow too, unless some are left out.
        let fields: Value =
            if is_all { Value::Null } else { chosen.iter().map(|name| json!({ "name": name })).collect() };
        set(&mut changes, "signUpProfileFields", fields);
    }
    match changes {
        Value::Object(changes) => changes,
        _ => Map::new(),
    }
}
