//! What the OpenID provider remembers between requests: sessions, grants, running interactions, codes and tokens.

mod tokens;

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::{
    ApplicationId, GrantId, HashedToken, JsonText, OrganizationId, SessionId, UnixMillis, UserId,
    account::proof::Proof,
};

pub use tokens::{AccessToken, AuthorizationCodePayload, RefreshToken, RefreshTokenPayload};

/// How long an authorization code can be redeemed (OIDC contract §5.1).
pub const AUTHORIZATION_CODE_TTL: Duration = Duration::from_secs(60);
/// How long a sign-in may take.
pub const INTERACTION_TTL: Duration = Duration::from_secs(3_600);
/// How long a grant lives.
pub const GRANT_TTL: Duration = Duration::from_secs(180 * 86_400);
/// How long a session lives when the tenant does not say otherwise.
pub const SESSION_TTL: Duration = Duration::from_secs(14 * 86_400);
/// How long a session lives in which nobody is signed in; anybody can begin one.
pub(crate) const ANONYMOUS_SESSION_TTL: Duration = Duration::from_secs(3_600);
/// How long opaque and organization tokens live.
pub const ACCESS_TOKEN_TTL: Duration = Duration::from_secs(3_600);
/// How long a consumed refresh token still leads to its one successor (OIDC contract §4.3).
pub const REFRESH_TOKEN_LEEWAY: Duration = Duration::from_secs(3);
/// How long a device waits for its user (OIDC contract §5.1).
pub const DEVICE_CODE_TTL: Duration = Duration::from_secs(600);
/// From this age of its chain on, a refresh token no longer rotates: 365.25 days.
pub const REFRESH_TOKEN_CHAIN_LIMIT: Duration = Duration::from_secs(31_557_600);

/// Scopes granted on API resources: indicator to scope names in the order they were granted.
pub type ResourceScopes = Vec<ResourceScope>;

/// The scopes granted, or for good refused, on one API resource.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ResourceScope {
    /// The resource's indicator.
    pub indicator: String,
    /// Space-separated names of what was granted.
    pub scope: String,
    /// Space-separated names of what was asked for and refused, which is not asked for again.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rejected: String,
}

/// A consent record: what a user allows an application. Every token of the pair hangs on it and dies with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// Who granted.
    pub user_id: UserId,
    /// To whom.
    pub application_id: ApplicationId,
    /// OIDC scopes granted, space-separated.
    pub openid_scope: String,
    /// API scopes granted.
    pub resource_scopes: ResourceScopes,
    /// When it was first given.
    pub created_at: UnixMillis,
    /// When it ends.
    pub expires_at: UnixMillis,
}

impl Grant {
    /// Whether this grant was made by a token exchange (RFC 8693) for one access token, with which it ends. The user did not give it: whoever held a
    /// token of theirs, or an operator in their place, did.
    pub fn is_of_exchange(&self, token: &AccessToken) -> bool {
        self.expires_at == token.expires_at
    }
}

/// A browser's session.
#[derive(Clone, PartialEq, Debug)]
pub struct Session {
    /// Its lasting id.
    pub id: SessionId,
    /// Who is signed in, if anybody.
    pub user_id: Option<UserId>,
    /// When they signed in.
    pub signed_in_at: Option<UnixMillis>,
    /// What they submitted to sign in, without secrets, for lists of a user's sessions.
    pub last_submission: Option<Value>,
    /// The application that sent them to sign in.
    pub application_id: Option<ApplicationId>,
    /// Where it was used last.
    pub agent: Option<SessionAgent>,
    /// When it was used last.
    pub last_active_at: Option<UnixMillis>,
    /// A sign-out that awaits confirmation.
    pub logout: Option<PendingLogout>,
    /// When it began.
    pub created_at: UnixMillis,
    /// When it ends.
    pub expires_at: UnixMillis,
}

/// The member of `signInContext` in a session's last submission that tells why its user was let in without the second factor that they have. A sign-in
/// that has it proves less than others.
pub const SECOND_FACTOR_SPARED: &str = "secondFactorSpared";

/// The value of [`SECOND_FACTOR_SPARED`] where an enterprise's provider vouched for the user.
pub const SPARED_BY_ENTERPRISE: &str = "enterprise";

/// The browser of a session, as far as it shows.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionAgent {
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// What it calls itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
}

impl Session {
    /// A session in which nobody is signed in yet.
    pub fn new(id: SessionId, now: UnixMillis) -> Self {
        Self {
            id,
            user_id: None,
            signed_in_at: None,
            last_submission: None,
            application_id: None,
            agent: None,
            last_active_at: None,
            logout: None,
            created_at: now,
            expires_at: now.plus(ANONYMOUS_SESSION_TTL),
        }
    }

    /// Why its user was let in without the second factor that they have; `None` for those who have shown it, or have none. Empty for a reason that
    /// this version cannot read.
    pub fn second_factor_spared_by(&self) -> Option<&str> {
        let spared = self.last_submission.as_ref()?.get("signInContext")?.get(SECOND_FACTOR_SPARED)?;
        Some(spared.as_str().unwrap_or_default())
    }

    /// How long it lives from now on when it is used, where sessions in which somebody is signed in live this long.
    pub fn lifetime(&self, signed_in: Duration) -> Duration {
        if self.user_id.is_some() { signed_in } else { ANONYMOUS_SESSION_TTL }
    }
}

/// A sign-out that was asked for and awaits the browser's confirmation (OIDC contract §5.6).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PendingLogout {
    /// The hash of the token against forged posts, in base64url.
    pub xsrf_hash: String,
    /// The application that asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_id: Option<ApplicationId>,
    /// Where to go afterwards, checked when it was asked for; without `state`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_logout_redirect_uri: Option<String>,
    /// Echoed to that place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// An application within a session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionApplication {
    /// The application.
    pub application_id: ApplicationId,
    /// The consent record it uses in this session.
    pub grant_id: Option<GrantId>,
    /// The session's name towards this application (back-channel logout).
    pub sid: String,
    /// Whether its tokens outlive the session (`offline_access`).
    pub persists_logout: bool,
}

/// Why the user's help is needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InteractionPrompt {
    /// Nobody, or the wrong one, is signed in.
    Login,
    /// Something is asked for that was not granted yet.
    Consent,
    /// The user is to say whether to go on as who is signed in.
    SelectAccount,
    /// The user is to choose an organization, or to be told that the one that was asked for is closed to them.
    Organization,
}

impl InteractionPrompt {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Login, Self::Consent, Self::SelectAccount, Self::Organization];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Consent => "consent",
            Self::SelectAccount => "select_account",
            Self::Organization => "organization",
        }
    }
}

/// A running sign-in or consent: the hand-over between the OpenID provider and the sign-in experience, which never call each other.
#[derive(Clone, PartialEq, Debug)]
pub struct Interaction {
    /// The hash of its uid; the browser holds the uid.
    pub id: HashedToken,
    /// The client that started it.
    pub application_id: ApplicationId,
    /// What is wanted of the user.
    pub prompt: InteractionPrompt,
    /// The parameters of the authorization request, as `[[name, value], …]` in order.
    pub parameters: Vec<(String, String)>,
    /// The session it runs in, once somebody is signed in.
    pub session_id: Option<SessionId>,
    /// The grant it extends.
    pub grant_id: Option<GrantId>,
    /// The device code it is for; none when it came from the authorization endpoint.
    pub device_code: Option<HashedToken>,
    /// What the sign-in experience keeps while it runs; owned by the crate `sign-in`.
    pub experience: Option<JsonText>,
    /// How it ended, if it has.
    pub result: Option<InteractionResult>,
    /// When it began.
    pub created_at: UnixMillis,
    /// When it is given up.
    pub expires_at: UnixMillis,
}

impl Interaction {
    /// A parameter of the authorization request.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// What others than the owner of [`Self::experience`] read of it.
    pub fn told(&self) -> Told {
        let Some(experience) = &self.experience else { return Told::default() };
        // Of what cannot be read nobody knows what was proven, and that is no proof.
        let Ok(read) = experience.read::<ReadByOthers>() else { return Told::default() };
        let proof = match (read.identified, read.password_mark) {
            (Some(identified), _) => {
                let proof = identified.get("proof").cloned().unwrap_or_default();
                serde_json::from_value(proof).unwrap_or(Proof::Unknown)
            }
            (None, Some(mark)) => {
                serde_json::from_value(mark).map_or(Proof::Unknown, |mark| Proof::Password { mark })
            }
            (None, None) => Proof::Unknown,
        };
        Told { last_submission: read.last_submission, proof }
    }
}

/// What an experience tells others than its owner.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Told {
    /// What the user submitted, without secrets.
    pub last_submission: Option<Value>,
    /// What the user proved who they are by: unknown where there is nothing or it cannot be read, and that proves nothing.
    pub proof: Proof,
}

/// The members of an experience that are read for [`Told`].
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReadByOthers {
    last_submission: Option<Value>,
    #[serde(default, deserialize_with = "given")]
    identified: Option<Value>,
    /// What versions before this one kept of a password.
    #[serde(default, deserialize_with = "given")]
    password_mark: Option<Value>,
}

/// A member that is given is something, `null` too.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// What the sign-in experience hands back to the provider.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InteractionResult {
    /// The user has proven who they are.
    Login {
        /// Who.
        user_id: UserId,
    },
    /// The user has decided about what was asked for; the decision is in the grant.
    Consent {
        /// The grant that now holds it.
        grant_id: GrantId,
    },
    /// The user goes on as who is signed in.
    SameAccount,
    /// The user wants to sign in with another account.
    OtherAccount,
    /// The user has chosen an organization.
    Organization {
        /// Which.
        organization_id: OrganizationId,
    },
    /// The user has refused.
    Denied,
}

impl Grant {
    /// A grant of nothing yet.
    pub fn new(id: GrantId, user_id: UserId, application_id: ApplicationId, now: UnixMillis) -> Self {
        Self {
            id,
            user_id,
            application_id,
            openid_scope: String::new(),
            resource_scopes: Vec::new(),
            created_at: now,
            expires_at: now.plus(GRANT_TTL),
        }
    }

    /// Whether an OIDC scope was granted.
    pub fn has_openid_scope(&self, scope: &str) -> bool {
        has_word(&self.openid_scope, scope)
    }

    /// Adds an OIDC scope, unless it was granted already.
    pub fn add_openid_scope(&mut self, scope: &str) {
        add_word(&mut self.openid_scope, scope);
    }

    /// What was decided about an API resource, if anything was.
    pub fn resource(&self, indicator: &str) -> Option<&ResourceScope> {
        self.resource_scopes.iter().find(|granted| granted.indicator == indicator)
    }

    /// Decides more about an API resource.
    pub fn decide(&mut self, indicator: &str, decision: impl FnOnce(&mut ResourceScope)) {
        if let Some(known) = self.resource_scopes.iter_mut().find(|known| known.indicator == indicator) {
            return decision(known);
        }
        let mut new =
            ResourceScope { indicator: indicator.to_owned(), scope: String::new(), rejected: String::new() };
        decision(&mut new);
        self.resource_scopes.push(new);
    }
}

impl ResourceScope {
    /// Whether a scope was granted.
    pub fn is_granted(&self, scope: &str) -> bool {
        has_word(&self.scope, scope)
    }

    /// Whether a scope was granted or refused, so that nobody is asked about it again.
    pub fn is_decided(&self, scope: &str) -> bool {
        self.is_granted(scope) || has_word(&self.rejected, scope)
    }

    /// Grants a scope, also one that was refused before.
    pub fn grant(&mut self, scope: &str) {
        add_word(&mut self.scope, scope);
    }

    /// Refuses a scope, unless it was granted.
    pub fn reject(&mut self, scope: &str) {
        if !self.is_granted(scope) {
            add_word(&mut self.rejected, scope);
        }
    }
}

fn has_word(words: &str, word: &str) -> bool {
    words.split(' ').any(|candidate| candidate == word)
}

fn add_word(words: &mut String, word: &str) {
    if has_word(words, word) {
        return;
    }
    if !words.is_empty() {
        words.push(' ');
    }
    words.push_str(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant() -> Grant {
        Grant::new(GrantId::new("g"), UserId::new("u"), ApplicationId::new("c"), UnixMillis(1_000))
    }

    #[test]
    fn scopes_keep_their_order_and_are_granted_once() {
        let mut grant = grant();
        for scope in ["openid", "profile", "openid", "profiles"] {
            grant.add_openid_scope(scope);
        }
        assert_eq!(grant.openid_scope, "openid profile profiles");
        assert!(grant.has_openid_scope("profile"));
        assert!(!grant.has_openid_scope("file"));
        assert_eq!(grant.expires_at, UnixMillis(1_000).plus(GRANT_TTL));
    }

    #[test]
    fn what_was_granted_is_not_refused_and_what_was_refused_may_be_granted() {
        let mut grant = grant();
        grant.decide("https://orders.example", |orders| {
            orders.grant("read");
            orders.reject("read");
            orders.reject("write");
        });
        let orders = grant.resource("https://orders.example").unwrap();
        assert!(orders.is_decided("write") && !orders.is_granted("write"));
        grant.decide("https://orders.example", |orders| orders.grant("write"));
        assert_eq!(grant.resource("https://orders.example").unwrap().scope, "read write");
        assert_eq!(grant.resource("https://other.example"), None);
    }
}
