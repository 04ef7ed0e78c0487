//! Grants, the consent records on which every token of a user hangs, and the organizations opened to third-party applications
//! (OIDC contract §4.1, §6.7).

use domain::{ApplicationId, GrantId, JsonText, OrganizationId, TenantId, UnixMillis, UserId, grant::Grant};

use crate::{Exec, StoreError, db::Row, params};

const PUT: &str = "
INSERT INTO grants (tenant_id, id, user_id, application_id, openid_scope, resource_scopes, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (tenant_id, id)
DO UPDATE SET openid_scope = excluded.openid_scope, resource_scopes = excluded.resource_scopes, expires_at = excluded.expires_at";

/// Stores a grant, new or extended.
pub async fn put(exec: Exec<'_>, tenant: &TenantId, grant: &Grant) -> Result<(), StoreError> {
    let resource_scopes = JsonText::of(&grant.resource_scopes)
        .map_err(|_| StoreError::Inconsistent { table: "grants", column: "resource_scopes" })?;
    exec.execute(
        PUT,
        params![
            tenant,
            grant.id,
            grant.user_id,
            grant.application_id,
            grant.openid_scope,
            resource_scopes,
            grant.created_at,
            grant.expires_at,
        ],
    )
    .await
    .map(|_| ())
}

const FIND: &str = "
SELECT id, user_id, application_id, openid_scope, resource_scopes, created_at, expires_at
FROM grants WHERE tenant_id = $1 AND id = $2 AND expires_at > $3";

/// The grant of this id, unless it has ended by `now`.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &GrantId,
    now: UnixMillis,
) -> Result<Option<Grant>, StoreError> {
    exec.optional(FIND, params![tenant, id, now], read).await
}

/// Whose applications a list of grants is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ApplicationOwner {
    /// The tenant's own.
    FirstParty,
    /// Somebody else's.
    ThirdParty,
}

const LIST_OF_USER: &str = "
SELECT g.id, g.user_id, g.application_id, g.openid_scope, g.resource_scopes, g.created_at, g.expires_at, a.name
FROM grants g LEFT JOIN applications a ON a.tenant_id = g.tenant_id AND a.id = g.application_id
WHERE g.tenant_id = $1 AND g.user_id = $2 AND g.expires_at > $3 AND ($4 OR COALESCE(a.is_third_party, FALSE) = $5)
ORDER BY g.created_at DESC, g.id";

/// What a user has granted and that has not ended by `now`, newest first, each with the application's name. Applications without a row
/// are the tenant's own.
pub async fn list_of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    owner: Option<ApplicationOwner>,
    now: UnixMillis,
) -> Result<Vec<(Grant, Option<String>)>, StoreError> {
    let (any, is_third_party) = (owner.is_none(), owner == Some(ApplicationOwner::ThirdParty));
    let read = |row: &Row<'_>| Ok((read(row)?, row.opt_text(7)?));
    exec.all(LIST_OF_USER, params![tenant, user, now, any, is_third_party], read).await
}

const DELETE_OF_USER: &str =
    "DELETE FROM grants WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND expires_at > $4";

/// Revokes a grant of a user with all its codes and tokens; `false` when this user has no such grant at `now`.
pub async fn delete_of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    id: &GrantId,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE_OF_USER, params![tenant, user, id, now]).await? == 1)
}

const DELETE_OF_APPLICATION: &str =
    "DELETE FROM grants WHERE tenant_id = $1 AND user_id = $2 AND application_id = $3";
const CLOSE_ORGANIZATIONS: &str = "DELETE FROM application_consent_organizations WHERE tenant_id = $1 AND user_id = $2 AND application_id = $3";

/// Revokes every grant of a user to an application with all codes and tokens, and closes the organizations that were opened to it. Returns
/// how many grants there were. To be called in a transaction.
pub async fn delete_of_application(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    application: &ApplicationId,
) -> Result<u64, StoreError> {
    exec.execute(CLOSE_ORGANIZATIONS, params![tenant, user, application]).await?;
    exec.execute(DELETE_OF_APPLICATION, params![tenant, user, application]).await
}

const DELETE: &str = "DELETE FROM grants WHERE tenant_id = $1 AND id = $2";

/// Revokes a grant with all its codes and tokens; `false` when it was gone.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &GrantId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id]).await? == 1)
}

const COUNT_ACTIVE: &str = "SELECT COUNT(*) FROM grants WHERE tenant_id = $1 AND user_id = $2 AND application_id = $3 AND expires_at > $4";

/// How many grants a user has for an application that have not ended by `now`.
pub async fn count_active(
    exec: Exec<'_>,
    tenant: &TenantId,
    (user, application): (&UserId, &ApplicationId),
    now: UnixMillis,
) -> Result<i64, StoreError> {
    let found =
        exec.optional(COUNT_ACTIVE, params![tenant, user, application, now], |row| row.int(0)).await?;
    Ok(found.unwrap_or(0))
}

const DELETE_BEYOND: &str = "
DELETE FROM grants WHERE tenant_id = $1 AND user_id = $2 AND application_id = $3 AND expires_at > $6 AND id NOT IN (
  SELECT id FROM grants WHERE tenant_id = $1 AND user_id = $2 AND application_id = $3 AND expires_at > $6
  ORDER BY CASE WHEN id = $4 THEN 0 ELSE 1 END, created_at DESC, id DESC LIMIT $5)
RETURNING id";

/// Revokes the oldest grants of the user and application of `current` that have not ended by `now`, so that it and the newest others,
/// `keep` in all, remain. Returns which were revoked.
pub async fn delete_beyond(
    exec: Exec<'_>,
    tenant: &TenantId,
    (user, application): (&UserId, &ApplicationId),
    current: &GrantId,
    (keep, now): (u32, UnixMillis),
) -> Result<Vec<GrantId>, StoreError> {
    let read = |row: &Row<'_>| row.text(0).map(GrantId::new);
    exec.returning_all(DELETE_BEYOND, params![tenant, user, application, current, keep, now], read).await
}

const OPENED_ORGANIZATIONS: &str = "
SELECT organization_id FROM application_consent_organizations
WHERE tenant_id = $1 AND application_id = $2 AND user_id = $3 ORDER BY organization_id";

/// The organizations that a user has opened to a third-party application, ordered by id.
pub async fn opened_organizations(
    exec: Exec<'_>,
    tenant: &TenantId,
    application: &ApplicationId,
    user: &UserId,
) -> Result<Vec<OrganizationId>, StoreError> {
    let read = |row: &Row<'_>| row.text(0).map(OrganizationId::new);
    exec.all(OPENED_ORGANIZATIONS, params![tenant, application, user], read).await
}

const OPEN_ORGANIZATION: &str = "
INSERT INTO application_consent_organizations (tenant_id, application_id, user_id, organization_id)
VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, application_id, user_id, organization_id) DO NOTHING";

/// Opens an organization to a third-party application. The user must be a member.
///
/// # Errors
/// [`StoreError::ForeignKeyViolation`] when the user is not.
pub async fn open_organization(
    exec: Exec<'_>,
    tenant: &TenantId,
    application: &ApplicationId,
    user: &UserId,
    organization: &OrganizationId,
) -> Result<(), StoreError> {
    exec.execute(OPEN_ORGANIZATION, params![tenant, application, user, organization]).await.map(|_| ())
}

const CLOSE_ORGANIZATION: &str = "
DELETE FROM application_consent_organizations
WHERE tenant_id = $1 AND application_id = $2 AND user_id = $3 AND organization_id = $4";

/// Closes an organization to a third-party application again. Returns whether it was open.
pub async fn close_organization(
    exec: Exec<'_>,
    tenant: &TenantId,
    application: &ApplicationId,
    user: &UserId,
    organization: &OrganizationId,
) -> Result<bool, StoreError> {
    let closed = exec.execute(CLOSE_ORGANIZATION, params![tenant, application, user, organization]).await?;
    Ok(closed > 0)
}

fn read(row: &Row<'_>) -> Result<Grant, StoreError> {
    Ok(Grant {
        id: GrantId::new(row.text(0)?),
        user_id: UserId::new(row.text(1)?),
        application_id: ApplicationId::new(row.text(2)?),
        openid_scope: row.text(3)?,
        resource_scopes: row.json_as(4, "grants", "resource_scopes")?,
        created_at: row.millis(5)?,
        expires_at: row.millis(6)?,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        Db, both_databases,
        expiry::{Expiring, delete_expired},
    };

    const NOW: UnixMillis = UnixMillis(1_000);
    const INSERT_USER: &str = "
INSERT INTO users (tenant_id, id, custom_data, profile, identities, mfa_factors, is_suspended, created_at, updated_at)
VALUES ($1, $2, $3, $3, $3, $4, FALSE, 0, 0)";

    /// A user with nothing but an id, for what hangs on one.
    pub(crate) async fn insert_user(db: &Db, id: &str) -> UserId {
        let (object, array) = (serde_json::json!({}), serde_json::json!([]));
        db.exec().execute(INSERT_USER, params![tenant(), id, object, array]).await.unwrap();
        UserId::new(id)
    }

    /// A grant of a new user.
    pub(crate) async fn insert_grant(db: &Db, id: &str) -> Grant {
        let user = insert_user(db, &format!("user-of-{id}")).await;
        let grant = Grant::new(GrantId::new(id), user, ApplicationId::new("app"), NOW);
        put(db.exec(), &tenant(), &grant).await.unwrap();
        grant
    }

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    both_databases! {
        async fn a_grant_is_read_back_as_extended(db: Db) {
            let mut grant = insert_grant(&db, "g").await;
            grant.add_openid_scope("openid");
            grant.decide("https://orders.example", |orders| orders.grant("read"));
            put(db.exec(), &tenant(), &grant).await.unwrap();
            assert_eq!(find(db.exec(), &tenant(), &grant.id, NOW).await.unwrap().as_ref(), Some(&grant));
            assert_eq!(find(db.exec(), &tenant(), &grant.id, grant.expires_at).await.unwrap(), None);
            assert!(delete(db.exec(), &tenant(), &grant.id).await.unwrap());
            assert!(!delete(db.exec(), &tenant(), &grant.id).await.unwrap());
        }

        async fn the_current_and_the_newest_grants_are_kept_and_none_beyond_its_time(db: Db) {
            let user = insert_user(&db, "u").await;
            let application = ApplicationId::new("app");
            for (id, at) in [("old", 1), ("middle", 2), ("new", 3)] {
                let grant = Grant::new(GrantId::new(id), user.clone(), application.clone(), UnixMillis(at));
                put(db.exec(), &tenant(), &grant).await.unwrap();
            }
            let current = GrantId::new("old");
            let whose = (&user, &application);
            let mut ended = Grant::new(GrantId::new("ended"), user.clone(), application.clone(), UnixMillis(4));
            ended.expires_at = NOW;
            put(db.exec(), &tenant(), &ended).await.unwrap();
            assert_eq!(count_active(db.exec(), &tenant(), whose, NOW).await.unwrap(), 3);
            let revoked = delete_beyond(db.exec(), &tenant(), whose, &current, (2, NOW)).await.unwrap();
            assert_eq!(revoked, [GrantId::new("middle")]);
            assert_eq!(delete_beyond(db.exec(), &tenant(), whose, &current, (2, NOW)).await.unwrap(), []);
            assert_eq!(delete_expired(db.exec(), Expiring::Grants, &tenant(), NOW, 100).await.unwrap(), 1);
            assert_eq!(find(db.exec(), &tenant(), &GrantId::new("middle"), NOW).await.unwrap(), None);
            let ended = UnixMillis(1).plus(domain::grant::GRANT_TTL);
            assert_eq!(delete_expired(db.exec(), Expiring::Grants, &tenant(), ended, 100).await.unwrap(), 1);
            crate::user::delete(db.exec(), &tenant(), &user).await.unwrap();
            assert_eq!(find(db.exec(), &tenant(), &GrantId::new("new"), UnixMillis(3)).await.unwrap(), None);
        }

        async fn an_application_is_shut_out_by_one_user_and_stays_with_others(db: Db) {
            let (user, other) = (insert_user(&db, "u").await, insert_user(&db, "v").await);
            let (app, second) = (ApplicationId::new("app"), ApplicationId::new("second"));
            for (id, user, application) in [("a", &user, &app), ("b", &user, &app), ("c", &user, &second), ("d", &other, &app)] {
                put(db.exec(), &tenant(), &Grant::new(GrantId::new(id), user.clone(), application.clone(), NOW)).await.unwrap();
            }
            assert_eq!(delete_of_application(db.exec(), &tenant(), &user, &app).await.unwrap(), 2);
            assert_eq!(delete_of_application(db.exec(), &tenant(), &user, &app).await.unwrap(), 0);
            let mut live = Vec::new();
            for id in ["a", "b", "c", "d"] {
                live.extend(find(db.exec(), &tenant(), &GrantId::new(id), NOW).await.unwrap().map(|grant| grant.id.into_string()));
            }
            assert_eq!(live, ["c", "d"]);
        }

        async fn a_users_grants_are_listed_by_owner_newest_first_and_revoked_by_that_user_alone(db: Db) {
            let (user, other) = (insert_user(&db, "u").await, insert_user(&db, "v").await);
            for (id, is_third_party) in [("ours", false), ("third", true)] {
                let mut application = crate::application::tests::application(id, domain::application::ApplicationType::Spa, 1);
                application.is_third_party = is_third_party;
                crate::application::insert(db.exec(), &tenant(), &application).await.unwrap();
            }
            for (id, at, application) in [("a", 1, "ours"), ("b", 2, "third"), ("c", 3, "built-in")] {
                let grant = Grant::new(GrantId::new(id), user.clone(), ApplicationId::new(application), UnixMillis(at));
                put(db.exec(), &tenant(), &grant).await.unwrap();
            }
            let list = async |user: &UserId, owner, now| {
                let listed = list_of_user(db.exec(), &tenant(), user, owner, now).await.unwrap();
                listed.into_iter().map(|(grant, name)| (grant.id.into_string(), name)).collect::<Vec<_>>()
            };
            let row = |id: &str, name: Option<&str>| (id.to_owned(), name.map(str::to_owned));
            let (a, b, c) = (row("a", Some("App ours")), row("b", Some("App third")), row("c", None));
            assert_eq!(list(&user, None, NOW).await, [c.clone(), b.clone(), a.clone()]);
            assert_eq!(list(&user, Some(ApplicationOwner::FirstParty), NOW).await, [c.clone(), a]);
            assert_eq!(list(&user, Some(ApplicationOwner::ThirdParty), NOW).await, [b]);
            assert_eq!(list(&user, None, UnixMillis(2).plus(domain::grant::GRANT_TTL)).await, [c]);
            assert_eq!(list(&other, None, NOW).await, []);
            let delete = async |user: &UserId| delete_of_user(db.exec(), &tenant(), user, &GrantId::new("a"), NOW).await.unwrap();
            assert_eq!([delete(&other).await, delete(&user).await, delete(&user).await], [false, true, false]);
        }

        async fn an_organization_is_opened_by_its_members_only(db: Db) {
            let user = insert_user(&db, "u").await;
            let (application, organization) = (ApplicationId::new("nobody"), OrganizationId::new("o"));
            let result = open_organization(db.exec(), &tenant(), &application, &user, &organization).await;
            assert!(matches!(result, Err(StoreError::ForeignKeyViolation)));
            assert_eq!(opened_organizations(db.exec(), &tenant(), &application, &user).await.unwrap(), []);
            let closed = close_organization(db.exec(), &tenant(), &application, &user, &organization).await;
            assert!(!closed.unwrap());
        }
    }
}
