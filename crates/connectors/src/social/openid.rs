//! The authorization code flow of OpenID Connect (Core §3.1) as its relying party: what the providers that speak it have in common.

use serde_json::{Map, Value};

use super::{
    Authorization, AuthorizationRequest, Callback,
    attempt::{self, Outgoing},
    call,
    discovery::{Library, Metadata},
    id_token::{self, Issuers, Rules},
    service::Flow,
    settings,
    token::{self, AnswerForm, Client, Exchange, Grant, Tokens},
};
use crate::{ConnectorContext, ConnectorError};

/// A provider, and this server as its client.
#[derive(Clone, Debug)]
pub(super) struct Provider {
    /// Where its keys are found.
    pub(super) library: Library,
    pub(super) metadata: Metadata,
    pub(super) client: Client,
    pub(super) issuers: Issuers,
    /// Audiences of ID tokens that are as good as the client.
    pub(super) audiences: Vec<String>,
    pub(super) scope: String,
    pub(super) additions: Vec<(String, String)>,
    pub(super) clock_tolerance_seconds: i64,
}

/// What an ID token proves.
pub(super) struct Proven {
    pub(super) claims: Map<String, Value>,
    pub(super) tokens: Tokens,
}

impl Provider {
    /// A provider with one issuer and nothing out of the ordinary.
    pub(super) fn new(library: &Library, metadata: Metadata, client: Client, scope: String) -> Self {
        Self {
            library: library.clone(),
            issuers: Issuers::OneOf(vec![metadata.issuer.clone()]),
            metadata,
            client,
            audiences: Vec::new(),
            scope,
            additions: Vec::new(),
            clock_tolerance_seconds: id_token::CLOCK_TOLERANCE_SECONDS,
        }
    }
}

impl Flow for Provider {
    type Proof = Proven;

    fn begin(
        &self,
        context: ConnectorContext<'_>,
        request: AuthorizationRequest<'_>,
    ) -> Result<Authorization, ConnectorError> {
        let asked = request.scope.filter(|scope| settings::is_scope(scope)).unwrap_or(&self.scope);
        let scope = with_openid(asked);
        let outgoing = Outgoing {
            endpoint: &self.metadata.authorization_endpoint,
            client_id: &self.client.id,
            scope: Some(&scope),
            additions: &self.additions,
            has_nonce: true,
            has_code_challenge: self.metadata.has_code_challenge,
        };
        attempt::begin(context, outgoing, AuthorizationRequest { scope: None, ..request })
    }

    /// Exchanges what came back, and verifies the ID token.
    async fn finish(
        &self,
        context: ConnectorContext<'_>,
        callback: &Callback<'_>,
    ) -> Result<Proven, ConnectorError> {
        let is_issuer = |issuer: &str| self.issuers.accept(issuer);
        attempt::check_issuer(callback, is_issuer, self.metadata.has_issuer_parameter)?;
        let code = attempt::code(callback)?;
        let nonce = attempt::nonce(callback)?;
        let code_verifier = attempt::code_verifier(callback);
        let grant = Grant::Code { code, redirect_uri: callback.redirect_uri, code_verifier };
        let tokens = token::exchange(context, self.exchange(grant)).await?;
        let id_token = tokens.id_token.as_deref().ok_or_else(|| {
            ConnectorError::InvalidResponse("the token endpoint gave no ID token".to_owned())
        })?;
        let rules = Rules {
            jwks_uri: &self.metadata.jwks_uri,
            issuers: &self.issuers,
            client_id: &self.client.id,
            audiences: &self.audiences,
            nonce,
            clock_tolerance_seconds: self.clock_tolerance_seconds,
        };
        let claims = id_token::verify(context, &self.library, id_token, &rules).await?;
        Ok(Proven { claims, tokens })
    }

    fn exchange<'a>(&'a self, grant: Grant<'a>) -> Exchange<'a> {
        let endpoint = &self.metadata.token_endpoint;
        Exchange { endpoint, client: &self.client, grant, form: AnswerForm::Json }
    }
}

impl Proven {
    /// The claims with what the userinfo endpoint says besides, where there is one. It must speak of the same user (Core §5.3.2), and an
    /// address is never taken from one source and its being verified from another.
    pub(super) async fn with_user_info(
        self,
        context: ConnectorContext<'_>,
        endpoint: Option<&str>,
    ) -> Result<Self, ConnectorError> {
        let Some(endpoint) = endpoint.filter(|_| !self.tokens.access_token.is_empty()) else {
            return Ok(self);
        };
        let said =
            call::resource_object(context, endpoint, &self.tokens.access_token, "the userinfo endpoint")
                .await?;
        if said.get("sub").is_none() || said.get("sub") != self.claims.get("sub") {
            return Err(ConnectorError::InvalidResponse(
                "the userinfo endpoint speaks of another user".to_owned(),
            ));
        }
        Ok(Self { claims: merge(self.claims, said), tokens: self.tokens })
    }
}

fn merge(mut proven: Map<String, Value>, said: Map<String, Value>) -> Map<String, Value> {
    // Microsoft has a word of its own for the address's being verified.
    const TOGETHER: [&[&str]; 2] =
        [&["email", "email_verified", "xms_edov"], &["phone_number", "phone_number_verified"]];
    for claims in TOGETHER {
        if claims.iter().any(|name| said.contains_key(*name)) {
            for name in claims {
                proven.remove(*name);
            }
        }
    }
    // What the ID token says of itself stays as it was verified.
    let of_the_token = |name: &str| matches!(name, "iss" | "sub" | "aud" | "exp" | "iat");
    proven.extend(said.into_iter().filter(|(name, _)| !of_the_token(name)));
    proven
}

/// Without `openid` there is no ID token (Core §3.1.2.1).
fn with_openid(scope: &str) -> String {
    if scope.split(' ').any(|word| word == "openid") {
        scope.to_owned()
    } else {
        format!("openid {}", scope.trim())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn an_address_and_its_being_verified_come_from_one_source() {
        let token = || map(json!({ "sub": "1", "email": "a@a.example", "email_verified": true, "iss": "x" }));
        let merged = merge(token(), map(json!({ "sub": "1", "email": "victim@b.example", "iss": "y" })));
        assert_eq!(merged, map(json!({ "sub": "1", "iss": "x", "email": "victim@b.example" })));
        let merged = merge(
            map(json!({ "sub": "1", "email": "victim@b.example" })),
            map(json!({ "email_verified": true })),
        );
        assert_eq!(merged, map(json!({ "sub": "1", "email_verified": true })));
        assert_eq!(merge(token(), map(json!({ "name": "A" })))["email_verified"], true);
        let owned = map(json!({ "sub": "1", "email": "a@a.example", "xms_edov": true }));
        let merged = merge(owned, map(json!({ "email": "victim@b.example" })));
        assert_eq!(merged, map(json!({ "sub": "1", "email": "victim@b.example" })));
        let merged = merge(map(json!({ "email": "victim@b.example" })), map(json!({ "xms_edov": true })));
        assert_eq!(merged, map(json!({ "xms_edov": true })));
    }

    #[test]
    fn openid_is_always_asked_for() {
        assert_eq!(with_openid("email profile"), "openid email profile");
        assert_eq!(with_openid("profile openid"), "profile openid");
        assert_eq!(with_openid("xopenid"), "openid xopenid");
    }
}
