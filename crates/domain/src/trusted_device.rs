//! Browsers in which a user has said that they need not show their second factor again for a while.
//!
//! Trusting takes a second factor that was shown in the same sign-in. It spares that factor at later sign-ins in this browser and nothing else: it
//! proves to nobody who somebody is, so that no change of an account and no verification rests on it.

use crate::{TrustedDeviceId, UnixMillis, UserId, grant::SessionAgent};

/// The most browsers that one user trusts; a further one takes the place of the one that was used longest ago.
pub const MAX_TRUSTED_DEVICES: i64 = 20;

/// A browser that a user trusts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TrustedDevice {
    /// Its id (21 characters). It opens nothing.
    pub id: TrustedDeviceId,
    /// Who trusts it.
    pub user_id: UserId,
    /// Where it was used last, and what the browser calls itself.
    pub agent: SessionAgent,
    /// When it was trusted.
    pub created_at: UnixMillis,
    /// When it last spared its user the second factor; when it was trusted, until then.
    pub last_used_at: UnixMillis,
    /// From when on it is trusted no more.
    pub expires_at: UnixMillis,
}
