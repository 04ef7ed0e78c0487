//! The organizations that a user has opened to a third-party application, as the Management API shows and changes them
//! (Management API contract §8.5). What token issue asks about them is in [`crate::grant`].

use domain::{ApplicationId, OrganizationId, TenantId, UserId, organization::Organization};

use super::read_organization;
use crate::{Exec, Page, StoreError, grant, params};

const LIST: &str = "
SELECT o.id, o.name, o.description, o.custom_data, o.is_mfa_required, o.color, o.branding, o.custom_css, o.created_at
FROM application_consent_organizations c
JOIN organizations o ON o.tenant_id = c.tenant_id AND o.id = c.organization_id
WHERE c.tenant_id = $1 AND c.application_id = $2 AND c.user_id = $3
ORDER BY c.organization_id LIMIT $4 OFFSET $5";

/// A page of them, by id.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    (application, user): (&ApplicationId, &UserId),
    page: Page,
) -> Result<Vec<Organization>, StoreError> {
    let params = params![tenant, application, user, page.limit, page.offset];
    exec.page(LIST, params, page, read_organization).await
}

const COUNT: &str = "SELECT COUNT(*) FROM application_consent_organizations
                     WHERE tenant_id = $1 AND application_id = $2 AND user_id = $3";

/// How many there are.
pub async fn count(
    exec: Exec<'_>,
    tenant: &TenantId,
    application: &ApplicationId,
    user: &UserId,
) -> Result<i64, StoreError> {
    super::count(exec, COUNT, params![tenant, application, user]).await
}

/// Opens further ones. The user must be a member of each, else it is a foreign-key violation. Only in a transaction.
pub async fn add(
    exec: Exec<'_>,
    tenant: &TenantId,
    (application, user): (&ApplicationId, &UserId),
    organizations: &[OrganizationId],
) -> Result<(), StoreError> {
    for organization in organizations {
        grant::open_organization(exec, tenant, application, user, organization).await?;
    }
    Ok(())
}

const CLEAR: &str = "DELETE FROM application_consent_organizations
                     WHERE tenant_id = $1 AND application_id = $2 AND user_id = $3";

/// Makes `organizations` the open ones. The user must be a member of each, else it is a foreign-key violation. Only in a transaction.
pub async fn replace(
    exec: Exec<'_>,
    tenant: &TenantId,
    (application, user): (&ApplicationId, &UserId),
    organizations: &[OrganizationId],
) -> Result<(), StoreError> {
    exec.execute(CLEAR, params![tenant, application, user]).await?;
    add(exec, tenant, (application, user), organizations).await
}

#[cfg(test)]
mod tests {
    use domain::{UnixMillis, application::ApplicationType};

    use super::*;
    use crate::{application, both_databases, grant::tests::insert_user, organization};

    both_databases! {
        async fn organizations_are_opened_listed_replaced_and_close_when_the_user_leaves(db: Db) {
            let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
            let reports = application::tests::application("reports", ApplicationType::Spa, 1);
            application::insert(exec, tenant, &reports).await.unwrap();
            let user = insert_user(&db, "ada").await;
            let id = |name: &str| OrganizationId::new(name);
            for name in ["a", "b", "c", "foreign"] {
                let organization = Organization {
                    id: id(name),
                    name: name.to_owned(),
                    description: None,
                    custom_data: serde_json::Map::new(),
                    is_mfa_required: false,
                    color: serde_json::Map::new(),
                    branding: serde_json::Map::new(),
                    custom_css: None,
                    created_at: UnixMillis(1),
                };
                organization::insert(exec, tenant, &organization).await.unwrap();
                if name != "foreign" {
                    organization::member::add(exec, tenant, &id(name), std::slice::from_ref(&user)).await.unwrap();
                }
            }
            let whose = (&reports.id, &user);
            let change = async |organizations: &[&str], replaces: bool| -> Result<(), StoreError> {
                let organizations: &Vec<_> = &organizations.iter().map(|name| id(name)).collect();
                db.transaction(|tx| async move {
                    if replaces {
                        replace(tx.exec(), tenant, whose, organizations).await
                    } else {
                        add(tx.exec(), tenant, whose, organizations).await
                    }
                })
                .await
            };
            let opened = async |page: Page| {
                let found = list(exec, tenant, whose, page).await.unwrap();
                found.into_iter().map(|organization| organization.id.into_string()).collect::<Vec<_>>()
            };
            change(&["b", "a"], false).await.unwrap();
            change(&["b", "c"], false).await.unwrap();
            assert_eq!(opened(Page::ALL).await, ["a", "b", "c"]);
            assert_eq!(opened(Page { limit: 1, offset: 1 }).await, ["b"]);
            assert_eq!(count(exec, tenant, whose.0, whose.1).await.unwrap(), 3);
            for replaces in [false, true] {
                let refused = change(&["c", "foreign"], replaces).await;
                assert!(matches!(refused, Err(StoreError::ForeignKeyViolation)));
                assert_eq!(opened(Page::ALL).await, ["a", "b", "c"]);
            }
            change(&["c", "b"], true).await.unwrap();
            organization::member::remove(exec, tenant, &id("c"), &user).await.unwrap();
            assert_eq!(opened(Page::ALL).await, ["b"]);
            change(&[], true).await.unwrap();
            assert_eq!(count(exec, tenant, whose.0, whose.1).await.unwrap(), 0);
        }
    }
}
