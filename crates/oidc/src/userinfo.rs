//! Userinfo (OpenID Connect Core §5.3; OIDC contract §5.5): the claims that a user's opaque access token gives access to.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header, request::Parts},
    response::Response,
};
use domain::HashedToken;
use operations::{Services, application, scopes::still_allowed};
use protocol::{AuthenticationScheme, OAuthError, OAuthErrorCode, Parameters, scope::OPENID};
use store::{access_token, user};

use crate::{
    body,
    claims::{ClaimRequest, ClaimSources, UserClaims},
    cors::Cors,
    error::{Challenge, Echo, Failure, json_type, no_store},
    token::serialized,
};

/// `GET /oidc/me`.
pub(crate) async fn get(State(services): State<Arc<Services>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    answer(&services, &parts, Ok(Parameters::default())).await
}

/// `POST /oidc/me`.
pub(crate) async fn post(State(services): State<Arc<Services>>, request: Request) -> Response {
    let headers = request.headers().clone();
    let echo = Echo::of_query(request.uri().query());
    match body::form(request, "/me").await {
        Ok((parts, parameters)) => answer(&services, &parts, Ok(parameters)).await,
        Err(failure) => {
            let response = failure.into_response(services.endpoint.issuer(), &echo);
            Cors::of(&headers).apply(no_store(response))
        }
    }
}

#[tracing::instrument(name = "oidc.userinfo", skip_all)]
async fn answer(services: &Services, parts: &Parts, form: Result<Parameters, Failure>) -> Response {
    let mut cors = Cors::of(&parts.headers);
    let echo = Echo::of_query(parts.uri.query());
    let response = match form {
        Ok(form) => userinfo(services, parts, &form, &mut cors).await,
        Err(failure) => Err(failure),
    };
    let response =
        response.unwrap_or_else(|failure| failure.into_response(services.endpoint.issuer(), &echo));
    cors.apply(no_store(response))
}

async fn userinfo(
    services: &Services,
    parts: &Parts,
    form: &Parameters,
    cors: &mut Cors,
) -> Result<Response, Failure> {
    let presented = presented_token(&parts.headers, &body::query(parts)?, form)?;
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let token = access_token::find(exec, tenant, &HashedToken::of(&presented), now)
        .await?
        .ok_or_else(invalid_token)?;
    let client = services.client(&token.application_id).await?;
    let client =
        client.ok_or_else(|| OAuthError::unknown_client(token.application_id.as_str()).status(400))?;
    cors.admit(&client, &services.endpoint)?;
    let (user_id, scope) = (&token.user_id, &still_allowed(&client, &token.scope));
    if !scope.contains(OPENID) {
        let error =
            OAuthError::new(OAuthErrorCode::InsufficientScope).describe("access token missing openid scope");
        return Err(challenge(error.scope(OPENID)));
    }
    let user = match user_id {
        Some(user_id) => user::find(exec, tenant, user_id).await?,
        None => None,
    };
    let user = user.filter(|user| !user.is_suspended).ok_or_else(invalid_token)?;
    if !application::admits(services, &client, &user.id).await? {
        return Err(invalid_token());
    }
    let configuration = services.configuration().await?;
    let request = ClaimRequest { scope, is_id_token: false };
    let sources = ClaimSources::read(services, &configuration, &client, &user.id, request).await?;
    let claims = UserClaims { user: &user, sources: &sources, configuration: &configuration, request };
    let mut response = Response::new(serialized(&claims)?.into());
    json_type(response.headers_mut());
    Ok(response)
}

/// Finds the one token that a request presents (RFC 6750 §2), never in the query.
fn presented_token(headers: &HeaderMap, query: &Parameters, form: &Parameters) -> Result<String, Failure> {
    if query.get("access_token").is_some() {
        let text = "access tokens must not be provided via query parameter";
        return Err(challenge(OAuthError::invalid_request(text)));
    }
    let several =
        || challenge(OAuthError::invalid_request("access token must only be provided using one mechanism"));
    let mut sent = headers.get_all(header::AUTHORIZATION).iter();
    let header = sent.next().map(|value| value.to_str().unwrap_or_default());
    let in_form = form.get("access_token");
    if sent.next().is_some() || (header.is_some() && in_form.is_some()) {
        return Err(several());
    }
    form.reject_repeated(&["access_token"]).map_err(challenge)?;
    match (header, in_form) {
        (Some(header), _) => bearer_token(header).map(str::to_owned).map_err(challenge),
        (None, Some(token)) => Ok(token.to_owned()),
        (None, None) => {
            let error = OAuthError::new(OAuthErrorCode::InvalidToken).describe("no access token provided");
            Err(Failure::challenge(error, Challenge::Bare(AuthenticationScheme::Bearer)))
        }
    }
}

/// The token of an Authorization header: the scheme in any case, one blank, the token (RFC 6750 §2.1).
fn bearer_token(header: &str) -> Result<&str, OAuthError> {
    let invalid = || OAuthError::invalid_request("invalid authorization header value format");
    let (scheme, token) = header.split_once(' ').ok_or_else(invalid)?;
    if token.is_empty() || token.contains(char::is_whitespace) {
        return Err(invalid());
    }
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Err(OAuthError::invalid_request("authorization header scheme must be `Bearer`"));
    }
    Ok(token)
}

fn invalid_token() -> Failure {
    challenge(OAuthError::new(OAuthErrorCode::InvalidToken).describe("invalid token provided"))
}

fn challenge(error: OAuthError) -> Failure {
    Failure::challenge(error, Challenge::WithError(AuthenticationScheme::Bearer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bearer_header_is_read_strictly() {
        assert_eq!(bearer_token("Bearer abc"), Ok("abc"));
        assert_eq!(bearer_token("bEaReR abc"), Ok("abc"));
        let scheme = OAuthError::invalid_request("authorization header scheme must be `Bearer`");
        assert_eq!(bearer_token("Basic abc"), Err(scheme));
        for header in ["Bearer", "Bearer ", "Bearer  abc", "Bearer a b", "Bearer\tabc", "", "abc"] {
            let format = OAuthError::invalid_request("invalid authorization header value format");
            assert_eq!(bearer_token(header), Err(format), "{header:?}");
        }
    }
}
