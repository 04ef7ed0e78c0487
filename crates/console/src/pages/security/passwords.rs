//! `/console/security`: which passwords and usernames may be chosen, and how long passwords are good.

use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::pages::console::FormPart;

use super::{ABOUT, PATH, TABS};
use crate::pages::{
    settings::{Facts, SIGN_IN, Sheet},
    view::{View, is_ticked, lines_of, put_number},
};

/// The sheet.
pub(super) const SHEET: Sheet = Sheet {
    area: PATH,
    end: "",
    about: ABOUT,
    tabs: TABS,
    api: SIGN_IN,
    members: &["passwordPolicy", "passwordExpiration", "usernamePolicy"],
    parts,
    changes,
    pictures: &[],
    is_previewed: false,
};

/// The kinds of characters of usernames.
const KINDS: [&str; 4] = ["lowercase", "uppercase", "number", "underscore"];

fn policy(view: &View<'_>) -> FormPart {
    view.part(
        ("console-password-rules", "console-password-rules-lead"),
        vec![
            view.number(
                "passwordPolicy.length.min",
                ("console-password-min", "console-password-min-hint"),
                "8",
            ),
            view.number(
                "passwordPolicy.characterTypes.min",
                ("console-password-kinds", "console-password-kinds-hint"),
                "1",
            ),
            view.check(
                "passwordPolicy.rejects.pwned",
                ("console-password-pwned", "console-password-pwned-hint"),
                true,
            ),
            view.check(
                "passwordPolicy.rejects.repetitionAndSequence",
                ("console-password-patterns", "console-password-patterns-hint"),
                true,
            ),
            view.check(
                "passwordPolicy.rejects.userInfo",
                ("console-password-person", "console-password-person-hint"),
                true,
            ),
            view.lines(
                "passwordPolicy.rejects.words",
                ("console-password-words", "console-password-words-hint"),
                3,
            ),
        ],
    )
}

fn usernames(view: &View<'_>) -> FormPart {
    let allowed: Vec<_> = KINDS
        .into_iter()
        .filter(|kind| view.is_on(&format!("usernamePolicy.allowedCharacters.{kind}"), true))
        .collect();
    view.part(
        ("console-usernames", "console-usernames-lead"),
        vec![
            view.number(
                "usernamePolicy.minLength",
                ("console-username-min", "console-username-min-hint"),
                "1",
            ),
            view.number(
                "usernamePolicy.maxLength",
                ("console-username-max", "console-username-max-hint"),
                "128",
            ),
            view.checks(
                "usernamePolicy.allowedCharacters",
                ("console-username-characters", ""),
                (
                    &allowed,
                    &[
                        ("lowercase", "console-username-lowercase", ""),
                        ("uppercase", "console-username-uppercase", ""),
                        ("number", "console-username-digits", ""),
                        ("underscore", "console-username-underscores", ""),
                    ],
                ),
            ),
            view.check(
                "usernamePolicy.caseSensitive",
                ("console-username-case", "console-username-case-hint"),
                true,
            ),
        ],
    )
}

fn parts(view: &View<'_>) -> Vec<FormPart> {
    vec![
        policy(view),
        view.part(
            ("console-expiration", "console-expiration-lead"),
            vec![
                view.check(
                    "passwordExpiration.enabled",
                    ("console-expiration-on", "console-expiration-on-hint"),
                    false,
                ),
                view.number(
                    "passwordExpiration.validPeriodDays",
                    ("console-expiration-days", "console-expiration-days-hint"),
                    "",
                ),
            ],
        ),
        usernames(view),
    ]
}

fn changes(form: &Form, facts: &Facts) -> Map<String, Value> {
    let (mut length, mut types) = (Map::new(), Map::new());
    put_number(&mut length, form, ("passwordPolicy.length", "min"));
    // The greatest length has no field: it is a limit of the server.
    if let Some(max) = facts.settings.pointer("/passwordPolicy/length/max") {
        length.insert("max".to_owned(), max.clone());
    }
    put_number(&mut types, form, ("passwordPolicy.characterTypes", "min"));
    let mut expiration =
        Map::from_iter([("enabled".to_owned(), is_ticked(form, "passwordExpiration.enabled"))]);
    put_number(&mut expiration, form, ("passwordExpiration", "validPeriodDays"));
    let allowed: Vec<_> = form.all("usernamePolicy.allowedCharacters").collect();
    let allowed: Map<_, _> =
        KINDS.into_iter().map(|kind| (kind.to_owned(), allowed.contains(&kind).into())).collect();
    let mut usernames = Map::from_iter([
        ("caseSensitive".to_owned(), is_ticked(form, "usernamePolicy.caseSensitive")),
        ("allowedCharacters".to_owned(), Value::Object(allowed)),
    ]);
    for member in ["minLength", "maxLength"] {
        put_number(&mut usernames, form, ("usernamePolicy", member));
    }
    let rejects = json!({
        "pwned": is_ticked(form, "passwordPolicy.rejects.pwned"),
        "repetitionAndSequence": is_ticked(form, "passwordPolicy.rejects.repetitionAndSequence"),
        "userInfo": is_ticked(form, "passwordPolicy.rejects.userInfo"),
        "words": lines_of(form, "passwordPolicy.rejects.words"),
    });
    let policy = json!({ "length": length, "characterTypes": types, "rejects": rejects });
    Map::from_iter([
        ("passwordPolicy".to_owned(), policy),
        ("passwordExpiration".to_owned(), Value::Object(expiration)),
        ("usernamePolicy".to_owned(), Value::Object(usernames)),
    ])
}
