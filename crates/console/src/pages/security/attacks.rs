//! `/console/security/attacks`: what stops those who guess passwords and codes.

use http_kit::Form;
use serde_json::{Map, Value};
use ui::pages::console::FormPart;

use super::{ABOUT, PATH, TABS};
use crate::pages::{
    settings::{Facts, SIGN_IN, Sheet},
    view::{View, put_number},
};

/// The sheet.
pub(super) const SHEET: Sheet = Sheet {
    area: PATH,
    end: "attacks",
    about: ABOUT,
    tabs: TABS,
    api: SIGN_IN,
    members: &["sentinelPolicy", "verificationCodePolicy"],
    parts,
    changes,
    pictures: &[],
    is_previewed: false,
};

fn parts(view: &View<'_>) -> Vec<FormPart> {
    vec![
        view.part(
            ("console-lockout", "console-lockout-lead"),
            vec![
                view.number(
                    "sentinelPolicy.maxAttempts",
                    ("console-lockout-attempts", "console-lockout-attempts-hint"),
                    "100",
                ),
                view.number(
                    "sentinelPolicy.lockoutDuration",
                    ("console-lockout-minutes", "console-lockout-minutes-hint"),
                    "60",
                ),
            ],
        ),
        view.part(
            ("console-codes", "console-codes-lead"),
            vec![
                view.number(
                    "verificationCodePolicy.expirationDuration",
                    ("console-code-seconds", "console-code-seconds-hint"),
                    "600",
                ),
                view.number(
                    "verificationCodePolicy.maxRetryAttempts",
                    ("console-code-attempts", "console-code-attempts-hint"),
                    "10",
                ),
            ],
        ),
    ]
}

fn changes(form: &Form, _facts: &Facts) -> Map<String, Value> {
    let policy = |name: &str, members: [&str; 2]| {
        let mut policy = Map::new();
        for member in members {
            put_number(&mut policy, form, (name, member));
        }
        (name.to_owned(), Value::Object(policy))
    };
    Map::from_iter([
        policy("sentinelPolicy", ["maxAttempts", "lockoutDuration"]),
        policy("verificationCodePolicy", ["expirationDuration", "maxRetryAttempts"]),
    ])
}
