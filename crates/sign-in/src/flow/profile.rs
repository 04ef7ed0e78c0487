//! What is collected for an account before it is made, or before its user is let in (OIDC contract §6.3, `POST /profile`).

use domain::{
    account::{User, identifier::MAX_IDENTIFIER_CHARACTERS},
    password::PersonalInformation,
    sign_in_experience::IdentifierKind,
};
use http_kit::ApiError;
use operations::user::TakenIdentifier;
use serde_json::{Map, Value};

use super::{Flow, Visit, identify::token_address, verify::check_username_form};
use crate::state::{Event, Identifier, PendingProfile, Verification};

pub(super) const PROFILE: &str = "Profile.Update";

/// One thing to add.
pub(crate) enum Addition {
    Username(String),
    Password(String),
    /// An address that was verified before: its kind and the id of its verification.
    Verified(IdentifierKind, String),
    /// An identity elsewhere; the id of its verification.
    Social(String),
    Extra(Map<String, Value>),
}

impl Flow {
    /// Adds to what is collected.
    pub(crate) async fn add_profile(&mut self, addition: Addition) -> Result<(), ApiError> {
        let outcome = self.try_add(addition).await;
        self.visit.record((self.experience.event(), PROFILE), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn try_add(&mut self, addition: Addition) -> Result<(), ApiError> {
        let user = self.profile_owner().await?;
        let mut profile = self.experience.profile.clone();
        match addition {
            Addition::Username(username) => {
                check_username_form(&username)?;
                self.check_username_policy(&username)?;
                if profile.username.is_some() || user.as_ref().is_some_and(|user| user.username.is_some()) {
                    return Err(ApiError::unprocessable("user.username_exists_in_profile"));
                }
                self.visit.check_username_is_free(&username).await?;
                profile.username = Some(username);
            }
            Addition::Password(password) => {
                if user.as_ref().is_some_and(|user| user.password.is_some()) {
                    return Err(ApiError::unprocessable("user.password_exists_in_profile"));
                }
                self.check_password(&password, &self.personal_information(user.as_ref(), &profile)).await?;
                profile.password = Some(self.visit.hash(&password).await?);
            }
            Addition::Verified(kind, id) => {
                self.add_verified(&mut profile, user.as_ref(), (kind, &id)).await?;
            }
            Addition::Social(id) => match self.verification(&id)? {
                Verification::Social(social) => {
                    self.add_identity((social, user.as_ref()), &mut profile).await?;
                }
                _ => return Err(ApiError::bad_request("session.verification_failed")),
            },
            Addition::Extra(values) => {
                if self.experience.event() == Event::SignIn
                    && let Some(user) = &user
                {
                    self.visit.check_open(user, &values).await?;
                }
                self.visit.add_extra(&mut profile, values).await?;
                self.check_preferred_username(&profile, user.as_ref()).await?;
            }
        }
        if profile != self.experience.profile {
            self.experience.profile = profile;
            self.result = None;
        }
        Ok(())
    }

    /// Adds an address that was verified in this interaction, to an account that has none of its kind.
    async fn add_verified(
        &self,
        profile: &mut PendingProfile,
        user: Option<&User>,
        (kind, id): (IdentifierKind, &str),
    ) -> Result<(), ApiError> {
        let address = match self.verification(id)? {
            Verification::OneTimeToken(token) if kind == IdentifierKind::Email => {
                let address = token_address(token, self.experience.event())?;
                profile.organizations.clone_from(&token.organizations);
                address
            }
            verification => {
                let code = verification.code().filter(|code| code.identifier.kind == kind);
                // An account that is still to be made is known by what registration asks for.
                if user.is_none() && !self.visit.settings.sign_up.identifiers.contains(&kind) {
                    return Err(ApiError::unprocessable("user.sign_in_method_not_enabled"));
                }
                let code = code.filter(|code| code.is_verified && code.is_for(self.experience.event()));
                code.ok_or_else(|| ApiError::bad_request("session.verification_failed"))?.identifier.clone()
            }
        };
        let (own, collected, exists) = match kind {
            IdentifierKind::Phone => (
                user.and_then(|user| user.primary_phone.as_ref()),
                &profile.primary_phone,
                "user.phone_exists_in_profile",
            ),
            _ => (
                user.and_then(|user| user.primary_email.as_ref()),
                &profile.primary_email,
                "user.email_exists_in_profile",
            ),
        };
        if own.is_some() || collected.is_some() {
            return Err(ApiError::unprocessable(exists));
        }
        if address.kind == IdentifierKind::Email {
            self.visit.check_not_sso(&address.value).await?;
        }
        self.visit.check_address(&address).await?;
        put_address(profile, address);
        Ok(())
    }

    /// Whose profile is added to: nobody's yet during a registration, afterwards the identified user's. Whoever signs in must have
    /// proven themselves completely before their account is changed.
    pub(super) async fn profile_owner(&self) -> Result<Option<User>, ApiError> {
        let user = match (self.experience.event(), self.experience.user_id()) {
            (Event::ForgotPassword, _) => {
                return Err(ApiError::bad_request("session.not_supported_for_forgot_password"));
            }
            (Event::Register, None) => return Ok(None),
            (Event::SignIn, None) => return Err(ApiError::not_found("session.identifier_not_found")),
            (_, Some(id)) => self.find_active(id).await?,
        };
        self.still_proven(self.visit.services.db.exec(), &user).await?;
        if self.experience.event() == Event::SignIn {
            self.check_second_factor(&user).await?;
        }
        Ok(Some(user))
    }

    /// What a password must not hold: whatever is known of who chooses it, be it in the account, collected or verified so far.
    pub(super) fn personal_information<'a>(
        &'a self,
        user: Option<&'a User>,
        profile: &'a PendingProfile,
    ) -> PersonalInformation<'a> {
        let verified = |kind: IdentifierKind| {
            self.experience.verifications().iter().find_map(move |verification| match verification {
                Verification::OneTimeToken(token) if kind == IdentifierKind::Email => {
                    Some(token.email.as_str())
                }
                other => {
                    let code = other.code()?;
                    (code.is_verified && code.identifier.kind == kind)
                        .then_some(code.identifier.value.as_str())
                }
            })
        };
        let email = profile.primary_email.as_deref().or_else(|| user?.primary_email.as_deref());
        let phone = profile.primary_phone.as_deref().or_else(|| user?.primary_phone.as_deref());
        PersonalInformation {
            username: profile.username.as_deref().or_else(|| user?.username.as_deref()),
            email: email.or_else(|| verified(IdentifierKind::Email)),
            phone: phone.or_else(|| verified(IdentifierKind::Phone)),
            name: profile.name.as_deref().or_else(|| user?.name.as_deref()),
        }
    }
}

impl Visit {
    /// Whether an address that was verified may go into an account: it is short enough, not on the block list, and nobody else's.
    pub(super) async fn check_address(&self, address: &Identifier) -> Result<(), ApiError> {
        if address.value.chars().nth(MAX_IDENTIFIER_CHARACTERS).is_some() {
            return Err(ApiError::unprocessable("entity.value_too_long"));
        }
        self.check_blocklist(address)?;
        let taken = match address.kind {
            IdentifierKind::Username => return self.check_username_is_free(&address.value).await,
            IdentifierKind::Email => TakenIdentifier::Email,
            IdentifierKind::Phone => TakenIdentifier::Phone,
        };
        match self.find_user(address).await? {
            Some(_) => Err(ApiError::unprocessable(taken.code())),
            None => Ok(()),
        }
    }
}

/// Puts a verified address to what is collected.
pub(super) fn put_address(profile: &mut PendingProfile, address: Identifier) {
    match address.kind {
        IdentifierKind::Email => profile.primary_email = Some(address.value),
        IdentifierKind::Phone => profile.primary_phone = Some(address.value),
        // Nobody verifies a username.
        IdentifierKind::Username => {}
    }
}
