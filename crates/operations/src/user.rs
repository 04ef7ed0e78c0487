//! What more than one API does with users: making them, and checking their passwords (Management API contract §5.3).

use std::time::Duration;

use connectors::social::SocialProfile;
use domain::{
    ApplicationId, OrganizationId, PlainToken, TenantId, UserId,
    account::{User, identifier},
    password::{self, PasswordDigest, PasswordMark, UnusablePassword},
    sentinel::{NEW_PASSWORD, SentinelIdentifier, SentinelPolicy},
    sign_in_experience::{SignInExperience, UsernamePolicy},
};
use serde_json::{Map, Value};
use store::{AsStoreError, Exec, StoreError, organization::jit};

use crate::{
    OperationError, Services,
    connectors::Connector,
    hooks::{Event, Listeners},
    passwords::HashError,
    sentinel::{self, LockedOut},
    social,
    sso::{self, JoinError, Joining, ProvenSsoIdentity},
};

/// How often an id that is taken already is drawn again.
const ID_ATTEMPTS: usize = 4;

/// A user to be made. Forms and lengths were checked by the caller; the phone number is in its stored form
/// ([`domain::account::identifier::parse_phone`]).
#[derive(Clone, Default, Debug)]
pub struct NewUser {
    /// The username.
    pub username: Option<String>,
    /// The e-mail address.
    pub primary_email: Option<String>,
    /// The phone number.
    pub primary_phone: Option<String>,
    /// The full name.
    pub name: Option<String>,
    /// URL of a picture.
    pub avatar: Option<String>,
    /// Whatever the product keeps here.
    pub custom_data: Map<String, Value>,
    /// Further standard claims.
    pub profile: Map<String, Value>,
    /// The password, if there is one.
    pub password: Option<NewPassword>,
    /// The application through which the user registers.
    pub application_id: Option<ApplicationId>,
    /// The account elsewhere with which they register, and what its provider said.
    pub social: Option<(Connector, SocialProfile)>,
    /// Who they are at an enterprise's provider, by which they register.
    pub sso: Option<ProvenSsoIdentity>,
    /// Organizations that the user joins when they register, whatever their address.
    pub organizations: Vec<OrganizationId>,
}

/// A password as it comes in.
#[derive(Clone, Debug)]
pub enum NewPassword {
    /// In clear, to be hashed here.
    Plain(PlainToken),
    /// Hashed elsewhere; it is upgraded at the user's next sign-in.
    Digest(PasswordDigest),
}

/// An identifier that belongs to another user.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TakenIdentifier {
    /// The username.
    Username,
    /// The e-mail address.
    Email,
    /// The phone number.
    Phone,
    /// The account elsewhere.
    Identity,
}

impl TakenIdentifier {
    /// Which identifier the store found taken, if that is what its error says.
    pub fn of(error: &StoreError) -> Option<Self> {
        let identities = [
            ("user_identities", "identity_id"),
            ("user_sso_identities", "identity_id"),
            ("user_sso_identities", "sso_connector_id"),
        ];
        if identities.into_iter().any(|(table, column)| error.is_unique_violation(table, column)) {
            return Some(Self::Identity);
        }
        [("username", Self::Username), ("primary_email_folded", Self::Email), ("primary_phone", Self::Phone)]
            .into_iter()
            .find_map(|(column, taken)| error.is_unique_violation("users", column).then_some(taken))
    }

    /// The code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Username => "user.username_already_in_use",
            Self::Email => "user.email_already_in_use",
            Self::Phone => "user.phone_already_in_use",
            Self::Identity => "user.identity_already_in_use",
        }
    }
}

/// Why a user was not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateUserError {
    /// An identifier belongs to another user.
    #[error("an identifier belongs to another user")]
    Taken(TakenIdentifier),
    /// The password can never be one.
    #[error(transparent)]
    Password(#[from] UnusablePassword),
    /// What an enterprise's provider has proved counts no longer.
    #[error("the identity is not proven any longer")]
    NotProven,
    /// Something failed that the caller did not cause.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<JoinError> for CreateUserError {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::NotProven => Self::NotProven,
            JoinError::Store(error) => error.into(),
        }
    }
}

impl From<HashError> for CreateUserError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Unusable(error) => Self::Password(error),
            HashError::Operation(error) => Self::Operation(error),
        }
    }
}

impl From<StoreError> for CreateUserError {
    fn from(error: StoreError) -> Self {
        TakenIdentifier::of(&error).map_or_else(|| Self::Operation(error.into()), Self::Taken)
    }
}

impl AsStoreError for CreateUserError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Operation(error) => error.as_store_error(),
            _ => None,
        }
    }
}

/// Makes a user with a fresh id and gives it every default role for users, all or nothing. Just-in-time organizations are not joined.
pub async fn create_user(services: &Services, new: NewUser) -> Result<User, CreateUserError> {
    create(services, new, Provisioning::None).await
}

/// As [`create_user`], for somebody who registers: they also join, in the same step, the organizations that take whoever has an e-mail
/// address of their domain, or whoever comes through their enterprise connector, and those that are named (Management API contract §2.5). The address, if there is one, has been verified. What `events` makes of the user
/// and the organizations joined is stored for `listeners` in that step too.
pub async fn register_user(
    services: &Services,
    mut new: NewUser,
    (listeners, events): (&Listeners, &RegistrationEvents<'_>),
) -> Result<User, CreateUserError> {
    let organizations = std::mem::take(&mut new.organizations);
    let provisioning = Provisioning::JustInTime { organizations: &organizations, listeners, events };
    let user = create(services, new, provisioning).await?;
    listeners.announce(services).await?;
    Ok(user)
}

/// What webhooks hear of a user who has registered and has joined these organizations.
pub type RegistrationEvents<'a> = dyn Fn(&User, &[OrganizationId]) -> Vec<Event> + Sync + 'a;

/// Which organizations a new user joins.
#[derive(Clone, Copy)]
enum Provisioning<'a> {
    None,
    JustInTime {
        organizations: &'a [OrganizationId],
        listeners: &'a Listeners,
        events: &'a RegistrationEvents<'a>,
    },
}

async fn create(
    services: &Services,
    new: NewUser,
    provisioning: Provisioning<'_>,
) -> Result<User, CreateUserError> {
    let password = match new.password {
        Some(NewPassword::Plain(password)) => {
            Some(services.passwords.hash(password.reveal(), &*services.entropy).await?)
        }
        Some(NewPassword::Digest(digest)) => Some(digest),
        None => None,
    };
    let mut user = User {
        username: new.username,
        primary_email: new.primary_email,
        primary_phone: new.primary_phone,
        name: new.name,
        avatar: new.avatar,
        custom_data: new.custom_data,
        profile: new.profile,
        password,
        application_id: new.application_id,
        ..User::new(UserId::new(services.entropy.id_12()), services.now())
    };
    if let Some((connector, profile)) = &new.social {
        user.identities.insert(connector.target().to_owned(), social::shown(profile));
    }
    let elsewhere = (new.social.as_ref(), new.sso.as_ref());
    for _ in 1..ID_ATTEMPTS {
        match store_user(services, (&user, elsewhere), provisioning).await {
            Err(CreateUserError::Operation(OperationError::Store(error))) if is_taken_id(&error) => {
                user.id = UserId::new(services.entropy.id_12());
            }
            result => return result.map(|()| user),
        }
    }
    store_user(services, (&user, elsewhere), provisioning).await.map(|()| user)
}

/// Who a new user is elsewhere: with a social account, and at an enterprise's provider.
type Elsewhere<'a> = (Option<&'a (Connector, SocialProfile)>, Option<&'a ProvenSsoIdentity>);

async fn store_user(
    services: &Services,
    (user, (social, sso)): (&User, Elsewhere<'_>),
    provisioning: Provisioning<'_>,
) -> Result<(), CreateUserError> {
    let tenant = &services.tenant;
    let policy = username_policy(services).await?;
    services
        .db
        .transaction(|tx| async move {
            let wanted = (user.username.as_deref(), &user.id);
            if !is_username_free(tx.exec(), tenant, policy, wanted).await? {
                return Err(CreateUserError::Taken(TakenIdentifier::Username));
            }
            store::user::insert(tx.exec(), tenant, user).await?;
            store::user::grant_default_roles(tx.exec(), tenant, &user.id).await.map_err(or_again)?;
            if let Some(social) = social {
                put_identity(services, tx.exec(), user, social).await?;
            }
            let joined_by_sso = match sso {
                Some(sso) => sso::join(services, tx.exec(), user, (sso, Joining::Registration)).await?,
                None => None,
            };
            if let Provisioning::JustInTime { organizations, listeners, events } = provisioning {
                let by_sso = joined_by_sso.filter(|_| sso.is_some_and(|sso| sso.is_of(user)));
                let joined = join_just_in_time(tx.exec(), tenant, (user, by_sso), organizations).await;
                let joined = joined.map_err(or_again)?;
                listeners.store(&tx, services, &events(user, &joined)).await?;
            }
            Ok(())
        })
        .await
}

/// Gives a new user the identity with which they register. Where the connector was deleted meanwhile no tokens are kept.
async fn put_identity(
    services: &Services,
    exec: Exec<'_>,
    user: &User,
    (connector, profile): &(Connector, SocialProfile),
) -> Result<(), CreateUserError> {
    let is_there = store::connector::find(exec, &services.tenant, &connector.id).await?.is_some();
    let keeps_tokens = connector.enable_token_storage && is_there;
    let connector = &Connector { enable_token_storage: keeps_tokens, ..connector.clone() };
    match social::put_identity(services, exec, user, (connector, profile)).await {
        Ok(_) => Ok(()),
        Err(OperationError::Store(error)) => Err(or_again(error)),
        Err(error) => Err(error.into()),
    }
}

/// The organizations that a new user joins: those of the enterprise connector that they came through with an address for which it speaks, which they have joined
/// already, or else those of their address, which is verified; and those that are named. Each once, in order.
async fn join_just_in_time(
    exec: Exec<'_>,
    tenant: &TenantId,
    (user, joined_by_sso): (&User, Option<Vec<OrganizationId>>),
    organizations: &[OrganizationId],
) -> Result<Vec<OrganizationId>, StoreError> {
    let domain = user.primary_email.as_deref().and_then(identifier::email_domain);
    let mut joined = match (joined_by_sso, domain) {
        (Some(joined), _) => joined,
        (None, Some(domain)) => jit::provision(exec, tenant, &user.id, domain).await?,
        (None, None) => Vec::new(),
    };
    joined.extend(jit::provision_in(exec, tenant, &user.id, organizations).await?);
    joined.sort();
    Ok(joined)
}

/// The tenant's rules for usernames.
pub async fn username_policy(services: &Services) -> Result<UsernamePolicy, OperationError> {
    let configuration = services.configuration().await?;
    Ok(SignInExperience::of(&configuration.sign_in_experience).username_policy)
}

/// Whether a name is the username of somebody else than `user`, in whatever case: applications take the claim `preferred_username` for the name of an
/// account.
pub async fn is_of_somebody_else(
    exec: Exec<'_>,
    tenant: &TenantId,
    name: &str,
    user: Option<&UserId>,
) -> Result<bool, StoreError> {
    let named = store::user::ids_by_folded_username(exec, tenant, name.trim()).await?;
    Ok(named.iter().any(|id| Some(id) != user))
}

/// Whether a user may take a username, as far as case goes: that nobody spells it so is held by a unique index. To be called in the
/// transaction that writes it, before it does.
pub async fn is_username_free(
    exec: Exec<'_>,
    tenant: &TenantId,
    policy: UsernamePolicy,
    (username, owner): (Option<&str>, &UserId),
) -> Result<bool, StoreError> {
    match username {
        Some(username) if !policy.is_case_sensitive => {
            store::user::claim_username(exec, tenant, username, owner).await
        }
        _ => Ok(true),
    }
}

/// What a new user is given was deleted between being read and being given: the next attempt no longer sees it.
fn or_again(error: StoreError) -> CreateUserError {
    match error {
        StoreError::ForeignKeyViolation => StoreError::Conflict.into(),
        error => error.into(),
    }
}

/// Whether the primary key clashed.
fn is_taken_id(error: &StoreError) -> bool {
    error.is_unique_violation("users", "id")
}

/// The mark of the user's password if `password` is it. A digest that was imported or made at a lower cost is replaced by one of ours on
/// success, unless the password was changed meanwhile; when that fails, the user is signed in all the same and the next sign-in tries
/// again.
pub async fn verify_password_and_upgrade(
    services: &Services,
    user: &User,
    password: &str,
) -> Result<Option<PasswordMark>, OperationError> {
    let matches = services.passwords.verify(user.password.clone(), password).await?;
    let Some(old) = user.password.as_ref().filter(|_| matches) else { return Ok(None) };
    if !password::needs_upgrade(old, services.passwords.cost()) {
        return Ok(Some(old.mark()));
    }
    let upgraded = upgrade(services, (&user.id, old), password).await.unwrap_or_else(|error| {
        tracing::warn!(error.message = %domain::causes(&error), "a password digest could not be upgraded");
        None
    });
    Ok(Some(upgraded.as_ref().unwrap_or(old).mark()))
}

async fn upgrade(
    services: &Services,
    (id, old): (&UserId, &PasswordDigest),
    password: &str,
) -> Result<Option<PasswordDigest>, HashError> {
    let new = services.passwords.hash(password, &*services.entropy).await?;
    let replaced =
        store::user::replace_password(services.db.exec(), &services.tenant, id, (old, &new), services.now())
            .await;
    let replaced = replaced.map_err(|error| HashError::Operation(error.into()))?;
    Ok(replaced.then_some(new))
}

/// How often a new password is held against the one that a user has. Nobody chooses so many, and the answer tells the present one.
const NEW_PASSWORDS: SentinelPolicy = SentinelPolicy {
    max_attempts: 10,
    window: Duration::from_secs(3_600),
    lockout: Duration::from_secs(3_600),
};

/// Whether `password`, which is to be the new one, is the one that `user` has. Each answer counts, and none is taken back.
pub async fn is_present_password(
    services: &Services,
    user: &User,
    password: &str,
) -> Result<Result<bool, LockedOut>, OperationError> {
    if user.password.is_none() {
        return Ok(Ok(false));
    }
    let counted = SentinelIdentifier::new(NEW_PASSWORD, user.id.as_str());
    if let Err(locked) = sentinel::begin_attempt(services, counted, &NEW_PASSWORDS).await? {
        return Ok(Err(locked));
    }
    services.db.settle().await?;
    services.passwords.verify(user.password.clone(), password).await.map(Ok)
}

/// Hashes and sets a password, and returns the user; `None` when there is none with this id. No policy is applied. A password that takes the
/// place of another ends the user's sessions and revokes every grant with its tokens.
pub async fn set_password(
    services: &Services,
    id: &UserId,
    password: &str,
) -> Result<Option<User>, HashError> {
    let digest = services.passwords.hash(password, &*services.entropy).await?;
    let (digest, now, tenant) = (&digest, services.now(), &services.tenant);
    let user: Result<Option<User>, StoreError> = services
        .db
        .transaction(|tx| async move { store::user::set_password(tx.exec(), tenant, id, digest, now).await })
        .await;
    user.map_err(|error| HashError::Operation(error.into()))
}

#[cfg(test)]
mod tests;
