//! Webhooks: a delivery, and what deliveries are signed with.

use askama::Template;

use super::{ConsoleFrame, ConsoleOption, console_pages};
use crate::components::Tone;
use crate::pages::portal::Moment;

/// What was sent, and what came back.
#[derive(Template)]
#[template(path = "pages/console/delivery.html")]
pub struct ConsoleDeliveryPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// The event.
    pub title: String,
    /// When it was tried.
    pub at: Moment,
    /// Whether it worked.
    pub result: (Tone, String),
    /// Why nothing was answered.
    pub error: Option<String>,
    /// What was sent, as JSON.
    pub request: String,
    /// What came back; empty where nothing did.
    pub answer: String,
    /// Where it is sent again.
    pub action: String,
}

/// The key of a webhook, and trying it.
#[derive(Template)]
#[template(path = "pages/console/webhook_key.html")]
pub struct ConsoleWebhookKeyPage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// The webhook.
    pub title: String,
    /// What it is.
    pub lead: String,
    /// The key, or what stands for it.
    pub key: String,
    /// Whether it is the key itself.
    pub is_shown: bool,
    /// Where this page is.
    pub path: String,
    /// Events to try it with.
    pub events: Vec<ConsoleOption>,
    /// Where the example goes.
    pub url: String,
    /// What the receiver answered that did not take it.
    pub answer: Option<String>,
}

console_pages!(ConsoleDeliveryPage, ConsoleWebhookKeyPage);
