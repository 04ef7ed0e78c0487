//! Bodies of the Experience API (OIDC contract §6.3), with those of the consent API beside it.
//!
//! Types with a password in them are not `Debug`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{experience_mfa::PendingMfa, trusted_device::PendingTrust};

pub use crate::experience_consent::{
    ConsentApplication, ConsentInfo, ConsentOrganization, ConsentResource, ConsentResourceScopes,
    ConsentScope, ConsentUser, GiveConsent,
};

/// What a user is about to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub enum InteractionEvent {
    /// Prove who they are.
    SignIn,
    /// Make an account.
    Register,
    /// Set a new password.
    ForgotPassword,
}

/// The kinds of identifiers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum IdentifierType {
    /// A username.
    Username,
    /// An e-mail address.
    Email,
    /// A phone number: digits with the country code, no `+`.
    Phone,
}

/// What a person is known by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Identifier {
    /// Which kind.
    #[serde(rename = "type")]
    pub kind: IdentifierType,
    /// The identifier.
    pub value: String,
}

/// `PUT /api/experience`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StartInteraction {
    /// What the user is about to do.
    pub interaction_event: InteractionEvent,
    /// The answer of a captcha provider.
    #[serde(default)]
    pub captcha_token: Option<String>,
}

/// `PUT /api/experience/interaction-event`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangeInteractionEvent {
    /// What the user is about to do instead.
    pub interaction_event: InteractionEvent,
}

/// `POST /api/experience/verification/password` and `…/new-password-identity`.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct IdentifierAndPassword {
    /// Who it is or wants to be.
    pub identifier: Identifier,
    /// The password.
    pub password: String,
}

/// `POST /api/experience/verification/social/{connectorId}/authorization-uri`.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StartSocialVerification {
    /// Comes back with the answer.
    pub state: String,
    /// Where the browser comes back to.
    pub redirect_uri: String,
}

/// A sign-in elsewhere that has begun.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SocialVerificationBegun {
    /// Where to send the browser.
    pub authorization_uri: String,
    /// The id of the verification.
    pub verification_id: String,
}

/// `POST /api/experience/verification/social/{connectorId}/verify`.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FinishSocialVerification {
    /// What the browser brought back, `state` among it.
    pub connector_data: Map<String, Value>,
    /// The verification; where it is left out, the one that the interaction has.
    #[serde(default)]
    pub verification_id: Option<String>,
}

/// `POST /api/experience/identification`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Identify {
    /// The verification that proves who it is.
    #[serde(default)]
    pub verification_id: Option<String>,
    /// Whether a social identity is joined to the account that owns its address.
    #[serde(default)]
    pub link_social_identity: Option<bool>,
}

/// `POST /api/experience/profile`.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum AddProfile {
    /// A username.
    Username {
        /// The username.
        value: String,
    },
    /// A password.
    Password {
        /// The password.
        value: String,
    },
    /// A verified e-mail address.
    #[serde(rename_all = "camelCase")]
    Email {
        /// Its verification.
        verification_id: String,
    },
    /// A verified phone number.
    #[serde(rename_all = "camelCase")]
    Phone {
        /// Its verification.
        verification_id: String,
    },
    /// A verified social identity.
    #[serde(rename_all = "camelCase")]
    Social {
        /// Its verification.
        verification_id: String,
    },
    /// Further members of the profile.
    ExtraProfile {
        /// Name to value.
        values: Map<String, Value>,
    },
}

/// `PUT /api/experience/profile/password`.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct SetNewPassword {
    /// The new password.
    pub password: String,
}

/// `POST /api/experience/verification/verification-code`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestCode {
    /// Where to send it: an e-mail address or a phone number.
    pub identifier: Identifier,
    /// What the message says that it is for.
    pub interaction_event: InteractionEvent,
}

/// `POST /api/experience/verification/verification-code/verify`.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerifyCode {
    /// Where it was sent.
    pub identifier: Identifier,
    /// The verification that began with sending it.
    pub verification_id: String,
    /// The code.
    pub code: String,
}

/// `POST /api/experience/verification/one-time-token/verify`.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct VerifyOneTimeToken {
    /// The e-mail address it was sent to.
    pub identifier: Identifier,
    /// The token.
    pub token: String,
}

/// `POST /api/experience/verification/sso/{connectorId}/authorization-uri`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BeginSso {
    /// What comes back with the browser.
    pub state: String,
    /// Where the browser comes back to.
    pub redirect_uri: String,
}

/// Where the browser goes to sign in with an enterprise's provider.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SsoBegun {
    /// A URL of the provider.
    pub authorization_uri: String,
    /// The verification that begins with it.
    pub verification_id: String,
}

/// `POST /api/experience/verification/sso/{connectorId}/verify`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerifySso {
    /// What the browser brought back.
    pub connector_data: Map<String, Value>,
    /// The verification that began with sending the browser away.
    pub verification_id: String,
}

/// `GET /api/experience/sso-connectors`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SsoConnectors {
    /// The connectors that addresses of this domain sign in with.
    pub connector_ids: Vec<String>,
}

/// The id of a verification that was made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerificationCreated {
    /// Its id.
    pub verification_id: String,
}

/// Where the browser goes on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RedirectTo {
    /// An absolute URL of this server.
    pub redirect_to: String,
}

/// A verification as its owner may see it. No secret of it is here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
pub enum VerificationRecord {
    /// Somebody knew a password.
    Password {
        /// Its id.
        id: String,
        /// Whose password it is.
        identifier: Identifier,
        /// Whether it succeeded.
        verified: bool,
    },
    /// Somebody has chosen a username and a password.
    NewPasswordIdentity {
        /// Its id.
        id: String,
        /// The username.
        identifier: Identifier,
    },
    /// An authenticator was shown, or a new one is set up.
    Totp {
        /// Its id.
        id: String,
        /// Whose it is.
        user_id: String,
        /// Whether it succeeded.
        verified: bool,
    },
    /// A passkey was shown, or a new one is made.
    WebAuthn {
        /// Its id.
        id: String,
        /// Whose it is.
        user_id: String,
        /// Whether it succeeded.
        verified: bool,
    },
    /// Somebody signs in by a passkey.
    SignInPasskey {
        /// Its id.
        id: String,
        /// Who has signed in; absent until then.
        #[serde(skip_serializing_if = "Option::is_none")]
        user_id: Option<String>,
        /// Whether it succeeded.
        verified: bool,
    },
    /// A backup code was used, or new ones were made.
    BackupCode {
        /// Its id.
        id: String,
        /// Whose it is.
        user_id: String,
    },
    /// A code was sent by e-mail as a second factor.
    MfaEmailVerificationCode {
        /// Its id.
        id: String,
        /// What the message was about.
        template_type: &'static str,
        /// Where it was sent.
        identifier: Identifier,
        /// Whether it succeeded.
        verified: bool,
    },
    /// A code was sent by SMS as a second factor.
    MfaPhoneVerificationCode {
        /// Its id.
        id: String,
        /// What the message was about.
        template_type: &'static str,
        /// Where it was sent.
        identifier: Identifier,
        /// Whether it succeeded.
        verified: bool,
    },
    /// Somebody signs in with an account elsewhere.
    Social {
        /// Its id.
        id: String,
        /// Through which connector.
        connector_id: String,
        /// Whom the provider has proved: `{id, email?, phone?, name?, avatar?, rawData}`; absent until the browser is back.
        #[serde(skip_serializing_if = "Option::is_none")]
        social_user_info: Option<Map<String, Value>>,
    },
    /// Somebody signs in at their enterprise's provider.
    EnterpriseSso {
        /// Its id.
        id: String,
        /// Through which connector.
        connector_id: String,
        /// Whom the provider has proved: `{id, email?, name?, avatar?, rawData}`; absent until the browser is back.
        #[serde(skip_serializing_if = "Option::is_none")]
        enterprise_sso_user_info: Option<Map<String, Value>>,
    },
    /// A code was sent to an e-mail address.
    EmailVerificationCode {
        /// Its id.
        id: String,
        /// What the message says that it is for.
        template_type: &'static str,
        /// Whether the code was told.
        verified: bool,
        /// The address.
        identifier: Identifier,
    },
    /// A code was sent to a phone number.
    PhoneVerificationCode {
        /// Its id.
        id: String,
        /// What the message says that it is for.
        template_type: &'static str,
        /// Whether the code was told.
        verified: bool,
        /// The number.
        identifier: Identifier,
    },
    /// A one-time token was presented.
    OneTimeToken {
        /// Its id.
        id: String,
        /// Whether it was good.
        verified: bool,
        /// The address it was sent to.
        identifier: Identifier,
    },
}

/// What was done about a captcha.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Captcha {
    /// Whether it was solved.
    pub verified: bool,
    /// Whether it was not asked for.
    pub skipped: bool,
}

/// `GET /api/experience/interaction`.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InteractionData {
    /// What the user is about to do.
    pub interaction_event: InteractionEvent,
    /// Who was identified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// What was collected for the account, without secrets.
    pub profile: Map<String, Value>,
    /// One verification of each kind.
    pub verification_records: Vec<VerificationRecord>,
    /// Second factors collected.
    pub mfa: PendingMfa,
    /// Where the user comes from.
    pub sign_in_context: Map<String, Value>,
    /// What was done about a captcha.
    pub captcha: Captcha,
    /// Whether this browser is to be trusted, where browsers can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted_device: Option<PendingTrust>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn profile_forms_are_told_apart_by_type() {
        let read = |body: Value| serde_json::from_value::<AddProfile>(body);
        assert!(
            matches!(read(json!({ "type": "username", "value": "ingrid" })), Ok(AddProfile::Username { value }) if value == "ingrid")
        );
        assert!(
            matches!(read(json!({ "type": "email", "verificationId": "v" })), Ok(AddProfile::Email { verification_id }) if verification_id == "v")
        );
        assert!(
            matches!(read(json!({ "type": "extraProfile", "values": { "a": 1 } })), Ok(AddProfile::ExtraProfile { values }) if values.len() == 1)
        );
        assert!(read(json!({ "type": "extraProfile" })).is_err());
        assert!(read(json!({ "type": "passport", "value": "x" })).is_err());
    }

    #[test]
    fn consent_is_written_as_the_wire_has_it() {
        let info = ConsentInfo {
            application: ConsentApplication {
                id: "a".into(),
                name: "Fjord Reports".into(),
                ..ConsentApplication::default()
            },
            user: ConsentUser {
                id: "u".into(),
                name: None,
                avatar: None,
                username: Some("ingrid".into()),
                primary_email: None,
                primary_phone: None,
            },
            organizations: vec![],
            missing_oidc_scope: vec!["profile".into()],
            missing_resource_scopes: vec![ConsentResourceScopes {
                resource: ConsentResource {
                    id: "r".into(),
                    name: "Orders".into(),
                    indicator: "https://orders.fjord.example".into(),
                },
                scopes: vec![ConsentScope { id: "s".into(), name: "order:read".into(), description: None }],
            }],
            redirect_uri: "https://reports.fjord.example/cb".into(),
        };
        assert_eq!(
            serde_json::to_value(info).unwrap(),
            json!({
                "application": { "id": "a", "name": "Fjord Reports" },
                "user": { "id": "u", "name": null, "avatar": null, "username": "ingrid", "primaryEmail": null, "primaryPhone": null },
                "organizations": [], "missingOIDCScope": ["profile"],
                "missingResourceScopes": [{
                    "resource": { "id": "r", "name": "Orders", "indicator": "https://orders.fjord.example" },
                    "scopes": [{ "id": "s", "name": "order:read", "description": null }],
                }],
                "redirectUri": "https://reports.fjord.example/cb",
            })
        );
    }
}
