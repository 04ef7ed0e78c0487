//! Signing in for pages of ours, and out.

use std::sync::Arc;

use axum::{extract::State, http::request::Parts, response::Response};
use domain::account::identifier::is_deliverable_email;
use form_urlencoded::Serializer;
use http_kit::QueryPairs;

use crate::{
    Area,
    area::see_other,
    notice::{error_page, no_cookies, not_signed_in},
};

/// A sign-in that comes back here.
pub struct SignIn<'a> {
    /// Where to.
    pub return_to: &'a str,
    /// Begin with making an account.
    pub registers: bool,
    /// Ask who it is, even if somebody is signed in.
    pub again: bool,
    /// Who it is likely to be.
    pub login_hint: Option<&'a str>,
}

impl<'a> SignIn<'a> {
    /// An ordinary one.
    pub fn returning_to(return_to: &'a str) -> Self {
        Self { return_to, registers: false, again: false, login_hint: None }
    }

    /// The authorization request: the code that it ends with is worth nothing to anybody, and `state` says where to go on.
    pub fn location<A: Area>(&self, area: &A) -> String {
        let endpoint = &area.services().endpoint;
        let mut query = Serializer::new(String::new());
        query
            .append_pair("client_id", A::client_id().as_str())
            .append_pair("redirect_uri", &format!("{endpoint}{}", A::SIGNED_IN_PATH))
            .append_pair("response_type", "code")
            .append_pair("scope", "openid")
            .append_pair("state", self.return_to);
        if self.registers {
            query.append_pair("first_screen", "register");
        }
        if let Some(hint) = self.login_hint {
            query.append_pair("login_hint", hint);
        }
        if self.again {
            query.append_pair("prompt", "login");
        }
        format!("{}/auth?{}", endpoint.issuer(), query.finish())
    }
}

/// What a link says about who will sign in, if it can be an address.
pub fn login_hint(query: &QueryPairs) -> Option<&str> {
    query.get("login_hint").filter(|hint| is_deliverable_email(hint))
}

/// The query of a request, or the page that says what is wrong with it.
///
/// # Errors
/// That page.
pub async fn query_of<A: Area>(area: &A, parts: &Parts) -> Result<QueryPairs, Box<Response>> {
    match QueryPairs::parse(parts.uri.query().unwrap_or_default()) {
        Ok(query) => Ok(query),
        Err(error) => Err(Box::new(error_page(area, area.words(&parts.headers).await, &error))),
    }
}

/// To the sign-in pages, from links of ours. `return_to` says where to come back to.
///
/// # Errors
/// A page that says why not.
pub async fn begin<A: Area>(State(area): State<Arc<A>>, parts: Parts) -> Result<Response, Response> {
    let query = query_of(&*area, &parts).await.map_err(|page| *page)?;
    let sign_in = SignIn {
        return_to: query.get("return_to").filter(|address| A::has(address)).unwrap_or(A::PATH),
        registers: query.flag("register"),
        again: query.flag("again"),
        login_hint: login_hint(&query),
    };
    Ok(see_other(&sign_in.location(&*area)))
}

/// Back from the sign-in pages. What counts is the session; the code in the address is worth nothing.
///
/// # Errors
/// A page that says why not.
pub async fn end<A: Area>(State(area): State<Arc<A>>, parts: Parts) -> Result<Response, Response> {
    let query = query_of(&*area, &parts).await.map_err(|page| *page)?;
    if let Some(error) = query.get("error") {
        return Ok(not_signed_in(&*area, area.words(&parts.headers).await, error));
    }
    match area.is_signed_in(&parts.headers).await {
        Ok(true) => {
            let return_to = query.get("state").filter(|address| A::has(address));
            Ok(see_other(return_to.unwrap_or(A::PATH)))
        }
        // Never back to the sign-in by itself: it would go round in circles.
        Ok(false) => Err(no_cookies(&*area, area.words(&parts.headers).await)),
        Err(error) => Err(error_page(&*area, area.words(&parts.headers).await, &error)),
    }
}

/// To the provider, which asks and ends the session.
pub fn sign_out<A: Area>(State(area): State<Arc<A>>) -> std::future::Ready<Response> {
    let endpoint = &area.services().endpoint;
    let query = Serializer::new(String::new())
        .append_pair("client_id", A::client_id().as_str())
        .append_pair("post_logout_redirect_uri", &format!("{endpoint}{}", A::PATH))
        .finish();
    std::future::ready(see_other(&format!("{}/session/end?{query}", endpoint.issuer())))
}
