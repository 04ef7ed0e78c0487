//! Whether the user has allowed everything that is asked for (OpenID Connect Core §3.1.2.4; OIDC contract §4.1).

use domain::{GrantId, grant::SessionApplication};
use operations::{consent::Consent, scopes::SubjectRoles};
use protocol::{ApplicationType, OAuthError, OAuthErrorCode};
use store::{grant, session};

use super::{AuthorizationRequest, Progress, visit::Visit};
use crate::{client::application_type, error::Failure};

/// What is known of the client in this session, and what the user has allowed it.
#[derive(Debug)]
pub(super) struct Decision {
    /// What the session knows of the client.
    pub(super) application: Option<SessionApplication>,
    /// What is asked for and what was allowed.
    pub(super) consent: Consent,
}

impl Decision {
    /// The grant that a consent would extend.
    pub(super) fn grant_id(&self) -> Option<GrantId> {
        self.consent.grant.as_ref().map(|grant| grant.id.clone())
    }
}

/// Reads what the user has allowed. Somebody must be signed in.
///
/// # Errors
/// `login_required` when nobody is.
pub(super) async fn decide(visit: &Visit<'_>, request: &AuthorizationRequest) -> Result<Decision, Failure> {
    let (exec, tenant) = (visit.services.db.exec(), &visit.services.tenant);
    let Some((session, user_id)) = visit.signed_in() else {
        return Err(OAuthError::new(OAuthErrorCode::LoginRequired).into());
    };
    let application =
        session::find_application(exec, tenant, &session.id, &request.client.application.id).await?;
    let grant_id = application.as_ref().and_then(|application| application.grant_id.as_ref());
    let granted = match grant_id {
        Some(id) => grant::find(exec, tenant, id, visit.services.now()).await?,
        None => None,
    };
    let granted = granted
        .filter(|grant| grant.user_id == *user_id && grant.application_id == request.client.application.id);
    let roles = SubjectRoles::of_user(exec, tenant, user_id).await?;
    let consent = Consent::new(
        visit.configuration.clone(),
        request.client.clone(),
        request.consent.clone(),
        (user_id.clone(), roles),
        granted,
    );
    Ok(Decision { application, consent })
}

/// The error that says why the user must be asked, or `None` when nothing is missing. Once they have decided for this request, they are
/// not asked again, whatever they decided.
pub(super) fn check(
    request: &AuthorizationRequest,
    decision: &Decision,
    progress: Progress,
) -> Option<OAuthError> {
    let has_grant = decision.consent.grant.is_some();
    if progress.consent && has_grant {
        return None;
    }
    if application_type(&request.client) == ApplicationType::Native {
        let error = OAuthError::new(OAuthErrorCode::InteractionRequired);
        return Some(error.describe("native clients require End-User interaction"));
    }
    let is_missing = !has_grant || decision.consent.is_needed();
    (request.prompt.consent || is_missing)
        .then(|| OAuthError::new(OAuthErrorCode::ConsentRequired).describe("requested scopes not granted"))
}
