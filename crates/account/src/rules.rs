//! What each operation asks of its caller, in one table. An operation that is not in it lets nobody in.

use api_types::account_center::{AccountFields, FieldAccess};
use http_kit::Operation;

/// The scope of names, pictures and further claims.
pub(crate) const PROFILE: &str = "profile";
/// The scope of the e-mail address.
pub(crate) const EMAIL: &str = "email";
/// The scope of the phone number.
pub(crate) const PHONE: &str = "phone";
/// The scope of the postal address.
pub(crate) const ADDRESS: &str = "address";
/// The scope of what the product keeps.
pub(crate) const CUSTOM_DATA: &str = "custom_data";
/// The scope of accounts elsewhere and of second factors.
pub(crate) const IDENTITIES: &str = "identities";
/// The scope of sessions and grants.
pub(crate) const SESSIONS: &str = "urn:logto:scope:sessions";
/// The scope of organizations and of invitations to them.
pub(crate) const ORGANIZATIONS: &str = "urn:logto:scope:organizations";
/// The scope of the roles that the user holds in organizations.
pub(crate) const ORGANIZATION_ROLES: &str = "urn:logto:scope:organization_roles";

/// The scope of browsers that are trusted.
pub(crate) const TRUSTED_DEVICES: &str = "urn:logto:scope:trusted_devices";

/// A part of an account that the account center opens, or does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Field {
    Name,
    Avatar,
    Profile,
    Email,
    Phone,
    Password,
    Username,
    Social,
    CustomData,
    Mfa,
    Passkey,
    Session,
    Organization,
    PersonalAccessToken,
    Account,
}

impl Field {
    /// What users may do with it.
    pub(crate) fn access(self, fields: &AccountFields) -> FieldAccess {
        let access = match self {
            Self::Name => fields.name,
            Self::Avatar => fields.avatar,
            Self::Profile => fields.profile,
            Self::Email => fields.email,
            Self::Phone => fields.phone,
            Self::Password => fields.password,
            Self::Username => fields.username,
            Self::Social => fields.social,
            Self::CustomData => fields.custom_data,
            Self::Mfa => fields.mfa,
            // Part of second factors, unless something is said of passkeys themselves.
            Self::Passkey => fields.passkey.or(fields.mfa),
            Self::Session => fields.session,
            Self::Organization => fields.organization,
            Self::PersonalAccessToken => fields.personal_access_token,
            Self::Account => fields.account,
        };
        access.unwrap_or(FieldAccess::Off)
    }
}

/// What an operation asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Rule {
    method: &'static str,
    path: &'static str,
    /// The scopes all of which the token must have beside `openid`.
    pub(crate) scopes: &'static [&'static str],
    /// The parts of the account one of which must be open to be seen.
    pub(crate) sees: &'static [Field],
    /// The parts of the account one of which must be open to be changed.
    pub(crate) edits: &'static [Field],
    /// Whether the caller must have proved lately that they are the user.
    pub(crate) needs_proof: bool,
    /// Whether applications of third parties may: a user who lets one read their profile has not let it change the account.
    pub(crate) is_for_third_parties: bool,
}

const fn on(method: &'static str, path: &'static str) -> Rule {
    Rule { method, path, scopes: &[], sees: &[], edits: &[], needs_proof: false, is_for_third_parties: false }
}

impl Rule {
    const fn scopes(self, scopes: &'static [&'static str]) -> Self {
        Self { scopes, ..self }
    }

    const fn sees(self, fields: &'static [Field]) -> Self {
        Self { sees: fields, ..self }
    }

    const fn edits(self, fields: &'static [Field]) -> Self {
        Self { edits: fields, ..self }
    }

    const fn proved(self) -> Self {
        Self { needs_proof: true, ..self }
    }

    const fn for_third_parties(self) -> Self {
        Self { is_for_third_parties: true, ..self }
    }
}

/// What shows all of an account: who takes it along or deletes it does so with everything in it.
const WHOLE: &[&str] = &[
    PROFILE,
    EMAIL,
    PHONE,
    ADDRESS,
    CUSTOM_DATA,
    IDENTITIES,
    SESSIONS,
    ORGANIZATIONS,
    ORGANIZATION_ROLES,
    TRUSTED_DEVICES,
];

/// Second factors of whatever kind. Which kind an operation is about, its handler knows.
const FACTORS: &[Field] = &[Field::Mfa, Field::Passkey];

/// The table. Where an operation is about several parts of an account, its handler looks at each.
static RULES: &[Rule] = &[
    on("GET", "/api/my-account").for_third_parties(),
    on("PATCH", "/api/my-account"),
    on("PATCH", "/api/my-account/profile").scopes(&[PROFILE]).edits(&[Field::Profile]),
    on("POST", "/api/my-account/password").edits(&[Field::Password]).proved(),
    on("POST", "/api/my-account/primary-email").scopes(&[EMAIL]).edits(&[Field::Email]).proved(),
    on("DELETE", "/api/my-account/primary-email").scopes(&[EMAIL]).edits(&[Field::Email]).proved(),
    on("POST", "/api/my-account/primary-phone").scopes(&[PHONE]).edits(&[Field::Phone]).proved(),
    on("DELETE", "/api/my-account/primary-phone").scopes(&[PHONE]).edits(&[Field::Phone]).proved(),
    on("POST", "/api/my-account/identities").scopes(&[IDENTITIES]).edits(&[Field::Social]).proved(),
    on("PUT", "/api/my-account/identities").scopes(&[IDENTITIES]).edits(&[Field::Social]).proved(),
    on("DELETE", "/api/my-account/identities/{target}")
        .scopes(&[IDENTITIES])
        .edits(&[Field::Social])
        .proved(),
    // Tokens of providers are there for the applications that the user signs in to, whatever pages show.
    on("GET", "/api/my-account/identities/{target}/access-token").scopes(&[IDENTITIES]),
    on("PUT", "/api/my-account/identities/{target}/access-token").scopes(&[IDENTITIES]),
    on("GET", "/api/my-account/sso-identities/{connectorId}/access-token").scopes(&[IDENTITIES]),
    on("GET", "/api/my-account/mfa-verifications").scopes(&[IDENTITIES]).sees(FACTORS),
    on("POST", "/api/my-account/mfa-verifications").scopes(&[IDENTITIES]).edits(FACTORS).proved(),
    on("PUT", "/api/my-account/mfa-verifications/totp").scopes(&[IDENTITIES]).edits(&[Field::Mfa]).proved(),
    on("POST", "/api/my-account/mfa-verifications/totp-secret/generate")
        .scopes(&[IDENTITIES])
        .edits(&[Field::Mfa]),
    on("POST", "/api/my-account/mfa-verifications/backup-codes/generate")
        .scopes(&[IDENTITIES])
        .edits(&[Field::Mfa]),
    // Who reads them gets in with them.
    on("GET", "/api/my-account/mfa-verifications/backup-codes")
        .scopes(&[IDENTITIES])
        .sees(&[Field::Mfa])
        .proved(),
    on("PUT", "/api/my-account/mfa-verifications/backup-codes")
        .scopes(&[IDENTITIES])
        .edits(&[Field::Mfa])
        .proved(),
    on("PATCH", "/api/my-account/mfa-verifications/{verificationId}/name")
        .scopes(&[IDENTITIES])
        .edits(FACTORS)
        .proved(),
    on("DELETE", "/api/my-account/mfa-verifications/{verificationId}")
        .scopes(&[IDENTITIES])
        .edits(FACTORS)
        .proved(),
    on("GET", "/api/my-account/mfa-settings").scopes(&[IDENTITIES]).sees(&[Field::Mfa]),
    on("PATCH", "/api/my-account/mfa-settings").scopes(&[IDENTITIES]).edits(&[Field::Mfa]).proved(),
    on("GET", "/api/my-account/logto-configs").scopes(&[IDENTITIES]).sees(&[Field::Mfa]),
    on("PATCH", "/api/my-account/logto-configs").scopes(&[IDENTITIES]).edits(&[Field::Mfa]),
    on("GET", "/api/my-account/sessions").scopes(&[SESSIONS]).sees(&[Field::Session]),
    on("DELETE", "/api/my-account/sessions/{sessionId}")
        .scopes(&[SESSIONS])
        .edits(&[Field::Session])
        .proved(),
    on("DELETE", "/api/my-account/sessions").scopes(&[SESSIONS]).edits(&[Field::Session]).proved(),
    on("GET", "/api/my-account/trusted-devices").scopes(&[TRUSTED_DEVICES]).sees(&[Field::Session]),
    on("DELETE", "/api/my-account/trusted-devices/{deviceId}")
        .scopes(&[TRUSTED_DEVICES])
        .edits(&[Field::Session])
        .proved(),
    on("GET", "/api/my-account/grants").scopes(&[SESSIONS]).sees(&[Field::Session]),
    on("DELETE", "/api/my-account/grants/{grantId}").scopes(&[SESSIONS]).edits(&[Field::Session]).proved(),
    on("DELETE", "/api/my-account/applications/{applicationId}/grants")
        .scopes(&[SESSIONS])
        .edits(&[Field::Session])
        .proved(),
    on("GET", "/api/my-account/organizations").scopes(&[ORGANIZATIONS]).sees(&[Field::Organization]),
    on("DELETE", "/api/my-account/organizations/{organizationId}")
        .scopes(&[ORGANIZATIONS])
        .edits(&[Field::Organization])
        .proved(),
    on("GET", "/api/my-account/organization-invitations")
        .scopes(&[ORGANIZATIONS])
        .sees(&[Field::Organization]),
    // What the address was invited to, whoever opens the message may have: they need the account, and nothing that is in it.
    on("POST", "/api/my-account/organization-invitations/{id}/accept")
        .scopes(&[ORGANIZATIONS])
        .edits(&[Field::Organization]),
    on("POST", "/api/my-account/organization-invitations/{id}/decline")
        .scopes(&[ORGANIZATIONS])
        .edits(&[Field::Organization]),
    on("GET", "/api/my-account/personal-access-tokens")
        .scopes(&[SESSIONS])
        .sees(&[Field::PersonalAccessToken]),
    on("POST", "/api/my-account/personal-access-tokens")
        .scopes(&[SESSIONS])
        .edits(&[Field::PersonalAccessToken])
        .proved(),
    on("PATCH", "/api/my-account/personal-access-tokens")
        .scopes(&[SESSIONS])
        .edits(&[Field::PersonalAccessToken])
        .proved(),
    on("POST", "/api/my-account/personal-access-tokens/delete")
        .scopes(&[SESSIONS])
        .edits(&[Field::PersonalAccessToken])
        .proved(),
    // It is no less than all of the account.
    on("POST", "/api/my-account/export").scopes(WHOLE).sees(&[Field::Account]).proved(),
    on("DELETE", "/api/my-account").scopes(WHOLE).edits(&[Field::Account]).proved(),
    on("POST", "/api/my-account/user-assets/avatar").scopes(&[PROFILE]).edits(&[Field::Avatar]),
    on("POST", "/api/verifications/password"),
    on("POST", "/api/verifications/verification-code"),
    on("POST", "/api/verifications/verification-code/verify"),
    on("POST", "/api/verifications/social"),
    on("POST", "/api/verifications/social/verify"),
    on("POST", "/api/verifications/web-authn/registration").edits(&[Field::Passkey]),
    on("POST", "/api/verifications/web-authn/registration/verify").edits(&[Field::Passkey]),
];

/// The rule of an operation.
pub(crate) fn of(operation: &Operation) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.method == operation.method.as_str() && rule.path == operation.path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_one_rule_and_every_rule_an_operation() {
        let operations = crate::operations();
        assert!(operations.iter().all(|operation| of(operation).is_some()));
        assert_eq!(RULES.len(), operations.len());
    }

    /// What somebody gets in with, and where they are signed in.
    const WAYS_IN: [Field; 9] = [
        Field::Password,
        Field::Email,
        Field::Phone,
        Field::Social,
        Field::Session,
        Field::Mfa,
        Field::Passkey,
        Field::PersonalAccessToken,
        Field::Account,
    ];

    #[test]
    fn whatever_changes_how_somebody_gets_in_asks_for_a_proof() {
        let edits = |rule: &&Rule| rule.edits.iter().any(|field| WAYS_IN.contains(field));
        let unproved: Vec<_> =
            RULES.iter().filter(edits).filter(|rule| !rule.needs_proof).map(|rule| rule.path).collect();
        assert_eq!(
            unproved,
            [
                // Made and shown; nothing is kept before it is bound with a proof.
                "/api/my-account/mfa-verifications/totp-secret/generate",
                "/api/my-account/mfa-verifications/backup-codes/generate",
                // Asks for a proof by itself where fewer factors would be asked for.
                "/api/my-account/logto-configs",
                // Records of passkeys, which are bound with a proof.
                "/api/verifications/web-authn/registration",
                "/api/verifications/web-authn/registration/verify",
            ]
        );
        for field in WAYS_IN {
            assert!(RULES.iter().any(|rule| rule.needs_proof && rule.edits.contains(&field)), "{field:?}");
        }
    }
}
