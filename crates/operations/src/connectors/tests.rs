//! Signing in elsewhere for a back end, with a provider that repeats what it is told.

use std::sync::Arc;

use connectors::{
    Behaviour, FormItem, Platform,
    social::{Authorization, SocialFuture, SocialProvider},
};
use domain::{FixedClock, SystemEntropy, TenantId, password::Argon2Cost};
use jose::{Algorithm, SealingKey};
use outbound::{AllowList, OutboundClient};
use serde_json::json;
use store::{Db, both_databases};

use super::*;
use crate::{Endpoint, passwords::PasswordPool, services::ServicesOptions};

#[derive(Debug)]
struct Echo;

impl SocialProvider for Echo {
    fn authorization<'a>(
        &'a self,
        _context: ConnectorContext<'a>,
        config: &'a Config,
        request: AuthorizationRequest<'a>,
    ) -> SocialFuture<'a, Authorization> {
        let uri = format!("https://echo.example/{}?state={}", config["clientId"], request.state);
        let remembered = json!({ "nonce": format!("nonce-of-{}", request.state) });
        Box::pin(async move { Ok(Authorization { uri, remembered }) })
    }

    fn profile<'a>(
        &'a self,
        _context: ConnectorContext<'a>,
        _config: &'a Config,
        callback: Callback<'a>,
    ) -> SocialFuture<'a, SocialProfile> {
        Box::pin(async move {
            Ok(SocialProfile {
                id: format!("{} at {}", callback.parameters["code"], callback.redirect_uri),
                email: None,
                phone: None,
                name: callback.remembered["nonce"].as_str().map(ToOwned::to_owned),
                avatar: None,
                raw_data: Value::Null,
                tokens: None,
            })
        })
    }
}

fn connector(id: &str) -> Connector {
    let factory = Factory {
        id: "echo",
        connector_type: ConnectorType::Social,
        target: "echo",
        platform: Some(Platform::Universal),
        name: "Echo",
        description: "Repeats",
        logo: "data:image/svg+xml,a",
        logo_dark: None,
        readme: "",
        form_items: vec![FormItem::text("clientId", "Client ID")],
        is_standard: true,
        is_token_storage_supported: false,
        behaviour: Behaviour::Social(Arc::new(Echo)),
    };
    Connector {
        id: ConnectorId::new(id),
        factory: Box::leak(Box::new(factory)),
        config: Config::from_iter([("clientId".to_owned(), "me".into())]),
        metadata: Map::from_iter([("target".to_owned(), id.into())]),
        sync_profile: false,
        enable_token_storage: false,
        created_at: UnixMillis(1),
    }
}

/// Services over a database, and their clock.
pub(crate) async fn services(db: Db) -> (Arc<Services>, Arc<FixedClock>) {
    let (tenant, sealing) = (TenantId::default_tenant(), SealingKey::new(&[7; 32]).unwrap());
    let clock = Arc::new(FixedClock::new(UnixMillis(1_000)));
    keys::ensure(&db, &tenant, &sealing, &SystemEntropy, (Algorithm::ES384, UnixMillis(1))).await.unwrap();
    let services = Services::start(ServicesOptions {
        tenant,
        db,
        clock: clock.clone(),
        entropy: Arc::new(SystemEntropy),
        sealing,
        endpoint: Endpoint::parse("http://id.fjord.example").unwrap(),
        passwords: PasswordPool::new(1, 10, Argon2Cost::LEAST),
        outbound: OutboundClient::new(AllowList::default()).unwrap(),
        assets: crate::user_assets::AssetStore::memory(),
        captchas: crate::captcha::CaptchaEndpoints::default(),
        known_passwords: crate::known_passwords::KnownPasswordSources::default(),
        disposable_domains: domain::sign_in_experience::DisposableDomains::default(),
        status_api_key: None,
        administrators: crate::organization::administrators::AdministratorRule::default(),
    });
    (services.unwrap(), clock)
}

fn parameters(state: &str) -> Map<String, Value> {
    Map::from_iter([("state".to_owned(), state.into()), ("code".to_owned(), 7.into())])
}

both_databases! {
    async fn a_sign_in_elsewhere_is_finished_once_by_its_own_connector_and_in_time(db: Db) {
        let (services, clock) = services(db).await;
        let (one, other) = (connector("one"), connector("other"));
        for connector in [&one, &other] {
            store::connector::insert(services.db.exec(), &services.tenant, &seal(&services, connector).unwrap()).await.unwrap();
        }
        let uri = begin_authorization(&services, &one, ("s1", "https://a.example/cb")).await.unwrap();
        assert_eq!(uri, "https://echo.example/\"me\"?state=s1");
        for (connector, state) in [(&other, "s1"), (&one, "s2")] {
            let refused = finish_authorization(&services, connector, &parameters(state)).await.unwrap_err();
            assert!(matches!(refused, AuthorizationError::NotUnderWay), "{refused:?}");
        }
        let profile = finish_authorization(&services, &one, &parameters("s1")).await.unwrap();
        assert_eq!((profile.id.as_str(), profile.name.as_deref()), ("7 at https://a.example/cb", Some("nonce-of-s1")));
        assert!(finish_authorization(&services, &one, &parameters("s1")).await.is_err());
        begin_authorization(&services, &one, ("s3", "https://a.example/cb")).await.unwrap();
        clock.advance(AUTHORIZATION_TTL);
        assert!(finish_authorization(&services, &one, &parameters("s3")).await.is_err());
    }

    async fn what_is_kept_under_a_key_is_found_by_the_key_alone_and_once(db: Db) {
        let (services, _) = services(db).await;
        let one = connector("one");
        store::connector::insert(services.db.exec(), &services.tenant, &seal(&services, &one).unwrap()).await.unwrap();
        let uri = begin_keyed_authorization(&services, &one, "k", ("s", "https://a.example/cb")).await.unwrap();
        assert_eq!(uri, "https://echo.example/\"me\"?state=s");
        let refused = finish_authorization(&services, &one, &parameters("s")).await.unwrap_err();
        assert!(matches!(refused, AuthorizationError::NotUnderWay), "{refused:?}");
        assert!(finish_keyed_authorization(&services, &one, "s", &parameters("s")).await.is_err());
        let profile = finish_keyed_authorization(&services, &one, "k", &parameters("s")).await.unwrap();
        assert_eq!(profile.name.as_deref(), Some("nonce-of-s"));
        assert!(finish_keyed_authorization(&services, &one, "k", &parameters("s")).await.is_err());
    }
}
