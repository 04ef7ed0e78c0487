//! Asking before something is destroyed. What is gone for good with all that hangs on it is named by typing its name; else a press of the button says
//! that it is meant, and what was posted without the page that asks changes nothing either.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use http_kit::Form;
use ui::{
    Page as _,
    pages::console::{ConsoleConfirmPage, ConsoleFrame, FormField, TypedName},
};

/// The field of the answer where no name is typed.
const SURE: &str = "sure";

/// Whether a form comes from a page that asked.
pub(crate) fn is_meant(form: &Form) -> bool {
    form.get(SURE) == "yes"
}

/// A question.
pub(crate) struct Question<'a> {
    /// What is asked.
    pub(crate) heading: String,
    /// What will be lost, messages of a sentence each.
    pub(crate) consequences: &'a [&'a str],
    /// The name that is to be typed; without one the button is enough.
    pub(crate) typed: Option<&'a str>,
    /// Where the answer goes.
    pub(crate) action: String,
    /// What goes along.
    pub(crate) hidden: Vec<(String, String)>,
    /// The message of the button.
    pub(crate) button: &'a str,
    /// The way back.
    pub(crate) back_url: String,
}

impl Question<'_> {
    /// The page that asks.
    pub(crate) fn ask(self, frame: ConsoleFrame) -> Response {
        self.page(frame, None).into_response()
    }

    /// Passes when the name was typed as it is, or the page that asks was answered where it asks for none.
    #[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
    pub(crate) fn must_be_meant(self, frame: ConsoleFrame, form: &Form) -> Result<(), Response> {
        let is_typed = |expected: &str| form.get("typed").trim() == expected.trim();
        if self.typed.map_or_else(|| is_meant(form), is_typed) {
            return Ok(());
        }
        let error = self.typed.map(|expected| frame.words.with("console-wrong-typed", "name", expected));
        Err(self.page(frame, error).with_status(StatusCode::UNPROCESSABLE_ENTITY))
    }

    /// As [`Self::must_be_meant`], where the answer has fields of its own: what a page must not carry further, such as a secret, is typed there. Passes when nothing
    /// is wrong with them.
    #[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
    pub(crate) fn must_be_answered(
        self,
        frame: ConsoleFrame,
        form: &Form,
        fields: Vec<FormField>,
    ) -> Result<(), Response> {
        if is_meant(form) && fields.iter().all(|field| field.state.error.is_none()) {
            return Ok(());
        }
        let page = ConsoleConfirmPage { fields, ..self.page(frame, None) };
        Err(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
    }

    fn page(mut self, frame: ConsoleFrame, error: Option<String>) -> ConsoleConfirmPage {
        if self.typed.is_none() {
            self.hidden.push((SURE.to_owned(), "yes".to_owned()));
        }
        ConsoleConfirmPage {
            heading: self.heading,
            consequences: self.consequences.iter().map(|key| frame.words.say(key)).collect(),
            typed: self.typed.map(|expected| TypedName { expected: expected.to_owned(), error }),
            action: self.action,
            fields: Vec::new(),
            hidden: self.hidden,
            button: frame.words.say(self.button),
            back_url: self.back_url,
            frame,
        }
    }
}
