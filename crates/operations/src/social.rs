//! What is kept of somebody who signed in elsewhere: what came of a sign-in that [`crate::connectors`] began and finished is given to a user by
//! [`put_identity`]. Where that takes more than one request, it is a [`ProvenIdentity`] until then.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use connectors::social::SocialProfile;
use domain::{ConnectorId, account::User};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::{Exec, StoreError};

use crate::{
    OperationError,
    connectors::{self as connector, Connector},
    keys,
    services::Services,
    token_set,
};

/// What sealed tokens of a [`ProvenIdentity`] are bound to, beside what holds it.
const KIND: &str = "proven-identity";
/// The most that is kept of what a provider said, until an account has it, in bytes of JSON.
const MAX_RAW_BYTES: usize = 8 * 1024;

/// Gives a user the identity that a connector's provider has proved, in place of the one held at the same target, with its tokens where the
/// connector keeps them, and returns all identities of the user. To be called in a transaction that has locked the user, whose row this is.
///
/// # Errors
/// A unique violation of `user_identities` with the column `identity_id` when the identity is another user's.
pub async fn put_identity(
    services: &Services,
    exec: Exec<'_>,
    user: &User,
    (connector, profile): (&Connector, &SocialProfile),
) -> Result<Map<String, Value>, OperationError> {
    let shown = shown(profile);
    let identity = (connector.target(), profile.id.as_str());
    let identities = store::user::put_identity(exec, &services.tenant, user, identity, shown).await?;
    token_set::keep(services, exec, connector, (&user.id, profile)).await?;
    Ok(identities)
}

/// An identity as its user's row shows it.
pub(crate) fn shown(profile: &SocialProfile) -> Value {
    json!({ "userId": profile.id, "details": details(profile) })
}

/// What is kept of a profile with the identity of a user: `{id, email?, phone?, name?, avatar?, rawData}`, without tokens.
pub fn details(profile: &SocialProfile) -> Map<String, Value> {
    let SocialProfile { id, email, phone, name, avatar, raw_data, tokens: _ } = profile;
    let mut details = Map::from_iter([("id".to_owned(), id.as_str().into())]);
    for (member, value) in [("email", email), ("phone", phone), ("name", name), ("avatar", avatar)] {
        details.extend(value.as_ref().map(|value| (member.to_owned(), value.as_str().into())));
    }
    details.insert("rawData".to_owned(), raw_data.clone());
    details
}

/// Somebody whom a provider has proved, for whatever keeps that until an account is found or made. It holds no token in clear.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProvenIdentity {
    /// Through which connector.
    pub connector_id: ConnectorId,
    /// At which target.
    pub target: String,
    /// What [`details`] says of them.
    pub details: Map<String, Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed_tokens: Option<String>,
}

impl std::fmt::Debug for ProvenIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProvenIdentity").field("target", &self.target).finish_non_exhaustive()
    }
}

impl ProvenIdentity {
    /// What came of a sign-in through `connector`. Its tokens are sealed for `holder`, the id of what keeps it, and kept only where the
    /// connector keeps tokens.
    pub fn seal(
        services: &Services,
        (connector, profile): (&Connector, &SocialProfile),
        holder: &str,
    ) -> Result<Self, OperationError> {
        let tokens = profile.tokens.as_ref().filter(|_| connector.enable_token_storage);
        let seal = |tokens: &Value| {
            let revealed = zeroize::Zeroizing::new(tokens.to_string());
            let context = keys::context(&services.tenant, KIND, holder);
            keys::seal(&services.sealing, &*services.entropy, &context, revealed.as_bytes())
        };
        let sealed_tokens = tokens.map(seal).transpose()?.map(|sealed| URL_SAFE_NO_PAD.encode(sealed));
        let mut details = details(profile);
        if profile.raw_data.to_string().len() > MAX_RAW_BYTES {
            details.insert("rawData".to_owned(), json!({}));
        }
        let (connector_id, target) = (connector.id.clone(), connector.target().to_owned());
        Ok(Self { connector_id, target, details, sealed_tokens })
    }

    /// The profile again, with its tokens, for the `holder` that they were sealed for.
    pub fn open(&self, services: &Services, holder: &str) -> Result<SocialProfile, OperationError> {
        let open = |sealed: &String| -> Result<Value, StoreError> {
            let sealed = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| StoreError::Sealed)?;
            let context = keys::context(&services.tenant, KIND, holder);
            let opened = services.sealing.open(&context, &sealed).map_err(|_| StoreError::Sealed)?;
            serde_json::from_slice(&opened).map_err(|_| StoreError::Sealed)
        };
        let tokens = self.sealed_tokens.as_ref().map(open).transpose()?;
        Ok(SocialProfile { tokens, ..self.profile() })
    }

    /// The profile without tokens.
    pub fn profile(&self) -> SocialProfile {
        let text = |member| self.text(member).map(ToOwned::to_owned);
        SocialProfile {
            id: self.id().to_owned(),
            email: text("email"),
            phone: text("phone"),
            name: text("name"),
            avatar: text("avatar"),
            raw_data: self.details.get("rawData").cloned().unwrap_or_default(),
            tokens: None,
        }
    }

    /// Drops the tokens, once an account has them.
    pub fn forget_tokens(&mut self) {
        self.sealed_tokens = None;
    }

    /// As a user's row shows it.
    pub fn shown(&self) -> Value {
        json!({ "userId": self.id(), "details": self.details })
    }

    /// Their id there.
    pub fn id(&self) -> &str {
        self.text("id").unwrap_or_default()
    }

    /// Their e-mail address, which the provider has verified.
    pub fn email(&self) -> Option<&str> {
        self.text("email")
    }

    /// Their phone number, which the provider has verified.
    pub fn phone(&self) -> Option<&str> {
        self.text("phone")
    }

    /// Their name.
    pub fn name(&self) -> Option<&str> {
        self.text("name")
    }

    /// Where their picture is.
    pub fn avatar(&self) -> Option<&str> {
        self.text("avatar")
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.details.get(member).and_then(Value::as_str)
    }

    /// Whether this user holds it.
    pub fn is_held_by(&self, user: &User) -> bool {
        user.has_identity(&self.target, self.id())
    }

    /// The user who holds it.
    pub async fn find_holder(&self, services: &Services) -> Result<Option<User>, StoreError> {
        let identity = (self.target.as_str(), self.id());
        store::user::find_by_identity(services.db.exec(), &services.tenant, identity).await
    }

    /// The connector that it came through, while it takes the same accounts as then.
    pub async fn connector(&self, services: &Services) -> Result<Option<Connector>, OperationError> {
        let found = connector::find(services, &self.connector_id).await?;
        Ok(found.filter(|connector| connector.target() == self.target))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_hold_what_is_known_and_no_tokens() {
        let profile = SocialProfile {
            id: "7".to_owned(),
            email: None,
            phone: None,
            name: Some("Astrid".to_owned()),
            avatar: None,
            raw_data: json!({ "login": "astrid" }),
            tokens: Some(json!({ "access_token": "secret" })),
        };
        let expected = json!({ "id": "7", "name": "Astrid", "rawData": { "login": "astrid" } });
        assert_eq!(Value::Object(details(&profile)), expected);
    }
}
