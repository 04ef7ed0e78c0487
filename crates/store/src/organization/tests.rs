//! Organizations, their members and their template against both databases.

use std::sync::Arc;

use domain::{
    ApplicationId, OrganizationId, OrganizationRoleId, OrganizationScopeId, ResourceId, ScopeId, TenantId,
    UnixMillis, UserId,
    account::User,
    application::{Application, ApplicationType},
    organization::{Organization, OrganizationRole, OrganizationScope},
    resource::{Resource, Scope},
    role::RoleType,
};
use serde_json::{Map, json};

use super::{
    OrganizationChange, member, member_list, membership, role, role_scope, scope,
    standing::{self, UserStanding},
};
use crate::{Db, Page, StoreError, both_databases, organization};

fn tenant() -> TenantId {
    TenantId::default_tenant()
}

fn id(text: &str) -> OrganizationId {
    OrganizationId::new(text)
}

fn user_id(text: &str) -> UserId {
    UserId::new(text)
}

fn role_id(text: &str) -> OrganizationRoleId {
    OrganizationRoleId::new(text)
}

fn an_organization(organization: &str, name: &str) -> Organization {
    Organization {
        id: id(organization),
        name: name.to_owned(),
        description: None,
        custom_data: Map::new(),
        is_mfa_required: false,
        color: Map::new(),
        branding: Map::new(),
        custom_css: None,
        created_at: UnixMillis(1_000),
    }
}

async fn add_organizations(db: &Db, organizations: &[(&str, &str)]) {
    for (organization, name) in organizations {
        let organization = &an_organization(organization, name);
        let tenant = &tenant();
        db.transaction(|tx| async move { organization::insert(tx.exec(), tenant, organization).await })
            .await
            .unwrap();
    }
}

async fn add_users(db: &Db, users: &[&str]) {
    for user in users {
        let mut user = User::new(user_id(user), UnixMillis(1_000));
        user.username = Some(format!("{}_Name", user.id));
        crate::user::insert(db.exec(), &tenant(), &user).await.unwrap();
    }
}

async fn add_application(db: &Db, application: &str, kind: ApplicationType) {
    let application = Application {
        id: ApplicationId::new(application),
        name: format!("Name of {application}"),
        description: Some("Counts SHEEP".to_owned()),
        kind,
        oidc_client_metadata: domain::application::OidcClientMetadata::default(),
        custom_client_metadata: domain::application::CustomClientMetadata::default(),
        protected_app_metadata: None,
        custom_data: Map::new(),
        is_third_party: false,
        app_level_access_control_enabled: false,
        created_at: UnixMillis(1_000),
    };
    crate::application::insert(db.exec(), &tenant(), &application).await.unwrap();
}

async fn add_role(db: &Db, role: &str, name: &str, kind: RoleType) {
    let role = OrganizationRole {
        id: role_id(role),
        name: name.to_owned(),
        description: Some(format!("About {name}")),
        kind,
    };
    role::insert(db.exec(), &tenant(), &role).await.unwrap();
}

async fn add_scope(db: &Db, scope: &str, name: &str) {
    let scope =
        OrganizationScope { id: OrganizationScopeId::new(scope), name: name.to_owned(), description: None };
    scope::insert(db.exec(), &tenant(), &scope).await.unwrap();
}

async fn users_of(db: &Db, organization: &str) -> Vec<String> {
    let filter = member_list::UserFilter::default();
    let users =
        member_list::users(db.exec(), &tenant(), &id(organization), &filter, Page::ALL).await.unwrap();
    users.into_iter().map(|user| user.member.id.into_string()).collect()
}

async fn add_members(db: &Db, organization: &str, users: &[&str]) -> Result<Vec<UserId>, StoreError> {
    let users: Vec<UserId> = users.iter().map(|user| user_id(user)).collect();
    let (tenant, organization, users) = (&tenant(), &id(organization), &users);
    db.transaction(|tx| async move { member::add(tx.exec(), tenant, organization, users).await }).await
}

/// The user's roles in the organization, if a member.
async fn roles_of(
    exec: crate::Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    user: &UserId,
) -> Option<Vec<OrganizationRoleId>> {
    membership::of_user(exec, tenant, organization, user).await.unwrap().map(|membership| membership.role_ids)
}

both_databases! {
    async fn a_standing_is_that_of_the_moment(db: Db) {
        let standing = async |user: &str, permission: Option<(&str, &str)>| {
            let organization = permission.map(|(organization, _)| id(organization));
            let permission = organization.as_ref().zip(permission.map(|(_, name)| name));
            standing::of_user(db.exec(), &tenant(), &user_id(user), permission).await.unwrap()
        };
        add_users(&db, &["ada", "ben"]).await;
        add_organizations(&db, &[("fjord", "Fjord"), ("lake", "Lake")]).await;
        add_role(&db, "admin", "admin", RoleType::User).await;
        add_scope(&db, "read", "member:read").await;
        member::add(db.exec(), &tenant(), &id("fjord"), &[user_id("ada"), user_id("ben")]).await.unwrap();
        member::add_roles(db.exec(), &tenant(), &id("fjord"), &user_id("ada"), &[role_id("admin")]).await.unwrap();
        let asked = Some(("fjord", "member:read"));
        let without = UserStanding { is_suspended: false, primary_email: None, holds: false };
        assert_eq!(standing("ada", asked).await, Some(without.clone()));
        role_scope::add(db.exec(), &tenant(), &role_id("admin"), &[OrganizationScopeId::new("read")]).await.unwrap();
        assert_eq!(standing("ada", asked).await, Some(UserStanding { holds: true, ..without.clone() }));
        for (user, permission) in
            [("ada", Some(("lake", "member:read"))), ("ada", Some(("fjord", "member:remove"))), ("ada", None), ("ben", asked)]
        {
            assert_eq!(standing(user, permission).await, Some(without.clone()), "{user} {permission:?}");
        }
        assert_eq!(standing("nobody", asked).await, None);
        let suspend = "UPDATE users SET is_suspended = TRUE, primary_email = 'ada@fjord.example' WHERE tenant_id = 'default' AND id = 'ada'";
        crate::testing::execute(&db, suspend, &[]).await;
        let suspended = UserStanding { is_suspended: true, primary_email: Some("ada@fjord.example".to_owned()), holds: true };
        assert_eq!(standing("ada", asked).await, Some(suspended));
        let other = TenantId::new("other");
        assert_eq!(standing::of_user(db.exec(), &other, &user_id("ada"), None).await.unwrap(), None);
    }

    async fn a_users_organizations_are_paged_by_name_and_searched_literally(db: Db) {
        let user = crate::grant::tests::insert_user(&db, "u").await;
        for (key, name) in [("c", "Ärlig 100%"), ("a", "zebra"), ("b", "Apple"), ("d", "100 apples"), ("e", "Not theirs")] {
            organization::insert(db.exec(), &tenant(), &organization_named(key, name)).await.unwrap();
            if key != "e" {
                member::add(db.exec(), &tenant(), &id(key), std::slice::from_ref(&user)).await.unwrap();
            }
        }
        let page = async |search: &str, limit, offset| {
            let found = membership::page_of_user(db.exec(), &tenant(), &user, search, Page { limit, offset }).await.unwrap();
            found.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
        };
        assert_eq!(page("", 3, 0).await, ["100 apples", "Apple", "zebra"]);
        assert_eq!(page("", 3, 3).await, ["Ärlig 100%"]);
        assert_eq!(page("aPPLe", 9, 0).await, ["100 apples", "Apple"]);
        assert_eq!(page("100%", 9, 0).await, ["Ärlig 100%"]);
        assert_eq!(page("_", 9, 0).await, [""; 0]);
    }

    async fn an_organization_is_stored_changed_and_deleted(db: Db) {
        let tenant = &tenant();
        let mut whole = an_organization("org000000001", "Fjord");
        whole.description = Some("Ships".to_owned());
        whole.custom_data = json!({ "a": [1, null], "ü": "ß" }).as_object().cloned().unwrap();
        whole.color = json!({ "primaryColor": "#123" }).as_object().cloned().unwrap();
        whole.custom_css = Some("a {}".to_owned());
        let stored = &whole;
        db.transaction(|tx| async move { organization::insert(tx.exec(), tenant, stored).await }).await.unwrap();
        assert_eq!(organization::find(db.exec(), tenant, &whole.id).await.unwrap(), Some(whole.clone()));

        let change = OrganizationChange {
            description: Some(None),
            is_mfa_required: Some(true),
            custom_data: Some(Map::new()),
            ..OrganizationChange::default()
        };
        let changed = Organization { description: None, is_mfa_required: true, custom_data: Map::new(), ..whole.clone() };
        assert_eq!(organization::update(db.exec(), tenant, &whole.id, &change).await.unwrap(), Some(changed.clone()));
        assert_eq!(organization::find(db.exec(), tenant, &whole.id).await.unwrap(), Some(changed.clone()));
        let nothing = OrganizationChange::default();
        assert!(nothing.is_empty() && !change.is_empty());
        assert_eq!(organization::update(db.exec(), tenant, &whole.id, &nothing).await.unwrap(), Some(changed));
        assert_eq!(organization::update(db.exec(), tenant, &id("nobody"), &change).await.unwrap(), None);

        assert_eq!(organization::total(db.exec(), tenant, None).await.unwrap(), 1);
        let delete = || async {
            let target = &id("org000000001");
            db.transaction(|tx| async move { organization::delete(tx.exec(), tenant, target).await }).await.unwrap()
        };
        assert!(delete().await);
        assert!(!delete().await);
        assert_eq!(organization::find(db.exec(), tenant, &whole.id).await.unwrap(), None);
        assert_eq!(organization::total(db.exec(), tenant, None).await.unwrap(), 0);
    }

    async fn organizations_are_listed_by_id_and_found_by_part_of_id_or_name(db: Db) {
        add_organizations(&db, &[("c3", "ÅRE Alpine"), ("a1", "Bergen"), ("b2", r"50% \ off")]).await;
        let find = async |q: Option<&str>, page: Page| {
            let found = organization::list(db.exec(), &tenant(), q, page).await.unwrap();
            let ids: Vec<_> = found.into_iter().map(|organization| organization.id.into_string()).collect();
            (ids.join(" "), organization::total(db.exec(), &tenant(), q).await.unwrap())
        };
        assert_eq!(find(None, Page::ALL).await, ("a1 b2 c3".to_owned(), 3));
        assert_eq!(find(None, Page { limit: 1, offset: 1 }).await, ("b2".to_owned(), 3));
        assert_eq!(find(None, Page { limit: 1, offset: 9 }).await, (String::new(), 3));
        assert_eq!(find(Some("åre"), Page::ALL).await, ("c3".to_owned(), 1));
        assert_eq!(find(Some("B"), Page::ALL).await, ("a1 b2".to_owned(), 2));
        assert_eq!(find(Some("B%e_"), Page::ALL).await, ("a1".to_owned(), 1));
        assert_eq!(find(Some(r"\"), Page::ALL).await, ("b2".to_owned(), 1));
        assert_eq!(find(Some(r"\o"), Page::ALL).await, (String::new(), 0));
        assert_eq!(find(Some("e"), Page { limit: 1, offset: 1 }).await, ("c3".to_owned(), 2));
    }

    async fn token_issue_learns_memberships_and_roles(db: Db) {
        let tenant = &tenant();
        add_organizations(&db, &[("a", "A"), ("b", "B"), ("c", "C")]).await;
        add_users(&db, &["u1", "u2"]).await;
        add_role(&db, "r1", "admin", RoleType::User).await;
        add_role(&db, "r2", "member", RoleType::User).await;
        add_role(&db, "m1", "robot", RoleType::MachineToMachine).await;
        add_application(&db, "app", ApplicationType::MachineToMachine).await;
        add_members(&db, "a", &["u1", "u2"]).await.unwrap();
        add_members(&db, "b", &["u1"]).await.unwrap();
        let (u1, app) = (user_id("u1"), ApplicationId::new("app"));
        member::add_roles(db.exec(), tenant, &id("b"), &u1, &[role_id("r2"), role_id("r1")]).await.unwrap();
        member::add(db.exec(), tenant, &id("c"), std::slice::from_ref(&app)).await.unwrap();
        member::add_roles(db.exec(), tenant, &id("c"), &app, &[role_id("m1")]).await.unwrap();

        let exec = db.exec();
        assert_eq!(roles_of(exec, tenant, &id("a"), &u1).await, Some(vec![]));
        assert_eq!(roles_of(exec, tenant, &id("b"), &u1).await, Some(vec![role_id("r1"), role_id("r2")]));
        assert_eq!(roles_of(exec, tenant, &id("c"), &u1).await, None);
        assert_eq!(membership::application_role_ids(exec, tenant, &id("c"), &app).await.unwrap(), Some(vec![role_id("m1")]));
        assert_eq!(membership::application_role_ids(exec, tenant, &id("a"), &app).await.unwrap(), None);
        assert_eq!(
            membership::user_roles_everywhere(exec, tenant, &u1).await.unwrap(),
            [(id("a"), vec![]), (id("b"), vec![role_id("r1"), role_id("r2")])]
        );
        assert_eq!(membership::application_roles_everywhere(exec, tenant, &app).await.unwrap(), [(id("c"), vec![role_id("m1")])]);
        assert_eq!(
            membership::organizations_of_user_brief(exec, tenant, &u1).await.unwrap(),
            [(id("a"), "A".to_owned(), None, false), (id("b"), "B".to_owned(), None, false)]
        );
        let with_roles = membership::organizations_of_user(exec, tenant, &u1).await.unwrap();
        assert_eq!(with_roles.iter().map(|row| row.organization.clone()).collect::<Vec<_>>(), [an_organization("a", "A"), an_organization("b", "B")]);
        assert_eq!(with_roles[0].roles, []);
        assert_eq!(with_roles[1].roles, [(role_id("r1"), "admin".to_owned()), (role_id("r2"), "member".to_owned())]);
        let page = Page { limit: 1, offset: 0 };
        let of_application = membership::organizations_of_application(exec, tenant, &app, page).await.unwrap();
        assert_eq!(of_application, [membership::OrganizationWithRoles {
            organization: an_organization("c", "C"),
            roles: vec![(role_id("m1"), "robot".to_owned())],
        }]);
        let past_the_end = Page { limit: 1, offset: 1 };
        assert_eq!(membership::organizations_of_application(exec, tenant, &app, past_the_end).await.unwrap(), []);
        assert_eq!(membership::count_organizations_of_application(exec, tenant, &app).await.unwrap(), 1);
    }

    async fn another_holder_of_a_role_counts_unless_suspended_and_in_that_organization_only(db: Db) {
        add_organizations(&db, &[("o", "One"), ("p", "Two")]).await;
        add_users(&db, &["a", "b", "c"]).await;
        add_role(&db, "admin", "Admin", RoleType::User).await;
        add_members(&db, "o", &["a", "b"]).await.unwrap();
        add_members(&db, "p", &["a", "c"]).await.unwrap();
        let give = async |organization: &str, user: &str| {
            member::add_roles(db.exec(), &tenant(), &id(organization), &user_id(user), &[role_id("admin")]).await.unwrap();
        };
        let has_other = async |organization: &str| {
            let place = (&id(organization), &role_id("admin"));
            membership::has_other_holder(db.exec(), &tenant(), place, &user_id("a")).await.unwrap()
        };
        give("o", "a").await;
        give("p", "c").await;
        assert_eq!((has_other("o").await, has_other("p").await), (false, true));
        give("o", "b").await;
        assert!(has_other("o").await);
        let (tenant, b) = (&tenant(), &user_id("b"));
        db.transaction(|tx| async move { crate::user::set_suspended(tx.exec(), tenant, b, true, UnixMillis(2_000)).await }).await.unwrap();
        assert!(!has_other("o").await);
    }

    async fn replacing_members_keeps_the_roles_of_those_who_stay(db: Db) {
        let tenant = &tenant();
        add_organizations(&db, &[("a", "A")]).await;
        add_users(&db, &["u1", "u2", "u3"]).await;
        add_role(&db, "r1", "admin", RoleType::User).await;
        assert_eq!(add_members(&db, "a", &["u2", "u1", "u2"]).await.unwrap(), [user_id("u1"), user_id("u2")]);
        assert_eq!(add_members(&db, "a", &["u2"]).await.unwrap(), []);
        member::add_roles(db.exec(), tenant, &id("a"), &user_id("u1"), &[role_id("r1")]).await.unwrap();
        member::add_roles(db.exec(), tenant, &id("a"), &user_id("u2"), &[role_id("r1"), role_id("r1")]).await.unwrap();
        let replace = async |users: &[&str]| {
            let users: Vec<UserId> = users.iter().map(|user| user_id(user)).collect();
            let users = &users;
            db.transaction(|tx| async move { member::replace(tx.exec(), tenant, &id("a"), users).await }).await
        };
        let difference = replace(&["u3", "u1", "u3"]).await.unwrap();
        assert_eq!(difference, member::Difference { added: vec![user_id("u3")], removed: vec![user_id("u2")] });
        assert!(matches!(replace(&["u2", "nobody"]).await, Err(StoreError::ForeignKeyViolation)));
        assert_eq!(users_of(&db, "a").await, ["u1", "u3"]);
        replace(&["u1", "u2"]).await.unwrap();
        assert_eq!(roles_of(db.exec(), tenant, &id("a"), &user_id("u1")).await, Some(vec![role_id("r1")]));
        assert_eq!(roles_of(db.exec(), tenant, &id("a"), &user_id("u2")).await, Some(vec![]));
        assert!(member::remove(db.exec(), tenant, &id("a"), &user_id("u1")).await.unwrap());
        assert!(!member::remove(db.exec(), tenant, &id("a"), &user_id("u1")).await.unwrap());
        assert_eq!(member::count_roles(db.exec(), tenant, &id("a"), &user_id("u1")).await.unwrap(), 0);
    }

    async fn roles_of_members_are_set_listed_and_give_scopes(db: Db) {
        let tenant = &tenant();
        let (a, u1) = (&id("a"), &user_id("u1"));
        add_organizations(&db, &[("a", "A")]).await;
        add_users(&db, &["u1"]).await;
        for (role, name) in [("r1", "zoo"), ("r2", "arc"), ("r3", "mid")] {
            add_role(&db, role, name, RoleType::User).await;
        }
        for (scope, name) in [("s1", "write"), ("s2", "read"), ("s3", "never")] {
            add_scope(&db, scope, name).await;
        }
        let scopes = |ids: &[&str]| ids.iter().map(|id| OrganizationScopeId::new(*id)).collect::<Vec<_>>();
        role_scope::add(db.exec(), tenant, &role_id("r1"), &scopes(&["s1", "s2"])).await.unwrap();
        role_scope::add(db.exec(), tenant, &role_id("r2"), &scopes(&["s2"])).await.unwrap();
        assert!(matches!(
            member::add_roles(db.exec(), tenant, a, u1, &[role_id("r1")]).await,
            Err(StoreError::ForeignKeyViolation)
        ));
        add_members(&db, "a", &["u1"]).await.unwrap();
        assert!(member::exists(db.exec(), tenant, a, u1).await.unwrap());
        let replace = async |roles: &[&str]| {
            let roles: Vec<_> = roles.iter().map(|role| role_id(role)).collect();
            let roles = &roles;
            db.transaction(|tx| async move { member::replace_roles(tx.exec(), tenant, a, u1, roles).await }).await
        };
        replace(&["r1", "r3"]).await.unwrap();
        replace(&["r1", "r2", "r2"]).await.unwrap();
        assert!(matches!(replace(&["r3", "unknown"]).await, Err(StoreError::ForeignKeyViolation)));
        let roles = member::roles(db.exec(), tenant, a, u1, Page::ALL).await.unwrap();
        assert_eq!(roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>(), ["arc", "zoo"]);
        let second = member::roles(db.exec(), tenant, a, u1, Page { limit: 5, offset: 1 }).await.unwrap();
        assert_eq!(second.iter().map(|role| role.name.as_str()).collect::<Vec<_>>(), ["zoo"]);
        assert_eq!(member::count_roles(db.exec(), tenant, a, u1).await.unwrap(), 2);
        let scopes = member::scopes(db.exec(), tenant, a, u1).await.unwrap();
        assert_eq!(scopes.iter().map(|scope| scope.name.as_str()).collect::<Vec<_>>(), ["read", "write"]);
        assert!(member::remove_role(db.exec(), tenant, a, u1, &role_id("r1")).await.unwrap());
        assert!(!member::remove_role(db.exec(), tenant, a, u1, &role_id("r1")).await.unwrap());
        replace(&[]).await.unwrap();
        assert_eq!(member::roles(db.exec(), tenant, a, u1, Page::ALL).await.unwrap(), []);
    }

    async fn members_are_listed_with_filters_and_all_their_roles(db: Db) {
        let tenant = &tenant();
        add_organizations(&db, &[("a", "A"), ("b", "B")]).await;
        add_users(&db, &["u1", "u2", "u3"]).await;
        add_role(&db, "r1", "zoo", RoleType::User).await;
        add_role(&db, "r2", "arc", RoleType::User).await;
        add_members(&db, "a", &["u1", "u2", "u3"]).await.unwrap();
        add_members(&db, "b", &["u3"]).await.unwrap();
        member::add_roles(db.exec(), tenant, &id("a"), &user_id("u2"), &[role_id("r1"), role_id("r2")]).await.unwrap();
        member::add_roles(db.exec(), tenant, &id("b"), &user_id("u3"), &[role_id("r1")]).await.unwrap();
        let list = async |q: Option<&str>, role: Option<&str>, page: Page| {
            let role = role.map(role_id);
            let filter = member_list::UserFilter { q, role: role.as_ref() };
            let users = member_list::users(db.exec(), tenant, &id("a"), &filter, page).await.unwrap();
            let shown: Vec<_> = users
                .iter()
                .map(|user| {
                    let roles: Vec<_> = user.roles.iter().map(|(_, name)| name.as_str()).collect();
                    format!("{}({})", user.member.id, roles.join(","))
                })
                .collect();
            (shown.join(" "), member_list::count_users(db.exec(), tenant, &id("a"), &filter).await.unwrap())
        };
        assert_eq!(list(None, None, Page::ALL).await, ("u1() u2(arc,zoo) u3()".to_owned(), 3));
        assert_eq!(list(None, None, Page { limit: 2, offset: 1 }).await, ("u2(arc,zoo) u3()".to_owned(), 3));
        assert_eq!(list(None, Some("r1"), Page::ALL).await, ("u2(arc,zoo)".to_owned(), 1));
        assert_eq!(list(Some("U3_NA"), None, Page::ALL).await, ("u3()".to_owned(), 1));
        assert_eq!(list(Some("u3"), Some("r1"), Page::ALL).await, (String::new(), 0));
        assert_eq!(list(Some("name"), None, Page { limit: 1, offset: 0 }).await, ("u1()".to_owned(), 3));
        let (featured, count) = organization::featured_users(db.exec(), tenant, &id("a")).await.unwrap();
        assert_eq!((featured.len(), count), (3, 3));
        assert_eq!(featured[0], organization::FeaturedUser { id: user_id("u1"), avatar: None, name: None });
    }

    async fn applications_are_members_of_their_own(db: Db) {
        let tenant = &tenant();
        add_organizations(&db, &[("a", "A")]).await;
        add_role(&db, "m1", "robot", RoleType::MachineToMachine).await;
        add_application(&db, "app1", ApplicationType::MachineToMachine).await;
        add_application(&db, "app2", ApplicationType::MachineToMachine).await;
        add_application(&db, "page", ApplicationType::Spa).await;
        let apps = |ids: &[&str]| ids.iter().map(|id| ApplicationId::new(*id)).collect::<Vec<_>>();
        assert!(member::are_machines(db.exec(), tenant, &apps(&["app1", "unknown"])).await.unwrap());
        assert!(!member::are_machines(db.exec(), tenant, &apps(&["app1", "page"])).await.unwrap());
        member::add(db.exec(), tenant, &id("a"), &apps(&["app1", "app2"])).await.unwrap();
        member::add_roles(db.exec(), tenant, &id("a"), &ApplicationId::new("app2"), &[role_id("m1")]).await.unwrap();
        let list = async |q| {
            let found = member_list::applications(db.exec(), tenant, &id("a"), q, Page::ALL).await.unwrap();
            let found: Vec<_> = found.into_iter().map(|row| (row.member.id.into_string(), row.roles)).collect();
            let count = member_list::count_applications(db.exec(), tenant, &id("a"), q).await.unwrap();
            assert_eq!(i64::try_from(found.len()).unwrap(), count);
            found
        };
        let (app1, app2) = (("app1".to_owned(), vec![]), ("app2".to_owned(), vec![(role_id("m1"), "robot".to_owned())]));
        assert_eq!(list(None).await, [app1.clone(), app2.clone()]);
        assert_eq!(list(Some("sheep")).await, [app1, app2.clone()]);
        assert_eq!(list(Some("OF APP2")).await, [app2]);
        assert_eq!(list(Some("other")).await, []);
    }

    async fn the_template_is_stored_changed_and_deleted(db: Db) {
        let tenant = &tenant();
        add_role(&db, "r2", "viewer", RoleType::User).await;
        add_role(&db, "r1", "Admin", RoleType::MachineToMachine).await;
        add_scope(&db, "s1", "edit all").await;
        let duplicate = OrganizationRole { id: role_id("r3"), name: "Admin".to_owned(), description: None, kind: RoleType::User };
        let refused = role::insert(db.exec(), tenant, &duplicate).await.unwrap_err();
        assert!(refused.is_unique_violation("organization_roles", "name"), "{refused:?}");
        let duplicate = OrganizationScope { id: OrganizationScopeId::new("s2"), name: "edit all".to_owned(), description: None };
        let refused = scope::insert(db.exec(), tenant, &duplicate).await.unwrap_err();
        assert!(refused.is_unique_violation("organization_scopes", "name"), "{refused:?}");
        let names = async |q| {
            let found = role::list(db.exec(), tenant, q, Page::ALL).await.unwrap();
            let names: Vec<_> = found.into_iter().map(|role| role.name).collect();
            assert_eq!(role::total(db.exec(), tenant, q).await.unwrap(), i64::try_from(names.len()).unwrap());
            names.join(" ")
        };
        assert_eq!(names(None).await, "Admin viewer");
        assert_eq!(names(Some("aDMIN")).await, "Admin");
        assert_eq!(names(Some("about")).await, "Admin viewer");
        assert_eq!(names(Some("R2")).await, "viewer");
        let change = role::OrganizationRoleChange { name: Some("Admin".to_owned()), ..Default::default() };
        let refused = role::update(db.exec(), tenant, &role_id("r2"), &change).await.unwrap_err();
        assert!(refused.is_unique_violation("organization_roles", "name"), "{refused:?}");
        let change = role::OrganizationRoleChange {
            name: Some("Owner".to_owned()),
            description: Some(None),
            kind: Some(RoleType::MachineToMachine),
        };
        let changed =
            OrganizationRole { id: role_id("r2"), name: "Owner".to_owned(), description: None, kind: RoleType::MachineToMachine };
        assert_eq!(role::update(db.exec(), tenant, &role_id("r2"), &change).await.unwrap(), Some(changed.clone()));
        assert_eq!(role::find_by_name(db.exec(), tenant, "Owner").await.unwrap(), Some(changed));
        assert_eq!(role::find_by_name(db.exec(), tenant, "owner").await.unwrap(), None);
        assert_eq!(names(Some("about")).await, "Admin");
        assert_eq!(names(Some("own")).await, "Owner");
        assert!(role::delete(db.exec(), tenant, &role_id("r2")).await.unwrap());
        assert!(!role::delete(db.exec(), tenant, &role_id("r2")).await.unwrap());
        let change = scope::OrganizationScopeChange { name: Some("Change".to_owned()), description: Some(Some("d".to_owned())) };
        let s1 = OrganizationScopeId::new("s1");
        let changed = OrganizationScope { id: s1.clone(), name: "Change".to_owned(), description: Some("d".to_owned()) };
        assert_eq!(scope::update(db.exec(), tenant, &s1, &change).await.unwrap(), Some(changed.clone()));
        assert_eq!(scope::list(db.exec(), tenant, Some("change"), Page::ALL).await.unwrap(), std::slice::from_ref(&changed));
        assert_eq!(scope::total(db.exec(), tenant, Some("edit")).await.unwrap(), 0);
        assert_eq!(scope::total(db.exec(), tenant, None).await.unwrap(), 1);
        assert_eq!(scope::find(db.exec(), tenant, &s1).await.unwrap(), Some(changed));
        assert!(scope::delete(db.exec(), tenant, &s1).await.unwrap());
        assert!(!scope::delete(db.exec(), tenant, &s1).await.unwrap());
    }

    async fn roles_suit_members_of_their_kind_only(db: Db) {
        add_role(&db, "r1", "admin", RoleType::User).await;
        add_role(&db, "m1", "robot", RoleType::MachineToMachine).await;
        let check = async |roles: &[&str]| {
            let roles: Vec<_> = roles.iter().map(|role| role_id(role)).collect();
            role::check(db.exec(), &tenant(), &roles, RoleType::User).await.unwrap()
        };
        assert_eq!(check(&["r1"]).await, role::RoleCheck::Suitable);
        assert_eq!(check(&["r1", "nobody"]).await, role::RoleCheck::Unknown);
        assert_eq!(check(&["nobody", "m1"]).await, role::RoleCheck::WrongKind);
    }

    async fn roles_are_related_to_both_kinds_of_scope(db: Db) {
        let tenant = &tenant();
        let (r1, r2) = (&role_id("r1"), &role_id("r2"));
        add_role(&db, "r1", "admin", RoleType::User).await;
        add_role(&db, "r2", "other", RoleType::User).await;
        add_scope(&db, "s1", "write").await;
        add_scope(&db, "s2", "read").await;
        let resource = Resource {
            id: ResourceId::new("api"),
            name: "The API".to_owned(),
            indicator: "https://api.example".to_owned(),
            is_default: false,
            access_token_ttl: std::time::Duration::from_secs(60),
        };
        crate::resource::insert(db.exec(), tenant, &resource).await.unwrap();
        let api_scope = Scope {
            id: ScopeId::new("x1"),
            resource_id: resource.id.clone(),
            name: "x:read".to_owned(),
            description: None,
            created_at: UnixMillis(5),
        };
        crate::resource::scope::insert(db.exec(), tenant, &api_scope).await.unwrap();
        let scopes = |ids: &[&str]| ids.iter().map(|id| OrganizationScopeId::new(*id)).collect::<Vec<_>>();
        assert_eq!(role_scope::add(db.exec(), tenant, r1, &scopes(&["s2", "s1", "s2"])).await.unwrap(), scopes(&["s1", "s2"]));
        assert_eq!(role_scope::add(db.exec(), tenant, r1, &[ScopeId::new("x1")]).await.unwrap(), [ScopeId::new("x1")]);
        let unknown = role_scope::add(db.exec(), tenant, r1, &scopes(&["nothing"])).await;
        assert!(matches!(unknown, Err(StoreError::ForeignKeyViolation)));
        let roles = role::list(db.exec(), tenant, None, Page::ALL).await.unwrap();
        let of = role::scopes_of(db.exec(), tenant, &roles).await.unwrap();
        assert_eq!(of, [
            role::RoleScopes {
                scopes: vec![(OrganizationScopeId::new("s2"), "read".to_owned()), (OrganizationScopeId::new("s1"), "write".to_owned())],
                resource_scopes: vec![role::ResourceScopeName {
                    id: ScopeId::new("x1"),
                    name: "x:read".to_owned(),
                    resource_id: ResourceId::new("api"),
                    resource_name: "The API".to_owned(),
                }],
            },
            role::RoleScopes::default(),
        ]);
        assert_eq!(role_scope::resource_scopes(db.exec(), tenant, r1, Page::ALL).await.unwrap(), [api_scope]);
        assert_eq!(role_scope::count::<ScopeId>(db.exec(), tenant, r1).await.unwrap(), 1);
        assert_eq!(role_scope::count::<OrganizationScopeId>(db.exec(), tenant, r2).await.unwrap(), 0);
        let target = &scopes(&["s2"]);
        let difference = db.transaction(|tx| async move { role_scope::replace(tx.exec(), tenant, r1, target).await }).await.unwrap();
        assert_eq!(difference, member::Difference { added: vec![], removed: scopes(&["s1"]) });
        let left = role_scope::organization_scopes(db.exec(), tenant, r1, Page::ALL).await.unwrap();
        assert_eq!(left.iter().map(|scope| scope.id.as_str()).collect::<Vec<_>>(), ["s2"]);
        assert!(role_scope::remove(db.exec(), tenant, r1, &ScopeId::new("x1")).await.unwrap());
        assert!(!role_scope::remove(db.exec(), tenant, r1, &ScopeId::new("x1")).await.unwrap());
        // Unknown roles with nothing to add are no error; with something they are.
        let (nobody, nothing) = (&role_id("nobody"), &scopes(&[]));
        db.transaction(|tx| async move { role_scope::replace(tx.exec(), tenant, nobody, nothing).await }).await.unwrap();
        let refused = db.transaction(|tx| async move { role_scope::replace(tx.exec(), tenant, nobody, target).await }).await;
        assert!(matches!(refused, Err(StoreError::ForeignKeyViolation)));
    }

    async fn parallel_replacements_end_in_one_of_the_sets(db: Db) {
        add_organizations(&db, &[("a", "A")]).await;
        add_users(&db, &["u1", "u2", "u3", "u4", "u5"]).await;
        let sets = [["u1", "u2", "u3"], ["u3", "u4", "u5"]];
        for _ in 0..15 {
            let tasks = sets.map(|set| {
                let db = db.clone();
                tokio::spawn(async move {
                    let users = &set.map(user_id);
                    let (tenant, organization) = (&tenant(), &id("a"));
                    db.transaction(|tx| async move { member::replace(tx.exec(), tenant, organization, users).await }).await
                })
            });
            for task in tasks {
                task.await.unwrap().unwrap();
            }
            let users = users_of(&db, "a").await;
            assert!(sets.iter().any(|set| users == *set), "{users:?}");
        }
    }

    async fn parallel_grants_of_the_same_roles_are_one(db: Db) {
        add_organizations(&db, &[("a", "A")]).await;
        add_users(&db, &["u1"]).await;
        add_members(&db, "a", &["u1"]).await.unwrap();
        let roles = Arc::new([role_id("r1"), role_id("r2"), role_id("r3")]);
        for role in roles.iter() {
            add_role(&db, role.as_str(), role.as_str(), RoleType::User).await;
        }
        let tasks: Vec<_> = (0..8)
            .map(|turn| {
                let (db, roles) = (db.clone(), Arc::clone(&roles));
                tokio::spawn(async move {
                    let mut roles = roles.to_vec();
                    roles.rotate_left(turn % 3);
                    let (roles, tenant) = (&roles, &tenant());
                    let (organization, user) = (&id("a"), &user_id("u1"));
                    db.transaction(|tx| async move { member::add_roles(tx.exec(), tenant, organization, user, roles).await }).await
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(roles_of(db.exec(), &tenant(), &id("a"), &user_id("u1")).await, Some(roles.to_vec()));
    }

    async fn deleting_an_organization_leaves_no_member_behind(db: Db) {
        let users: Vec<String> = (0..6).map(|number| format!("u{number}")).collect();
        add_users(&db, &users.iter().map(String::as_str).collect::<Vec<_>>()).await;
        for _ in 0..10 {
            add_organizations(&db, &[("a", "A")]).await;
            let adding: Vec<_> = users
                .iter()
                .map(|user| {
                    let (db, user) = (db.clone(), user.clone());
                    tokio::spawn(async move { add_members(&db, "a", &[&user]).await })
                })
                .collect();
            let deleting = {
                let db = db.clone();
                tokio::spawn(async move {
                    let (tenant, organization) = (&tenant(), &id("a"));
                    db.transaction(|tx| async move { organization::delete(tx.exec(), tenant, organization).await }).await
                })
            };
            for task in adding {
                let result = task.await.unwrap();
                assert!(matches!(result, Ok(_) | Err(StoreError::ForeignKeyViolation)), "{result:?}");
            }
            assert!(deleting.await.unwrap().unwrap());
            let left = db.exec().all("SELECT user_id FROM organization_users WHERE tenant_id = 'default' ORDER BY user_id", &[], |row| row.text(0)).await.unwrap();
            assert_eq!(left, [""; 0]);
            assert_eq!(organization::total(db.exec(), &tenant(), None).await.unwrap(), 0);
        }
    }
}

fn organization_named(key: &str, name: &str) -> Organization {
    Organization {
        id: id(key),
        name: name.to_owned(),
        description: None,
        custom_data: Map::new(),
        is_mfa_required: false,
        color: Map::new(),
        branding: Map::new(),
        custom_css: None,
        created_at: UnixMillis(0),
    }
}
