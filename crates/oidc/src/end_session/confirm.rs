//! `POST /oidc/session/end/confirm`: the browser confirms a sign-out, of everything or of one application (OIDC contract §5.6).

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::request::Parts,
    response::Response,
};
use domain::grant::{PendingLogout, Session};
use operations::{Services, TenantConfiguration};
use protocol::{OAuthError, Parameters};
use store::{StoreError, grant, session};

use super::{read_session, writer, xsrf};
use crate::{
    authorize::see_other,
    body,
    error::{Echo, Failure, no_store},
    refusal::{self, Wanted},
};

/// `POST /oidc/session/end/confirm`.
#[tracing::instrument(name = "oidc.end_session.confirm", skip_all)]
pub(crate) async fn post(State(services): State<Arc<Services>>, request: Request) -> Response {
    let (echo, headers) = (Echo::of_query(request.uri().query()), request.headers().clone());
    let response = match body::form(request, "/session/end/confirm").await {
        Ok((parts, parameters)) => confirm(&services, &parts, &parameters).await,
        Err(failure) => Err(failure),
    };
    match response {
        Ok(response) => no_store(response),
        Err(failure) => refusal::tell(&services, &headers, (Wanted::SignOut, None), failure, &echo).await,
    }
}

async fn confirm(services: &Services, parts: &Parts, parameters: &Parameters) -> Result<Response, Failure> {
    parameters.reject_repeated(&["xsrf", "logout"])?;
    let configuration = services.configuration().await?;
    let mut session = read_session(services, &configuration, parts).await?;
    let logout = session.as_mut().and_then(|session| session.logout.take());
    let (Some(session), Some(logout)) = (session, logout) else {
        return Err(OAuthError::invalid_request("could not find logout details").into());
    };
    if !parameters.get("xsrf").is_some_and(|presented| xsrf::matches(presented, &logout.xsrf_hash)) {
        return Err(OAuthError::invalid_request("xsrf token invalid").into());
    }
    if parameters.get("logout").is_some() {
        sign_out(services, &configuration, (session, logout)).await
    } else {
        leave_application(services, &configuration, (session, logout)).await
    }
}

/// Ends the session with everything that ends with it.
async fn sign_out(
    services: &Services,
    configuration: &TenantConfiguration,
    (session, logout): (Session, PendingLogout),
) -> Result<Response, Failure> {
    let (tenant, id) = (&services.tenant, &session.id);
    let ended = services.db.transaction(|tx| async move {
        session::delete_bound_grants(tx.exec(), tenant, id).await?;
        session::delete(tx.exec(), tenant, id).await?;
        Ok::<(), StoreError>(())
    });
    ended.await?;
    let mut response = see_other(&destination(services, &logout));
    writer(&mut response, configuration, services).clear_session();
    Ok(response)
}

/// Drops one application from the session; the others stay signed in.
async fn leave_application(
    services: &Services,
    configuration: &TenantConfiguration,
    (mut session, logout): (Session, PendingLogout),
) -> Result<Response, Failure> {
    session.expires_at = services.now().plus(session.lifetime(configuration.session_ttl));
    let cookie = services.entropy.token_43();
    let (tenant, kept, hash, application_id) =
        (&services.tenant, &session, &cookie.hashed(), logout.application_id.as_ref());
    let left = services.db.transaction(|tx| async move {
        session::update(tx.exec(), tenant, kept, hash).await?;
        if let Some(application_id) = application_id {
            let known = session::delete_application(tx.exec(), tenant, &kept.id, application_id).await?;
            if let Some(grant_id) = known.and_then(|known| known.grant_id) {
                grant::delete(tx.exec(), tenant, &grant_id).await?;
            }
        }
        Ok::<(), StoreError>(())
    });
    left.await?;
    let mut response = see_other(&success_location(services, &logout));
    writer(&mut response, configuration, services).session(&cookie, session.expires_at);
    Ok(response)
}

/// Where the browser goes after the session has ended: the registered address with `state`, or our own page.
fn destination(services: &Services, logout: &PendingLogout) -> String {
    let Some(target) = &logout.post_logout_redirect_uri else {
        return format!("{}/session/end/success", services.endpoint.issuer());
    };
    match (&logout.state, url::Url::parse(target)) {
        (Some(state), Ok(mut url)) => {
            url.query_pairs_mut().append_pair("state", state);
            url.into()
        }
        _ => target.clone(),
    }
}

fn success_location(services: &Services, logout: &PendingLogout) -> String {
    let success = format!("{}/session/end/success", services.endpoint.issuer());
    match &logout.application_id {
        Some(id) => {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("client_id", id.as_str())
                .finish();
            format!("{success}?{query}")
        }
        None => success,
    }
}
