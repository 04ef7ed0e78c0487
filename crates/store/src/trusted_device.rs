//! Browsers that users trust. What the browser has is known by its hash; whose it is, each statement asks too, so that the cookie of one user is
//! worth nothing to another.

use domain::{
    HashedToken, JsonText, TenantId, TrustedDeviceId, UnixMillis, UserId,
    grant::SessionAgent,
    trusted_device::{MAX_TRUSTED_DEVICES, TrustedDevice},
};

use crate::{Exec, StoreError, db::Row, params, sign_in_place};

const INSERT: &str = "
INSERT INTO trusted_devices (tenant_id, id, user_id, token_hash, agent, created_at, last_used_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const DELETE_BEYOND: &str = "
DELETE FROM trusted_devices WHERE tenant_id = $1 AND user_id = $2 AND id NOT IN (
  SELECT id FROM trusted_devices WHERE tenant_id = $1 AND user_id = $2
  ORDER BY last_used_at DESC, created_at DESC, id LIMIT $3)";

/// Trusts a browser by what it is known by, and no longer those of the user that were used longest ago, where there are too many. To be called in a
/// transaction.
///
/// # Errors
/// [`StoreError::ForeignKeyViolation`] for an unknown user.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    device: &TrustedDevice,
    token: &HashedToken,
) -> Result<(), StoreError> {
    let TrustedDevice { id, user_id, agent, created_at, last_used_at, expires_at } = device;
    let agent = written(agent)?;
    let parameters = params![tenant, id, user_id, token, agent, created_at, last_used_at, expires_at];
    exec.execute(INSERT, parameters).await?;
    exec.execute(DELETE_BEYOND, params![tenant, user_id, MAX_TRUSTED_DEVICES]).await.map(drop)
}

const IS_TRUSTED: &str = "
SELECT id FROM trusted_devices WHERE tenant_id = $1 AND user_id = $2 AND token_hash = $3 AND expires_at > $4";

/// Whether `user` trusts the browser that has this at `now`.
pub async fn is_trusted(
    exec: Exec<'_>,
    tenant: &TenantId,
    (user, token): (&UserId, &HashedToken),
    now: UnixMillis,
) -> Result<bool, StoreError> {
    Ok(exec.optional(IS_TRUSTED, params![tenant, user, token, now], |_| Ok(())).await?.is_some())
}

const USE: &str = "
UPDATE trusted_devices SET last_used_at = $4, agent = $5
WHERE tenant_id = $1 AND user_id = $2 AND token_hash = $3 AND expires_at > $4";

/// Lets `user` in by a browser that they trust, and keeps when and where that was. `false` when they do not trust it at `now`: this statement
/// decides, whatever was read before.
pub async fn use_once_more(
    exec: Exec<'_>,
    tenant: &TenantId,
    (user, token): (&UserId, &HashedToken),
    agent: &SessionAgent,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    let agent = written(agent)?;
    Ok(exec.execute(USE, params![tenant, user, token, now, agent]).await? > 0)
}

const LIST: &str = "
SELECT id, user_id, agent, created_at, last_used_at, expires_at FROM trusted_devices
WHERE tenant_id = $1 AND user_id = $2 AND expires_at > $3 ORDER BY created_at DESC, id";

/// The browsers that a user trusts at `now`, newest first.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    now: UnixMillis,
) -> Result<Vec<TrustedDevice>, StoreError> {
    exec.all(LIST, params![tenant, user, now], read).await
}

const FIND: &str = "
SELECT id, user_id, agent, created_at, last_used_at, expires_at FROM trusted_devices
WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND expires_at > $4";

/// A browser that a user trusts at `now`; `None` where they trust none with this id.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    (user, id): (&UserId, &TrustedDeviceId),
    now: UnixMillis,
) -> Result<Option<TrustedDevice>, StoreError> {
    exec.optional(FIND, params![tenant, user, id, now], read).await
}

const DELETE: &str = "DELETE FROM trusted_devices WHERE tenant_id = $1 AND user_id = $2 AND id = $3";

/// Trusts a browser of a user no longer; `false` when they trust none with this id.
pub async fn delete(
    exec: Exec<'_>,
    tenant: &TenantId,
    (user, id): (&UserId, &TrustedDeviceId),
) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, user, id]).await? > 0)
}

const DELETE_OF_USER: &str = "DELETE FROM trusted_devices WHERE tenant_id = $1 AND user_id = $2";

/// Trusts none of a user's browsers any longer; returns how many those were.
pub async fn delete_of_user(exec: Exec<'_>, tenant: &TenantId, user: &UserId) -> Result<u64, StoreError> {
    exec.execute(DELETE_OF_USER, params![tenant, user]).await
}

/// Ends everything that spares a user the second factor: browsers that are trusted, and places that are usual.
pub(crate) async fn end_all_trust(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
) -> Result<(), StoreError> {
    delete_of_user(exec, tenant, user).await?;
    sign_in_place::delete_of_user(exec, tenant, user).await
}

fn written(agent: &SessionAgent) -> Result<JsonText, StoreError> {
    JsonText::of(agent).map_err(|_| StoreError::Inconsistent { table: "trusted_devices", column: "agent" })
}

fn read(row: &Row<'_>) -> Result<TrustedDevice, StoreError> {
    Ok(TrustedDevice {
        id: TrustedDeviceId::new(row.text(0)?),
        user_id: UserId::new(row.text(1)?),
        agent: row.json_as(2, "trusted_devices", "agent")?,
        created_at: row.millis(3)?,
        last_used_at: row.millis(4)?,
        expires_at: row.millis(5)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::{
        account::second_factor::SecondFactor,
        password::{PasswordAlgorithm, PasswordDigest},
    };

    use super::*;
    use crate::{
        Db, both_databases,
        grant::tests::insert_user,
        user::{self, UserChange},
    };

    const NOW: UnixMillis = UnixMillis(1_000);

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    fn token(number: i64) -> HashedToken {
        HashedToken::of(&format!("token {number}"))
    }

    fn device(user: &UserId, number: i64) -> TrustedDevice {
        TrustedDevice {
            id: TrustedDeviceId::new(format!("d{number}")),
            user_id: user.clone(),
            agent: SessionAgent {
                ip: Some("203.0.113.9".to_owned()),
                user_agent: Some("Firefox".to_owned()),
            },
            created_at: UnixMillis(NOW.0 + number),
            last_used_at: UnixMillis(NOW.0 + number),
            expires_at: UnixMillis(5_000),
        }
    }

    async fn trust(db: &Db, user: &UserId, number: i64) -> TrustedDevice {
        let device = device(user, number);
        insert(db.exec(), &tenant(), &device, &token(number)).await.unwrap();
        device
    }

    async fn trusted(db: &Db, user: &UserId) -> Vec<String> {
        let listed = list(db.exec(), &tenant(), user, NOW).await.unwrap();
        listed.into_iter().map(|device| device.id.into_string()).collect()
    }

    both_databases! {
        async fn a_browser_is_trusted_by_its_user_until_it_ends(db: Db) {
            let (ingrid, olav) = (insert_user(&db, "i").await, insert_user(&db, "o").await);
            let (first, second) = (trust(&db, &ingrid, 1).await, trust(&db, &ingrid, 2).await);
            let is = async |user: &UserId, number: i64, now: UnixMillis| is_trusted(db.exec(), &tenant(), (user, &token(number)), now).await.unwrap();
            assert_eq!(list(db.exec(), &tenant(), &ingrid, NOW).await.unwrap(), [second.clone(), first.clone()]);
            assert!(is(&ingrid, 1, NOW).await && is(&ingrid, 2, UnixMillis(4_999)).await);
            assert!(!is(&ingrid, 3, NOW).await && !is(&olav, 1, NOW).await && !is(&ingrid, 1, UnixMillis(5_000)).await);
            assert_eq!(trusted(&db, &olav).await, Vec::<String>::new());
            assert_eq!(list(db.exec(), &tenant(), &ingrid, UnixMillis(5_000)).await.unwrap(), []);
            let found = async |user: &UserId, now| find(db.exec(), &tenant(), (user, &first.id), now).await.unwrap();
            assert_eq!(found(&ingrid, NOW).await, Some(first.clone()));
            assert_eq!((found(&olav, NOW).await, found(&ingrid, UnixMillis(5_000)).await), (None, None));
        }

        async fn using_one_keeps_when_and_where_and_counts_for_its_user_alone(db: Db) {
            let (ingrid, olav) = (insert_user(&db, "i").await, insert_user(&db, "o").await);
            let device = trust(&db, &ingrid, 1).await;
            let agent = SessionAgent { ip: Some("198.51.100.1".to_owned()), user_agent: None };
            let use_it = async |user: &UserId, number, now| use_once_more(db.exec(), &tenant(), (user, &token(number)), &agent, now).await.unwrap();
            assert!(!use_it(&olav, 1, NOW).await && !use_it(&ingrid, 2, NOW).await && !use_it(&ingrid, 1, UnixMillis(5_000)).await);
            assert_eq!(list(db.exec(), &tenant(), &ingrid, NOW).await.unwrap(), std::slice::from_ref(&device));
            assert!(use_it(&ingrid, 1, UnixMillis(3_000)).await);
            let used = TrustedDevice { agent: agent.clone(), last_used_at: UnixMillis(3_000), ..device };
            assert_eq!(list(db.exec(), &tenant(), &ingrid, NOW).await.unwrap(), [used]);
        }

        async fn one_is_revoked_by_its_user_alone(db: Db) {
            let (ingrid, olav) = (insert_user(&db, "i").await, insert_user(&db, "o").await);
            let device = trust(&db, &ingrid, 1).await;
            trust(&db, &ingrid, 2).await;
            assert!(!delete(db.exec(), &tenant(), (&olav, &device.id)).await.unwrap());
            assert!(delete(db.exec(), &tenant(), (&ingrid, &device.id)).await.unwrap());
            assert!(!delete(db.exec(), &tenant(), (&ingrid, &device.id)).await.unwrap());
            assert_eq!(trusted(&db, &ingrid).await, ["d2"]);
            assert_eq!(delete_of_user(db.exec(), &tenant(), &ingrid).await.unwrap(), 1);
            assert_eq!(trusted(&db, &ingrid).await, Vec::<String>::new());
        }

        async fn one_too_many_takes_the_place_of_the_one_that_was_used_longest_ago(db: Db) {
            let (ingrid, olav) = (insert_user(&db, "i").await, insert_user(&db, "o").await);
            trust(&db, &olav, 0).await;
            for number in 1..=MAX_TRUSTED_DEVICES {
                trust(&db, &ingrid, number).await;
            }
            let agent = SessionAgent::default();
            assert!(use_once_more(db.exec(), &tenant(), (&ingrid, &token(1)), &agent, UnixMillis(4_000)).await.unwrap());
            trust(&db, &ingrid, 21).await;
            let left = trusted(&db, &ingrid).await;
            assert_eq!(left.len(), 20);
            assert!(left.contains(&"d1".to_owned()) && !left.contains(&"d2".to_owned()));
            assert_eq!(trusted(&db, &olav).await, ["d0"]);
        }

        async fn nobody_trusts_nothing(db: Db) {
            let refused = insert(db.exec(), &tenant(), &device(&UserId::new("nobody"), 1), &token(1)).await;
            assert!(matches!(refused, Err(StoreError::ForeignKeyViolation)));
        }

        async fn another_password_a_suspension_and_another_address_end_all_trust(db: Db) {
            let ingrid = insert_user(&db, "i").await;
            let digest = |digest: &str| PasswordDigest { algorithm: PasswordAlgorithm::Argon2id, digest: digest.to_owned() };
            let exec = db.exec();
            let tenant = &tenant();
            user::set_password(exec, tenant, &ingrid, &digest("one"), NOW).await.unwrap();
            trust(&db, &ingrid, 1).await;
            user::set_password(db.exec(), tenant, &ingrid, &digest("two"), NOW).await.unwrap();
            assert_eq!(trusted(&db, &ingrid).await, Vec::<String>::new());
            trust(&db, &ingrid, 2).await;
            user::set_suspended(db.exec(), tenant, &ingrid, true, NOW).await.unwrap();
            assert_eq!(trusted(&db, &ingrid).await, Vec::<String>::new());
            trust(&db, &ingrid, 3).await;
            user::update(db.exec(), tenant, &ingrid, &UserChange { name: Some(Some("Ingrid".to_owned())), ..UserChange::default() }, NOW).await.unwrap();
            assert_eq!(trusted(&db, &ingrid).await, ["d3"]);
            user::update(db.exec(), tenant, &ingrid, &UserChange { primary_phone: Some(None), ..UserChange::default() }, NOW).await.unwrap();
            assert_eq!(trusted(&db, &ingrid).await, Vec::<String>::new());
        }

        async fn a_factor_that_goes_takes_all_trust_along_and_one_that_comes_does_not(db: Db) {
            let ingrid = insert_user(&db, "i").await;
            let factor = |id: &str, is_used_up: bool| serde_json::to_value(SecondFactor {
                id: id.to_owned(), kind: "Totp".to_owned(), created_at: NOW, last_used_at: None, sealed_secret: String::new(), name: None,
                agent: None, credential_id: None, is_used_up,
            }).unwrap();
            let store = async |factors: Vec<serde_json::Value>| user::set_mfa_factors(db.exec(), &tenant(), &ingrid, factors).await.unwrap();
            store(vec![factor("a", false)]).await;
            trust(&db, &ingrid, 1).await;
            store(vec![factor("a", false), factor("b", false)]).await;
            store(vec![factor("b", true), factor("a", false)]).await;
            // What is used up is no factor any more.
            store(vec![factor("a", false), factor("c", false)]).await;
            assert_eq!(trusted(&db, &ingrid).await, ["d1"]);
            store(vec![factor("c", false)]).await;
            assert_eq!(trusted(&db, &ingrid).await, Vec::<String>::new());
        }

        async fn a_user_made_again_under_the_same_id_trusts_nothing(db: Db) {
            let ingrid = insert_user(&db, "i").await;
            trust(&db, &ingrid, 1).await;
            let (tenant, id) = (&tenant(), &ingrid);
            let deleted: Result<_, StoreError> = db.transaction(|tx| async move { user::delete(tx.exec(), tenant, id).await }).await;
            assert!(deleted.unwrap());
            insert_user(&db, "i").await;
            assert_eq!(trusted(&db, &ingrid).await, Vec::<String>::new());
            assert!(!is_trusted(db.exec(), tenant, (id, &token(1)), NOW).await.unwrap());
        }
    }
}
