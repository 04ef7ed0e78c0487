//! Asking once more before something is lost.

use askama::Template;

use super::{PortalFrame, portal_pages};
use crate::components::FieldState;

/// Says what will be lost and asks. Posts `confirm` to `action` where something has to be typed.
#[derive(Template)]
#[template(path = "pages/portal/confirm.html")]
pub struct PortalConfirmPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// The question.
    pub heading: String,
    /// What will be lost, in sentences of their own.
    pub consequences: Vec<String>,
    /// What must be typed, and what was.
    pub typed: Option<(String, FieldState)>,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts.
    pub xsrf: String,
    /// What the button says: a verb with its object.
    pub button: String,
    /// The way back.
    pub back_url: String,
}

portal_pages!(PortalConfirmPage);
