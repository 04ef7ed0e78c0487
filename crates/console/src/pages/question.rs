//! Asking before something is destroyed, with its name to be typed.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use http_kit::Form;
use ui::{
    Page as _,
    pages::console::{ConsoleConfirmPage, ConsoleFrame, TypedName},
};

/// A question.
pub(crate) struct Question<'a> {
    /// What is asked.
    pub(crate) heading: String,
    /// What will be lost, messages of a sentence each.
    pub(crate) consequences: &'a [&'a str],
    /// The name that is to be typed.
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

    /// Passes when the name was typed as it is, or none is asked for.
    #[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
    pub(crate) fn must_be_meant(self, frame: ConsoleFrame, form: &Form) -> Result<(), Response> {
        let is_meant = self.typed.is_none_or(|expected| form.get("typed").trim() == expected.trim());
        if is_meant {
            return Ok(());
        }
        let error = frame.words.with("console-wrong-typed", "name", self.typed.unwrap_or_default());
        Err(self.page(frame, Some(error)).with_status(StatusCode::UNPROCESSABLE_ENTITY))
    }

    fn page(self, frame: ConsoleFrame, error: Option<String>) -> ConsoleConfirmPage {
        ConsoleConfirmPage {
            heading: self.heading,
            consequences: self.consequences.iter().map(|key| frame.words.say(key)).collect(),
            typed: self.typed.map(|expected| TypedName { expected: expected.to_owned(), error }),
            action: self.action,
            hidden: self.hidden,
            button: frame.words.say(self.button),
            back_url: self.back_url,
            frame,
        }
    }
}
