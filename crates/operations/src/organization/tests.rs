use std::sync::Arc;

use domain::{
    FixedClock, SystemEntropy, UnixMillis,
    account::User,
    application::{Application, ApplicationType, CustomClientMetadata, OidcClientMetadata},
    organization::OrganizationRole,
};
use jose::SealingKey;
use serde_json::Map;
use store::{Db, Page, both_databases, organization::membership};

use super::*;
use crate::{Endpoint, passwords::PasswordPool, services::ServicesOptions};

/// Services over a database with the users `u1` and `u2`, the applications `machine` and `page`, and the roles `admin` and `member` for
/// users and `robot` for machines, each with its name as its id.
async fn services(db: Db) -> Arc<Services> {
    let services = Services::start(ServicesOptions {
        tenant: TenantId::default_tenant(),
        db,
        clock: Arc::new(FixedClock::new(UnixMillis(1_000))),
        entropy: Arc::new(SystemEntropy),
        sealing: SealingKey::new(&[7; 32]).unwrap(),
        endpoint: Endpoint::parse("https://id.fjord.example").unwrap(),
        passwords: PasswordPool::for_tests(),
        outbound: outbound::OutboundClient::new(outbound::AllowList::default()).unwrap(),
        assets: crate::user_assets::AssetStore::memory(),
        captchas: crate::captcha::CaptchaEndpoints::default(),
        known_passwords: crate::known_passwords::KnownPasswordSources::default(),
        disposable_domains: domain::sign_in_experience::DisposableDomains::default(),
        status_api_key: None,
        administrators: crate::organization::administrators::AdministratorRule::default(),
    })
    .unwrap();
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    for id in ["u1", "u2"] {
        store::user::insert(exec, tenant, &User::new(UserId::new(id), UnixMillis(1))).await.unwrap();
    }
    for (id, kind) in [("machine", ApplicationType::MachineToMachine), ("page", ApplicationType::Spa)] {
        store::application::insert(exec, tenant, &an_application(id, kind)).await.unwrap();
    }
    for (name, kind) in
        [("admin", RoleType::User), ("member", RoleType::User), ("robot", RoleType::MachineToMachine)]
    {
        let role = OrganizationRole {
            id: OrganizationRoleId::new(name),
            name: name.to_owned(),
            description: None,
            kind,
        };
        role::insert(exec, tenant, &role).await.unwrap();
    }
    services
}

fn an_application(id: &str, kind: ApplicationType) -> Application {
    Application {
        id: ApplicationId::new(id),
        name: id.to_owned(),
        description: None,
        kind,
        oidc_client_metadata: OidcClientMetadata::default(),
        custom_client_metadata: CustomClientMetadata::default(),
        protected_app_metadata: None,
        custom_data: Map::new(),
        is_third_party: false,
        app_level_access_control_enabled: false,
        created_at: UnixMillis(1),
    }
}

fn an_organization(id: &str) -> Organization {
    Organization {
        id: OrganizationId::new(id),
        name: "Fjord".to_owned(),
        description: None,
        custom_data: Map::new(),
        is_mfa_required: false,
        color: Map::new(),
        branding: Map::new(),
        custom_css: None,
        created_at: UnixMillis(1),
    }
}

fn user(id: &str) -> UserId {
    UserId::new(id)
}

fn ids(roles: &[&str]) -> Vec<OrganizationRoleId> {
    roles.iter().map(|role| OrganizationRoleId::new(*role)).collect()
}

fn named(roles: &[&str]) -> RoleReferences {
    RoleReferences::names(roles.iter().map(ToString::to_string).collect())
}

async fn roles_of(
    services: &Services,
    organization: &OrganizationId,
    id: &str,
) -> Option<Vec<OrganizationRoleId>> {
    let membership =
        membership::of_user(services.db.exec(), &services.tenant, organization, &user(id)).await.unwrap();
    membership.map(|membership| membership.role_ids)
}

async fn count_organizations(services: &Services) -> (usize, i64) {
    let listed = organization::list(services.db.exec(), &services.tenant, None, Page::ALL).await.unwrap();
    (listed.len(), organization::total(services.db.exec(), &services.tenant, None).await.unwrap())
}

both_databases! {
    async fn an_organization_is_made_with_its_creator_and_roles(db: Db) {
        let services = services(db).await;
        let organization = an_organization("o");
        create_with_member(&services, &organization, &user("u1"), &named(&["member", "admin", "member"])).await.unwrap();
        let stored = organization::find(services.db.exec(), &services.tenant, &organization.id).await.unwrap();
        assert_eq!(stored.as_ref(), Some(&organization));
        assert_eq!(roles_of(&services, &organization.id, "u1").await, Some(ids(&["admin", "member"])));
        assert_eq!(count_organizations(&services).await, (1, 1));
    }

    async fn an_organization_that_fails_half_way_leaves_nothing_behind(db: Db) {
        let services = services(db).await;
        let organization = an_organization("o");
        let failed = create_with_member(&services, &organization, &user("nobody"), &named(&["admin"])).await;
        assert!(matches!(failed, Err(OrganizationError::UnknownReference)), "{failed:?}");
        let failed = create_with_member(&services, &organization, &user("u1"), &named(&["admin", "Admin", "boss"])).await;
        assert!(matches!(&failed, Err(OrganizationError::UnknownRoleNames(names)) if *names == ["Admin", "boss"]), "{failed:?}");
        let failed = create_with_member(&services, &organization, &user("u1"), &named(&["admin", "robot"])).await;
        assert!(matches!(failed, Err(OrganizationError::WrongRoleType)), "{failed:?}");
        assert_eq!(count_organizations(&services).await, (0, 0));
        assert_eq!(roles_of(&services, &organization.id, "u1").await, None);
    }

    async fn an_id_in_use_does_not_touch_the_organization_that_has_it(db: Db) {
        let services = services(db).await;
        let organization = an_organization("o");
        organization::insert(services.db.exec(), &services.tenant, &organization).await.unwrap();
        let again = Organization { name: "Other".to_owned(), ..organization.clone() };
        let failed = create_with_member(&services, &again, &user("u1"), &named(&["admin"])).await;
        assert!(matches!(failed, Err(OrganizationError::Store(StoreError::UniqueViolation { .. }))), "{failed:?}");
        let stored = organization::find(services.db.exec(), &services.tenant, &organization.id).await.unwrap();
        assert_eq!(stored, Some(organization));
        assert_eq!(count_organizations(&services).await, (1, 1));
    }

    async fn applications_join_all_or_none_and_only_machines(db: Db) {
        let services = services(db).await;
        let organization = OrganizationId::new("o");
        organization::insert(services.db.exec(), &services.tenant, &an_organization("o")).await.unwrap();
        let (machine, page) = (ApplicationId::new("machine"), ApplicationId::new("page"));
        let failed = add_applications(&services, &organization, &[machine.clone(), page.clone()]).await;
        assert!(matches!(failed, Err(OrganizationError::NotAMachine)), "{failed:?}");
        assert!(!member::exists(services.db.exec(), &services.tenant, &organization, &machine).await.unwrap());
        let failed = replace_applications(&services, &organization, std::slice::from_ref(&page)).await;
        assert!(matches!(failed, Err(OrganizationError::NotAMachine)), "{failed:?}");
        let difference = replace_applications(&services, &organization, std::slice::from_ref(&machine)).await.unwrap();
        assert_eq!(difference, Difference { added: vec![machine.clone()], removed: vec![] });
        assert_eq!(add_applications(&services, &organization, &[machine]).await.unwrap(), []);
    }

    async fn roles_are_given_by_id_and_name_to_members_only(db: Db) {
        let services = services(db).await;
        let organization = OrganizationId::new("o");
        create_with_member(&services, &an_organization("o"), &user("u1"), &RoleReferences::default()).await.unwrap();
        let both = RoleReferences { ids: ids(&["member", "member"]), names: vec!["admin".to_owned(), "member".to_owned()] };
        assert_eq!(add_roles(&services, &organization, &user("u1"), &both).await.unwrap(), ids(&["member", "admin"]));
        assert_eq!(roles_of(&services, &organization, "u1").await, Some(ids(&["admin", "member"])));
        let failed = add_roles(&services, &organization, &user("u2"), &both).await;
        assert!(matches!(failed, Err(OrganizationError::NotAMember)), "{failed:?}");
        let failed = replace_roles(&services, &organization, &user("u1"), &RoleReferences::ids(ids(&["nothing"]))).await;
        assert!(matches!(failed, Err(OrganizationError::UnknownReference)), "{failed:?}");
        assert_eq!(roles_of(&services, &organization, "u1").await, Some(ids(&["admin", "member"])));
        assert_eq!(replace_roles(&services, &organization, &user("u1"), &named(&["admin"])).await.unwrap(), ids(&["admin"]));
        let failed = add_roles_to_all(&services, &organization, &[user("u1"), user("u2")], &ids(&["member"])).await;
        assert!(matches!(failed, Err(OrganizationError::UnknownReference)), "{failed:?}");
        assert_eq!(roles_of(&services, &organization, "u1").await, Some(ids(&["admin"])));
        member::add(services.db.exec(), &services.tenant, &organization, &[user("u2")]).await.unwrap();
        add_roles_to_all(&services, &organization, &[user("u1"), user("u2"), user("u1")], &ids(&["member"])).await.unwrap();
        assert_eq!(roles_of(&services, &organization, "u1").await, Some(ids(&["admin", "member"])));
        assert_eq!(roles_of(&services, &organization, "u2").await, Some(ids(&["member"])));
    }
}
