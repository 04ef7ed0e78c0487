//! Whether the user has allowed everything that is asked for (OpenID Connect Core §3.1.2.4; OIDC contract §4.1).

use domain::{
    GrantId, UserId,
    grant::{Grant, SessionApplication},
};
use operations::{consent::Consent, scopes::SubjectRoles};
use protocol::{ApplicationType, OAuthError, OAuthErrorCode};
use store::grant;

use super::{AuthorizationRequest, Progress, visit::Visit};
use crate::{client::application_type, error::Failure};

/// What is known of the client in this session, and what the user has allowed it.
#[derive(Debug)]
pub(super) struct Decision {
    /// Whose it is.
    pub(super) user_id: UserId,
    /// What the session knows of the client.
    pub(super) application: Option<SessionApplication>,
    /// What was allowed.
    pub(super) grant: Option<Grant>,
}

impl Decision {
    /// The grant that a consent would extend.
    pub(super) fn grant_id(&self) -> Option<GrantId> {
        self.grant.as_ref().map(|grant| grant.id.clone())
    }
}

/// What the user has allowed: as this visit has kept it, or else as it is stored. Somebody must be signed in.
///
/// # Errors
/// `login_required` when nobody is.
pub(super) async fn decide(
    visit: &mut Visit<'_>,
    request: &AuthorizationRequest,
) -> Result<Decision, Failure> {
    if let Some(kept) = visit.kept.take() {
        return Ok(kept);
    }
    let (exec, tenant) = (visit.services.db.exec(), &visit.services.tenant);
    let Some((_, user_id)) = visit.signed_in() else {
        return Err(OAuthError::new(OAuthErrorCode::LoginRequired).into());
    };
    let application = visit.find_application(&request.client.application.id).await?;
    let grant_id = application.as_ref().and_then(|application| application.grant_id.as_ref());
    let granted = match grant_id {
        Some(id) => grant::find(exec, tenant, id, visit.services.now()).await?,
        None => None,
    };
    let grant = granted
        .filter(|grant| grant.user_id == *user_id && grant.application_id == request.client.application.id);
    Ok(Decision { user_id: user_id.clone(), application, grant })
}

/// The error that says why the user must be asked, or `None` when nothing is missing. Once they have decided for this request, they are
/// not asked again, whatever they decided.
pub(super) async fn check(
    visit: &Visit<'_>,
    request: &AuthorizationRequest,
    decision: &Decision,
    progress: Progress,
) -> Result<Option<OAuthError>, Failure> {
    if progress.consent && decision.grant.is_some() {
        return Ok(None);
    }
    if application_type(&request.client) == ApplicationType::Native {
        let error = OAuthError::new(OAuthErrorCode::InteractionRequired);
        return Ok(Some(error.describe("native clients require End-User interaction")));
    }
    let is_asked = request.prompt.consent || is_missing(visit, request, decision).await?;
    Ok(is_asked
        .then(|| OAuthError::new(OAuthErrorCode::ConsentRequired).describe("requested scopes not granted")))
}

/// Whether something that is asked for was neither allowed nor refused. What the user may have is read for this question alone.
async fn is_missing(
    visit: &Visit<'_>,
    request: &AuthorizationRequest,
    decision: &Decision,
) -> Result<bool, Failure> {
    let Some(granted) = &decision.grant else { return Ok(true) };
    let user_id = &decision.user_id;
    let roles = SubjectRoles::of_user(visit.services.db.exec(), &visit.services.tenant, user_id).await?;
    let consent = Consent::new(
        visit.configuration.clone(),
        request.client.clone(),
        request.consent.clone(),
        (user_id.clone(), roles),
        Some(granted.clone()),
    );
    Ok(consent.is_needed())
}
