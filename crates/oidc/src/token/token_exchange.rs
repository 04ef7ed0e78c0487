//! `urn:ietf:params:oauth:grant-type:token-exchange` (RFC 8693; OIDC contract §4.6): a token that stands for a user buys an access token
//! for that user. Everything is checked before a subject token is spent; one statement decides who spends it.

use domain::{
    GrantId, OrganizationId, UnixMillis,
    grant::{AccessToken, Grant},
    user_token::IMPERSONATION_TTL,
};
use protocol::{OAuthError, ScopeList};
use store::{StoreError, access_token, grant, subject_token, user};

use super::{
    GrantContext, Issue, organization,
    resource::{self, Allowed, Entitlement},
    subject::{self, Subject},
    user_issue::{UserGrant, is_welcome},
};
use crate::{client, error::Failure};

/// The parameters of this grant; only `resource` may come more than once.
pub(super) const PARAMETERS: &[&str] = &[
    "subject_token",
    "subject_token_type",
    "actor_token",
    "actor_token_type",
    "resource",
    "organization_id",
    "scope",
];

/// Issues an access token to whomever the subject token stands for.
pub(super) async fn exchange(context: GrantContext<'_>) -> Result<Issue, Failure> {
    let (services, now) = (context.services, context.services.now());
    let subject = subject::subject(context).await?;
    let actor = subject::actor(context, &subject).await?;
    client::check_access(context.services, context.client, &subject.user.id).await?;
    let organization = match context.parameters.get("organization_id").map(OrganizationId::new) {
        Some(id) => Some(organization::check(context, &subject.user, id).await?),
        None => None,
    };
    let scope = ScopeList::parse(context.parameters.get("scope").unwrap_or_default());
    let entitlement = Entitlement { user_id: &subject.user.id, scope: &scope, allowed: Allowed::AllHeld };
    let mut target = resource::resolve(context, entitlement, organization.as_ref()).await?;
    if let Some(ends_at) = subject.ends_at {
        target.ttl = target.ttl.min(ends_at.since(now));
        // What has ended already, within the tolerance for clocks, buys nothing.
        if target.ttl.is_zero() {
            return Err(OAuthError::invalid_grant().into());
        }
    }
    if subject.impersonation.is_some() {
        target.ttl = target.ttl.min(IMPERSONATION_TTL);
    }
    let grant_id = GrantId::new(services.entropy.id_21());
    let user_grant = UserGrant {
        context,
        user: &subject.user,
        sign_in: None,
        actor: actor.as_ref(),
        spends: subject.spends.as_ref(),
        scope: &scope,
        grant_id: &grant_id,
        session_id: None,
        organization: organization.as_ref(),
        now,
    };
    let (issue, access) = user_grant.issue(target).await?;
    store(context, &subject, access.as_ref(), now).await?;
    Ok(issue)
}

/// Spends the subject token, and stores an opaque access token with a grant that it dies with: whatever ends the user's grants ends it.
async fn store(
    context: GrantContext<'_>,
    subject: &Subject,
    access: Option<&AccessToken>,
    now: UnixMillis,
) -> Result<(), Failure> {
    if subject.spends.is_none() && access.is_none() {
        return Ok(());
    }
    let tenant = &context.services.tenant;
    let stored = context.services.db.transaction(|tx| async move {
        if let Some(token) = &subject.spends
            && !subject_token::consume(tx.exec(), tenant, token, now).await?
        {
            return Ok(false);
        }
        // Suspending ends what there is: nothing may come after it.
        if is_welcome(user::find(tx.exec(), tenant, &subject.user.id).await?).is_none() {
            return Ok(false);
        }
        if let Some(access) = access {
            if let Some(grant) = grant_of(access) {
                grant::put(tx.exec(), tenant, &grant).await?;
            }
            access_token::insert(tx.exec(), tenant, access).await?;
        }
        Ok::<bool, StoreError>(true)
    });
    match stored.await {
        Ok(true) => Ok(()),
        // Somebody else has spent the token, or the user was suspended or deleted, while this request was under way.
        Ok(false) | Err(StoreError::ForeignKeyViolation) => Err(OAuthError::invalid_grant().into()),
        Err(error) => Err(error.into()),
    }
}

/// The grant of an exchanged token, which ends when the token does; [`Grant::is_of_exchange`] knows it by that.
fn grant_of(access: &AccessToken) -> Option<Grant> {
    let (id, user_id) = (access.grant_id.clone()?, access.user_id.clone()?);
    Some(Grant {
        openid_scope: access.scope.clone(),
        expires_at: access.expires_at,
        ..Grant::new(id, user_id, access.application_id.clone(), access.created_at)
    })
}
