//! Roles, what they allow and who holds them, on both databases.

use std::time::Duration;

use domain::{
    ApplicationId, ResourceId, TenantId, UnixMillis, UserId,
    account::User,
    application::{Application, ApplicationType},
    resource::{Resource, Scope},
};

use super::{
    holder,
    list::{FeaturedApplication, FeaturedUser, RoleFilter, RoleHolders},
    *,
};
use crate::{
    Db, Page, application, both_databases, resource,
    search::{Search, SearchCondition, SearchJoint, SearchMode},
    user,
};

fn tenant() -> TenantId {
    TenantId::default_tenant()
}

fn role(id: &str, kind: RoleType) -> Role {
    Role {
        id: RoleId::new(id),
        name: format!("Name {id}"),
        description: format!("About {id}"),
        kind,
        is_default: false,
    }
}

fn application(id: &str) -> Application {
    Application {
        id: ApplicationId::new(id),
        name: format!("App {id}"),
        description: None,
        kind: ApplicationType::MachineToMachine,
        oidc_client_metadata: domain::application::OidcClientMetadata::default(),
        custom_client_metadata: domain::application::CustomClientMetadata::default(),
        protected_app_metadata: None,
        custom_data: serde_json::Map::new(),
        is_third_party: false,
        app_level_access_control_enabled: false,
        created_at: UnixMillis(1),
    }
}

async fn add_user(db: &Db, id: &str) -> UserId {
    let user = User { name: Some(format!("User {id}")), ..User::new(UserId::new(id), UnixMillis(1)) };
    user::insert(db.exec(), &tenant(), &user).await.unwrap();
    user.id
}

async fn add_scope(db: &Db, id: &str) -> (Scope, Resource) {
    let resource = Resource {
        id: ResourceId::new("lamps"),
        name: "Lamps".to_owned(),
        indicator: "https://lamps.fjord.example".to_owned(),
        is_default: false,
        access_token_ttl: Duration::from_secs(3_600),
    };
    if resource::find(db.exec(), &tenant(), &resource.id).await.unwrap().is_none() {
        resource::insert(db.exec(), &tenant(), &resource).await.unwrap();
    }
    let name = format!("scope-{id}");
    let scope = Scope {
        id: ScopeId::new(id),
        resource_id: resource.id.clone(),
        name,
        description: None,
        created_at: UnixMillis(1),
    };
    resource::scope::insert(db.exec(), &tenant(), &scope).await.unwrap();
    (scope, resource)
}

async fn ids(db: &Db, filter: &RoleFilter) -> Vec<String> {
    let found = list::list(db.exec(), &tenant(), filter, Page::ALL).await.unwrap();
    assert_eq!(list::count(db.exec(), &tenant(), filter).await.unwrap(), i64::try_from(found.len()).unwrap());
    found.into_iter().map(|role| role.id.into_string()).collect()
}

both_databases! {
    async fn a_role_is_kept_changed_and_deleted(db: Db) {
        let (exec, tenant) = (db.exec(), tenant());
        let mut first = role("a", RoleType::MachineToMachine);
        insert(exec, &tenant, &first).await.unwrap();
        insert(exec, &tenant, &role("b", RoleType::User)).await.unwrap();
        assert!(insert(exec, &tenant, &Role { id: RoleId::new("c"), ..first.clone() }).await.unwrap_err().is_unique_violation("roles", "name"));
        assert_eq!(find(exec, &tenant, &first.id).await.unwrap(), Some(first.clone()));
        assert_eq!(find_by_name(exec, &tenant, "Name a").await.unwrap(), Some(first.clone()));
        let both = [RoleId::new("b"), RoleId::new("nobody"), RoleId::new("a")];
        assert_eq!(find_many(exec, &tenant, &both).await.unwrap(), [first.clone(), role("b", RoleType::User)]);

        first.name = "Another".to_owned();
        first.is_default = true;
        assert!(update(exec, &tenant, &first).await.unwrap());
        assert_eq!(find(exec, &tenant, &first.id).await.unwrap(), Some(first.clone()));
        let taken = Role { name: "Name b".to_owned(), ..first.clone() };
        assert!(update(exec, &tenant, &taken).await.unwrap_err().is_unique_violation("roles", "name"));

        assert!(delete(exec, &tenant, &first.id).await.unwrap());
        assert!(!delete(exec, &tenant, &first.id).await.unwrap());
        assert!(!update(exec, &tenant, &first).await.unwrap());
    }

    async fn scopes_are_given_once_and_taken(db: Db) {
        let (exec, tenant, id) = (db.exec(), tenant(), RoleId::new("a"));
        insert(exec, &tenant, &role("a", RoleType::User)).await.unwrap();
        let (first, second) = (add_scope(&db, "1").await, add_scope(&db, "2").await);
        scope::add(exec, &tenant, &id, &[second.0.id.clone(), first.0.id.clone()]).await.unwrap();
        let again = scope::add(exec, &tenant, &id, std::slice::from_ref(&first.0.id)).await.unwrap_err();
        assert!(matches!(again, StoreError::UniqueViolation { table, .. } if table == "role_scopes"));
        let unknown = scope::add(exec, &tenant, &id, &[ScopeId::new("nothing")]).await;
        assert!(matches!(unknown, Err(StoreError::ForeignKeyViolation)));

        assert_eq!(scope::list(exec, &tenant, &id, &Search::default(), Page::ALL).await.unwrap(), [first.clone(), second.clone()]);
        assert_eq!(scope::count(exec, &tenant, &id, &Search::default()).await.unwrap(), 2);
        let with_scopes = all_with_scope_ids(exec, &tenant).await.unwrap();
        assert_eq!(with_scopes, [(role("a", RoleType::User), vec![first.0.id.clone(), second.0.id.clone()])]);

        assert!(scope::remove(exec, &tenant, &id, &first.0.id).await.unwrap());
        assert!(!scope::remove(exec, &tenant, &id, &first.0.id).await.unwrap());
        resource::delete(exec, &tenant, &second.1.id).await.unwrap();
        assert_eq!(scope::count(exec, &tenant, &id, &Search::default()).await.unwrap(), 0);
    }

    async fn users_and_applications_hold_roles(db: Db) {
        let (exec, tenant, id) = (db.exec(), tenant(), RoleId::new("a"));
        insert(exec, &tenant, &role("a", RoleType::User)).await.unwrap();
        insert(exec, &tenant, &role("b", RoleType::User)).await.unwrap();
        let (ada, bo) = (add_user(&db, "ada").await, add_user(&db, "bo").await);
        holder::add_users(exec, &tenant, &id, std::slice::from_ref(&ada)).await.unwrap();
        let again = holder::add_users(exec, &tenant, &id, &[bo.clone(), ada.clone()]).await.unwrap_err();
        assert!(matches!(again, StoreError::UniqueViolation { table, .. } if table == "user_roles"));
        assert_eq!(role_ids_of_user(exec, &tenant, &bo).await.unwrap(), []);
        holder::add_to_user(exec, &tenant, &ada, &[id.clone(), RoleId::new("b")]).await.unwrap();
        assert_eq!(role_ids_of_user(exec, &tenant, &ada).await.unwrap(), [id.clone(), RoleId::new("b")]);
        assert!(holder::remove_user(exec, &tenant, &id, &ada).await.unwrap());
        assert!(!holder::remove_user(exec, &tenant, &id, &ada).await.unwrap());

        let machine = application("m");
        application::insert(exec, &tenant, &machine).await.unwrap();
        holder::add_applications(exec, &tenant, &id, std::slice::from_ref(&machine.id)).await.unwrap();
        let again = holder::add_applications(exec, &tenant, &id, std::slice::from_ref(&machine.id)).await.unwrap_err();
        assert!(matches!(again, StoreError::UniqueViolation { table, .. } if table == "application_roles"));
        holder::add_to_application(exec, &tenant, &machine.id, &[id.clone(), RoleId::new("b")]).await.unwrap();
        assert_eq!(holder::role_ids_of_application(exec, &tenant, &machine.id).await.unwrap(), [id.clone(), RoleId::new("b")]);
        let unknown = holder::add_to_application(exec, &tenant, &machine.id, &[RoleId::new("nothing")]).await;
        assert!(matches!(unknown, Err(StoreError::ForeignKeyViolation)));
        assert!(holder::remove_application(exec, &tenant, &id, &machine.id).await.unwrap());
        assert!(!holder::remove_application(exec, &tenant, &id, &machine.id).await.unwrap());
    }

    async fn lists_are_filtered_and_hide_internal_roles(db: Db) {
        let (exec, tenant) = (db.exec(), tenant());
        let internal = Role { name: "#internal:admin".to_owned(), ..role("hidden", RoleType::User) };
        for one in [role("a", RoleType::User), role("b", RoleType::User), role("m", RoleType::MachineToMachine), internal] {
            insert(exec, &tenant, &one).await.unwrap();
        }
        let ada = add_user(&db, "ada").await;
        holder::add_to_user(exec, &tenant, &ada, &[RoleId::new("a"), RoleId::new("hidden")]).await.unwrap();
        let machine = application("x");
        application::insert(exec, &tenant, &machine).await.unwrap();
        holder::add_to_application(exec, &tenant, &machine.id, &[RoleId::new("m")]).await.unwrap();
        let exact = |field: SearchField, value: &str| {
            let condition = SearchCondition::new(field, SearchMode::Exact, &[value.to_owned()], false).unwrap();
            Search::new(vec![vec![condition]], SearchJoint::Or)
        };
        let filters = [
            (RoleFilter::default(), vec!["a", "b", "m"]),
            (RoleFilter { kind: Some(RoleType::MachineToMachine), ..RoleFilter::default() }, vec!["m"]),
            (RoleFilter { exclude_user_id: Some(ada.clone()), ..RoleFilter::default() }, vec!["b", "m"]),
            (RoleFilter { user_id: Some(ada), ..RoleFilter::default() }, vec!["a"]),
            (RoleFilter { exclude_application_id: Some(machine.id.clone()), ..RoleFilter::default() }, vec!["a", "b"]),
            (RoleFilter { application_id: Some(machine.id), ..RoleFilter::default() }, vec!["m"]),
            (RoleFilter { search: exact(SEARCH_FIELDS[1], "NAME B"), ..RoleFilter::default() }, vec!["b"]),
            (RoleFilter { search: exact(SEARCH_FIELDS[1], "#internal:admin"), ..RoleFilter::default() }, vec![]),
        ];
        for (filter, expected) in filters {
            assert_eq!(ids(&db, &filter).await, expected, "{filter:?}");
        }
        let second = list::list(exec, &tenant, &RoleFilter::default(), Page { limit: 1, offset: 1 }).await.unwrap();
        assert_eq!(second, [role("b", RoleType::User)]);
    }

    async fn holders_are_counted_and_three_are_shown(db: Db) {
        let (exec, tenant) = (db.exec(), tenant());
        for one in [role("a", RoleType::User), role("b", RoleType::User), role("m", RoleType::MachineToMachine)] {
            insert(exec, &tenant, &one).await.unwrap();
        }
        for id in ["1", "2", "3", "4"] {
            let user = add_user(&db, id).await;
            holder::add_to_user(exec, &tenant, &user, &[RoleId::new("a")]).await.unwrap();
        }
        application::insert(exec, &tenant, &application("x")).await.unwrap();
        holder::add_to_application(exec, &tenant, &ApplicationId::new("x"), &[RoleId::new("m")]).await.unwrap();

        let all: Vec<_> = ["a", "b", "m"].map(RoleId::new).to_vec();
        let mut holders = list::holders(exec, &tenant, &all).await.unwrap();
        let user = |id: &str| FeaturedUser { id: UserId::new(id), avatar: None, name: Some(format!("User {id}")) };
        let of_a = RoleHolders { users_count: 4, users: vec![user("1"), user("2"), user("3")], ..RoleHolders::default() };
        assert_eq!(holders.remove(&RoleId::new("a")), Some(of_a));
        assert_eq!(holders.remove(&RoleId::new("b")), Some(RoleHolders::default()));
        let shown = FeaturedApplication { id: ApplicationId::new("x"), name: "App x".to_owned(), kind: ApplicationType::MachineToMachine };
        let of_m = RoleHolders { applications_count: 1, applications: vec![shown], ..RoleHolders::default() };
        assert_eq!(holders.remove(&RoleId::new("m")), Some(of_m));
    }
}

both_databases! {
    async fn a_limit_is_replaced_as_a_whole_and_outlives_its_organizations(db: Db) {
        let (tenant, machine) = (&tenant(), &role("machine", RoleType::MachineToMachine));
        let [north, south] = ["north", "south"].map(domain::OrganizationId::new);
        db.transaction(|tx| {
            let (north, south) = (north.clone(), south.clone());
            async move {
                insert(tx.exec(), tenant, machine).await?;
                for id in [north, south] {
                    crate::organization::insert(tx.exec(), tenant, &organization(id)).await?;
                }
                Ok::<_, StoreError>(())
            }
        })
        .await
        .unwrap();
        let exec = db.exec();
        assert_eq!(limit::of_role(exec, tenant, &machine.id).await.unwrap(), None);
        let both = [north.clone(), south.clone()];
        assert!(limit::replace(exec, tenant, &machine.id, Some(&both)).await.unwrap());
        assert_eq!(limit::of_role(exec, tenant, &machine.id).await.unwrap(), Some(both.to_vec()));
        assert!(limit::replace(exec, tenant, &machine.id, Some(&both[..1])).await.unwrap());
        assert_eq!(limit::all(exec, tenant).await.unwrap(), HashMap::from([(machine.id.clone(), [north.clone()].into())]));
        db.transaction(|tx| {
            let north = north.clone();
            async move { crate::organization::delete(tx.exec(), tenant, &north).await }
        })
        .await
        .unwrap();
        assert_eq!(limit::of_role(exec, tenant, &machine.id).await.unwrap(), Some(Vec::new()));
        assert_eq!(limit::all(exec, tenant).await.unwrap(), HashMap::from([(machine.id.clone(), [].into())]));
        assert!(limit::replace(exec, tenant, &machine.id, None).await.unwrap());
        assert_eq!(limit::all(exec, tenant).await.unwrap(), HashMap::new());
        assert!(!limit::replace(exec, tenant, &RoleId::new("none"), Some(&both)).await.unwrap());
        let unknown = limit::replace(exec, tenant, &machine.id, Some(&[north])).await;
        assert!(matches!(unknown, Err(StoreError::ForeignKeyViolation)));
    }
}

fn organization(id: domain::OrganizationId) -> domain::organization::Organization {
    domain::organization::Organization {
        name: format!("Name {id}"),
        id,
        description: None,
        custom_data: serde_json::Map::new(),
        is_mfa_required: false,
        color: serde_json::Map::new(),
        branding: serde_json::Map::new(),
        custom_css: None,
        created_at: UnixMillis(0),
    }
}
