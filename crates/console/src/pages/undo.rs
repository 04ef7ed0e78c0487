//! Taking back what was done: the notice after a step that can be taken back has a button for it.
//!
//! What the button sends stands in the address of the page that shows it, so that nothing is stored. A link of somebody else must not put a button of
//! theirs under a notice of ours: what stands in the address was written here for this session, which it proves ([`crate::cookies::proof`]). The proof is of the moment
//! too: after some minutes there is no button, and one on a page that was left open takes nothing back.

use std::time::Duration;

use axum::{http::StatusCode, response::Response};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::UnixMillis;
use form_urlencoded::Serializer;
use hosted::{Call, see_other};
use http_kit::Form;
use ui::pages::console::ConsoleUndo;

use super::{
    Outcome,
    done::{self, done},
};
use crate::{console::PATH, cookies, notice, operator::Operator};

/// The parameter of an address that holds it.
pub(crate) const PARAMETER: &str = "undo";
/// The field that tells a form of this kind from others that go to the same address. It holds what the address held.
const FIELD: &str = "undo";
/// When the step was done, before everything else, and where the form goes.
const AT: &str = "at";
const ACTION: &str = "to";
/// For how long a step can be taken back. Later on others have built upon it, and a page of yesterday would change what nobody thinks of.
const AGE: Duration = Duration::from_secs(10 * 60);

/// A form that takes the last step back.
pub(crate) struct Undo {
    action: String,
    fields: Vec<(&'static str, String)>,
}

/// Why a form takes nothing back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Closed {
    /// It was not written here for this session.
    Forged,
    /// The step was done too long ago.
    Late,
}

impl Undo {
    /// A form that goes to `action`.
    pub(crate) const fn by(action: String) -> Self {
        Self { action, fields: Vec::new() }
    }

    /// With a further field.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    /// To another page, which says what was done and offers to take it back.
    pub(crate) fn offer(self, operator: &Operator, address: &str, key: &str) -> Response {
        let there = done::address(address, key);
        let sealed = operator.sealed(&self.text(operator.now()));
        see_other(&format!("{there}&{PARAMETER}={sealed}"))
    }

    fn text(&self, at: UnixMillis) -> String {
        let fields = self.fields.iter().map(|(name, value)| (*name, value.as_str()));
        Serializer::new(String::new())
            .append_pair(AT, &at.0.to_string())
            .append_pair(ACTION, &self.action)
            .extend_pairs(fields)
            .finish()
    }
}

/// A text with its proof, in letters that an address can hold.
pub(crate) fn seal(cookie: &str, text: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(text), cookies::proof(cookie, text))
}

/// What an address holds, if it was written here for the session of this cookie and not long before `now`.
pub(crate) fn open(cookie: &str, sealed: &str, now: UnixMillis) -> Result<ConsoleUndo, Closed> {
    let (at, action, mut fields) = unsealed(cookie, sealed).ok_or(Closed::Forged)?;
    if at.plus(AGE) <= now {
        return Err(Closed::Late);
    }
    fields.insert(0, (FIELD.to_owned(), sealed.to_owned()));
    Ok(ConsoleUndo { action, fields })
}

/// The fields of a form.
type Fields = Vec<(String, String)>;

/// When it was written, where the form goes, and what is in it.
fn unsealed(cookie: &str, sealed: &str) -> Option<(UnixMillis, String, Fields)> {
    let (text, proof) = sealed.split_once('.')?;
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    if !jose::constant_time_eq(cookies::proof(cookie, &text).as_bytes(), proof.as_bytes()) {
        return None;
    }
    let mut fields = form_urlencoded::parse(text.as_bytes()).into_owned();
    let (_, at) = fields.next().filter(|(name, _)| name == AT)?;
    let (_, action) = fields.next().filter(|(name, _)| name == ACTION)?;
    Some((UnixMillis(at.parse().ok()?), action, fields.collect()))
}

/// Whether a form takes something back. One whose button is too old, or was none of this session's, changes nothing, and the answer says so.
#[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
pub(crate) fn is_meant(operator: &Operator, form: &Form) -> Result<bool, Response> {
    let sealed = form.get(FIELD);
    if sealed.is_empty() {
        return Ok(false);
    }
    let (console, words) = (&operator.console, operator.words.clone());
    operator.opened(sealed).map(|_| true).map_err(|closed| match closed {
        Closed::Late => {
            let said = ("console-undo-late-title", "console-undo-late-lead");
            notice::said(console, words, StatusCode::CONFLICT, said)
        }
        Closed::Forged => notice::stale(console, words, "console-stale-lead", PATH, StatusCode::FORBIDDEN),
    })
}

/// Gives back what was taken. `call` takes the ids; `back` is the page where it is seen.
pub(crate) async fn give_back<'a>(
    operator: &Operator,
    form: &Form,
    back: &str,
    call: impl FnOnce(Vec<&str>) -> Call<'a>,
) -> Outcome {
    match operator.call(call(form.all("id").collect())).await {
        Ok(_) => Ok(done(back, "console-undone")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_700_000_000_000);

    fn sealed_at(at: UnixMillis) -> String {
        let undo = Undo::by("/console/x/add".to_owned()).with("id", "a b&c=1").with("id", "é");
        seal("cookie", &undo.text(at))
    }

    #[test]
    fn only_what_was_written_for_a_session_is_shown_in_it() {
        let sealed = sealed_at(NOW);
        assert!(
            sealed.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)),
            "{sealed}"
        );
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = vec![pair("undo", &sealed), pair("id", "a b&c=1"), pair("id", "é")];
        let opened = ConsoleUndo { action: "/console/x/add".to_owned(), fields };
        assert_eq!(open("cookie", &sealed, NOW), Ok(opened));
        assert_eq!(open("another", &sealed, NOW), Err(Closed::Forged));
        let (text, proof) = sealed.split_once('.').unwrap();
        let other = URL_SAFE_NO_PAD.encode(format!("at={}&to=%2Fconsole%2Fx%2Fadd&id=z", NOW.0));
        for forged in [
            text,
            "",
            ".",
            proof,
            &format!("{other}.{proof}"),
            &format!("{text}."),
            &format!("{text}.{proof}x"),
        ] {
            assert_eq!(open("cookie", forged, NOW), Err(Closed::Forged), "{forged}");
        }
    }

    #[test]
    fn a_step_is_taken_back_for_ten_minutes() {
        let sealed = sealed_at(NOW);
        let last = NOW.plus(AGE).minus(Duration::from_millis(1));
        assert!(open("cookie", &sealed, last).is_ok());
        assert_eq!(open("cookie", &sealed, NOW.plus(AGE)), Err(Closed::Late));
        // Another moment is another text, which the proof is not of.
        let (_, proof) = sealed.split_once('.').unwrap();
        let later = sealed_at(NOW.plus(AGE));
        let (text, _) = later.split_once('.').unwrap();
        assert_eq!(open("cookie", &format!("{text}.{proof}"), NOW.plus(AGE)), Err(Closed::Forged));
    }
}
