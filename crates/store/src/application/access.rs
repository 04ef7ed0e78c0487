//! Who is let in to an application whose access is restricted (Management API contract §8.5). The rules are few and each question is answered
//! from the rows as they are now: whoever loses a role or leaves an organization is out at once.

use domain::{
    ApplicationId, OrganizationId, OrganizationRoleId, RoleId, TenantId, UserId,
    application::access::AccessRules,
};

use crate::{
    StoreError,
    db::{Exec, ListBuilder, ToParam as _},
    params,
    relation::{self, CHUNK},
};

const USERS: &str = "SELECT user_id FROM application_access_users
                     WHERE tenant_id = $1 AND application_id = $2 ORDER BY user_id";
const USER_ROLES: &str = "SELECT role_id FROM application_access_user_roles
                          WHERE tenant_id = $1 AND application_id = $2 ORDER BY role_id";
const ORGANIZATIONS: &str = "SELECT organization_id FROM application_access_organizations
                             WHERE tenant_id = $1 AND application_id = $2 ORDER BY organization_id";
const ORGANIZATION_ROLES: &str = "SELECT organization_id, organization_role_id FROM application_access_organization_roles
                                  WHERE tenant_id = $1 AND application_id = $2 ORDER BY organization_id, organization_role_id";

/// The rules of an application, each list by id.
pub async fn rules(exec: Exec<'_>, tenant: &TenantId, id: &ApplicationId) -> Result<AccessRules, StoreError> {
    let pairs =
        exec.all(ORGANIZATION_ROLES, params![tenant, id], |row| Ok((row.text(0)?, row.text(1)?))).await?;
    let mut organization_roles: Vec<(OrganizationId, Vec<OrganizationRoleId>)> = Vec::new();
    for (organization, role) in pairs {
        let role = OrganizationRoleId::new(role);
        match organization_roles.last_mut() {
            Some((last, roles)) if last.as_str() == organization => roles.push(role),
            _ => organization_roles.push((OrganizationId::new(organization), vec![role])),
        }
    }
    Ok(AccessRules {
        user_ids: exec.all(USERS, params![tenant, id], |row| row.text(0).map(UserId::new)).await?,
        user_role_ids: exec.all(USER_ROLES, params![tenant, id], |row| row.text(0).map(RoleId::new)).await?,
        organization_ids: exec
            .all(ORGANIZATIONS, params![tenant, id], |row| row.text(0).map(OrganizationId::new))
            .await?,
        organization_roles,
    })
}

const CLEAR: [&str; 4] = [
    "DELETE FROM application_access_users WHERE tenant_id = $1 AND application_id = $2",
    "DELETE FROM application_access_user_roles WHERE tenant_id = $1 AND application_id = $2",
    "DELETE FROM application_access_organizations WHERE tenant_id = $1 AND application_id = $2",
    "DELETE FROM application_access_organization_roles WHERE tenant_id = $1 AND application_id = $2",
];
const ADD_USERS: &str = "INSERT INTO application_access_users (tenant_id, application_id, user_id) VALUES ";
const ADD_USER_ROLES: &str =
    "INSERT INTO application_access_user_roles (tenant_id, application_id, role_id) VALUES ";
const ADD_ORGANIZATIONS: &str =
    "INSERT INTO application_access_organizations (tenant_id, application_id, organization_id) VALUES ";
const ADD_ORGANIZATION_ROLES: &str = "INSERT INTO application_access_organization_roles
  (tenant_id, application_id, organization_id, organization_role_id) VALUES ";
const ONCE: &str = " ON CONFLICT DO NOTHING";

/// Makes `rules` the rules of an application. An unknown id is a foreign-key violation. Only in a transaction.
pub async fn replace(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
    rules: &AccessRules,
) -> Result<(), StoreError> {
    for statement in CLEAR {
        exec.execute(statement, params![tenant, id]).await?;
    }
    relation::insert(exec, (ADD_USERS, ONCE), tenant, id, &rules.user_ids).await?;
    relation::insert(exec, (ADD_USER_ROLES, ONCE), tenant, id, &rules.user_role_ids).await?;
    relation::insert(exec, (ADD_ORGANIZATIONS, ONCE), tenant, id, &rules.organization_ids).await?;
    let pairs: Vec<_> = rules
        .organization_roles
        .iter()
        .flat_map(|(organization, roles)| roles.iter().map(move |role| (organization, role)))
        .collect();
    for pairs in pairs.chunks(CHUNK) {
        let mut list = ListBuilder::new(ADD_ORGANIZATION_ROLES, &[]);
        for (index, (organization, role)) in pairs.iter().enumerate() {
            list.push(
                if index == 0 { "({}, {}, {}, {})" } else { ", ({}, {}, {}, {})" },
                &[tenant.to_param(), id.to_param(), organization.to_param(), role.to_param()],
            );
        }
        list.push(ONCE, &[]);
        let (sql, params) = list.build();
        exec.execute(sql, &params).await?;
    }
    Ok(())
}

const HAS_RULES: &str = "
SELECT 1 FROM applications WHERE tenant_id = $1 AND id = $2 AND (
  EXISTS (SELECT 1 FROM application_access_users a WHERE a.tenant_id = $1 AND a.application_id = $2)
  OR EXISTS (SELECT 1 FROM application_access_user_roles a WHERE a.tenant_id = $1 AND a.application_id = $2)
  OR EXISTS (SELECT 1 FROM application_access_organizations a WHERE a.tenant_id = $1 AND a.application_id = $2)
  OR EXISTS (SELECT 1 FROM application_access_organization_roles a WHERE a.tenant_id = $1 AND a.application_id = $2))";

/// Whether an application has any rule.
pub async fn has_rules(exec: Exec<'_>, tenant: &TenantId, id: &ApplicationId) -> Result<bool, StoreError> {
    Ok(exec.optional(HAS_RULES, params![tenant, id], |_| Ok(())).await?.is_some())
}

const ADMITS: &str = "
SELECT 1 FROM users u WHERE u.tenant_id = $1 AND u.id = $3 AND (
  EXISTS (
    SELECT 1 FROM application_access_users a
    WHERE a.tenant_id = $1 AND a.application_id = $2 AND a.user_id = $3)
  OR EXISTS (
    SELECT 1 FROM user_roles r
    JOIN application_access_user_roles a ON a.tenant_id = r.tenant_id AND a.application_id = $2 AND a.role_id = r.role_id
    WHERE r.tenant_id = $1 AND r.user_id = $3)
  OR EXISTS (
    SELECT 1 FROM organization_users m
    JOIN application_access_organizations a
      ON a.tenant_id = m.tenant_id AND a.application_id = $2 AND a.organization_id = m.organization_id
    WHERE m.tenant_id = $1 AND m.user_id = $3)
  OR EXISTS (
    SELECT 1 FROM organization_user_roles r
    JOIN application_access_organization_roles a
      ON a.tenant_id = r.tenant_id AND a.application_id = $2
      AND a.organization_id = r.organization_id AND a.organization_role_id = r.organization_role_id
    WHERE r.tenant_id = $1 AND r.user_id = $3))";

/// Whether one of an application's rules fits a user now.
pub async fn admits(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
    user: &UserId,
) -> Result<bool, StoreError> {
    Ok(exec.optional(ADMITS, params![tenant, id, user], |_| Ok(())).await?.is_some())
}

#[cfg(test)]
mod tests {
    use domain::{
        UnixMillis,
        application::ApplicationType,
        organization::{Organization, OrganizationRole},
        role::{Role, RoleType},
    };

    use super::*;
    use crate::{Db, application, both_databases, grant::tests::insert_user, organization, role};

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    /// The application `desk` and `other`, the users `ada`, `bo`, `cy` and `di`, the role `sailor`, the organizations `north` and `south`,
    /// the organization roles `admin` and `guest`.
    async fn prepare(db: &Db) {
        let exec = db.exec();
        for id in ["desk", "other"] {
            let application = application::tests::application(id, ApplicationType::Spa, 1);
            application::insert(exec, &tenant(), &application).await.unwrap();
        }
        for user in ["ada", "bo", "cy", "di"] {
            insert_user(db, user).await;
        }
        let sailor = Role {
            id: RoleId::new("sailor"),
            name: "sailor".to_owned(),
            description: String::new(),
            kind: RoleType::User,
            is_default: false,
        };
        role::insert(exec, &tenant(), &sailor).await.unwrap();
        for id in ["north", "south"] {
            let organization = Organization {
                id: OrganizationId::new(id),
                name: id.to_owned(),
                description: None,
                custom_data: serde_json::Map::new(),
                is_mfa_required: false,
                color: serde_json::Map::new(),
                branding: serde_json::Map::new(),
                custom_css: None,
                created_at: UnixMillis(1),
            };
            organization::insert(exec, &tenant(), &organization).await.unwrap();
        }
        for id in ["admin", "guest"] {
            let role = OrganizationRole {
                id: OrganizationRoleId::new(id),
                name: id.to_owned(),
                description: None,
                kind: RoleType::User,
            };
            organization::role::insert(exec, &tenant(), &role).await.unwrap();
        }
    }

    async fn set(db: &Db, id: &str, rules: &AccessRules) -> Result<(), StoreError> {
        let (tenant, id) = (&tenant(), &ApplicationId::new(id));
        db.transaction(|tx| async move { replace(tx.exec(), tenant, id, rules).await }).await
    }

    async fn admitted(db: &Db, id: &str) -> Vec<&'static str> {
        let mut admitted = Vec::new();
        for user in ["ada", "bo", "cy", "di", "nobody"] {
            if admits(db.exec(), &tenant(), &ApplicationId::new(id), &UserId::new(user)).await.unwrap() {
                admitted.push(user);
            }
        }
        admitted
    }

    both_databases! {
        async fn a_user_is_let_in_by_any_one_of_the_rules_and_only_while_it_fits(db: Db) {
            prepare(&db).await;
            let (exec, desk) = (db.exec(), ApplicationId::new("desk"));
            let (ada, bo, cy, di) = (UserId::new("ada"), UserId::new("bo"), UserId::new("cy"), UserId::new("di"));
            let (sailor, north, south) = (RoleId::new("sailor"), OrganizationId::new("north"), OrganizationId::new("south"));
            let (admin, guest) = (OrganizationRoleId::new("admin"), OrganizationRoleId::new("guest"));
            assert!(!has_rules(exec, &tenant(), &desk).await.unwrap());
            assert_eq!(admitted(&db, "desk").await, [""; 0]);

            role::holder::add_to_user(exec, &tenant(), &bo, std::slice::from_ref(&sailor)).await.unwrap();
            organization::member::add(exec, &tenant(), &north, std::slice::from_ref(&cy)).await.unwrap();
            organization::member::add(exec, &tenant(), &south, std::slice::from_ref(&di)).await.unwrap();
            organization::member::add(exec, &tenant(), &north, std::slice::from_ref(&di)).await.unwrap();
            organization::member::add_roles(exec, &tenant(), &south, &di, std::slice::from_ref(&guest)).await.unwrap();
            organization::member::add_roles(exec, &tenant(), &north, &di, std::slice::from_ref(&admin)).await.unwrap();

            let each = [
                (AccessRules { user_ids: vec![ada.clone()], ..AccessRules::default() }, vec!["ada"]),
                (AccessRules { user_role_ids: vec![sailor.clone()], ..AccessRules::default() }, vec!["bo"]),
                (AccessRules { organization_ids: vec![north.clone()], ..AccessRules::default() }, vec!["cy", "di"]),
                // A role counts in the organization beside it and in no other.
                (AccessRules { organization_roles: vec![(south.clone(), vec![admin.clone()])], ..AccessRules::default() }, vec![]),
                (AccessRules { organization_roles: vec![(south.clone(), vec![admin.clone(), guest.clone()])], ..AccessRules::default() }, vec!["di"]),
            ];
            for (rules, expected) in each {
                set(&db, "desk", &rules).await.unwrap();
                assert_eq!(super::rules(exec, &tenant(), &desk).await.unwrap(), rules);
                assert!(has_rules(exec, &tenant(), &desk).await.unwrap());
                assert_eq!(admitted(&db, "desk").await, expected, "{rules:?}");
                assert_eq!(admitted(&db, "other").await, [""; 0]);
            }

            let all = AccessRules {
                user_ids: vec![ada.clone()],
                user_role_ids: vec![sailor.clone()],
                organization_ids: vec![north.clone()],
                organization_roles: vec![(north.clone(), vec![admin.clone()]), (south.clone(), vec![admin, guest])],
            };
            set(&db, "desk", &all).await.unwrap();
            assert_eq!(super::rules(exec, &tenant(), &desk).await.unwrap(), all);
            assert_eq!(admitted(&db, "desk").await, ["ada", "bo", "cy", "di"]);
            crate::user::delete(exec, &tenant(), &ada).await.unwrap();
            role::delete(exec, &tenant(), &sailor).await.unwrap();
            organization::member::remove(exec, &tenant(), &north, &cy).await.unwrap();
            assert_eq!(admitted(&db, "desk").await, ["di"]);
            organization::delete(exec, &tenant(), &north).await.unwrap();
            organization::delete(exec, &tenant(), &south).await.unwrap();
            assert!(super::rules(exec, &tenant(), &desk).await.unwrap().is_empty());
            assert!(!has_rules(exec, &tenant(), &desk).await.unwrap());
        }

        async fn rules_that_name_what_does_not_exist_change_nothing(db: Db) {
            prepare(&db).await;
            let good = AccessRules { user_ids: vec![UserId::new("ada")], ..AccessRules::default() };
            set(&db, "desk", &good).await.unwrap();
            let unknown = [
                AccessRules { user_ids: vec![UserId::new("nobody")], ..AccessRules::default() },
                AccessRules { user_role_ids: vec![RoleId::new("none")], ..AccessRules::default() },
                AccessRules { organization_ids: vec![OrganizationId::new("none")], ..AccessRules::default() },
                AccessRules {
                    organization_roles: vec![(OrganizationId::new("north"), vec![OrganizationRoleId::new("none")])],
                    ..AccessRules::default()
                },
                AccessRules {
                    organization_roles: vec![(OrganizationId::new("none"), vec![OrganizationRoleId::new("admin")])],
                    ..AccessRules::default()
                },
            ];
            for rules in unknown {
                let refused = set(&db, "desk", &rules).await;
                assert!(matches!(refused, Err(StoreError::ForeignKeyViolation)), "{rules:?}");
            }
            assert!(matches!(set(&db, "nobody", &good).await, Err(StoreError::ForeignKeyViolation)));
            assert_eq!(rules(db.exec(), &tenant(), &ApplicationId::new("desk")).await.unwrap(), good);
        }
    }
}
