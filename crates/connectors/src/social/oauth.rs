//! The authorization code flow of OAuth 2.0 alone (RFC 6749 §4.1): what the providers have in common that give an access token and no ID token.

use serde_json::Value;

use super::{
    Authorization, AuthorizationRequest, Callback,
    attempt::{self, Outgoing},
    token::{self, AnswerForm, Client, Exchange, Grant, Tokens},
};
use crate::{ConnectorContext, ConnectorError};

/// A provider, and this server as its client.
#[derive(Clone, Copy, Debug)]
pub(super) struct Provider<'a> {
    pub(super) authorization_endpoint: &'a str,
    pub(super) token_endpoint: &'a str,
    pub(super) client: &'a Client,
    /// What is asked for; `None` leaves it to the provider.
    pub(super) scope: Option<&'a str>,
    pub(super) additions: &'a [(String, String)],
    /// Whether codes are bound to a verifier (RFC 7636).
    pub(super) has_code_challenge: bool,
    pub(super) form: AnswerForm,
}

impl Provider<'_> {
    /// Makes the address that the browser is sent to.
    pub(super) fn begin(
        &self,
        context: ConnectorContext<'_>,
        request: AuthorizationRequest<'_>,
    ) -> Result<Authorization, ConnectorError> {
        let outgoing = Outgoing {
            endpoint: self.authorization_endpoint,
            client_id: &self.client.id,
            scope: self.scope,
            additions: self.additions,
            has_nonce: false,
            has_code_challenge: self.has_code_challenge,
        };
        attempt::begin(context, outgoing, request)
    }

    /// Exchanges what came back for an access token.
    pub(super) async fn finish(
        &self,
        context: ConnectorContext<'_>,
        callback: &Callback<'_>,
    ) -> Result<Tokens, ConnectorError> {
        let code = attempt::code(callback)?;
        let code_verifier =
            if self.has_code_challenge { Some(attempt::required_code_verifier(callback)?) } else { None };
        let grant = Grant::Code { code, redirect_uri: callback.redirect_uri, code_verifier };
        let tokens = token::exchange(context, self.exchange(grant)).await?;
        if tokens.access_token.is_empty() {
            return Err(token::without_access_token());
        }
        Ok(tokens)
    }

    /// Exchanges a refresh token for new tokens.
    pub(super) async fn renew(
        &self,
        context: ConnectorContext<'_>,
        refresh_token: &str,
    ) -> Result<Value, ConnectorError> {
        token::renew(context, self.exchange(Grant::RefreshToken(refresh_token))).await
    }

    const fn exchange<'a>(&'a self, grant: Grant<'a>) -> Exchange<'a> {
        Exchange { endpoint: self.token_endpoint, client: self.client, grant, form: self.form }
    }
}
