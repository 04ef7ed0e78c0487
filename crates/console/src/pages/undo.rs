//! Taking back what was done: the notice after a step that can be taken back has a button for it.
//!
//! What the button sends stands in the address of the page that shows it, so that nothing is stored. A link of somebody else must not put a button of
//! theirs under a notice of ours: what stands in the address was written here for this session, which it proves ([`crate::cookies::proof`]).

use axum::response::Response;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use form_urlencoded::Serializer;
use hosted::{Call, see_other};
use http_kit::Form;
use ui::pages::console::ConsoleUndo;

use super::{
    Outcome,
    done::{self, done},
};
use crate::{cookies, operator::Operator};

/// The parameter of an address that holds it.
pub(crate) const PARAMETER: &str = "undo";
/// The field that tells a form of this kind from others that go to the same address.
const FIELD: &str = "undo";
/// Where it goes, beside the fields.
const ACTION: &str = "to";

/// A form that takes the last step back.
pub(crate) struct Undo {
    action: String,
    fields: Vec<(&'static str, String)>,
}

impl Undo {
    /// A form that goes to `action`.
    pub(crate) fn by(action: String) -> Self {
        Self { action, fields: vec![(FIELD, "yes".to_owned())] }
    }

    /// With a further field.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    /// To another page, which says what was done and offers to take it back.
    pub(crate) fn offer(self, operator: &Operator, address: &str, key: &str) -> Response {
        let there = done::address(address, key);
        see_other(&format!("{there}&{PARAMETER}={}", operator.sealed(&self.text())))
    }

    fn text(&self) -> String {
        let fields = self.fields.iter().map(|(name, value)| (*name, value.as_str()));
        Serializer::new(String::new()).append_pair(ACTION, &self.action).extend_pairs(fields).finish()
    }
}

/// A text with its proof, in letters that an address can hold.
pub(crate) fn seal(cookie: &str, text: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(text), cookies::proof(cookie, text))
}

/// What an address holds, if it was written here for the session of this cookie.
pub(crate) fn open(cookie: &str, sealed: &str) -> Option<ConsoleUndo> {
    let (text, proof) = sealed.split_once('.')?;
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    if !jose::constant_time_eq(cookies::proof(cookie, &text).as_bytes(), proof.as_bytes()) {
        return None;
    }
    let mut fields = form_urlencoded::parse(text.as_bytes()).into_owned();
    let (_, action) = fields.next().filter(|(name, _)| name == ACTION)?;
    Some(ConsoleUndo { action, fields: fields.collect() })
}

/// Whether a form takes something back.
pub(crate) fn is_meant(form: &Form) -> bool {
    !form.get(FIELD).is_empty()
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

    #[test]
    fn only_what_was_written_for_a_session_is_shown_in_it() {
        let undo = Undo::by("/console/x/add".to_owned()).with("id", "a b&c=1").with("id", "é");
        let sealed = seal("cookie", &undo.text());
        assert!(
            sealed.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)),
            "{sealed}"
        );
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = vec![pair("undo", "yes"), pair("id", "a b&c=1"), pair("id", "é")];
        let opened = ConsoleUndo { action: "/console/x/add".to_owned(), fields };
        assert_eq!(open("cookie", &sealed), Some(opened));
        assert_eq!(open("another", &sealed), None);
        let (text, proof) = sealed.split_once('.').unwrap();
        let other = URL_SAFE_NO_PAD.encode("to=%2Fconsole%2Fx%2Fadd&undo=yes&id=z");
        for forged in [
            text,
            "",
            ".",
            proof,
            &format!("{other}.{proof}"),
            &format!("{text}."),
            &format!("{text}.{proof}x"),
        ] {
            assert_eq!(open("cookie", forged), None, "{forged}");
        }
    }
}
