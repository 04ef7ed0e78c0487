//! Taking back what was done: the notice after a step that can be taken back has a button for it.
//!
//! What the button sends stands in the address of the page that shows it, so that nothing is stored for one that nobody presses. A link of somebody else
//! must not put a button of theirs under a notice of ours: what stands in the address was written here for this session, which it proves
//! ([`crate::cookies::proof`]). The proof is of the route and of every field, in the order of the form, and of the moment too: a form that goes elsewhere
//! or says something else is none of ours, and after some minutes there is no button, and one on a page that was left open takes nothing back. That a button was
//! pressed is kept for these minutes, so that none is pressed twice.

use std::time::Duration;

use axum::{http::StatusCode, response::Response};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::UnixMillis;
use form_urlencoded::Serializer;
use hosted::{Call, see_other};
use http_kit::Form;
use operations::console::undo::spend;
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
/// When the step was done, what no other button has, and where the form goes; all before everything else.
const AT: &str = "at";
const NUMBER: &str = "no";
const ACTION: &str = "to";
/// The field of every form that shows that a page of the session made it.
const XSRF: &str = "xsrf";
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
    /// It was written here for another route, or with other fields.
    Changed,
    /// It was pressed before.
    Used,
}

/// What was written here for a session: where a form goes, what is in it, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Button {
    action: String,
    fields: Fields,
    ends_at: UnixMillis,
    proof: String,
}

impl Button {
    /// The form on a page.
    pub(crate) fn form(self, sealed: &str) -> ConsoleUndo {
        let mut fields = self.fields;
        fields.insert(0, (FIELD.to_owned(), sealed.to_owned()));
        ConsoleUndo { action: self.action, fields }
    }

    /// Whether it makes a form that goes to `path` with these fields, each with its value, in this order, and no others.
    fn makes<'a>(&self, path: &str, fields: impl Iterator<Item = (&'a str, &'a str)>) -> bool {
        let fields: Vec<_> = fields.collect();
        let mut both = self.fields.iter().zip(&fields);
        self.action == path
            && fields.len() == self.fields.len()
            && both.all(|((name, value), other)| *other == (name.as_str(), value.as_str()))
    }
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
        let number = operator.console.services.entropy.id_21();
        let sealed = operator.sealed(&self.text(operator.now(), &number));
        see_other(&format!("{there}&{PARAMETER}={sealed}"))
    }

    fn text(&self, at: UnixMillis, number: &str) -> String {
        let fields = self.fields.iter().map(|(name, value)| (*name, value.as_str()));
        Serializer::new(String::new())
            .append_pair(AT, &at.0.to_string())
            .append_pair(NUMBER, number)
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
pub(crate) fn open(cookie: &str, sealed: &str, now: UnixMillis) -> Result<Button, Closed> {
    let button = unsealed(cookie, sealed).ok_or(Closed::Forged)?;
    if button.ends_at <= now { Err(Closed::Late) } else { Ok(button) }
}

/// The fields of a form.
type Fields = Vec<(String, String)>;

fn unsealed(cookie: &str, sealed: &str) -> Option<Button> {
    let (text, proof) = sealed.split_once('.')?;
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    if !jose::constant_time_eq(cookies::proof(cookie, &text).as_bytes(), proof.as_bytes()) {
        return None;
    }
    let mut fields = form_urlencoded::parse(text.as_bytes()).into_owned();
    let mut first = |name: &str| Some(fields.next().filter(|(known, _)| known == name)?.1);
    let (at, _, action) = (first(AT)?, first(NUMBER)?, first(ACTION)?);
    let ends_at = UnixMillis(at.parse().ok()?).plus(AGE);
    Some(Button { action, fields: fields.collect(), ends_at, proof: proof.to_owned() })
}

/// Whether a form takes something back. Its button is spent then, before anything is given back: of two that press it one does. A form whose button is too old,
/// was pressed before, was none of this session's, or was made for another route or other fields, changes nothing, and the answer says so.
pub(crate) async fn is_meant(operator: &Operator, form: &Form) -> Result<bool, Response> {
    let sealed = form.get(FIELD);
    if sealed.is_empty() {
        return Ok(false);
    }
    let fields = form.fields().filter(|(name, _)| ![FIELD, XSRF].contains(name));
    let button = match operator.opened(sealed) {
        Ok(button) if button.makes(&operator.path, fields) => button,
        Ok(_) => return Err(refuse(operator, Closed::Changed)),
        Err(closed) => return Err(refuse(operator, closed)),
    };
    let by = (&operator.signed_in().user.id, button.proof.as_str());
    // Kept for longer than the button is good: other nodes forget by clocks of their own.
    match spend(&operator.console.administrators, by, button.ends_at.plus(AGE)).await {
        Ok(true) => Ok(true),
        Ok(false) => Err(refuse(operator, Closed::Used)),
        Err(error) => Err(operator.failed(error)),
    }
}

fn refuse(operator: &Operator, closed: Closed) -> Response {
    let (status, said) = match closed {
        Closed::Late => (StatusCode::CONFLICT, ("console-undo-late-title", "console-undo-late-lead")),
        Closed::Used => (StatusCode::CONFLICT, ("console-undo-used-title", "console-undo-used-lead")),
        Closed::Changed => {
            (StatusCode::FORBIDDEN, ("console-undo-changed-title", "console-undo-changed-lead"))
        }
        Closed::Forged => {
            let (console, words) = (&operator.console, operator.words.clone());
            return notice::stale(console, words, "console-stale-lead", PATH, StatusCode::FORBIDDEN);
        }
    };
    notice::said(&operator.console, operator.words.clone(), status, said)
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
        seal("cookie", &undo.text(at, "n1"))
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
        let form = ConsoleUndo { action: "/console/x/add".to_owned(), fields };
        assert_eq!(open("cookie", &sealed, NOW).map(|button| button.form(&sealed)), Ok(form));
        assert_eq!(open("another", &sealed, NOW), Err(Closed::Forged));
        let (text, proof) = sealed.split_once('.').unwrap();
        let other = URL_SAFE_NO_PAD.encode(format!("at={}&no=n1&to=%2Fconsole%2Fx%2Fadd&id=z", NOW.0));
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
    fn a_button_makes_one_form_and_no_other() {
        let button = open("cookie", &sealed_at(NOW), NOW).unwrap();
        let own = [("id", "a b&c=1"), ("id", "é")];
        assert!(button.makes("/console/x/add", own.into_iter()));
        for path in ["/console/y/add", "/console/x/add/", "/console/x", "/Console/x/add", ""] {
            assert!(!button.makes(path, own.into_iter()), "{path}");
        }
        let others: [&[(&str, &str)]; 7] = [
            &[],
            &own[..1],
            &[own[1], own[0]],
            &[own[0], ("id", "e")],
            &[own[0], ("name", "é")],
            &[own[0], own[1], ("id", "z")],
            &[("id", "a b&c=1&id=é")],
        ];
        for fields in others {
            assert!(!button.makes("/console/x/add", fields.iter().copied()), "{fields:?}");
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
