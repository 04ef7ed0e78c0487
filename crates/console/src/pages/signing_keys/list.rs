//! `/console/signing-keys`: all of them.

use axum::response::IntoResponse as _;
use ui::{
    components::{Link, Tone},
    pages::console::{ConsoleKeysPage, KeyGroup, KeyRow},
};

use super::{Key, Kind, PATH, keys};
use crate::{operator::Operator, pages::Outcome};

/// `GET /console/signing-keys`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let mut groups = Vec::new();
    for kind in Kind::ALL {
        let found = keys(&operator, kind).await?;
        let words = &operator.words;
        let (heading, lead, rotate) = match kind {
            Kind::Tokens => ("console-token-keys", "console-token-keys-lead", "console-rotate-token-keys"),
            Kind::Cookies => {
                ("console-cookie-keys", "console-cookie-keys-lead", "console-rotate-cookie-keys")
            }
        };
        let link = Link { href: format!("{PATH}/{}/rotate", kind.word()), label: words.say(rotate) };
        groups.push(KeyGroup {
            id: kind.word(),
            heading: words.say(heading),
            lead: words.say(lead),
            rotate: operator.may_edit().then_some(link),
            rows: found.iter().enumerate().map(|(at, key)| row(&operator, kind, (at, key))).collect(),
        });
    }
    let jwks = format!("{}/jwks", operator.console.services.endpoint.issuer());
    Ok(ConsoleKeysPage { jwks, groups, frame: operator.frame(PATH) }.into_response())
}

fn row(operator: &Operator, kind: Kind, (at, key): (usize, &Key)) -> KeyRow {
    let words = &operator.words;
    // Of cookies' keys the newest signs, which the wire does not say.
    let status = match (kind, key.status.as_deref(), at) {
        (Kind::Tokens, Some("Next"), _) => (Tone::Info, "console-key-next"),
        (Kind::Tokens, Some("Current"), _) | (Kind::Cookies, _, 0) => (Tone::Success, "console-key-current"),
        _ => (Tone::Neutral, "console-key-previous"),
    };
    let is_old = status.1 == "console-key-previous";
    let algorithm = key.signing_key_algorithm.as_deref();
    KeyRow {
        id: key.id.clone(),
        algorithm: algorithm.map(|algorithm| if algorithm == "RSA" { "RS256" } else { "ES384" }),
        status: (status.0, words.say(status.1)),
        created: operator.moment(key.created_at.saturating_mul(1_000)),
        effective: key
            .effective_at
            .filter(|_| key.status.as_deref() == Some("Next"))
            .map(|at| words.with("console-key-from", "at", &operator.moment(at).absolute)),
        delete: (operator.may_edit() && is_old).then(|| Link {
            href: format!("{PATH}/{}/{}/delete", kind.word(), key.id),
            label: words.say("console-delete"),
        }),
    }
}
