//! Tokens that stand for a user without a sign-in, made and sealed, and opened again (Management API contract §5.5).

use domain::{
    HashedToken, UnixMillis, UserId,
    user_token::{PersonalAccessToken, new_personal_access_token},
};
use store::personal_access_token::SealedPersonalAccessToken;

use crate::{
    keys,
    services::{OperationError, Services},
};

/// What sealed tokens are bound to, beside the user: a row may be renamed, so that the name is not part of it.
const KIND: &str = "personal-access-token";

/// A new token of a user, in its three forms: opened, sealed and hashed.
#[derive(Debug)]
pub struct NewPersonalAccessToken {
    /// For whoever asked.
    pub opened: PersonalAccessToken,
    /// For the store.
    pub sealed: SealedPersonalAccessToken,
    /// What the store finds it by.
    pub hash: HashedToken,
}

/// Makes a personal access token; the caller stores it.
pub fn new_token(
    services: &Services,
    user: &UserId,
    name: &str,
    expires_at: Option<UnixMillis>,
) -> Result<NewPersonalAccessToken, OperationError> {
    let value = new_personal_access_token(&*services.entropy);
    let (context, created_at) = (keys::context(&services.tenant, KIND, user.as_str()), services.now());
    let sealed_value =
        keys::seal(&services.sealing, &*services.entropy, &context, value.reveal().as_bytes())?;
    let hash = value.hashed();
    let sealed = SealedPersonalAccessToken { name: name.to_owned(), sealed_value, created_at, expires_at };
    let opened = PersonalAccessToken { name: name.to_owned(), value, created_at, expires_at };
    Ok(NewPersonalAccessToken { opened, sealed, hash })
}

/// Opens a stored token of a user.
pub fn open_token(
    services: &Services,
    user: &UserId,
    sealed: SealedPersonalAccessToken,
) -> Result<PersonalAccessToken, OperationError> {
    let SealedPersonalAccessToken { name, sealed_value, created_at, expires_at } = sealed;
    let context = keys::context(&services.tenant, KIND, user.as_str());
    let value = keys::open_text(&services.sealing, &context, &sealed_value, "personal_access_tokens")?;
    Ok(PersonalAccessToken { name, value, created_at, expires_at })
}
