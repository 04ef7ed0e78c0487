//! Removing what has ended, in batches: codes, tokens, interactions, sessions and grants all carry the moment of their end.

mod sweep;

use domain::{TenantId, UnixMillis};

pub use sweep::{Sweep, SweepKey, Sweeps, SweptPart};

use crate::{Exec, StoreError, params};

/// What ends by itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Expiring {
    /// Authorization codes.
    AuthorizationCodes,
    /// Opaque access tokens.
    AccessTokens,
    /// Refresh tokens.
    RefreshTokens,
    /// Running interactions.
    Interactions,
    /// Sessions of browsers.
    Sessions,
    /// Grants.
    Grants,
    /// Subject tokens.
    SubjectTokens,
    /// Sign-ins elsewhere that a back end began.
    ConnectorAuthorizations,
    /// Sign-ins at enterprises' providers that are under way.
    SsoAuthorizations,
    /// Requests of devices that wait for their user.
    DeviceCodes,
    /// Codes sent to addresses.
    VerificationCodes,
    /// When messages were sent to an address.
    MessageRecipients,
    /// What users have proved lately.
    VerificationRecords,
    /// Time steps whose codes were taken.
    TotpSteps,
    /// Browsers that a user trusts.
    TrustedDevices,
    /// Networks that users sign in from.
    SignInPlaces,
    /// Links into the console.
    ConsoleLinks,
    /// Tickets from the console of one tenant to that of another.
    ConsoleTickets,
}

/// Spells the removal of what has ended; `$order` is the order in which an index has it.
macro_rules! delete_expired {
    ($table:literal, $key:literal) => {
        delete_expired!($table, $key, $key, "expires_at")
    };
    (swept $table:literal, $key:literal) => {
        delete_expired!($table, $key, $key, $key)
    };
    ($table:literal, $key:literal, $columns:literal) => {
        delete_expired!($table, $key, $columns, "expires_at")
    };
    ($table:literal, $key:literal, $columns:literal, $order:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE tenant_id = $1 AND ",
            $key,
            " IN (SELECT ",
            $columns,
            " FROM ",
            $table,
            " WHERE tenant_id = $1 AND expires_at <= $2 ORDER BY ",
            $order,
            " LIMIT $3)"
        )
    };
}

impl Expiring {
    /// All of it, tokens before what they hang on: a cascade removes them too, but without a bound on its size, so it had better find few.
    pub const ALL: [Self; 18] = [
        Self::AuthorizationCodes,
        Self::AccessTokens,
        Self::RefreshTokens,
        Self::DeviceCodes,
        Self::VerificationRecords,
        Self::Interactions,
        Self::Sessions,
        Self::Grants,
        Self::SubjectTokens,
        Self::ConnectorAuthorizations,
        Self::SsoAuthorizations,
        Self::VerificationCodes,
        Self::MessageRecipients,
        Self::TotpSteps,
        Self::TrustedDevices,
        Self::SignInPlaces,
        Self::ConsoleLinks,
        Self::ConsoleTickets,
    ];

    const fn statement(self) -> &'static str {
        match self {
            Self::AuthorizationCodes => delete_expired!(swept "authorization_codes", "code_hash"),
            Self::AccessTokens => delete_expired!(swept "access_tokens", "token_hash"),
            Self::RefreshTokens => delete_expired!(swept "refresh_tokens", "token_hash"),
            Self::DeviceCodes => delete_expired!("device_codes", "code_hash"),
            Self::Interactions => delete_expired!(swept "interactions", "id_hash"),
            Self::Sessions => delete_expired!(swept "sessions", "id"),
            Self::Grants => delete_expired!(swept "grants", "id"),
            Self::SubjectTokens => delete_expired!("subject_tokens", "token_hash"),
            Self::ConnectorAuthorizations => delete_expired!("connector_authorizations", "state_hash"),
            Self::SsoAuthorizations => delete_expired!("sso_authorizations", "key_hash"),
            Self::VerificationCodes => {
                delete_expired!("verification_codes", "(purpose, recipient)", "purpose, recipient")
            }
            Self::MessageRecipients => delete_expired!("message_recipients", "recipient"),
            Self::VerificationRecords => delete_expired!("verification_records", "id_hash"),
            Self::TotpSteps => delete_expired!("totp_steps", "(user_id, factor_id)", "user_id, factor_id"),
            Self::TrustedDevices => delete_expired!("trusted_devices", "id"),
            Self::SignInPlaces => {
                delete_expired!("sign_in_places", "(user_id, network)", "user_id, network")
            }
            Self::ConsoleLinks => delete_expired!("console_links", "token_hash"),
            Self::ConsoleTickets => delete_expired!("console_tickets", "token_hash"),
        }
    }
}

/// Removes at most `limit` rows of what has ended by `now`, and returns how many that were. Where no index says what has ended ([`Expiring::sweep`]) this reads
/// rows until it has found as many; it is meant for those only when a whole tenant is removed.
pub async fn delete_expired(
    exec: Exec<'_>,
    what: Expiring,
    tenant: &TenantId,
    now: UnixMillis,
    limit: i64,
) -> Result<u64, StoreError> {
    exec.execute(what.statement(), params![tenant, now, limit]).await
}
