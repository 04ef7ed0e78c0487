//! Devices that wait for their user (RFC 8628): found by the hash of the device's code or of the code that the user types. Every step is one
//! statement, so that a code is claimed, decided and redeemed once.

use std::time::Duration;

use domain::{
    ApplicationId, GrantId, HashedToken, JsonText, SessionId, TenantId, UnixMillis,
    grant::AuthorizationCodePayload,
};

use crate::{Exec, StoreError, db::Row, params};

/// How far a device's request is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeviceCodeState {
    /// Nobody has typed its code yet.
    Pending,
    /// Somebody has, and is signing in.
    Claimed,
    /// The user has allowed it.
    Approved,
    /// The user has refused.
    Denied,
    /// The device has its tokens.
    Redeemed,
}

impl DeviceCodeState {
    const ALL: [Self; 5] = [Self::Pending, Self::Claimed, Self::Approved, Self::Denied, Self::Redeemed];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Claimed => "claimed",
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::Redeemed => "redeemed",
        }
    }
}

/// A device's request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceCode {
    /// The hash of the device's own code.
    pub hash: HashedToken,
    /// The client on the device.
    pub application_id: ApplicationId,
    /// What it asks for, as the parameters of an authorization request.
    pub parameters: Vec<(String, String)>,
    /// How far it is.
    pub state: DeviceCodeState,
    /// The session in which it is decided.
    pub session_id: Option<SessionId>,
    /// The grant that allows it, and what was allowed.
    pub approved: Option<(GrantId, AuthorizationCodePayload)>,
    /// How long the device must wait between two questions.
    pub poll_interval: Duration,
    /// When it asked last.
    pub polled_at: Option<UnixMillis>,
    /// When it ends.
    pub expires_at: UnixMillis,
}

const INSERT: &str = "
INSERT INTO device_codes (tenant_id, code_hash, user_code_hash, application_id, parameters, state, poll_interval, expires_at)
VALUES ($1, $2, $3, $4, $5, 'pending', $6, $7)
ON CONFLICT (tenant_id, user_code_hash) DO NOTHING";

/// Stores a new request under the hash of the code that its user types; `false` when another has that code.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    code: &DeviceCode,
    user_code: &HashedToken,
) -> Result<bool, StoreError> {
    let parameters = JsonText::of(&code.parameters).map_err(|_| inconsistent("parameters"))?;
    let interval =
        i64::try_from(code.poll_interval.as_millis()).map_err(|_| inconsistent("poll_interval"))?;
    let row =
        params![tenant, code.hash, user_code, code.application_id, parameters, interval, code.expires_at];
    Ok(exec.execute(INSERT, row).await? == 1)
}

const FIND: &str = "
SELECT code_hash, application_id, parameters, state, session_id, grant_id, payload, poll_interval, polled_at, expires_at
FROM device_codes WHERE tenant_id = $1 AND code_hash = $2";

/// The request with this code, ended or not.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    code: &HashedToken,
) -> Result<Option<DeviceCode>, StoreError> {
    exec.optional(FIND, params![tenant, code], read).await
}

const FIND_BY_USER_CODE: &str = "
SELECT code_hash, application_id, parameters, state, session_id, grant_id, payload, poll_interval, polled_at, expires_at
FROM device_codes WHERE tenant_id = $1 AND user_code_hash = $2 AND expires_at > $3";

/// The request whose user types this code, unless it has ended by `now`.
pub async fn find_by_user_code(
    exec: Exec<'_>,
    tenant: &TenantId,
    user_code: &HashedToken,
    now: UnixMillis,
) -> Result<Option<DeviceCode>, StoreError> {
    exec.optional(FIND_BY_USER_CODE, params![tenant, user_code, now], read).await
}

const CLAIM: &str = "
UPDATE device_codes SET state = 'claimed', session_id = $3
WHERE tenant_id = $1 AND code_hash = $2 AND expires_at > $4
  AND (state = 'pending' OR (state = 'claimed' AND session_id = $3))
RETURNING code_hash";

/// Takes a request to be decided in `session`, which may do so again. `true` for one session out of any number.
pub async fn claim(
    exec: Exec<'_>,
    tenant: &TenantId,
    code: &HashedToken,
    session: &SessionId,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    Ok(exec.returning(CLAIM, params![tenant, code, session, now], |_| Ok(())).await?.is_some())
}

const APPROVE: &str = "
UPDATE device_codes SET state = 'approved', session_id = $3, grant_id = $4, payload = $5
WHERE tenant_id = $1 AND code_hash = $2 AND state = 'claimed' AND expires_at > $6
RETURNING code_hash";

/// Allows a request that was claimed, on the strength of a grant; `false` when it was decided or has ended.
///
/// # Errors
/// [`StoreError::ForeignKeyViolation`] when the grant was revoked meanwhile.
pub async fn approve(
    exec: Exec<'_>,
    tenant: &TenantId,
    code: &HashedToken,
    (session, grant, payload): (&SessionId, &GrantId, &AuthorizationCodePayload),
    now: UnixMillis,
) -> Result<bool, StoreError> {
    let payload = JsonText::of(payload).map_err(|_| inconsistent("payload"))?;
    let row = params![tenant, code, session, grant, payload, now];
    Ok(exec.returning(APPROVE, row, |_| Ok(())).await?.is_some())
}

const DENY: &str = "
UPDATE device_codes SET state = 'denied' WHERE tenant_id = $1 AND code_hash = $2 AND state IN ('pending', 'claimed')
RETURNING code_hash";

/// Refuses a request; `false` when it was decided before.
pub async fn deny(exec: Exec<'_>, tenant: &TenantId, code: &HashedToken) -> Result<bool, StoreError> {
    Ok(exec.returning(DENY, params![tenant, code], |_| Ok(())).await?.is_some())
}

const NOTE_POLL: &str =
    "UPDATE device_codes SET polled_at = $3, poll_interval = $4 WHERE tenant_id = $1 AND code_hash = $2";

/// Notes that the device asked at `now`, and how long it must wait from then on.
pub async fn note_poll(
    exec: Exec<'_>,
    tenant: &TenantId,
    code: &HashedToken,
    now: UnixMillis,
    interval: Duration,
) -> Result<(), StoreError> {
    let interval = i64::try_from(interval.as_millis()).map_err(|_| inconsistent("poll_interval"))?;
    exec.execute(NOTE_POLL, params![tenant, code, now, interval]).await.map(drop)
}

const REDEEM: &str = "
UPDATE device_codes SET state = 'redeemed'
WHERE tenant_id = $1 AND code_hash = $2 AND state = 'approved' AND expires_at > $3
RETURNING code_hash";

/// Redeems an approved request: `true` for exactly one of any number of callers.
pub async fn redeem(
    exec: Exec<'_>,
    tenant: &TenantId,
    code: &HashedToken,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    Ok(exec.returning(REDEEM, params![tenant, code, now], |_| Ok(())).await?.is_some())
}

fn inconsistent(column: &'static str) -> StoreError {
    StoreError::Inconsistent { table: "device_codes", column }
}

fn read(row: &Row<'_>) -> Result<DeviceCode, StoreError> {
    let state = row.text(3)?;
    let state = DeviceCodeState::ALL.into_iter().find(|known| known.as_str() == state);
    let interval = u64::try_from(row.int(7)?).map_err(|_| inconsistent("poll_interval"))?;
    Ok(DeviceCode {
        hash: row.hash(0, "device_codes", "code_hash")?,
        application_id: ApplicationId::new(row.text(1)?),
        parameters: row.json_as(2, "device_codes", "parameters")?,
        state: state.ok_or_else(|| inconsistent("state"))?,
        session_id: row.opt_text(4)?.map(SessionId::new),
        approved: row.opt_text(5)?.map(GrantId::new).zip(row.opt_json_as(6, "device_codes", "payload")?),
        poll_interval: Duration::from_millis(interval),
        polled_at: row.opt_millis(8)?,
        expires_at: row.millis(9)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::UserId;

    use super::*;
    use crate::{
        Db, both_databases,
        expiry::{Expiring, delete_expired},
        grant,
    };

    const NOW: UnixMillis = UnixMillis(1_000);
    const END: UnixMillis = UnixMillis(2_000);

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    fn code() -> DeviceCode {
        DeviceCode {
            hash: HashedToken::of("device"),
            application_id: ApplicationId::new("tv"),
            parameters: vec![("scope".to_owned(), "openid".to_owned())],
            state: DeviceCodeState::Pending,
            session_id: None,
            approved: None,
            poll_interval: Duration::from_secs(5),
            polled_at: None,
            expires_at: END,
        }
    }

    fn user_code() -> HashedToken {
        HashedToken::of("BCDFGHJK")
    }

    fn payload() -> AuthorizationCodePayload {
        AuthorizationCodePayload {
            user_id: UserId::new("u"),
            application_id: ApplicationId::new("tv"),
            redirect_uri: String::new(),
            code_challenge: None,
            scope: "openid".to_owned(),
            resources: Vec::new(),
            nonce: None,
            auth_time: None,
            sid: None,
            organization_id: None,
        }
    }

    async fn insert_code(db: &Db) -> DeviceCode {
        let code = code();
        assert!(insert(db.exec(), &tenant(), &code, &user_code()).await.unwrap());
        code
    }

    async fn approve_with(db: &Db, grant: &GrantId) -> Result<bool, StoreError> {
        let session = SessionId::new("s");
        approve(db.exec(), &tenant(), &code().hash, (&session, grant, &payload()), NOW).await
    }

    both_databases! {
        async fn a_request_is_found_by_both_codes_and_a_user_code_is_given_once(db: Db) {
            let code = insert_code(&db).await;
            assert_eq!(find(db.exec(), &tenant(), &code.hash).await.unwrap().as_ref(), Some(&code));
            let typed = async |typed: &str, now| find_by_user_code(db.exec(), &tenant(), &HashedToken::of(typed), now).await.unwrap();
            assert_eq!(typed("BCDFGHJK", NOW).await.as_ref(), Some(&code));
            assert_eq!((typed("BCDFGHJK", END).await, typed("BCDFGHJL", NOW).await), (None, None));
            let other = DeviceCode { hash: HashedToken::of("other"), ..code };
            assert!(!insert(db.exec(), &tenant(), &other, &user_code()).await.unwrap());
        }

        async fn a_request_is_claimed_by_one_session_approved_and_redeemed_once(db: Db) {
            let code = insert_code(&db).await;
            let (mine, other) = (SessionId::new("s"), SessionId::new("t"));
            let claim = async |session: &SessionId, now| claim(db.exec(), &tenant(), &code.hash, session, now).await.unwrap();
            assert!(!claim(&mine, END).await);
            assert!(claim(&mine, NOW).await && claim(&mine, NOW).await);
            assert!(!claim(&other, NOW).await);
            let grant = grant::tests::insert_grant(&db, "g").await;
            assert!(!redeem(db.exec(), &tenant(), &code.hash, NOW).await.unwrap());
            assert!(approve_with(&db, &grant.id).await.unwrap());
            assert!(!approve_with(&db, &grant.id).await.unwrap());
            assert!(!deny(db.exec(), &tenant(), &code.hash).await.unwrap());
            let found = find(db.exec(), &tenant(), &code.hash).await.unwrap().unwrap();
            assert_eq!((found.state, found.approved), (DeviceCodeState::Approved, Some((grant.id, payload()))));
            assert!(!redeem(db.exec(), &tenant(), &code.hash, END).await.unwrap());
            let attempts = (0..8).map(|_| {
                let db = db.clone();
                tokio::spawn(async move { redeem(db.exec(), &tenant(), &HashedToken::of("device"), NOW).await.unwrap() })
            });
            let won = futures_util::future::join_all(attempts).await;
            assert_eq!(won.into_iter().filter(|won| *won.as_ref().unwrap()).count(), 1);
        }

        async fn one_of_many_parallel_sessions_claims_a_request(db: Db) {
            insert_code(&db).await;
            let attempts = (0..8).map(|number| {
                let db = db.clone();
                let session = SessionId::new(format!("s{number}"));
                tokio::spawn(async move { claim(db.exec(), &tenant(), &HashedToken::of("device"), &session, NOW).await.unwrap() })
            });
            let won = futures_util::future::join_all(attempts).await;
            assert_eq!(won.into_iter().filter(|won| *won.as_ref().unwrap()).count(), 1);
        }

        async fn a_refused_request_cannot_be_claimed_or_approved_and_needs_a_living_grant(db: Db) {
            let code = insert_code(&db).await;
            assert!(claim(db.exec(), &tenant(), &code.hash, &SessionId::new("s"), NOW).await.unwrap());
            assert!(matches!(approve_with(&db, &GrantId::new("gone")).await, Err(StoreError::ForeignKeyViolation)));
            assert!(deny(db.exec(), &tenant(), &code.hash).await.unwrap());
            assert!(!claim(db.exec(), &tenant(), &code.hash, &SessionId::new("s"), NOW).await.unwrap());
            let grant = grant::tests::insert_grant(&db, "g").await;
            assert!(!approve_with(&db, &grant.id).await.unwrap());
        }

        async fn polls_are_noted_and_requests_end_with_their_time(db: Db) {
            let code = insert_code(&db).await;
            note_poll(db.exec(), &tenant(), &code.hash, NOW, Duration::from_secs(10)).await.unwrap();
            let found = find(db.exec(), &tenant(), &code.hash).await.unwrap().unwrap();
            assert_eq!((found.polled_at, found.poll_interval), (Some(NOW), Duration::from_secs(10)));
            assert_eq!(delete_expired(db.exec(), Expiring::DeviceCodes, &tenant(), NOW, 10).await.unwrap(), 0);
            assert_eq!(delete_expired(db.exec(), Expiring::DeviceCodes, &tenant(), END, 10).await.unwrap(), 1);
        }
    }
}
