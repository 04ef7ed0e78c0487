//! Enterprise connectors against both databases.

use connectors::social::SocialProfile;
use domain::UserId;
use store::both_databases;

use super::*;
use crate::connectors::tests::services;

fn connector(id: &str, domains: &[&str]) -> SsoConnector {
    let config = json!({ "clientId": "c", "clientSecret": "s3cret", "issuer": "https://idp.fjord.example" });
    SsoConnector {
        id: SsoConnectorId::new(id),
        provider: connectors::sso::provider("OIDC").unwrap(),
        connector_name: format!("name of {id}"),
        config: config.as_object().cloned().unwrap(),
        domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
        branding: Map::new(),
        sync_profile: false,
        created_at: UnixMillis(1),
    }
}

fn known(id: &str, email: Option<&str>) -> SsoProfile {
    SsoProfile {
        issuer: "https://idp.fjord.example".to_owned(),
        hosted_domain: None,
        profile: SocialProfile {
            id: id.to_owned(),
            email: email.map(str::to_owned),
            phone: None,
            name: Some("Astrid".to_owned()),
            avatar: None,
            raw_data: json!({}),
            tokens: None,
        },
    }
}

async fn stored(services: &Services, id: &str, email: Option<&str>) -> User {
    let user = User { primary_email: email.map(str::to_owned), ..User::new(UserId::new(id), UnixMillis(1)) };
    let row = &user;
    let stored: Result<(), StoreError> = services
        .db
        .transaction(|tx| async move { user::insert(tx.exec(), &services.tenant, row).await })
        .await;
    stored.unwrap();
    user
}

/// Gives a user an identity on their way in.
async fn put(
    services: &Services,
    user: &User,
    proven: &ProvenSsoIdentity,
) -> Result<Option<Vec<OrganizationId>>, JoinError> {
    joined(services, user, (proven, Joining::SignIn)).await
}

async fn joined(
    services: &Services,
    user: &User,
    how: (&ProvenSsoIdentity, Joining),
) -> Result<Option<Vec<OrganizationId>>, JoinError> {
    services.db.transaction(|tx| async move { join(services, tx.exec(), user, how).await }).await
}

#[test]
fn an_issuer_of_everybody_is_believed_about_the_enterprises_own_accounts() {
    let own = connector("a", &["fjord.example"]);
    let of = |issuer: &str, hosted: Option<&str>| {
        let known = SsoProfile {
            issuer: issuer.to_owned(),
            hosted_domain: hosted.map(str::to_owned),
            ..known("7", Some("astrid@fjord.example"))
        };
        check_enterprise(&own, &known).is_ok()
    };
    let google = "https://accounts.google.com";
    assert!(of(google, Some("fjord.example")) && of(google, Some("Fjord.example")));
    // A private account, for one, whose owner once worked there.
    assert!(!of(google, None) && !of(google, Some("dal.example")) && !of(google, Some("")));
    assert!(of("https://idp.fjord.example", None));
}

/// What is asked of a provider is in no database, and the places are the process's: only one test may take them.
#[tokio::test]
async fn providers_are_asked_by_a_few_at_a_time() {
    let test = store::testing::TestDb::sqlite().await;
    let (services, _) = services(test.db.clone()).await;
    let incomplete = SsoConnector { config: Map::new(), ..connector("a", &[]) };
    let asked = async || look_up(&services, &incomplete).await.unwrap_err();
    assert!(matches!(asked().await, LookUpError::Connector(ConnectorError::InvalidConfig(_))));
    let places = LOOKS.try_acquire_many(16).unwrap();
    assert!(matches!(asked().await, LookUpError::Busy));
    drop(places);
    assert!(matches!(asked().await, LookUpError::Connector(_)));
}

both_databases! {
    async fn a_connector_is_kept_sealed_and_found_by_its_addresses_when_it_is_ready(db: Db) {
        let (services, _) = services(db).await;
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let mut unready = connector("b", &["fjord.example"]);
        unready.config.remove("clientSecret");
        for connector in [&connector("a", &["fjord.example"]), &unready] {
            let stored = seal(&services, connector).unwrap();
            assert!(!String::from_utf8_lossy(&stored.sealed_config).contains("s3cret"));
            sso_connector::insert(exec, tenant, &stored).await.unwrap();
        }
        let found = find(&services, &SsoConnectorId::new("a")).await.unwrap().unwrap();
        assert_eq!((found.config["clientSecret"].as_str(), found.display_name()), (Some("s3cret"), "name of a"));
        assert!(!format!("{found:?}").contains("s3cret"));
        let leading = for_email(&services, "astrid@FJORD.example").await.unwrap();
        assert_eq!(leading.iter().map(|connector| connector.id.as_str()).collect::<Vec<_>>(), ["a"]);
        assert!(for_email(&services, "astrid@dal.example").await.unwrap().is_empty());
        assert_eq!(list(&services, Page::ALL).await.unwrap().len(), 2);
        // A configuration that was moved to another connector does not open.
        let mut moved = seal(&services, &found).unwrap();
        moved.id = SsoConnectorId::new("c");
        assert!(open(&services, moved).is_err());
        let foreign = StoredSsoConnector {
            id: SsoConnectorId::new("d"),
            provider_name: "Carrier pigeon".to_owned(),
            connector_name: "Later".to_owned(),
            domains: vec!["later.example".to_owned()],
            ..seal(&services, &found).unwrap()
        };
        assert!(open(&services, foreign.clone()).unwrap().is_none());
        // What cannot be read speaks for its domains: nobody comes in past it.
        let damaged = StoredSsoConnector {
            id: SsoConnectorId::new("e"),
            connector_name: "Damaged".to_owned(),
            domains: vec!["damaged.example".to_owned()],
            ..seal(&services, &found).unwrap()
        };
        for stored in [&foreign, &damaged] {
            sso_connector::insert(exec, tenant, stored).await.unwrap();
        }
        let settings = |is_on: bool| SignInExperience::of(&json!({ "singleSignOnEnabled": is_on }));
        for (email, led) in [
            ("a@fjord.example", true),
            ("a@later.example", true),
            ("a@damaged.example", true),
            ("a@dal.example", false),
            ("a", false),
        ] {
            assert_eq!(is_led(&services, &settings(true), email).await.unwrap(), led, "{email}");
            assert!(!is_led(&services, &settings(false), email).await.unwrap(), "{email}");
        }
        // Nobody is sent to it, and nothing fails by it.
        for email in ["a@later.example", "a@damaged.example"] {
            assert!(for_email(&services, email).await.unwrap().is_empty(), "{email}");
        }
    }

    async fn an_address_joins_an_account_only_through_a_connector_that_speaks_for_it(db: Db) {
        let (services, _) = services(db).await;
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let own = connector("a", &["fjord.example"]);
        sso_connector::insert(exec, tenant, &seal(&services, &own).unwrap()).await.unwrap();
        let astrid_here = stored(&services, "astrid", Some("Astrid@fjord.example")).await;
        stored(&services, "olav", Some("olav@dal.example")).await;
        let related = async |connector: &SsoConnector, proven: &ProvenSsoIdentity| {
            let found = proven.find_related(exec, tenant, &connector.domains).await.unwrap();
            found.map(|user| user.id.into_string())
        };
        let astrid = ProvenSsoIdentity::of(&own, known("7", Some("astrid@fjord.example")));
        assert_eq!(related(&own, &astrid).await.as_deref(), Some("astrid"));
        // Somebody else's domain, a letter that only folds to the same, no address at all.
        for other in [Some("olav@dal.example"), Some("\u{212a}ari@fjord.example"), None] {
            let proven = ProvenSsoIdentity::of(&own, known("8", other));
            assert_eq!(related(&own, &proven).await, None, "{other:?}");
        }
        assert_eq!(ProvenSsoIdentity::of(&own, known("8", Some("olav@dal.example"))).email(), None);
        // The domain was taken from the connector since.
        assert_eq!(related(&SsoConnector { domains: Vec::new(), ..own.clone() }, &astrid).await, None);
        // Somebody comes to the account through the connector already.
        assert_eq!(put(&services, &astrid_here, &astrid).await.unwrap(), Some(Vec::new()));
        let twin = ProvenSsoIdentity::of(&own, known("9", Some("astrid@fjord.example")));
        assert_eq!(related(&own, &twin).await, None);
        let twice = put(&services, &astrid_here, &twin).await.unwrap_err();
        assert!(matches!(&twice, JoinError::Store(error) if error.is_unique_violation("user_sso_identities", "sso_connector_id")), "{twice:?}");
    }

    async fn what_joins_an_account_is_looked_at_where_nobody_can_change_it(db: Db) {
        let (services, _) = services(db).await;
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let own = connector("a", &["fjord.example"]);
        sso_connector::insert(exec, tenant, &seal(&services, &own).unwrap()).await.unwrap();
        let astrid = stored(&services, "astrid", Some("astrid@fjord.example")).await;
        let guest = stored(&services, "guest", None).await;
        let proven = ProvenSsoIdentity::of(&own, known("7", Some("astrid@fjord.example")));
        let unnamed = ProvenSsoIdentity::of(&own, known("8", None));
        let refused = async |user: &User, proven: &ProvenSsoIdentity, joining: Joining| {
            let outcome = joined(&services, user, (proven, joining)).await;
            assert!(matches!(outcome, Err(JoinError::NotProven)), "{outcome:?}");
        };
        // The account's address is another meanwhile, or there is none that tells whose it is.
        refused(&guest, &proven, Joining::SignIn).await;
        refused(&astrid, &unnamed, Joining::SignIn).await;
        // The domain was taken from the connector meanwhile.
        let without = SsoConnector { domains: Vec::new(), ..own.clone() };
        assert!(sso_connector::update(exec, tenant, &seal(&services, &without).unwrap()).await.unwrap());
        for joining in [Joining::SignIn, Joining::Registration] {
            refused(&astrid, &proven, joining).await;
        }
        assert!(sso_connector::update(exec, tenant, &seal(&services, &own).unwrap()).await.unwrap());
        // The connector is gone.
        let gone = ProvenSsoIdentity { connector_id: SsoConnectorId::new("gone"), ..proven.clone() };
        for joining in [Joining::SignIn, Joining::Registration] {
            refused(&astrid, &gone, joining).await;
        }
        assert!(user::sso_identities(exec, tenant, &astrid.id).await.unwrap().is_empty());
        assert_eq!(joined(&services, &guest, (&unnamed, Joining::Registration)).await.unwrap(), Some(Vec::new()));
        assert_eq!(joined(&services, &astrid, (&proven, Joining::SignIn)).await.unwrap(), Some(Vec::new()));
    }

    async fn an_identity_proves_who_somebody_is_as_long_as_it_is_theirs(db: Db) {
        let (services, _) = services(db).await;
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let own = connector("a", &["fjord.example"]);
        sso_connector::insert(exec, tenant, &seal(&services, &own).unwrap()).await.unwrap();
        let user = stored(&services, "astrid", Some("astrid@fjord.example")).await;
        let proven = ProvenSsoIdentity::of(&own, known("7", Some("astrid@fjord.example")));
        let holds = async |proof: &Proof| still_proves(exec, tenant, proof, &user).await.unwrap();
        assert!(!holds(&proven.proof()).await);
        assert_eq!(put(&services, &user, &proven).await.unwrap(), Some(Vec::new()));
        assert_eq!(put(&services, &user, &proven).await.unwrap(), None);
        assert!(holds(&proven.proof()).await && holds(&Proof::Registration).await);
        assert_eq!(proven.find_holder(&services).await.unwrap().map(|user| user.id), Some(user.id.clone()));
        for other in [
            ProvenSsoIdentity { issuer: "https://evil.example".to_owned(), ..proven.clone() },
            ProvenSsoIdentity { connector_id: SsoConnectorId::new("b"), ..proven.clone() },
            ProvenSsoIdentity::of(&own, known("8", None)),
        ] {
            assert!(!holds(&other.proof()).await, "{other:?}");
            assert_eq!(other.find_holder(&services).await.unwrap(), None);
        }
        sso_connector::delete(exec, tenant, &own.id).await.unwrap();
        assert!(!holds(&proven.proof()).await);
    }
}
