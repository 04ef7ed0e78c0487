//! `/console/signing-keys/{kind}/{key}/delete`: ends what a key signed.

use axum::{extract::Path, http::Method};
use hosted::Call;
use ui::pages::console::ConsoleFrame;

use super::{Kind, PATH, keys};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, question::Question},
    posted::Posted,
};

fn frame(operator: &Operator) -> ConsoleFrame {
    operator.frame_below(PATH, &[(PATH, &operator.words.say("console-signing-keys"))])
}

fn question<'a>(operator: &Operator, kind: Kind, key: &'a str) -> Question<'a> {
    Question {
        heading: operator.words.say("console-delete-key-title"),
        consequences: match kind {
            Kind::Tokens => &["console-delete-token-key", "console-delete-key-final"],
            Kind::Cookies => &["console-delete-cookie-key", "console-delete-key-final"],
        },
        typed: Some(key),
        action: format!("{PATH}/{}/{key}/delete", kind.word()),
        hidden: Vec::new(),
        button: "console-delete-key",
        back_url: PATH.to_owned(),
    }
}

/// `GET /console/signing-keys/{kind}/{key}/delete`.
pub(super) async fn ask(Path((kind, key)): Path<(String, String)>, operator: Operator) -> Outcome {
    let kind = Kind::of(&operator, &kind)?;
    if !keys(&operator, kind).await?.iter().any(|known| known.id == key) {
        return Err(operator.gone());
    }
    Ok(question(&operator, kind, &key).ask(frame(&operator)))
}

/// `POST /console/signing-keys/{kind}/{key}/delete`.
pub(super) async fn delete(
    Path((kind, key)): Path<(String, String)>,
    Posted { by: operator, form }: Posted,
) -> Outcome {
    let kind = Kind::of(&operator, &kind)?;
    question(&operator, kind, &key).must_be_meant(frame(&operator), &form)?;
    match operator.call(Call::new(Method::DELETE, &["api", "configs", "oidc", kind.word(), &key])).await {
        Ok(_) => Ok(done(PATH, "console-key-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
