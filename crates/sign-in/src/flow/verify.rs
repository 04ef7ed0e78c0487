//! Verifications: a known user's password, and a new username with its password.

use domain::{
    UserId,
    account::{
        User,
        identifier::{is_username, parse_phone},
    },
    password::PasswordMark,
    sign_in_experience::IdentifierKind,
};
use http_kit::{ApiError, Issue};
use operations::{passwords::HashError, user::verify_password_and_upgrade};
use store::StoreError;

use super::{Flow, Visit, attempt::NotRight};
use crate::{
    error::failed,
    state::{
        Event, Identifier, NewPasswordIdentity, PasswordVerification, PendingProfile, StoredDigest,
        Verification,
    },
};

const PASSWORD: &str = "Verification.Password.Submit";
const NEW_PASSWORD_IDENTITY: &str = "Verification.NewPasswordIdentity.Submit";

impl Flow {
    /// Checks the password of a known user and keeps the verification, whose id is returned.
    ///
    /// An unknown user, one without a password and a wrong password get the same answer after the same work. That a user is suspended
    /// is told only to those who know the password.
    pub(crate) async fn verify_password(
        &mut self,
        identifier: Identifier,
        password: &str,
    ) -> Result<String, ApiError> {
        let (user_id, outcome) =
            self.visit.check_password_of(self.experience.event(), &identifier, password).await;
        self.visit.record((self.experience.event(), PASSWORD), user_id.as_ref(), &outcome).await?;
        let (user_id, password_mark) = outcome?;
        let id = self.new_id();
        let verification = PasswordVerification { id: id.clone(), identifier, user_id, password_mark };
        self.experience.record(Verification::Password(verification));
        Ok(id)
    }

    /// Checks that a new user may have this username and password, and keeps both with the digest already made.
    pub(crate) async fn verify_new_password_identity(
        &mut self,
        username: String,
        password: &str,
    ) -> Result<String, ApiError> {
        let outcome = self.new_password_identity(&username, password).await;
        self.visit.record((self.experience.event(), NEW_PASSWORD_IDENTITY), None, &outcome).await?;
        let password = Some(outcome?);
        let id = self.new_id();
        let identity = NewPasswordIdentity { id: id.clone(), username, password };
        self.experience.record(Verification::NewPasswordIdentity(identity));
        Ok(id)
    }

    async fn new_password_identity(&self, username: &str, password: &str) -> Result<StoredDigest, ApiError> {
        check_username_form(username)?;
        self.visit.check_username_is_free(username).await?;
        let known = PendingProfile { username: Some(username.to_owned()), ..self.experience.profile.clone() };
        self.check_password(password, &self.personal_information(None, &known)).await?;
        self.visit.hash(password).await
    }
}

impl Visit {
    /// The user whose password this is, and its mark. The user is told apart from the outcome for the audit log, which names who was
    /// attacked.
    async fn check_password_of(
        &self,
        event: Event,
        identifier: &Identifier,
        password: &str,
    ) -> (Option<UserId>, Result<(UserId, PasswordMark), ApiError>) {
        let services = &self.services;
        let mut attacked = None;
        let check = async {
            let user = self.find_user(identifier).await.map_err(|error| NotRight::Undecided(error.into()))?;
            attacked = user.as_ref().map(|user| user.id.clone());
            let matches = match &user {
                Some(user) => verify_password_and_upgrade(services, user, password).await,
                None => services.passwords.verify(None, password).await.map(|_| None),
            };
            match (matches, user) {
                (Ok(Some(mark)), Some(user)) => Ok((user, mark)),
                (Ok(_), _) => Err(NotRight::Wrong(ApiError::unprocessable("session.invalid_credentials"))),
                (Err(error), _) => Err(NotRight::Undecided(failed(error))),
            }
        };
        let outcome = match self.guess(event, identifier, check).await {
            Ok((user, _)) if user.is_suspended => Err(suspended()),
            Ok((user, mark)) => self.check_password_age(&user.id).await.map(|()| (user.id, mark)),
            Err(error) => Err(error),
        };
        (attacked, outcome)
    }

    /// 422 `password.expired` for a password that is good no longer: it is told to those who know it only.
    async fn check_password_age(&self, id: &UserId) -> Result<(), ApiError> {
        let Some(expiration) = &self.settings.password_expiration else { return Ok(()) };
        let services = &self.services;
        let age = store::user::password_age(services.db.exec(), &services.tenant, id).await?;
        let has_expired = age
            .is_none_or(|age| age.is_declared_expired || expiration.has_passed(age.set_at, services.now()));
        if has_expired { Err(ApiError::unprocessable("password.expired")) } else { Ok(()) }
    }

    /// The user who is known by an identifier; an address in any spelling that folds to theirs.
    pub(super) async fn find_user(&self, identifier: &Identifier) -> Result<Option<User>, StoreError> {
        let (exec, tenant, value) = (self.services.db.exec(), &self.services.tenant, lookup_form(identifier));
        match identifier.kind {
            IdentifierKind::Username => self.find_by_username(&value).await,
            IdentifierKind::Email => store::user::find_by_email(exec, tenant, &value).await,
            IdentifierKind::Phone => store::user::find_by_phone(exec, tenant, &value).await,
        }
    }

    /// The user with this username, in any case where the tenant makes no difference.
    async fn find_by_username(&self, username: &str) -> Result<Option<User>, StoreError> {
        let (exec, tenant) = (self.services.db.exec(), &self.services.tenant);
        if self.settings.username_policy.is_case_sensitive {
            store::user::find_by_username(exec, tenant, username).await
        } else {
            store::user::find_by_username_in_any_case(exec, tenant, username).await
        }
    }

    /// 422 `user.username_already_in_use` when somebody has it.
    pub(super) async fn check_username_is_free(&self, username: &str) -> Result<(), ApiError> {
        match self.find_by_username(username).await? {
            Some(_) => Err(ApiError::unprocessable("user.username_already_in_use")),
            None => Ok(()),
        }
    }

    /// Makes the digest of a password that the policy allows.
    pub(super) async fn hash(&self, password: &str) -> Result<StoredDigest, ApiError> {
        match self.services.passwords.hash(password, &*self.services.entropy).await {
            Ok(digest) => Ok(digest.into()),
            Err(HashError::Unusable(fault)) => {
                Err(ApiError::invalid_input(vec![Issue::new("custom", &["password"], fault.to_string())]))
            }
            Err(HashError::Operation(error)) => Err(failed(error)),
        }
    }
}

/// The form in which an identifier is looked up and its failures are counted, the same for both: a national zero in a phone number
/// makes no difference to either.
pub(super) fn lookup_form(identifier: &Identifier) -> String {
    match identifier.kind {
        IdentifierKind::Phone => parse_phone(&identifier.value).unwrap_or_else(|_| identifier.value.clone()),
        IdentifierKind::Username | IdentifierKind::Email => identifier.value.clone(),
    }
}

/// 400 `guard.invalid_input` for what cannot be a username by its characters.
pub(super) fn check_username_form(username: &str) -> Result<(), ApiError> {
    if is_username(username) {
        return Ok(());
    }
    let rule =
        "a username begins with a letter or an underscore and continues with letters, digits and underscores";
    Err(ApiError::invalid_input(vec![Issue::new("invalid_string", &["identifier", "value"], rule)]))
}

/// 401 `user.suspended`.
pub(super) fn suspended() -> ApiError {
    ApiError::new(axum::http::StatusCode::UNAUTHORIZED, "user.suspended")
}
