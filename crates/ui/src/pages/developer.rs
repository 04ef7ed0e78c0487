//! What a development server shows: its home page and the demonstration application.

use askama::Template;

use super::into_response;
use crate::{ContentSecurityPolicy, Page};

/// The page at `/` of a development server: what is running, what to open, what to paste.
#[derive(Template)]
#[template(path = "pages/dev_home.html")]
pub struct DevHomePage {
    /// The version of the server.
    pub version: String,
    /// What answers where: issuer, Management API, gateway, and so on.
    pub endpoints: Vec<Endpoint>,
    /// The demonstration application.
    pub demo_url: String,
    /// Command lines to paste, in the order of the main flow.
    pub examples: Vec<CommandExample>,
    /// The users of the demonstration organization.
    pub users: Vec<DemoUser>,
    /// The demonstration organization's name and id.
    pub organization_name: String,
    /// Its id.
    pub organization_id: String,
}

/// Something that answers at a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// What it is.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// What it is for, in one short sentence.
    pub purpose: String,
}

/// A command line with what it shows. Not `Debug`: the command may hold the development client's secret.
#[derive(Clone, PartialEq, Eq)]
pub struct CommandExample {
    /// What the command does, as a heading.
    pub title: String,
    /// What to expect, in a sentence.
    pub explanation: String,
    /// The command, possibly of several lines.
    pub command: String,
}

/// A user of the demonstration. Not `Debug`: it holds a password.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoUser {
    /// Username to sign in with.
    pub username: String,
    /// Password to sign in with.
    pub password: String,
    /// The user's role in the demonstration organization.
    pub organization_role: String,
    /// What that lets the user do, in a few words: "Can create organizations".
    pub ability: String,
}

/// The frame of the demonstration application at `/demo`; `assets/js/demo.js` fills it and talks to the server as any
/// single-page application would.
#[derive(Template)]
#[template(path = "pages/demo.html")]
pub struct DemoPage {
    /// The server's public origin; the issuer is `<endpoint>/oidc`.
    pub endpoint: String,
    /// The base URL of the gateway (Organization API).
    pub gateway: String,
    /// The demonstration application's client id.
    pub client_id: String,
    /// Its redirect URI: this page's own URL.
    pub redirect_uri: String,
    /// Where sign-out returns to; must be registered as a post-logout redirect URI.
    pub post_logout_redirect_uri: String,
    /// Users to try, shown before sign-in. Empty shows nothing.
    pub users: Vec<DemoUser>,
}

/// The page at `/demo/mailbox` of a development server: the messages that connectors of its mailbox kept, newest first.
#[derive(Template)]
#[template(path = "pages/mailbox.html")]
pub struct MailboxPage {
    /// The messages.
    pub messages: Vec<MailboxEntry>,
}

/// A message that was kept instead of being sent. Not `Debug`: it may hold a code.
#[derive(Clone, PartialEq, Eq)]
pub struct MailboxEntry {
    /// `Email` or `Sms`.
    pub kind: String,
    /// What it is for.
    pub template_type: String,
    /// To whom.
    pub recipient: String,
    /// The subject of an e-mail.
    pub subject: Option<String>,
    /// What it says. HTML is shown as it was written, and not rendered.
    pub content: String,
    /// `text/html` or `text/plain`.
    pub content_type: String,
    /// When it came, as an ISO 8601 text.
    pub created_at: String,
}

impl Page for DevHomePage {}

impl Page for MailboxPage {}

impl Page for DemoPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        ContentSecurityPolicy::default().connect_to(&self.endpoint).connect_to(&self.gateway)
    }
}

into_response!(DevHomePage, DemoPage, MailboxPage);
