//! The authorization code flow of OAuth 2.0 alone (RFC 6749 §4.1): what the providers have in common that give an access token and no ID token.

use super::{
    Authorization, AuthorizationRequest, Callback,
    attempt::{self, Outgoing},
    service::Flow,
    token::{self, AnswerForm, Client, Exchange, Grant, Tokens},
};
use crate::{ConnectorContext, ConnectorError};

/// A provider, and this server as its client.
#[derive(Clone, Debug)]
pub(super) struct Provider {
    pub(super) authorization_endpoint: String,
    pub(super) token_endpoint: String,
    pub(super) client: Client,
    /// What is asked for; `None` leaves it to the provider.
    pub(super) scope: Option<String>,
    pub(super) additions: Vec<(String, String)>,
    /// Whether codes are bound to a verifier (RFC 7636).
    pub(super) has_code_challenge: bool,
    pub(super) form: AnswerForm,
}

impl Provider {
    /// A provider with nothing out of the ordinary.
    pub(super) fn new(
        authorization_endpoint: String,
        token_endpoint: String,
        client: Client,
        scope: String,
    ) -> Self {
        Self {
            authorization_endpoint,
            token_endpoint,
            client,
            scope: Some(scope),
            additions: Vec::new(),
            has_code_challenge: true,
            form: AnswerForm::Json,
        }
    }
}

impl Flow for Provider {
    type Proof = Tokens;

    fn begin(
        &self,
        context: ConnectorContext<'_>,
        request: AuthorizationRequest<'_>,
    ) -> Result<Authorization, ConnectorError> {
        let outgoing = Outgoing {
            endpoint: &self.authorization_endpoint,
            client_id: &self.client.id,
            scope: self.scope.as_deref(),
            additions: &self.additions,
            has_nonce: false,
            has_code_challenge: self.has_code_challenge,
        };
        attempt::begin(context, outgoing, request)
    }

    /// Exchanges what came back for an access token.
    async fn finish(
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

    fn exchange<'a>(&'a self, grant: Grant<'a>) -> Exchange<'a> {
        Exchange { endpoint: &self.token_endpoint, client: &self.client, grant, form: self.form }
    }
}
