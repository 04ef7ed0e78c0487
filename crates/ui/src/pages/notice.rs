//! Pages that only say something: an error, a session that is not known, a page that does not exist.

use askama::Template;
use http::StatusCode;

use super::{branded_policy, into_response};
use crate::components::Link;
use crate::{Brand, ContentSecurityPolicy, Page, Words};

/// Says what went wrong and what to do, to a person in a browser.
#[derive(Template)]
#[template(path = "pages/error.html")]
pub struct ErrorPage {
    /// The application, where it is known and trusted; the server itself otherwise.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// The status of the answer.
    pub status: StatusCode,
    /// What happened, in a few words.
    pub heading: String,
    /// What it means and what to do, in one or two sentences.
    pub explanation: String,
    /// The machine-readable code, for whoever is asked for help.
    pub code: Option<String>,
    /// The technical description, for developers (an OAuth `error_description`, for example).
    pub detail: Option<String>,
    /// A way on.
    pub link: Option<Link>,
}

/// Says that a sign-in page was opened without a sign-in under way.
#[derive(Template)]
#[template(path = "pages/unknown_session.html")]
pub struct UnknownSessionPage {
    /// The server itself, or the application where it is known.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// A way back, where one is known.
    pub link: Option<Link>,
}

/// Says that there is no such page.
#[derive(Template)]
#[template(path = "pages/not_found.html")]
pub struct NotFoundPage {
    /// The server itself.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// A way on.
    pub link: Option<Link>,
}

impl Page for ErrorPage {
    fn status(&self) -> StatusCode {
        self.status
    }

    fn content_security_policy(&self) -> ContentSecurityPolicy {
        branded_policy(&self.brand, &[])
    }
}

impl Page for UnknownSessionPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        branded_policy(&self.brand, &[])
    }
}

impl Page for NotFoundPage {
    fn status(&self) -> StatusCode {
        StatusCode::NOT_FOUND
    }

    fn content_security_policy(&self) -> ContentSecurityPolicy {
        branded_policy(&self.brand, &[])
    }
}

into_response!(ErrorPage, UnknownSessionPage, NotFoundPage);
