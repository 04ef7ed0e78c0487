//! Whoever is not signed in yet: their forms are tied to a cookie of their browser, so that no other site signs somebody in as somebody else.

use std::sync::Arc;

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{StatusCode, request::Parts},
    response::Response,
};
use http_kit::{Form, QueryPairs, client_address, header_text};
use operations::console::Origin;
use ui::Words;

use crate::{console::Console, cookies, notice};

/// Somebody at the door.
pub(crate) struct Entrance {
    /// The console.
    pub(crate) console: Arc<Console>,
    /// The words.
    pub(crate) words: Words,
    /// What the address says beside its path.
    pub(crate) query: QueryPairs,
    /// From where they come.
    pub(crate) origin: Origin,
    /// The session of the browser, whole or waiting, whoever's it is.
    pub(crate) session: Option<String>,
    /// The cookie of this browser, which is new where `is_new`.
    cookie: String,
    is_new: bool,
}

impl Entrance {
    /// The token against forged posts.
    pub(crate) fn xsrf(&self) -> String {
        cookies::xsrf(&self.cookie)
    }

    /// An answer with the cookie that its forms are tied to.
    pub(crate) fn tied(&self, response: Response) -> Response {
        if self.is_new {
            return cookies::set_entrance(response, &self.console.services.endpoint, &self.cookie);
        }
        response
    }
}

/// From where a request comes.
pub(crate) fn origin_of(parts: &Parts) -> Origin {
    Origin { ip: client_address(parts), user_agent: header_text(parts, axum::http::header::USER_AGENT) }
}

/// What an address says beside its path; nothing for what cannot be read.
pub(crate) fn query_of(parts: &Parts) -> QueryPairs {
    QueryPairs::parse(parts.uri.query().unwrap_or_default()).unwrap_or_default()
}

impl FromRequestParts<Arc<Console>> for Entrance {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, console: &Arc<Console>) -> Result<Self, Response> {
        let known = cookies::value(&parts.headers, cookies::ENTRANCE);
        let is_new = known.is_none();
        let cookie = known.unwrap_or_else(|| console.administrators.entropy.token_43().reveal().to_owned());
        Ok(Self {
            words: console.words(&parts.headers),
            query: query_of(parts),
            origin: origin_of(parts),
            session: cookies::value(&parts.headers, cookies::SESSION),
            console: Arc::clone(console),
            cookie,
            is_new,
        })
    }
}

/// A form that a page of this browser made. There is no other way to one.
pub(crate) struct Knock {
    /// Who posts it.
    pub(crate) by: Entrance,
    /// What is in it.
    pub(crate) form: Form,
}

impl FromRequest<Arc<Console>> for Knock {
    type Rejection = Response;

    async fn from_request(request: Request, console: &Arc<Console>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let by = Entrance::from_request_parts(&mut parts, console).await?;
        let form = Form::read(Request::from_parts(parts, body), console.services.endpoint.base()).await;
        let form = form.map_err(|error| notice::error(console, by.words.clone(), &error))?;
        if !by.is_new && cookies::made(&by.cookie, form.get("xsrf")) {
            return Ok(Self { by, form });
        }
        let key = if by.is_new { "console-cookies" } else { "console-stale-lead" };
        Err(notice::stale(console, by.words, key, crate::console::SIGN_IN_PATH, StatusCode::FORBIDDEN))
    }
}
