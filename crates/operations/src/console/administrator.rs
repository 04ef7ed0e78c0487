//! What owners do with administrators, and everybody with their own account. Whoever calls has been found by [`super::session`]; whether they may is
//! asked again in the transaction, because a right may have been taken away meanwhile.

use domain::{
    UserId,
    console::{ConsoleRole, NewLink, Rights},
    sentinel::SentinelIdentifier,
    sign_in_experience::MfaFactor,
};
use serde_json::{Map, Value, json};
use store::{AsStoreError, StoreError, Transaction, configuration, console, session as sessions, user};

use super::{
    Origin, PasswordRefusal, SignedIn, check_password, is_owner, link, record, sentinel_policy,
    session::{self, NewSession},
};
use crate::{
    passwords::HashError,
    second_factor::{self, AddRefusal, totp},
    sentinel::{self, Missed},
    services::{OperationError, Services},
    user::verify_password_and_upgrade,
};

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Who asks is not an owner any more.
    #[error("only owners do this")]
    NotAnOwner,
    /// There is no such administrator, or nobody would be left who may do everything.
    #[error("the last owner stays")]
    LastOwner,
    /// There is no such administrator.
    #[error("there is no such administrator")]
    Gone,
    /// The present password is wrong.
    #[error("the password is wrong")]
    WrongPassword,
    /// There were too many attempts.
    #[error("too many attempts")]
    LockedOut,
    /// The code is wrong.
    #[error("the code is wrong")]
    WrongCode,
    /// The new password may not be chosen.
    #[error("the password was refused")]
    Password(PasswordRefusal),
    /// There is an authenticator already.
    #[error("there is an authenticator already")]
    HasAuthenticator,
    /// Something failed that the caller did not cause.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

impl AsStoreError for Refusal {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Operation(error) => error.as_store_error(),
            _ => None,
        }
    }
}

/// Every administrator.
pub async fn list(services: &Services) -> Result<Vec<console::Administrator>, StoreError> {
    console::list(services.db.exec(), &services.tenant).await
}

/// Makes an owner with this name and password where nobody has the name; where somebody has, sets the password unless `is_known` says that it is theirs.
/// For servers that are set up by a program, without anybody in front of a page.
pub async fn ensure_owner(
    services: &Services,
    (username, password): (&str, &str),
    is_known: bool,
) -> Result<(), Refusal> {
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let found = user::find_by_username_in_any_case(exec, tenant, username).await?;
    if found.is_some() && is_known {
        return Ok(());
    }
    let digest = services.passwords.hash(password, &*services.entropy).await.map_err(unusable)?;
    let fresh = UserId::new(services.entropy.id_12());
    let (found, digest, fresh) = (&found, &digest, &fresh);
    services
        .db
        .transaction(|tx| async move {
            configuration::bump(&tx, tenant).await?;
            if let Some(user) = found {
                user::set_password(tx.exec(), tenant, &user.id, digest, now).await?;
                return Ok(());
            }
            if !user::claim_username(tx.exec(), tenant, username, fresh).await? {
                return Ok(());
            }
            let new = domain::account::User {
                username: Some(username.to_owned()),
                password: Some(digest.clone()),
                ..domain::account::User::new(fresh.clone(), now)
            };
            user::insert(tx.exec(), tenant, &new).await?;
            console::insert(tx.exec(), tenant, fresh, (&ConsoleRole::Owner.into(), now)).await?;
            console::delete_first_links(tx.exec(), tenant).await?;
            Ok::<_, Refusal>(())
        })
        .await
}

fn unusable(error: HashError) -> Refusal {
    match error {
        HashError::Unusable(_) => Refusal::Password(PasswordRefusal::Rejected(json!([]))),
        HashError::Operation(error) => Refusal::Operation(error),
    }
}

/// A link by which somebody joins, or gets in again.
pub async fn invite(
    services: &Services,
    (by, origin): (&SignedIn, &Origin),
    rights: &Rights,
) -> Result<NewLink, Refusal> {
    must_be_owner(services, services.db.exec(), by).await?;
    let made = link::to_join(services, rights.clone()).await?;
    let more = told_of(rights).into();
    record(services, ("Console.Administrator.Invite", None), (Some(&by.user.id), origin), more).await?;
    Ok(made)
}

/// A link by which an administrator gets in again.
pub async fn recover(
    services: &Services,
    (by, origin): (&SignedIn, &Origin),
    id: &UserId,
) -> Result<NewLink, Refusal> {
    must_be_owner(services, services.db.exec(), by).await?;
    let found = console::find(services.db.exec(), &services.tenant, id).await?.ok_or(Refusal::Gone)?;
    let made = link::to_recover(services, found.user.username.as_deref().unwrap_or_default()).await?;
    let made = made.ok_or(Refusal::Gone)?;
    told(services, "Console.Administrator.Recover", (by, origin), id, Map::new()).await?;
    Ok(made)
}

/// Changes what an administrator may do.
pub async fn set_rights(
    services: &Services,
    (by, origin): (&SignedIn, &Origin),
    (id, rights): (&UserId, &Rights),
) -> Result<(), Refusal> {
    let before = services
        .db
        .transaction(|tx| async move {
            let before = begin(services, &tx, (by, id)).await?;
            let done = console::set_rights(tx.exec(), &services.tenant, id, rights).await?;
            if done { Ok(before) } else { Err(Refusal::LastOwner) }
        })
        .await?;
    let mut more = told_of(rights);
    more.insert("before".to_owned(), told_of(&before).into());
    told(services, "Console.Administrator.SetRole", (by, origin), id, more).await
}

/// Rights, as the audit log has them.
fn told_of(rights: &Rights) -> Map<String, Value> {
    let mut told = Map::from_iter([("role".to_owned(), rights.role().as_str().into())]);
    if rights.role() == ConsoleRole::Limited {
        told.insert("parts".to_owned(), rights.parts_to_json());
    }
    told
}

/// Takes an administrator's rights and account.
pub async fn remove(
    services: &Services,
    (by, origin): (&SignedIn, &Origin),
    id: &UserId,
) -> Result<(), Refusal> {
    services
        .db
        .transaction(|tx| async move {
            begin(services, &tx, (by, id)).await?;
            if !console::delete(tx.exec(), &services.tenant, id).await? {
                return Err(Refusal::LastOwner);
            }
            user::delete(tx.exec(), &services.tenant, id).await?;
            Ok(())
        })
        .await?;
    told(services, "Console.Administrator.Remove", (by, origin), id, Map::new()).await
}

/// One change after the other, on all nodes, by an owner, of somebody who is there and may do this.
async fn begin(
    services: &Services,
    tx: &Transaction,
    (by, id): (&SignedIn, &UserId),
) -> Result<Rights, Refusal> {
    configuration::bump(tx, &services.tenant).await?;
    must_be_owner(services, tx.exec(), by).await?;
    let found = console::find(tx.exec(), &services.tenant, id).await?;
    found.map(|administrator| administrator.rights).ok_or(Refusal::Gone)
}

async fn must_be_owner(services: &Services, exec: store::Exec<'_>, by: &SignedIn) -> Result<(), Refusal> {
    if is_owner(services, exec, &by.user.id).await? { Ok(()) } else { Err(Refusal::NotAnOwner) }
}

async fn told(
    services: &Services,
    key: &str,
    (by, origin): (&SignedIn, &Origin),
    id: &UserId,
    mut more: Map<String, Value>,
) -> Result<(), Refusal> {
    more.insert("administratorId".to_owned(), id.as_str().into());
    Ok(record(services, (key, None), (Some(&by.user.id), origin), more.into()).await?)
}

/// Whether this is the administrator's own password; counted as an attempt to sign in is.
async fn check_own_password(services: &Services, of: &SignedIn, password: &str) -> Result<(), Refusal> {
    let user = user::find(services.db.exec(), &services.tenant, &of.user.id).await?.ok_or(Refusal::Gone)?;
    let name = user.username.as_deref().unwrap_or_default();
    let identifier = SentinelIdentifier::new("console username", name);
    let check = async {
        match verify_password_and_upgrade(services, &user, password).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(Missed::Wrong(())),
            Err(error) => Err(Missed::Undecided(error)),
        }
    };
    match sentinel::attempt(services, identifier, &sentinel_policy(), check).await? {
        Ok(()) => Ok(()),
        Err(sentinel::AttemptRefusal::Wrong(())) => Err(Refusal::WrongPassword),
        Err(sentinel::AttemptRefusal::Undecided(error)) => Err(error.into()),
        Err(sentinel::AttemptRefusal::LockedNow | sentinel::AttemptRefusal::LockedOut) => {
            Err(Refusal::LockedOut)
        }
    }
}

/// Changes one's own password. Every session ends; the browser in which it was done gets a new one.
pub async fn set_own_password(
    services: &Services,
    (of, origin): (&SignedIn, &Origin),
    (present, new): (&str, &str),
) -> Result<NewSession, Refusal> {
    check_own_password(services, of, present).await?;
    let name = of.user.username.as_deref().unwrap_or_default();
    check_password(services, name, new).await.map_err(Refusal::Password)?;
    let digest = services.passwords.hash(new, &*services.entropy).await.map_err(unusable)?;
    let (tenant, id, digest) = (&services.tenant, &of.user.id, &digest);
    let session = services
        .db
        .transaction(|tx| async move {
            let set = user::set_password(tx.exec(), tenant, id, digest, services.now()).await?;
            set.ok_or(Refusal::Gone)?;
            Ok::<_, Refusal>(session::begin(services, tx.exec(), (id, true), origin).await?)
        })
        .await?;
    record(services, ("Console.Account.Password", None), (Some(id), origin), json!({})).await?;
    Ok(session)
}

/// Sets an authenticator up, whose code shows that it has the secret.
pub async fn add_authenticator(
    services: &Services,
    (of, origin): (&SignedIn, &Origin),
    (secret, code): (&str, &str),
) -> Result<(), Refusal> {
    let id = &of.user.id;
    let factor = &totp::factor(services, id, secret)?;
    totp::verify_new(services, id, factor, code).await?.map_err(|_| Refusal::WrongCode)?;
    let changed =
        second_factor::change(services, id, |_, factors| Ok(second_factor::add(factors, factor))).await?;
    match changed {
        Some(Err(AddRefusal::TotpInUse)) => return Err(Refusal::HasAuthenticator),
        None | Some(Err(_)) => return Err(Refusal::Gone),
        Some(Ok(())) => {}
    }
    record(services, ("Console.Account.AddTotp", None), (Some(id), origin), json!({})).await?;
    Ok(())
}

/// Removes one's own authenticator, for whoever knows the password.
pub async fn remove_authenticator(
    services: &Services,
    (of, origin): (&SignedIn, &Origin),
    password: &str,
) -> Result<(), Refusal> {
    check_own_password(services, of, password).await?;
    let remove = |_: &domain::account::User, factors: &mut Vec<Value>| {
        factors.retain(|factor| factor.get("type").and_then(Value::as_str) != Some(MfaFactor::Totp.as_str()));
        Ok(Ok::<_, std::convert::Infallible>(()))
    };
    second_factor::change(services, &of.user.id, remove).await?.ok_or(Refusal::Gone)?.unwrap_or_default();
    record(services, ("Console.Account.RemoveTotp", None), (Some(&of.user.id), origin), json!({})).await?;
    Ok(())
}

/// Ends every other session of one's own.
pub async fn end_other_sessions(
    services: &Services,
    (of, origin): (&SignedIn, &Origin),
) -> Result<u64, Refusal> {
    let (tenant, id, kept) = (&services.tenant, &of.user.id, &of.session_id);
    let ended: u64 = services
        .db
        .transaction(|tx| async move { sessions::delete_of_user(tx.exec(), tenant, id, Some(kept)).await })
        .await
        .map_err(|error: StoreError| error)?;
    record(services, ("Console.Account.EndSessions", None), (Some(id), origin), json!({})).await?;
    Ok(ended)
}
