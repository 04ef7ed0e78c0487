//! How answers reach the client: by redirect, or by a page that posts them (RFC 6749 §4.1.2, OAuth 2.0 Form Post Response Mode, RFC 9207).

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use protocol::{MatchedRedirectUri, OAuthError, ResponseMode};
use ui::{
    Words,
    pages::{AutoSubmitPage, HiddenField},
};

/// A redirect URI that is the client's, and how answers travel there.
#[derive(Clone, Debug)]
pub(crate) struct ResponseTarget {
    redirect_uri: MatchedRedirectUri,
    mode: ResponseMode,
    state: Option<String>,
    /// The languages in which pages on the way are to be.
    ui_locales: Option<String>,
}

impl ResponseTarget {
    /// A target; the redirect URI must have been matched.
    pub(super) const fn new(
        redirect_uri: MatchedRedirectUri,
        mode: ResponseMode,
        state: Option<String>,
        ui_locales: Option<String>,
    ) -> Self {
        Self { redirect_uri, mode, state, ui_locales }
    }

    /// The redirect URI as presented.
    pub(crate) fn redirect_uri(&self) -> &str {
        self.redirect_uri.as_str()
    }

    /// Gives the client its code.
    pub(super) fn grant(&self, code: &str, issuer: &str) -> Response {
        let mut parameters = vec![("code", code.to_owned())];
        parameters.extend(self.state.clone().map(|state| ("state", state)));
        parameters.push(("iss", issuer.to_owned()));
        self.send(&parameters, StatusCode::OK)
    }

    /// Tells the client that it gets none.
    pub(crate) fn refuse(&self, error: &OAuthError, issuer: &str) -> Response {
        self.send(&error.redirect_parameters(self.state.as_deref(), issuer), StatusCode::BAD_REQUEST)
    }

    fn words(&self) -> Words {
        Words::choose(self.ui_locales.as_deref().unwrap_or_default().split(' '), Vec::new())
    }

    fn send(&self, parameters: &[(&'static str, String)], form_status: StatusCode) -> Response {
        match self.mode {
            ResponseMode::Query => see_other(&self.redirect_uri.with_query(parameters)),
            ResponseMode::Fragment => see_other(&self.redirect_uri.with_fragment(parameters)),
            ResponseMode::FormPost => AutoSubmitPage {
                words: self.words(),
                action: self.redirect_uri.normalized().to_owned(),
                fields: parameters
                    .iter()
                    .map(|(name, value)| HiddenField::new(*name, value.as_str()))
                    .collect(),
                status: form_status,
                redirect_targets: Vec::new(),
            }
            .into_response(),
        }
    }
}

/// A redirect that is followed with GET.
pub(crate) fn see_other(location: &str) -> Response {
    match HeaderValue::try_from(location) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(error) => {
            crate::error::Failure::internal(&error).into_response("", &crate::error::Echo::default())
        }
    }
}
