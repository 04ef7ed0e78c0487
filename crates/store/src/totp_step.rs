//! Time steps whose codes were taken (RFC 6238 §5.2): one statement decides, so that of any number of callers on any number of nodes one
//! gets in by a code. What else is spent once and soon forgotten, such as the console's buttons that take a step back, is kept here too, under an id that no
//! authenticator has.

use domain::{TenantId, UnixMillis, UserId};

use crate::{Exec, StoreError, params};

const SPEND: &str = "
INSERT INTO totp_steps (tenant_id, user_id, factor_id, step, expires_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, user_id, factor_id) DO UPDATE SET step = excluded.step, expires_at = excluded.expires_at
WHERE totp_steps.step < excluded.step";

/// Spends a time step of an authenticator of `user`. Returns whether it could be spent: neither it nor a later one was before. The record of
/// it is removed at `expires_at`.
///
/// # Errors
/// [`StoreError::ForeignKeyViolation`] for an unknown user.
pub async fn spend(
    exec: Exec<'_>,
    tenant: &TenantId,
    (user, factor_id): (&UserId, &str),
    (step, expires_at): (i64, UnixMillis),
) -> Result<bool, StoreError> {
    Ok(exec.execute(SPEND, params![tenant, user, factor_id, step, expires_at]).await? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both_databases, grant::tests::insert_user};

    both_databases! {
        async fn a_step_is_spent_once_and_no_earlier_one_afterwards(db: Db) {
            let (tenant, user) = (TenantId::default_tenant(), insert_user(&db, "u").await);
            let spend = |factor: &'static str, step: i64| {
                let (db, tenant, user) = (db.clone(), tenant.clone(), user.clone());
                async move { spend(db.exec(), &tenant, (&user, factor), (step, UnixMillis(9))).await.unwrap() }
            };
            assert!(spend("a", 7).await);
            assert!(!spend("a", 7).await);
            assert!(!spend("a", 6).await);
            assert!(spend("b", 6).await);
            assert!(spend("a", 8).await);
        }

        async fn of_many_at_once_one_spends_a_step(db: Db) {
            let (tenant, user) = (TenantId::default_tenant(), insert_user(&db, "u").await);
            let mut tasks = tokio::task::JoinSet::new();
            for _ in 0..16 {
                let (db, tenant, user) = (db.clone(), tenant.clone(), user.clone());
                tasks.spawn(async move {
                    spend(db.exec(), &tenant, (&user, "a"), (7, UnixMillis(9))).await.unwrap()
                });
            }
            assert_eq!(tasks.join_all().await.into_iter().filter(|spent| *spent).count(), 1);
        }

        async fn nobody_has_no_steps(db: Db) {
            let tenant = TenantId::default_tenant();
            let refused = spend(db.exec(), &tenant, (&UserId::new("nobody"), "a"), (7, UnixMillis(9))).await;
            assert!(matches!(refused, Err(StoreError::ForeignKeyViolation)));
        }
    }
}
