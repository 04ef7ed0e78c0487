//! Into which organization the user signs in (ADR 11): the one that the request names, or the one that the user chooses. Membership is looked
//! at in the moment of the sign-in, and again whenever a token is issued for the organization.

use domain::{OrganizationId, UserId};
use operations::sign_in_organization::{Admission, admission};
use protocol::{OAuthError, OAuthErrorCode, UserScope};
use store::{Page, organization::membership};

use super::{AuthorizationRequest, visit::Visit};
use crate::error::Failure;

/// What came of it.
#[derive(Debug)]
pub(super) enum Step {
    /// Nothing is open: this organization, if any is asked for.
    Settled(Option<OrganizationId>),
    /// The user chooses, or is told why the organization is closed to them. The error is for requests that must not show a page.
    Ask(OAuthError),
}

/// Finds out whether the organization is settled. A request for one by a client that does not ask for organizations at all only chooses
/// whose brand is shown and narrows what is granted, as on the wire (OIDC contract §4.1).
pub(super) async fn check(
    visit: &Visit<'_>,
    request: &AuthorizationRequest,
    user_id: &UserId,
) -> Result<Step, Failure> {
    if request.prompt.select_organization {
        return choose(visit, user_id).await;
    }
    let asks_for_organizations = request.consent.scope.contains(UserScope::Organizations.as_str());
    match &request.consent.organization_id {
        Some(id) if asks_for_organizations => Ok(match admission(visit.services, id, user_id).await? {
            Admission::Admitted => Step::Settled(Some(id.clone())),
            refused => Step::Ask(denied(refused)),
        }),
        _ => Ok(Step::Settled(None)),
    }
}

/// Who belongs to a single organization is not asked which.
async fn choose(visit: &Visit<'_>, user_id: &UserId) -> Result<Step, Failure> {
    let services = visit.services;
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let first = membership::page_of_user(exec, tenant, user_id, "", Page { limit: 2, offset: 0 }).await?;
    if let [(only, _)] = first.as_slice()
        && admission(services, only, user_id).await? == Admission::Admitted
    {
        return Ok(Step::Settled(Some(only.clone())));
    }
    let error = OAuthError::new(OAuthErrorCode::InteractionRequired);
    Ok(Step::Ask(error.describe("an organization must be chosen")))
}

/// The error of an organization that the user may not sign in to. One that does not exist is told in the same words.
pub(super) fn denied(admission: Admission) -> OAuthError {
    OAuthError::new(OAuthErrorCode::AccessDenied).describe(admission.description())
}
