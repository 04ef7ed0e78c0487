//! Links into the console: for the first owner, for new administrators, and for those who have lost their password or second factor. A link is
//! told once, kept as a hash, ends after a day, and is redeemed by one statement in the transaction that does what it is for.

use std::time::Duration;

use domain::{
    HashedToken, UserId,
    account::{User, identifier::is_username},
    console::{ConsoleRole, LinkPurpose, NewLink, Rights},
    password::PasswordDigest,
};
use serde_json::json;
use store::{AsStoreError, StoreError, configuration, console, user};

use super::{
    Origin, PasswordRefusal, check_password, record,
    session::{self, NewSession},
};
use crate::{
    passwords::HashError,
    services::{OperationError, Services},
    user::TakenIdentifier,
};

/// How long a link is good.
pub const GOOD_FOR: Duration = Duration::from_secs(24 * 3_600);
/// The longest username.
const MAX_USERNAME: usize = 128;

/// A link for the first owner; `None` when there is an administrator. Every node makes its own when it starts; the first that is redeemed ends
/// all of them.
pub async fn for_first_owner(services: &Services) -> Result<Option<NewLink>, OperationError> {
    if console::any(services.db.exec(), &services.tenant).await? {
        return Ok(None);
    }
    Ok(Some(make(services, (LinkPurpose::First, ConsoleRole::Owner.into()), None).await?))
}

/// A link by which somebody joins.
pub async fn to_join(services: &Services, rights: impl Into<Rights>) -> Result<NewLink, OperationError> {
    make(services, (LinkPurpose::Join, rights.into()), None).await
}

/// A link by which an administrator gets in again; `None` when nobody has this name.
pub async fn to_recover(services: &Services, username: &str) -> Result<Option<NewLink>, OperationError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let Some(user) = user::find_by_username_in_any_case(exec, tenant, username).await? else {
        return Ok(None);
    };
    let Some(administrator) = console::find(exec, tenant, &user.id).await? else { return Ok(None) };
    Ok(Some(make(services, (LinkPurpose::Recover, administrator.rights), Some(user.id)).await?))
}

async fn make(
    services: &Services,
    (purpose, rights): (LinkPurpose, Rights),
    user_id: Option<UserId>,
) -> Result<NewLink, OperationError> {
    let (token, created_at) = (services.entropy.token_43(), services.now());
    let expires_at = created_at.plus(GOOD_FOR);
    let link = console::Link { purpose, rights, user_id, created_at, expires_at };
    console::insert_link(services.db.exec(), &services.tenant, &token.hashed(), &link).await?;
    Ok(NewLink { token, expires_at })
}

/// What a link is for, and whom it lets in again.
pub async fn find(
    services: &Services,
    token: &str,
) -> Result<Option<(console::Link, Option<User>)>, OperationError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let found = console::find_link(exec, tenant, &HashedToken::of(token), services.now()).await?;
    let Some(link) = found else { return Ok(None) };
    let user = match &link.user_id {
        Some(id) => user::find(exec, tenant, id).await?,
        None => None,
    };
    Ok(Some((link, user)))
}

/// Why a link was not redeemed.
#[derive(Debug, thiserror::Error)]
pub enum RedeemRefusal {
    /// It was redeemed, has ended, or never was.
    #[error("the link is not good any more")]
    Gone,
    /// The username cannot be one.
    #[error("the username cannot be one")]
    BadUsername,
    /// Somebody has the username.
    #[error("the username is taken")]
    Taken,
    /// The password may not be chosen.
    #[error("the password was refused")]
    Password(PasswordRefusal),
    /// Something failed that the caller did not cause.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for RedeemRefusal {
    fn from(error: StoreError) -> Self {
        match TakenIdentifier::of(&error) {
            Some(_) => Self::Taken,
            None => Self::Operation(error.into()),
        }
    }
}

impl AsStoreError for RedeemRefusal {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Operation(error) => error.as_store_error(),
            _ => None,
        }
    }
}

/// Does what a link is for, and signs whoever holds it in. The password is hashed before the link is taken, so that nothing of it is lost when that
/// fails.
pub async fn redeem(
    services: &Services,
    token: &str,
    (username, password): (&str, &str),
    origin: &Origin,
) -> Result<NewSession, RedeemRefusal> {
    let Some((link, known)) = find(services, token).await? else { return Err(RedeemRefusal::Gone) };
    let username = known.and_then(|user| user.username).unwrap_or_else(|| username.trim().to_owned());
    if link.purpose != LinkPurpose::Recover && (!is_username(&username) || username.len() > MAX_USERNAME) {
        return Err(RedeemRefusal::BadUsername);
    }
    check_password(services, &username, password).await.map_err(RedeemRefusal::Password)?;
    let digest =
        services.passwords.hash(password, &*services.entropy).await.map_err(|error| match error {
            HashError::Unusable(_) => RedeemRefusal::Password(PasswordRefusal::Rejected(json!([]))),
            HashError::Operation(error) => RedeemRefusal::Operation(error),
        })?;
    let fresh = UserId::new(services.entropy.id_12());
    let hash = HashedToken::of(token);
    let (hash, username, digest, fresh) = (&hash, &username, &digest, &fresh);
    let (purpose, user, session) = services
        .db
        .transaction(|tx| async move {
            // One after the other, on all nodes.
            configuration::bump(&tx, &services.tenant).await?;
            let link = console::redeem_link(tx.exec(), &services.tenant, hash, services.now()).await?;
            let link = link.ok_or(RedeemRefusal::Gone)?;
            let user = match &link.user_id {
                Some(user) => recover(services, &tx, user, digest).await?,
                None => join(services, &tx, &link, (fresh, username, digest)).await?,
            };
            let session = session::begin(services, tx.exec(), (&user, true), origin).await?;
            Ok::<_, RedeemRefusal>((link.purpose, user, session))
        })
        .await?;
    let more = json!({ "purpose": purpose.as_str(), "username": username });
    record(services, ("Console.Link.Redeem", None), (Some(&user), origin), more).await?;
    Ok(session)
}

async fn join(
    services: &Services,
    tx: &store::Transaction,
    link: &console::Link,
    (id, username, digest): (&UserId, &str, &PasswordDigest),
) -> Result<UserId, RedeemRefusal> {
    let (exec, tenant, now) = (tx.exec(), &services.tenant, services.now());
    if link.purpose == LinkPurpose::First && console::any(exec, tenant).await? {
        return Err(RedeemRefusal::Gone);
    }
    if !user::claim_username(exec, tenant, username, id).await? {
        return Err(RedeemRefusal::Taken);
    }
    let new = User {
        username: Some(username.to_owned()),
        password: Some(digest.clone()),
        last_sign_in_at: Some(now),
        ..User::new(id.clone(), now)
    };
    user::insert(exec, tenant, &new).await?;
    console::insert(exec, tenant, id, (&link.rights, now)).await?;
    // Whatever made this one an administrator, there is one.
    console::delete_first_links(exec, tenant).await?;
    Ok(new.id)
}

/// A new password, and no second factor: who redeems this has shown to an owner, or to the machine, who they are.
async fn recover(
    services: &Services,
    tx: &store::Transaction,
    id: &UserId,
    digest: &PasswordDigest,
) -> Result<UserId, RedeemRefusal> {
    let (exec, tenant) = (tx.exec(), &services.tenant);
    if console::find(exec, tenant, id).await?.is_none() {
        return Err(RedeemRefusal::Gone);
    }
    user::set_password(exec, tenant, id, digest, services.now()).await?.ok_or(RedeemRefusal::Gone)?;
    user::set_mfa_factors(exec, tenant, id, Vec::new()).await?;
    Ok(id.clone())
}
