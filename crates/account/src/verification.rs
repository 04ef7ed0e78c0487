//! What users have proved lately (`verification_records`): made, sealed and opened here, and held against the account.

use domain::{
    ConnectorId, HashedToken, UnixMillis,
    account::User,
    grant::{SPARED_BY_ENTERPRISE, Session},
    sign_in_experience::SignInExperience,
    text::hexadecimal,
    time::iso_8601,
    verification_record::{Subject, VERIFICATION_RECORD_TTL, VerificationRecord},
};
use http_kit::ApiError;
use operations::{OperationError, keys, social::ProvenIdentity};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use store::{
    Exec, StoreError,
    verification_record::{self, RecordKey},
};
use zeroize::Zeroizing;

use crate::{
    AccountContext,
    error::{failed, not_proved},
};

/// What the state of a record is sealed for, beside whose it is.
const KIND: &str = "verification-record";

/// How the caller has proved that they are the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Proof {
    /// By something that is the user's own.
    Subject(Subject),
    /// By an account elsewhere that is linked.
    Identity {
        /// Where.
        target: String,
        /// Which.
        id: String,
    },
    /// By having signed in just now, for those who have nothing else to prove it with.
    SignIn,
}

impl Proof {
    /// Whether it proves this user, as the account is now.
    pub(crate) fn holds_for(&self, user: &User) -> bool {
        match self {
            Self::Subject(subject) => subject.identifies(user),
            Self::Identity { target, id } => user.has_identity(target, id),
            Self::SignIn => !has_verification_method(user),
        }
    }
}

/// Whether there is something by which a user can prove who they are without leaving: a password, or an address for a code.
pub(crate) fn has_verification_method(user: &User) -> bool {
    user.password.is_some() || user.primary_email.is_some() || user.primary_phone.is_some()
}

/// What is remembered while a browser is elsewhere.
#[derive(Serialize, Deserialize)]
pub(crate) struct Elsewhere {
    pub(crate) state: String,
    pub(crate) redirect_uri: String,
    pub(crate) remembered: Value,
}

/// A record that was just made, with its id, which is told to the caller and not stored.
pub(crate) struct NewRecord {
    pub(crate) id: String,
    pub(crate) record: VerificationRecord,
}

impl NewRecord {
    /// Until when it counts, as the wire tells it.
    pub(crate) fn expires_at(&self) -> String {
        iso_8601(self.record.expires_at)
    }
}

impl AccountContext {
    /// A record of the caller.
    pub(crate) fn new_record(&self, subject: Subject, verified_at: Option<UnixMillis>) -> NewRecord {
        let (id, now) = (self.services.entropy.id_21(), self.services.now());
        let record = VerificationRecord {
            id: HashedToken::of(&id),
            user_id: self.user_id().clone(),
            grant_id: self.grant_id.clone(),
            subject,
            sealed_state: None,
            verified_at,
            created_at: now,
            expires_at: now.plus(VERIFICATION_RECORD_TTL),
        };
        NewRecord { id, record }
    }

    /// Stores a record.
    pub(crate) async fn keep_record(&self, new: &NewRecord) -> Result<(), ApiError> {
        match verification_record::insert(self.exec(), self.tenant(), &new.record).await {
            // Whoever was signed out meanwhile proves nothing.
            Err(StoreError::ForeignKeyViolation) => Err(crate::error::unauthorized()),
            stored => Ok(stored?),
        }
    }

    /// What names a record of the caller.
    pub(crate) fn record_key<'a>(&'a self, id: &'a HashedToken) -> RecordKey<'a> {
        RecordKey { id, user: self.user_id(), grant: &self.grant_id }
    }

    /// The record with this id, if it is the caller's.
    pub(crate) async fn find_record(&self, id: &str) -> Result<Option<VerificationRecord>, ApiError> {
        let hash = HashedToken::of(id);
        let (key, now) = (self.record_key(&hash), self.services.now());
        Ok(verification_record::find(self.exec(), self.tenant(), key, now).await?)
    }

    /// Uses up what was proved under this id, within the change that it is for; 400 when there is no such thing.
    pub(crate) async fn consume_record(
        &self,
        exec: Exec<'_>,
        id: &str,
    ) -> Result<VerificationRecord, ApiError> {
        let hash = HashedToken::of(id);
        let (key, now) = (self.record_key(&hash), self.services.now());
        let consumed = verification_record::consume(exec, self.tenant(), key, now).await?;
        consumed.ok_or_else(|| ApiError::bad_request("verification_record.not_found"))
    }

    /// How the caller has proved lately that they are the user, or 401.
    pub(crate) async fn prove(&self) -> Result<Proof, ApiError> {
        let Some(id) = &self.verification_id else {
            return self.prove_by_sign_in().await;
        };
        if self.was_spared_own_factor().await? {
            return Err(not_proved());
        }
        let record = self.find_record(id).await?.filter(|record| record.verified_at.is_some());
        let record = record.ok_or_else(not_proved)?;
        let proof = match &record.subject {
            Subject::Social(_) => {
                let proven: ProvenIdentity = self.open(&record)?.ok_or_else(not_proved)?;
                Proof::Identity { id: proven.id().to_owned(), target: proven.target }
            }
            subject => Proof::Subject(subject.clone()),
        };
        if proof.holds_for(&self.user) { Ok(proof) } else { Err(not_proved()) }
    }

    /// Whether the user was let in without a factor that they have: one step more is then no proof, and a sign-in that asks for the factor is to come
    /// first. An enterprise takes the place of codes, and of no factor of the user's own.
    async fn was_spared_own_factor(&self) -> Result<bool, ApiError> {
        Ok(match self.current_session().await? {
            Some(session) => is_spared_own_factor(&session, &self.user, &self.experience),
            // It has ended, as that of a grant with `offline_access` may have long ago: nobody knows any more how they were let in.
            None => self.experience.mfa.required_of(&self.user).is_some(),
        })
    }

    /// Who has neither password nor address cannot prove anything by them. That they signed in no longer ago than a record would count is as
    /// good, unless they were spared their second factor.
    async fn prove_by_sign_in(&self) -> Result<Proof, ApiError> {
        if has_verification_method(&self.user) {
            return Err(not_proved());
        }
        let (session, now) = (self.current_session().await?, self.services.now());
        let session = session.filter(|session| session.second_factor_spared_by().is_none());
        let signed_in_at = session.and_then(|session| session.signed_in_at).ok_or_else(not_proved)?;
        if signed_in_at.plus(VERIFICATION_RECORD_TTL) > now { Ok(Proof::SignIn) } else { Err(not_proved()) }
    }

    /// Seals what a record is to remember: whoever writes into the database cannot give it to another user, or as another record.
    pub(crate) fn seal<T: Serialize>(&self, id: &HashedToken, state: &T) -> Result<Vec<u8>, ApiError> {
        let state =
            serde_json::to_vec(state).map(Zeroizing::new).map_err(|error| ApiError::internal(&error))?;
        let services = &self.services;
        keys::seal(&services.sealing, &*services.entropy, &self.sealed_for(id), &state).map_err(failed)
    }

    /// Opens what a record remembers, if it does.
    pub(crate) fn open<T: DeserializeOwned>(
        &self,
        record: &VerificationRecord,
    ) -> Result<Option<T>, ApiError> {
        let Some(sealed) = &record.sealed_state else { return Ok(None) };
        let opened = self.services.sealing.open(&self.sealed_for(&record.id), sealed);
        let opened = opened.map_err(|_| failed(OperationError::Store(StoreError::Sealed)))?;
        let column = StoreError::Inconsistent { table: "verification_records", column: "sealed_state" };
        serde_json::from_slice(&opened).map(Some).map_err(|_| column.into())
    }

    fn sealed_for(&self, id: &HashedToken) -> Vec<u8> {
        keys::context(self.tenant(), KIND, &format!("{}\n{}", self.user_id(), holder(id)))
    }
}

/// Whether the user of a session was let in without a factor of their own.
pub(crate) fn is_spared_own_factor(session: &Session, user: &User, experience: &SignInExperience) -> bool {
    let Some(by) = session.second_factor_spared_by() else { return false };
    experience.mfa.required_of(user).is_some() && (by != SPARED_BY_ENTERPRISE || user.has_mfa_factor())
}

/// What names a record as the holder of what came of it.
pub(crate) fn holder(id: &HashedToken) -> String {
    hexadecimal(id.as_bytes())
}

/// The connector that a record is about; 400 for one that is about something else.
pub(crate) fn connector_of(record: &VerificationRecord) -> Result<&ConnectorId, ApiError> {
    match &record.subject {
        Subject::Social(connector) => Ok(connector),
        _ => Err(ApiError::bad_request("verification_record.not_found")),
    }
}
