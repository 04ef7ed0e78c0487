//! Just-in-time provisioning against both databases.

use domain::{UnixMillis, account::User, organization::Organization, role::RoleType};
use serde_json::Map;

use super::*;
use crate::{
    Db, both_databases,
    organization::{self, membership},
    sso_connector::tests::connector,
    user,
};

fn tenant() -> TenantId {
    TenantId::default_tenant()
}

fn id(text: &str) -> OrganizationId {
    OrganizationId::new(text)
}

/// The organizations `o` and `p`, the users `u1` and `u2`, the roles `r` for users and `m` for machines.
async fn prepare(db: &Db) {
    for name in ["o", "p"] {
        let organization = Organization {
            id: id(name),
            name: name.to_owned(),
            description: None,
            custom_data: Map::new(),
            is_mfa_required: false,
            color: Map::new(),
            branding: Map::new(),
            custom_css: None,
            created_at: UnixMillis(1),
        };
        organization::insert(db.exec(), &tenant(), &organization).await.unwrap();
    }
    for name in ["u1", "u2"] {
        user::insert(db.exec(), &tenant(), &User::new(UserId::new(name), UnixMillis(1))).await.unwrap();
    }
    for (name, kind) in [("r", RoleType::User), ("m", RoleType::MachineToMachine)] {
        let role = OrganizationRole {
            id: OrganizationRoleId::new(name),
            name: name.to_owned(),
            description: None,
            kind,
        };
        organization::role::insert(db.exec(), &tenant(), &role).await.unwrap();
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

fn role_ids(ids: &[&str]) -> Vec<OrganizationRoleId> {
    ids.iter().map(|id| OrganizationRoleId::new(*id)).collect()
}

async fn roles_in(db: &Db, organization: &str, user: &str) -> Option<Vec<OrganizationRoleId>> {
    let found = membership::of_user(db.exec(), &tenant(), &id(organization), &UserId::new(user)).await;
    found.unwrap().map(|membership| membership.role_ids)
}

/// The organizations that a user joins by the domain of an address.
async fn join(db: &Db, user: &str, domain: &str) -> Vec<OrganizationId> {
    let (tenant, user) = (&tenant(), &UserId::new(user));
    let joined: Result<Vec<OrganizationId>, StoreError> =
        db.transaction(|tx| async move { provision(tx.exec(), tenant, user, domain).await }).await;
    joined.unwrap()
}

both_databases! {
    async fn domains_are_added_replaced_and_removed(db: Db) {
        prepare(&db).await;
        let (tenant, o) = (&tenant(), &id("o"));
        let all = async || email_domains(db.exec(), tenant, o, Page::ALL).await.unwrap();
        add_email_domains(db.exec(), tenant, o, &texts(&["fjord.example"])).await.unwrap();
        let again = add_email_domains(db.exec(), tenant, o, &texts(&["fjord.example"])).await;
        assert!(matches!(again, Err(StoreError::UniqueViolation { .. })), "{again:?}");
        add_email_domains(db.exec(), tenant, &id("p"), &texts(&["fjord.example"])).await.unwrap();
        let unknown = add_email_domains(db.exec(), tenant, &id("q"), &texts(&["fjord.example"])).await;
        assert!(matches!(unknown, Err(StoreError::ForeignKeyViolation)), "{unknown:?}");
        replace_email_domains(db.exec(), tenant, o, &texts(&["b.example", "a.example", "B.example"])).await.unwrap();
        assert_eq!(all().await, ["B.example", "a.example", "b.example"]);
        assert_eq!(email_domains(db.exec(), tenant, o, Page { limit: 1, offset: 1 }).await.unwrap(), ["a.example"]);
        assert_eq!(count_email_domains(db.exec(), tenant, o).await.unwrap(), 3);
        assert!(remove_email_domain(db.exec(), tenant, o, "a.example").await.unwrap());
        assert!(!remove_email_domain(db.exec(), tenant, o, "A.example").await.unwrap());
        assert_eq!(all().await, ["B.example", "b.example"]);
        assert_eq!(count_email_domains(db.exec(), tenant, &id("p")).await.unwrap(), 1);
    }

    async fn roles_are_added_replaced_and_removed(db: Db) {
        prepare(&db).await;
        let (tenant, o) = (&tenant(), &id("o"));
        let all = async || {
            let roles = roles(db.exec(), tenant, o, Page::ALL).await.unwrap();
            roles.into_iter().map(|role| role.id).collect::<Vec<_>>()
        };
        for _ in 0..2 {
            add_roles(db.exec(), tenant, o, &role_ids(&["r", "m"])).await.unwrap();
        }
        assert_eq!((all().await, count_roles(db.exec(), tenant, o).await.unwrap()), (role_ids(&["m", "r"]), 2));
        replace_roles(db.exec(), tenant, o, &role_ids(&["m"])).await.unwrap();
        assert_eq!(all().await, role_ids(&["m"]));
        assert!(remove_role(db.exec(), tenant, o, &OrganizationRoleId::new("m")).await.unwrap());
        assert!(!remove_role(db.exec(), tenant, o, &OrganizationRoleId::new("m")).await.unwrap());
        let unknown = add_roles(db.exec(), tenant, o, &role_ids(&["nothing"])).await;
        assert!(matches!(unknown, Err(StoreError::ForeignKeyViolation)), "{unknown:?}");
    }

    async fn who_comes_from_a_domain_joins_its_organizations_with_their_roles_for_users(db: Db) {
        prepare(&db).await;
        let tenant = &tenant();
        for organization in ["o", "p"] {
            add_email_domains(db.exec(), tenant, &id(organization), &texts(&["fjord.example"])).await.unwrap();
        }
        add_roles(db.exec(), tenant, &id("o"), &role_ids(&["r", "m"])).await.unwrap();
        assert_eq!(join(&db, "u1", "Fjord.example").await, []);
        assert_eq!((roles_in(&db, "o", "u1").await, roles_in(&db, "p", "u1").await), (None, None));
        assert_eq!(join(&db, "u1", "fjord.example").await, [id("o"), id("p")]);
        assert_eq!(roles_in(&db, "o", "u1").await, Some(role_ids(&["r"])));
        assert_eq!(roles_in(&db, "p", "u1").await, Some(vec![]));
        // Who belongs already gets the roles.
        organization::member::add(db.exec(), tenant, &id("o"), &[UserId::new("u2")]).await.unwrap();
        assert_eq!(join(&db, "u2", "fjord.example").await, [id("p")]);
        assert_eq!(roles_in(&db, "o", "u2").await, Some(role_ids(&["r"])));
    }

    async fn who_is_named_joins_organizations_that_are_there_with_their_roles_for_users(db: Db) {
        prepare(&db).await;
        let tenant = &tenant();
        add_roles(db.exec(), tenant, &id("o"), &role_ids(&["r", "m"])).await.unwrap();
        let named = ["p", "o", "gone", "o"].map(id);
        let join = async |user: &str| provision_in(db.exec(), tenant, &UserId::new(user), &named).await.unwrap();
        assert_eq!(join("u1").await, [id("o"), id("p")]);
        assert_eq!(roles_in(&db, "o", "u1").await, Some(role_ids(&["r"])));
        assert_eq!(roles_in(&db, "p", "u1").await, Some(vec![]));
        assert_eq!(join("u1").await, []);
        // Who belongs already gets the roles.
        organization::member::add(db.exec(), tenant, &id("o"), &[UserId::new("u2")]).await.unwrap();
        assert_eq!(join("u2").await, [id("p")]);
        assert_eq!(roles_in(&db, "o", "u2").await, Some(role_ids(&["r"])));
    }

    async fn connectors_are_added_replaced_and_removed_and_bring_their_users(db: Db) {
        prepare(&db).await;
        let (tenant, o) = (&tenant(), &id("o"));
        for name in ["a", "b"] {
            sso_connector::insert(db.exec(), tenant, &connector(name, &[])).await.unwrap();
        }
        let ids = |names: &[&str]| names.iter().map(|name| SsoConnectorId::new(*name)).collect::<Vec<_>>();
        let all = async || {
            let found = sso_connectors(db.exec(), tenant, o, Page::ALL).await.unwrap();
            found.into_iter().map(|connector| connector.id).collect::<Vec<_>>()
        };
        for _ in 0..2 {
            add_sso_connectors(db.exec(), tenant, o, &ids(&["b", "a"])).await.unwrap();
        }
        assert_eq!((all().await, count_sso_connectors(db.exec(), tenant, o).await.unwrap()), (ids(&["a", "b"]), 2));
        assert_eq!(sso_connectors(db.exec(), tenant, o, Page { limit: 1, offset: 1 }).await.unwrap().len(), 1);
        for (organization, connectors) in [("o", ["nothing"]), ("q", ["a"])] {
            let unknown = add_sso_connectors(db.exec(), tenant, &id(organization), &ids(&connectors)).await;
            assert!(matches!(unknown, Err(StoreError::ForeignKeyViolation)), "{unknown:?}");
        }
        replace_sso_connectors(db.exec(), tenant, o, &ids(&["b"])).await.unwrap();
        add_sso_connectors(db.exec(), tenant, &id("p"), &ids(&["b"])).await.unwrap();
        add_roles(db.exec(), tenant, o, &role_ids(&["r", "m"])).await.unwrap();
        let come = async |connector: &str| {
            provision_by_sso(db.exec(), tenant, &UserId::new("u1"), &SsoConnectorId::new(connector)).await.unwrap()
        };
        assert_eq!(come("a").await, []);
        assert_eq!(come("b").await, [id("o"), id("p")]);
        assert_eq!(roles_in(&db, "o", "u1").await, Some(role_ids(&["r"])));
        assert!(remove_sso_connector(db.exec(), tenant, o, &SsoConnectorId::new("b")).await.unwrap());
        assert!(!remove_sso_connector(db.exec(), tenant, o, &SsoConnectorId::new("b")).await.unwrap());
        sso_connector::delete(db.exec(), tenant, &SsoConnectorId::new("b")).await.unwrap();
        assert_eq!(count_sso_connectors(db.exec(), tenant, &id("p")).await.unwrap(), 0);
    }
}
