//! Consent: the user's decision about what an application asks for (OIDC contract §6.1 step 4, §6.7).
//!
//! What is asked for and what a yes means is decided in `operations::consent`; here only who may decide and how the interaction ends.

use domain::{OrganizationId, account::User, grant::InteractionResult};
use http_kit::ApiError;
use operations::{
    consent::{Consent, ConsentError, MissingScopes, question::Question},
    interaction::{self, InteractionError},
};

use super::Visit;
use crate::error::failed;

impl Visit {
    /// What this interaction asks consent for. 400 `session.not_found` when it asks for a login instead: a consent must never stand in
    /// for one. 400 `oidc.access_denied` when the application is closed to whoever is signed in.
    pub(crate) async fn consent(&self) -> Result<Consent, ApiError> {
        if !self.awaits_consent() {
            return Err(not_signed_in());
        }
        Consent::load(&self.services, &self.running.interaction).await.map_err(consent_error)
    }

    /// As [`Self::consent`], for the page that asks, or allows everything where nothing is asked ([`Self::allow_all`]).
    pub(crate) async fn consent_to_show(&self) -> Result<Consent, ApiError> {
        if !self.awaits_consent() {
            return Err(not_signed_in());
        }
        Consent::load_to_show(&self.services, &self.running.interaction).await.map_err(consent_error)
    }

    /// What the user has yet to allow, for people.
    pub(crate) async fn missing_of(&self, consent: &Consent) -> Result<MissingScopes, ApiError> {
        consent.missing(&self.services).await.map_err(consent_error)
    }

    /// What the page asks the user.
    pub(crate) async fn question_of(&self, consent: &Consent) -> Result<Question, ApiError> {
        consent.question(&self.services).await.map_err(consent_error)
    }

    /// Who is asked.
    pub(crate) async fn user_of(&self, consent: &Consent) -> Result<User, ApiError> {
        let user =
            store::user::find(self.services.db.exec(), &self.services.tenant, &consent.user_id).await?;
        user.filter(|user| !user.is_suspended).ok_or_else(not_signed_in)
    }

    /// Allows everything, as first-party applications get it; returns where the browser goes on.
    pub(crate) async fn allow_all(&self, consent: Consent) -> Result<String, ApiError> {
        self.user_of(&consent).await?;
        let result = consent.grant_all(&self.services).await.map_err(consent_error)?;
        self.finish(&result).await
    }

    /// Allows what needs no organization and what the chosen `organizations` and those that are open give; returns where the browser goes on.
    pub(crate) async fn allow(&self, organizations: &[OrganizationId]) -> Result<String, ApiError> {
        let consent = self.consent().await?;
        self.user_of(&consent).await?;
        let result = consent.grant_selected(&self.services, organizations).await.map_err(consent_error)?;
        self.finish(&result).await
    }

    /// Allows what the page showed, with the organizations `ticked` there; returns where the browser goes on.
    pub(crate) async fn allow_shown(&self, ticked: &[OrganizationId]) -> Result<String, ApiError> {
        let consent = self.consent().await?;
        self.user_of(&consent).await?;
        let result = consent.answer(&self.services, ticked).await.map_err(consent_error)?;
        self.finish(&result).await
    }

    /// Refuses; the application is told so by the provider. Returns where the browser goes on.
    pub(crate) async fn deny(&self) -> Result<String, ApiError> {
        let consent = self.consent().await?;
        self.user_of(&consent).await?;
        self.finish(&InteractionResult::Denied).await
    }

    pub(super) async fn finish(&self, result: &InteractionResult) -> Result<String, ApiError> {
        interaction::finish(&self.services, &self.running, result).await.map_err(|error| match error {
            InteractionError::Store(error) => error.into(),
            other => ApiError::session_not_found(other.description().unwrap_or_default()),
        })
    }
}

pub(super) fn not_signed_in() -> ApiError {
    ApiError::session_not_found("interaction session not found")
}

fn consent_error(error: ConsentError) -> ApiError {
    match error {
        ConsentError::NotSignedIn => not_signed_in(),
        ConsentError::NotAdmitted => ApiError::bad_request("oidc.access_denied"),
        ConsentError::MembershipRequired => ApiError::unprocessable("organization.require_membership"),
        ConsentError::Operation(error) => failed(error),
    }
}
