//! `/console/signing-keys`: what tokens and cookies are signed with, and putting new keys in the place of old ones.

mod delete;
mod list;
mod rotate;

use axum::response::Response;
use domain::console::ConsoleRole;
use hosted::Call;
use serde::Deserialize;

use crate::{operator::Operator, parts, reading::one, routes::Routes};

/// Where they are.
pub(crate) const PATH: &str = "/console/signing-keys";

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, list::show)
        .page(editor, "/console/signing-keys/{kind}/rotate", rotate::ask)
        .form(editor, "/console/signing-keys/{kind}/rotate", rotate::rotate)
        .page(editor, "/console/signing-keys/{kind}/{key}/delete", delete::ask)
        .form(editor, "/console/signing-keys/{kind}/{key}/delete", delete::delete)
        .about(&[parts::CONFIGS])
}

/// A kind of keys.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Those that sign tokens.
    Tokens,
    /// Those that sign cookies.
    Cookies,
}

impl Kind {
    const ALL: [Self; 2] = [Self::Tokens, Self::Cookies];

    /// The word of the wire and of addresses.
    const fn word(self) -> &'static str {
        match self {
            Self::Tokens => "private-keys",
            Self::Cookies => "cookie-keys",
        }
    }

    /// That of an address, or the page that says that there is none.
    #[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
    fn of(operator: &Operator, word: &str) -> Result<Self, Response> {
        Self::ALL.into_iter().find(|kind| kind.word() == word).ok_or_else(|| operator.gone())
    }
}

/// A key, as the Management API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Key {
    id: String,
    /// Seconds since 1970.
    created_at: i64,
    signing_key_algorithm: Option<String>,
    status: Option<String>,
    /// Epoch milliseconds.
    effective_at: Option<i64>,
}

async fn keys(operator: &Operator, kind: Kind) -> Result<Vec<Key>, Response> {
    one(operator, Call::get(&["api", "configs", "oidc", kind.word()])).await
}
