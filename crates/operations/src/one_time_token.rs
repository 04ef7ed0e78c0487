//! One-time tokens: made and sealed, opened, and used up (Management API contract §11).

use std::time::Duration;

use domain::{
    HashedToken, OneTimeTokenId, PlainToken,
    one_time_token::{OneTimeToken, OneTimeTokenContext, OneTimeTokenFault, OneTimeTokenStatus},
};
use store::one_time_token::{self, SealedOneTimeToken};

use crate::{
    keys,
    services::{OperationError, Services},
};

/// What sealed values are bound to, beside the token's id.
const KIND: &str = "one-time-token";

/// Makes and stores a token for an address, and gives it with its value. Older ones for the same address stay as they are.
pub async fn create(
    services: &Services,
    email: String,
    context: OneTimeTokenContext,
    lifetime: Duration,
) -> Result<(OneTimeToken, PlainToken), OperationError> {
    let (id, value, created_at) =
        (OneTimeTokenId::new(services.entropy.id_21()), services.entropy.secret_32(), services.now());
    let place = keys::context(&services.tenant, KIND, id.as_str());
    let sealed_value = keys::seal(&services.sealing, &*services.entropy, &place, value.reveal().as_bytes())?;
    let expires_at = created_at.plus(lifetime);
    let token =
        OneTimeToken { id, email, context, status: OneTimeTokenStatus::Active, created_at, expires_at };
    let sealed = SealedOneTimeToken { token, sealed_value };
    one_time_token::insert(services.db.exec(), &services.tenant, &sealed, &value.hashed()).await?;
    Ok((sealed.token, value))
}

/// Opens the value of a stored token.
pub fn open(
    services: &Services,
    sealed: SealedOneTimeToken,
) -> Result<(OneTimeToken, PlainToken), OperationError> {
    let SealedOneTimeToken { token, sealed_value } = sealed;
    let place = keys::context(&services.tenant, KIND, token.id.as_str());
    let value = keys::open_text(&services.sealing, &place, &sealed_value, "one_time_tokens")?;
    Ok((token, value))
}

/// Why a token was not used.
#[derive(Debug, thiserror::Error)]
pub enum UseTokenError {
    /// There is no such token.
    #[error("there is no such one-time token")]
    NotFound,
    /// It cannot be used, or not by this address.
    #[error("the one-time token cannot be used")]
    Unusable(OneTimeTokenFault),
    /// Something failed that the caller did not cause.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

/// What the token with this value was made for, if `email` can use it now. It stays as it is.
pub async fn check(
    services: &Services,
    value: &str,
    email: &str,
) -> Result<OneTimeTokenContext, UseTokenError> {
    let (exec, tenant, hash) = (services.db.exec(), &services.tenant, HashedToken::of(value));
    let found = one_time_token::find_by_value(exec, tenant, &hash).await.map_err(OperationError::from)?;
    let token = found.ok_or(UseTokenError::NotFound)?.token;
    token.fault(email, services.now()).map_or(Ok(token.context), |fault| Err(UseTokenError::Unusable(fault)))
}

/// Uses up the token with this value, which must have been sent to `email`, and gives it as it is then. One of any number of parallel
/// callers gets it.
pub async fn consume(services: &Services, value: &str, email: &str) -> Result<OneTimeToken, UseTokenError> {
    let (exec, tenant, hash, now) =
        (services.db.exec(), &services.tenant, HashedToken::of(value), services.now());
    let used =
        one_time_token::consume(exec, tenant, &hash, email, now).await.map_err(OperationError::from)?;
    if let Some(used) = used {
        return Ok(used.token);
    }
    let found = one_time_token::find_by_value(exec, tenant, &hash).await.map_err(OperationError::from)?;
    let token = found.ok_or(UseTokenError::NotFound)?.token;
    // Nothing makes a token usable again: one that could be used when it was looked at was used by somebody else in between.
    Err(UseTokenError::Unusable(token.fault(email, now).unwrap_or(OneTimeTokenFault::Consumed)))
}
