//! Asking once more before something is lost.

use axum::response::{IntoResponse as _, Response};
use http_kit::Form;
use ui::{Page as _, components::FieldState, pages::portal::PortalConfirmPage};

use crate::{
    api::Refusal,
    room::{Room, Section, View},
};

/// A question: where it stands, what it says, and what has to be typed.
pub(crate) struct Question<'a> {
    pub(crate) place: (Section, Option<View>),
    pub(crate) heading: String,
    pub(crate) consequences: Vec<String>,
    /// What must be typed, where it cannot be undone.
    pub(crate) typed: Option<&'a str>,
    /// The page itself, under the organization's address.
    pub(crate) path: &'a str,
    pub(crate) button: String,
    /// Where one goes who thinks better of it, likewise.
    pub(crate) back: &'a str,
}

impl Question<'_> {
    /// The page that asks.
    pub(crate) fn ask(&self, room: &Room) -> Response {
        self.page(room, FieldState::default()).into_response()
    }

    /// The page again, with what the gateway said.
    pub(crate) fn refused(&self, room: &Room, refusal: &Refusal) -> Response {
        let mut page = self.page(room, FieldState::default());
        page.frame = room.frame_with(self.place.0, self.place.1, refusal);
        page.with_status(refusal.status)
    }

    /// Whether what must be typed was; else the page again.
    pub(crate) fn check(&self, room: &Room, form: &Form) -> Result<(), Box<Response>> {
        let typed = form.get("confirm").trim();
        let Some(needed) = self.typed.filter(|needed| typed != needed.trim()) else { return Ok(()) };
        let error = Some(room.words.with("own-delete-mistyped", "text", needed));
        let page = self.page(room, FieldState { value: typed.to_owned(), error });
        Err(Box::new(page.with_status(http::StatusCode::UNPROCESSABLE_ENTITY)))
    }

    fn page(&self, room: &Room, field: FieldState) -> PortalConfirmPage {
        PortalConfirmPage {
            frame: room.frame(self.place.0, self.place.1),
            heading: self.heading.clone(),
            consequences: self.consequences.clone(),
            typed: self.typed.map(|needed| (needed.to_owned(), field)),
            action: room.path(self.path),
            xsrf: room.visitor.xsrf(),
            button: self.button.clone(),
            back_url: room.path(self.back),
        }
    }
}
