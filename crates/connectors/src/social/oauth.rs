//! The authorization code flow of OAuth 2.0 alone (RFC 6749 §4.1): what the providers have in common that give an access token and no ID token.

use super::{
    Authorization, AuthorizationRequest, Callback,
    attempt::{self, Outgoing},
    token::{self, AnswerForm, Client, Exchange, Tokens},
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
        let exchange = Exchange {
            endpoint: self.token_endpoint,
            client: self.client,
            code,
            redirect_uri: callback.redirect_uri,
            code_verifier,
            form: self.form,
        };
        let tokens = token::exchange(context, exchange).await?;
        if tokens.access_token.is_empty() {
            return Err(ConnectorError::InvalidResponse(
                "the token endpoint gave no access token".to_owned(),
            ));
        }
        Ok(tokens)
    }
}
