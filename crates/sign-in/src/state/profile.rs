//! What was collected for an account.

use domain::{
    OrganizationId,
    account::User,
    password::{PasswordAlgorithm, PasswordDigest},
};
use operations::sso::ProvenSsoIdentity;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::PendingIdentity;

/// A password's digest on its way into an account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredDigest {
    pub(super) algorithm: String,
    pub(super) digest: String,
}

impl std::fmt::Debug for StoredDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoredDigest(…)")
    }
}

impl From<PasswordDigest> for StoredDigest {
    fn from(digest: PasswordDigest) -> Self {
        Self { algorithm: digest.algorithm.as_str().to_owned(), digest: digest.digest }
    }
}

impl StoredDigest {
    /// The digest, unless another version wrote an algorithm that this one does not know.
    fn to_digest(&self) -> Option<PasswordDigest> {
        Some(PasswordDigest {
            algorithm: PasswordAlgorithm::parse(&self.algorithm)?,
            digest: self.digest.clone(),
        })
    }
}

/// What was collected for an account and is not in it yet.
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct PendingProfile {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<String>,
    /// Proven to be theirs, as the number below is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) primary_email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) primary_phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) password: Option<StoredDigest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) avatar: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) social: Option<PendingIdentity>,
    /// Who they are at an enterprise's provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sso: Option<ProvenSsoIdentity>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) profile: Map<String, Value>,
    /// Values of fields that the tenant has of its own.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) custom_data: Map<String, Value>,
    /// Organizations that the user is to join, because a token says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) organizations: Vec<OrganizationId>,
}

impl PendingProfile {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Lays what was collected over `user`.
    pub(crate) fn apply_to(&self, user: &mut User) {
        let take = |target: &mut Option<String>, source: &Option<String>| {
            if source.is_some() {
                target.clone_from(source);
            }
        };
        take(&mut user.username, &self.username);
        take(&mut user.primary_email, &self.primary_email);
        take(&mut user.primary_phone, &self.primary_phone);
        take(&mut user.name, &self.name);
        take(&mut user.avatar, &self.avatar);
        if let Some(PendingIdentity { identity, .. }) = &self.social {
            user.identities.insert(identity.target.clone(), identity.shown());
        }
        if let Some(password) = self.password_digest() {
            (user.password, user.password_recovered_by) = (Some(password), None);
        }
        user.profile.extend(self.profile.clone());
        user.custom_data.extend(self.custom_data.clone());
    }

    pub(crate) fn password_digest(&self) -> Option<PasswordDigest> {
        self.password.as_ref().and_then(StoredDigest::to_digest)
    }
}
