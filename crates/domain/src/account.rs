//! Users.

pub mod chosen;
pub mod identifier;
pub mod preference;
pub mod profile;
pub mod proof;
pub mod second_factor;

use self::identifier::{is_same_email, parse_phone};
use serde_json::{Map, Value};

use crate::{
    ApplicationId, UnixMillis, UserId,
    password::{PasswordDigest, PasswordMark},
    sign_in_experience::IdentifierKind,
};

/// A user (Management API contract §5.1).
#[derive(Clone, PartialEq, Debug)]
pub struct User {
    /// The id.
    pub id: UserId,
    /// Matches `[A-Za-z_]\w*`, at most 128 characters, unique in the tenant.
    pub username: Option<String>,
    /// Kept as given; unique without regard to case.
    pub primary_email: Option<String>,
    /// E.164 digits without `+`.
    pub primary_phone: Option<String>,
    /// The full name.
    pub name: Option<String>,
    /// URL of a picture.
    pub avatar: Option<String>,
    /// Whatever the product keeps here.
    pub custom_data: Map<String, Value>,
    /// Further standard claims, members as in the contract (`familyName`, `address`, …).
    pub profile: Map<String, Value>,
    /// Social identities by target: `{[target]: {userId, details?}}`.
    pub identities: Map<String, Value>,
    /// Stored second factors, each as [`second_factor::SecondFactor`] unless another version wrote it; empty when there is none.
    pub mfa_factors: Vec<Value>,
    /// The password's hash.
    pub password: Option<PasswordDigest>,
    /// The kind of the one address of the user that the password rests on, because codes sent there were all that it took to set it; until it is
    /// replaced otherwise, or whoever knows it has shown a second factor that is another. Knowing it tells no more than that somebody reads that mailbox.
    pub password_recovered_by: Option<IdentifierKind>,
    /// The application through which the user registered.
    pub application_id: Option<ApplicationId>,
    /// Whether signing in is refused.
    pub is_suspended: bool,
    /// The last sign-in.
    pub last_sign_in_at: Option<UnixMillis>,
    /// When the user was made.
    pub created_at: UnixMillis,
    /// When the row last changed; strictly increases.
    pub updated_at: UnixMillis,
}

impl User {
    /// A user with nothing but an id.
    pub fn new(id: UserId, now: UnixMillis) -> Self {
        Self {
            id,
            username: None,
            primary_email: None,
            primary_phone: None,
            name: None,
            avatar: None,
            custom_data: Map::new(),
            profile: Map::new(),
            identities: Map::new(),
            mfa_factors: Vec::new(),
            password: None,
            password_recovered_by: None,
            application_id: None,
            is_suspended: false,
            last_sign_in_at: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// Whether a stored second factor satisfies an organization that requires one (OIDC contract §4.3, check 8).
    pub fn has_mfa_factor(&self) -> bool {
        let is_used_up = |factor: &Value| factor.get("isUsedUp").and_then(Value::as_bool) == Some(true);
        self.mfa_factors.iter().any(|factor| !is_used_up(factor))
    }

    /// Whether a second factor with this id is stored.
    pub fn has_factor(&self, id: &str) -> bool {
        self.mfa_factors.iter().any(|factor| factor.get("id").and_then(Value::as_str) == Some(id))
    }

    /// Whether the user has this identity at a social target.
    pub fn has_identity(&self, target: &str, identity_id: &str) -> bool {
        let held = self.identities.get(target).and_then(|identity| identity.get("userId"));
        held.and_then(Value::as_str) == Some(identity_id)
    }

    /// Which address of the user's own their identity at a social target has too. Who reads the one may well be let into the other.
    pub fn address_shared_with(&self, target: &str) -> Option<IdentifierKind> {
        let details = self.identities.get(target)?.get("details")?;
        let theirs = |member| details.get(member).and_then(Value::as_str);
        let is_email =
            theirs("email").zip(self.primary_email.as_deref()).is_some_and(|(a, b)| is_same_email(a, b));
        let number = theirs("phone").and_then(|number| parse_phone(number).ok());
        let is_phone = number.is_some() && number == self.primary_phone;
        is_email.then_some(IdentifierKind::Email).or(is_phone.then_some(IdentifierKind::Phone))
    }

    /// Whether the password is still the one of this mark.
    pub fn has_password(&self, mark: &PasswordMark) -> bool {
        self.password.as_ref().is_some_and(|password| password.mark() == *mark)
    }
}
