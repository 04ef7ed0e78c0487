//! Revocation (RFC 7009; OIDC contract §5.4). Revoking a token of a user revokes the whole grant behind it.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{ApplicationId, GrantId, HashedToken, UserId};
use operations::Services;
use protocol::{OAuthError, OAuthErrorCode};
use store::{access_token, refresh_token};

use crate::{
    audit::Record,
    client::{self, ClientRequest},
    cors::Cors,
    error::{Echo, Failure},
    grants,
};

/// `POST /oidc/token/revocation`.
#[tracing::instrument(name = "oidc.revocation", skip_all)]
pub(crate) async fn post(State(services): State<Arc<Services>>, request: Request) -> Response {
    let mut cors = Cors::of(request.headers());
    let echo = Echo::of_query(request.uri().query());
    let response = match revoke(&services, request, &mut cors).await {
        Ok(()) => {
            let kind = HeaderValue::from_static("text/plain; charset=utf-8");
            ([(header::CONTENT_TYPE, kind)], "").into_response()
        }
        Err(failure) => failure.into_response(services.endpoint.issuer(), &echo),
    };
    cors.apply(response)
}

async fn revoke(services: &Services, request: Request, cors: &mut Cors) -> Result<(), Failure> {
    let received = client::receive(services, request, "/token/revocation", cors);
    let received = received.await.map_err(|refused| refused.failure)?;
    received.parameters.reject_repeated(&["token", "token_type_hint"])?;
    let token = received.parameters.require("token")?;
    if jose::has_form_of_jwt(token) {
        let text = "Structured JWT Tokens cannot be revoked via the revocation_endpoint";
        return Err(OAuthError::new(OAuthErrorCode::UnsupportedTokenType).describe(text).into());
    }
    let hash = HashedToken::of(token);
    // Whether there is such a token is nobody's business: success either way.
    let Some(owned) = find(services, &hash).await? else { return Ok(()) };
    let application = &received.client.client().application;
    if owned.client != application.id {
        return if application.kind.is_confidential() {
            let text = "client is not authorized to revoke the presented token";
            Err(OAuthError::invalid_request(text).into())
        } else {
            Ok(())
        };
    }
    end(services, &received, &owned, &hash).await
}

/// Whose a token is and what hangs on it.
struct OwnedToken {
    client: ApplicationId,
    user: Option<UserId>,
    grant: Option<GrantId>,
}

async fn find(services: &Services, hash: &HashedToken) -> Result<Option<OwnedToken>, Failure> {
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    if let Some((token, _)) = refresh_token::find(exec, tenant, hash, now).await? {
        let payload = token.payload;
        return Ok(Some(OwnedToken {
            client: payload.application_id,
            user: Some(payload.user_id),
            grant: Some(token.grant_id),
        }));
    }
    let token = access_token::find(exec, tenant, hash, now).await?;
    Ok(token.map(|token| OwnedToken {
        client: token.application_id,
        user: token.user_id,
        grant: token.grant_id,
    }))
}

async fn end(
    services: &Services,
    received: &ClientRequest,
    owned: &OwnedToken,
    hash: &HashedToken,
) -> Result<(), Failure> {
    match &owned.grant {
        Some(grant_id) => grants::revoke(services, grant_id).await?,
        None => access_token::delete(services.db.exec(), &services.tenant, hash).await.map(|_| ())?,
    }
    let record = Record::new("RevokeToken", &received.parts)
        .application(&owned.client)
        .user(owned.user.as_ref())
        .secret(received.client.secret_name());
    record.write(services).await
}
