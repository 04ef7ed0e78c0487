//! Seeding, on both databases.

use std::sync::Arc;

use domain::{FixedClock, SystemEntropy, TenantId, UnixMillis, role::INTERNAL_ROLE_PREFIX};
use jose::{Algorithm, SealingKey};
use store::{Db, both_databases};

use super::*;
use crate::{Endpoint, keys, passwords::PasswordPool, services::ServicesOptions};

/// Another node over the same database.
async fn node(db: &Db) -> Arc<Services> {
    let sealing = SealingKey::new(&[7; 32]).unwrap();
    let tenant = TenantId::default_tenant();
    keys::ensure(db, &tenant, &sealing, &SystemEntropy, (Algorithm::ES384, UnixMillis(1))).await.unwrap();
    Services::start(ServicesOptions {
        tenant,
        db: db.clone(),
        clock: Arc::new(FixedClock::new(UnixMillis(1))),
        entropy: Arc::new(SystemEntropy),
        sealing,
        endpoint: Endpoint::parse("http://id.fjord.example").unwrap(),
        passwords: PasswordPool::for_tests(),
        outbound: outbound::OutboundClient::new(outbound::AllowList::default()).unwrap(),
        assets: crate::user_assets::AssetStore::memory(),
        captchas: crate::captcha::CaptchaEndpoints::default(),
        known_passwords: crate::known_passwords::KnownPasswordSources::default(),
        disposable_domains: domain::sign_in_experience::DisposableDomains::default(),
        status_api_key: None,
        administrators: crate::organization::administrators::AdministratorRule::default(),
    })
    .unwrap()
}

both_databases! {
    async fn nodes_that_start_together_seed_once(db: Db) {
        let (one, two) = (node(&db).await, node(&db).await);
        let (first, second) = tokio::join!(seed_tenant(&one), seed_tenant(&two));
        first.unwrap();
        second.unwrap();
        let configuration = one.configuration().await.unwrap();
        let resource = configuration.resource_by_indicator("https://default.logto.app/api").unwrap();
        assert_eq!((resource.resource.id.as_str(), resource.resource.name.as_str()), ("management-api", "Logto Management API"));
        assert_eq!((resource.resource.is_default, resource.resource.access_token_ttl), (false, Duration::from_secs(3_600)));
        assert_eq!(resource.scopes.iter().map(|scope| (scope.id.as_str(), scope.name.as_str())).collect::<Vec<_>>(), [("management-api-all", "all")]);

        let mut roles: Vec<_> = configuration.roles.values().collect();
        roles.sort_by(|a, b| a.role.name.cmp(&b.role.name));
        assert_eq!(roles.iter().map(|role| role.role.name.as_str()).collect::<Vec<_>>(), ["#internal:admin", "Logto Management API access"]);
        assert!(roles[0].role.name.starts_with(INTERNAL_ROLE_PREFIX) && roles[0].role.id.as_str() == "admin-role");
        assert!(roles.iter().all(|role| role.role.kind == RoleType::MachineToMachine && !role.role.is_default));
        assert!(roles.iter().all(|role| role.scope_ids == [ScopeId::new("management-api-all")]));
        assert_eq!(configuration.settings["adminConsole"], json!({ "signInExperienceCustomized": false, "organizationCreated": false }));
        assert_eq!(configuration.settings["idToken"], json!({ "enabledExtendedClaims": ["roles", "organizations", "organization_roles"] }));
    }

    async fn what_was_deleted_does_not_come_back(db: Db) {
        let services = node(&db).await;
        seed_tenant(&services).await.unwrap();
        let version = services.configuration().await.unwrap().version;
        let role = role::find_by_name(db.exec(), &services.tenant, MANAGEMENT_API_ROLE_NAME).await.unwrap().unwrap();
        role::delete(db.exec(), &services.tenant, &role.id).await.unwrap();
        let restarted = node(&db).await;
        seed_tenant(&restarted).await.unwrap();
        assert_eq!(role::find_by_name(db.exec(), &services.tenant, MANAGEMENT_API_ROLE_NAME).await.unwrap(), None);
        assert_eq!(configuration::version(db.exec(), &services.tenant).await.unwrap(), Some(version));
    }
}
