//! Putting together what a user's grant issues: the access token's claims, the ID token's claims, and the rows of stored tokens. Nothing is
//! written here.

use domain::{
    ApplicationId, GrantId, HashedToken, SessionId, UnixMillis,
    account::User,
    grant::{AccessToken as StoredAccessToken, RefreshTokenPayload},
};
use protocol::{ScopeList, scope::OPENID};
use serde_json::{Map, Value, json};

use super::{
    AccessToken, AnswerForm, GrantContext, Issue,
    custom_claims::{self, TokenFacts},
    organization::{self, Denied, OrganizationAccess},
    resource::{Audience, Target},
    serialized,
    subject::Actor,
};
use crate::{
    claims::{AccessTokenClaims, ClaimRequest, ClaimSources, IdTokenClaims, UserClaims},
    error::Failure,
};

/// What a user's tokens are issued from.
#[derive(Clone, Copy)]
pub(super) struct UserGrant<'a> {
    /// The request.
    pub(super) context: GrantContext<'a>,
    /// For whom.
    pub(super) user: &'a User,
    /// The sign-in that it comes from. Without one there is no ID token.
    pub(super) sign_in: Option<&'a RefreshTokenPayload>,
    /// Who acts for the user, if not the user.
    pub(super) actor: Option<&'a Actor>,
    /// The subject token that is spent for it.
    pub(super) spends: Option<&'a HashedToken>,
    /// The scopes in effect.
    pub(super) scope: &'a ScopeList,
    /// The grant that the tokens hang on.
    pub(super) grant_id: &'a GrantId,
    /// The session that they end with.
    pub(super) session_id: Option<&'a SessionId>,
    /// The organization asked for.
    pub(super) organization: Option<&'a OrganizationAccess>,
    /// When.
    pub(super) now: UnixMillis,
}

impl UserGrant<'_> {
    /// Makes the tokens. With an opaque access token comes the row to be stored.
    pub(super) async fn issue(
        self,
        target: Target<'_>,
    ) -> Result<(Issue, Option<StoredAccessToken>), Failure> {
        let audience = match &target.audience {
            Audience::Jwt(audience) => Some(&**audience),
            Audience::Opaque => None,
        };
        let jti = self.context.services.entropy.base64_43();
        let facts = TokenFacts { jti: &jti, audience, scope: Some(&target.scope) };
        let custom = custom_claims::of_user(&self, facts).await?;
        let (access_token, stored) = if let Some(audience) = audience {
            let standard = self.access_token_claims(&target, audience, &jti)?;
            (AccessToken::Jwt(custom_claims::joined(&custom, standard)?), None)
        } else {
            let token = self.context.services.entropy.token_43();
            let stored = self.stored_access_token(&target, token.hashed(), custom);
            (AccessToken::Opaque(token), Some(stored))
        };
        let issue = Issue {
            form: AnswerForm::User,
            access_token,
            expires_in: target.ttl.as_secs(),
            id_token_claims: self.id_token_claims().await?,
            refresh_token: None,
            scope: Some(target.scope),
            user_id: Some(self.user.id.clone()),
            is_of_sign_in: self.sign_in.is_some(),
            impersonation: match self.actor {
                Some(Actor::Administrator(impersonation)) => Some(impersonation.clone()),
                Some(Actor::User(_)) | None => None,
            },
            organization_id: self.organization.map(|organization| organization.id().to_string()),
        };
        Ok((issue, stored))
    }

    fn client_id(&self) -> &ApplicationId {
        &self.context.client.application.id
    }

    fn access_token_claims(
        &self,
        target: &Target<'_>,
        audience: &str,
        jti: &str,
    ) -> Result<Vec<u8>, Failure> {
        let organization = self.organization.filter(|_| target.names_organization);
        serialized(&AccessTokenClaims {
            act: self.actor.map(|actor| actor.claim(self.context.services)),
            organization_id: organization.map(|organization| organization.id().as_str()),
            jti,
            sub: self.user.id.as_str(),
            iat: self.now.as_seconds(),
            exp: self.now.plus(target.ttl).as_seconds(),
            scope: Some(&target.scope),
            client_id: self.client_id().as_str(),
            iss: self.context.services.endpoint.issuer(),
            aud: audience,
        })
    }

    fn stored_access_token(
        &self,
        target: &Target<'_>,
        hash: HashedToken,
        mut claims: Map<String, Value>,
    ) -> StoredAccessToken {
        claims.extend(self.actor.map(|actor| ("act".to_owned(), json!(actor.claim(self.context.services)))));
        StoredAccessToken {
            hash,
            application_id: self.client_id().clone(),
            grant_id: Some(self.grant_id.clone()),
            session_id: self.session_id.cloned(),
            user_id: Some(self.user.id.clone()),
            scope: target.scope.clone(),
            claims,
            created_at: self.now,
            expires_at: self.now.plus(target.ttl),
        }
    }

    /// The claims of the ID token, where somebody signed in and the scopes in effect ask for one. Its claims follow those scopes.
    async fn id_token_claims(&self) -> Result<Option<Vec<u8>>, Failure> {
        let Some(sign_in) = self.sign_in.filter(|_| self.scope.contains(OPENID)) else { return Ok(None) };
        let GrantContext { services, configuration, client, .. } = self.context;
        let request = ClaimRequest { scope: self.scope, is_id_token: true };
        let sources = ClaimSources::read(services, configuration, client, &self.user.id, request).await?;
        let lifetime = client.application.custom_client_metadata.id_token_lifetime();
        let organization = self.signed_in_organization(sign_in).await?;
        let claims = IdTokenClaims {
            user: UserClaims { user: self.user, sources: &sources, configuration, request },
            auth_time: sign_in.auth_time,
            nonce: sign_in.nonce.as_deref(),
            sid: sign_in.sid.as_deref(),
            organization_id: organization.as_ref().map(|organization| organization.id().as_str()),
            aud: self.client_id().as_str(),
            exp: self.now.plus(lifetime).as_seconds(),
            iat: self.now.as_seconds(),
            iss: services.endpoint.issuer(),
        };
        serialized(&claims).map(Some)
    }

    /// The organization that was signed in to, as long as the user may have tokens for it.
    async fn signed_in_organization(
        &self,
        sign_in: &RefreshTokenPayload,
    ) -> Result<Option<OrganizationAccess>, Failure> {
        let Some(id) = &sign_in.organization_id else { return Ok(None) };
        match organization::check(self.context, self.user, id.clone()).await {
            Ok(access) => Ok(Some(access)),
            Err(Denied::Failed(failure)) => Err(failure),
            Err(_) => Ok(None),
        }
    }
}

/// Whether a user may have tokens: suspended ones may not (OIDC contract §4.3, check 3).
pub(super) fn is_welcome(user: Option<User>) -> Option<User> {
    user.filter(|user| !user.is_suspended)
}
