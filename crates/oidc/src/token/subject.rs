//! For whom a token exchange issues, and who acts for them: the tokens that may be presented as subject and as actor (RFC 8693 §2.1; OIDC
//! contract §4.6). Whatever is wrong with one is answered alike, so that nobody learns which tokens exist.

use domain::{
    ApplicationId, HashedToken, UnixMillis, UserId,
    account::User,
    user_token::{Impersonation, is_subject_token},
};
use jose::{AudienceRule, Expected};
use operations::{Services, console};
use protocol::{OAuthError, scope::OPENID};
use serde_json::Value;
use store::{access_token, personal_access_token, subject_token, user};

use super::{GrantContext, user_issue::is_welcome};
use crate::{claims::ActorClaim, error::Failure};

const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
const IMPERSONATION_TOKEN: &str = "urn:logto:token-type:impersonation_token";
const PERSONAL_ACCESS_TOKEN: &str = "urn:logto:token-type:personal_access_token";
/// How far the clocks of issuer and server may be apart, in seconds (OIDC contract §5.1).
const CLOCK_TOLERANCE_SECONDS: i64 = 15;

/// Whom a presented token stands for.
pub(super) struct Subject {
    /// The user, who may have tokens.
    pub(super) user: User,
    /// The subject token to be spent when something is issued for it.
    pub(super) spends: Option<HashedToken>,
    /// When the presented access token ends, and with it what is issued for it: otherwise one could be renewed for ever.
    pub(super) ends_at: Option<UnixMillis>,
    /// Which administrator of the server speaks for the user, where the subject token was made for one.
    pub(super) impersonation: Option<Impersonation>,
}

/// Who acts for a user.
pub(super) enum Actor {
    /// Another user of the tenant.
    User(UserId),
    /// An administrator of the server.
    Administrator(Impersonation),
}

impl Actor {
    /// The claim that says so.
    pub(super) fn claim(&self, services: &Services) -> ActorClaim<'_> {
        match self {
            Self::User(id) => ActorClaim { sub: id.as_str(), iss: None },
            Self::Administrator(impersonation) => ActorClaim {
                sub: impersonation.administrator_id.as_str(),
                iss: Some(console::issuer(services)),
            },
        }
    }
}

/// Whether a token with this claim `act` is one with which an administrator speaks for a user. It buys nothing further, in which they would be named no
/// more. Other actors are users of the tenant and have no `iss`; which one it is does not matter, because a server's address may change while a token lives.
fn is_of_administrator(act: Option<&Value>) -> bool {
    act.is_some_and(|act| act.get("iss").is_some())
}

/// An access token that was presented.
struct Presented {
    user_id: UserId,
    ends_at: UnixMillis,
}

/// Finds out whom the subject token stands for.
///
/// # Errors
/// `invalid_grant` for a token that does not stand for anybody, or not any more.
pub(super) async fn subject(context: GrantContext<'_>) -> Result<Subject, Failure> {
    let (services, parameters) = (context.services, context.parameters);
    parameters.require_all(&["subject_token", "subject_token_type"])?;
    let token = parameters.require("subject_token")?;
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let hash = HashedToken::of(token);
    let spend = |found: Option<subject_token::Standing>| match found {
        Some(found) => (Some(found.user_id), Some(hash), None, found.impersonation),
        None => (None, None, None, None),
    };
    let present = |presented: Option<Presented>| match presented {
        Some(Presented { user_id, ends_at }) => (Some(user_id), None, Some(ends_at), None),
        None => (None, None, None, None),
    };
    let (user_id, spends, ends_at, impersonation) = match parameters.require("subject_token_type")? {
        IMPERSONATION_TOKEN => spend(subject_token::find(exec, tenant, &hash, now).await?),
        // So it was called before it had a type of its own.
        ACCESS_TOKEN if is_subject_token(token) => {
            spend(subject_token::find(exec, tenant, &hash, now).await?)
        }
        ACCESS_TOKEN if jose::has_form_of_jwt(token) => present(of_jwt(context, token).await?),
        ACCESS_TOKEN => present(of_opaque_token(services, &hash, None).await?),
        PERSONAL_ACCESS_TOKEN => {
            (personal_access_token::find_user(exec, tenant, &hash, now).await?, None, None, None)
        }
        _ => (None, None, None, None),
    };
    if let Some(impersonation) = &impersonation {
        check_impersonation(context, impersonation).await?;
    }
    Ok(Subject { user: welcome_user(services, user_id).await?, spends, ends_at, impersonation })
}

/// Passes in the application that the administrator named, as long as they may speak for users.
async fn check_impersonation(
    context: GrantContext<'_>,
    impersonation: &Impersonation,
) -> Result<(), Failure> {
    let is_there = impersonation.application_id == context.client.application.id;
    if is_there && console::may_impersonate(context.services, &impersonation.administrator_id).await? {
        return Ok(());
    }
    Err(OAuthError::invalid_grant().into())
}

/// Finds out who acts for the subject; `None` when no actor is named. Only an opaque access token with the scope `openid` names one. Where an administrator
/// of the server speaks for the user, nobody else does.
///
/// # Errors
/// `invalid_grant` for anything else.
pub(super) async fn actor(context: GrantContext<'_>, subject: &Subject) -> Result<Option<Actor>, Failure> {
    let Some(token) = context.parameters.get("actor_token") else {
        return Ok(subject.impersonation.clone().map(Actor::Administrator));
    };
    if subject.impersonation.is_some() || context.parameters.get("actor_token_type") != Some(ACCESS_TOKEN) {
        return Err(OAuthError::invalid_grant().into());
    }
    let services = context.services;
    let presented = of_opaque_token(services, &HashedToken::of(token), Some(OPENID)).await?;
    let user = welcome_user(services, presented.map(|presented| presented.user_id)).await?;
    Ok(Some(Actor::User(user.id)))
}

async fn welcome_user(services: &Services, user_id: Option<UserId>) -> Result<User, Failure> {
    let found = match user_id {
        Some(id) => user::find(services.db.exec(), &services.tenant, &id).await?,
        None => None,
    };
    Ok(is_welcome(found).ok_or_else(OAuthError::invalid_grant)?)
}

/// The user of an opaque access token that is alive, carries the scope `needed` and was issued to a client of the tenant's own.
async fn of_opaque_token(
    services: &Services,
    hash: &HashedToken,
    needed: Option<&str>,
) -> Result<Option<Presented>, Failure> {
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let Some(token) = access_token::find(exec, tenant, hash, now).await? else { return Ok(None) };
    let has_scope = needed.is_none_or(|needed| token.scope.split(' ').any(|scope| scope == needed));
    if !has_scope
        || is_of_administrator(token.claims.get("act"))
        || !is_own_client(services, &token.application_id).await?
    {
        return Ok(None);
    }
    Ok(token.user_id.map(|user_id| Presented { user_id, ends_at: token.expires_at }))
}

/// The user of a JWT access token that this tenant signed for a client of its own, whatever it is for. A machine's own token has no user, and
/// one from before the user was signed out everywhere stands for nobody: it is stored nowhere, so that nothing else could have ended it.
async fn of_jwt(context: GrantContext<'_>, token: &str) -> Result<Option<Presented>, Failure> {
    let GrantContext { services, configuration, .. } = context;
    let expected = Expected {
        issuer: services.endpoint.issuer(),
        audience: AudienceRule::HasPrefix(""),
        typ: Some(jose::ACCESS_TOKEN_TYPE),
        now_seconds: services.now().as_seconds(),
        clock_tolerance_seconds: CLOCK_TOLERANCE_SECONDS,
    };
    let verified = services.verified_tokens.verify(token, configuration.keys.key_set(), &expected);
    let Ok(verified) = verified else { return Ok(None) };
    if verified.claims.is_machine_to_machine() || is_of_administrator(verified.claims.extra.get("act")) {
        return Ok(None);
    }
    let Some(client_id) = &verified.claims.client_id else { return Ok(None) };
    if !is_own_client(services, &ApplicationId::new(client_id.as_str())).await? {
        return Ok(None);
    }
    let user_id = UserId::new(verified.claims.sub.as_str());
    let signed_out_at = user::signed_out_at(services.db.exec(), &services.tenant, &user_id).await?;
    let issued_at = verified.claims.iat.map(UnixMillis::from_seconds);
    if signed_out_at.is_some_and(|signed_out_at| issued_at.is_none_or(|issued_at| issued_at < signed_out_at))
    {
        return Ok(None);
    }
    Ok(Some(Presented { user_id, ends_at: UnixMillis::from_seconds(verified.claims.exp) }))
}

/// Whether a client is still there and the tenant's own.
async fn is_own_client(services: &Services, id: &ApplicationId) -> Result<bool, Failure> {
    Ok(services.client(id).await?.is_some_and(|client| !client.application.is_third_party))
}
