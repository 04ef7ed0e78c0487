use domain::{ConnectorId, UnixMillis};
use serde_json::Map;
use store::{Db, both_databases};

use super::*;

/// Stores a connector; those that send messages have no platform.
async fn add(
    db: &Db,
    id: &str,
    (kind, factory): (ConnectorType, &str),
    target: &str,
    platform: Option<&str>,
) {
    let stored = StoredConnector {
        id: ConnectorId::new(id),
        factory_id: factory.to_owned(),
        connector_type: kind.as_str().to_owned(),
        target: target.to_owned(),
        platform: platform.map(ToOwned::to_owned),
        sealed_config: b"sealed".to_vec(),
        metadata: Map::new(),
        sync_profile: false,
        enable_token_storage: false,
        created_at: UnixMillis(1),
    };
    connector::insert(db.exec(), &TenantId::default_tenant(), &stored).await.unwrap();
}

async fn remove(db: &Db, id: &str) {
    assert!(connector::delete(db.exec(), &TenantId::default_tenant(), &ConnectorId::new(id)).await.unwrap());
}

const GITHUB: (ConnectorType, &str) = (ConnectorType::Social, "github-universal");

both_databases! {
    async fn codes_are_sent_by_connectors_for_messages_alone(db: Db) {
        let tenant = &TenantId::default_tenant();
        let senders = async || available_senders(db.exec(), tenant).await.unwrap();
        assert_eq!(senders().await, AvailableSenders { email: false, sms: false });
        add(&db, "s", GITHUB, "github", Some("Universal")).await;
        assert_eq!(senders().await, AvailableSenders { email: false, sms: false });
        add(&db, "m", (ConnectorType::Email, "http-email"), "http-email", None).await;
        assert_eq!(senders().await, AvailableSenders { email: true, sms: false });
        add(&db, "t", (ConnectorType::Sms, "http-sms"), "http-sms", None).await;
        assert_eq!(senders().await, AvailableSenders { email: true, sms: true });
        remove(&db, "m").await;
        assert_eq!(senders().await, AvailableSenders { email: false, sms: true });
        assert_eq!(available_senders(db.exec(), &TenantId::new("other")).await.unwrap(), AvailableSenders { email: false, sms: false });
    }

    async fn targets_are_those_of_social_connectors_of_the_tenant(db: Db) {
        let tenant = &TenantId::default_tenant();
        assert_eq!(social_targets(db.exec(), tenant).await.unwrap(), [""; 0]);
        add(&db, "m", (ConnectorType::Email, "http-email"), "http-email", None).await;
        add(&db, "a", GITHUB, "github", Some("Web")).await;
        add(&db, "b", (ConnectorType::Social, "oidc"), "fjord", Some("Universal")).await;
        assert_eq!(social_targets(db.exec(), tenant).await.unwrap(), ["github", "fjord"]);
        assert_eq!(social_targets(db.exec(), &TenantId::new("other")).await.unwrap(), [""; 0]);
    }

    async fn pages_offer_what_the_settings_name_in_their_order(db: Db) {
        let tenant = &TenantId::default_tenant();
        add(&db, "b", (ConnectorType::Social, "oidc"), "fjord", Some("Universal")).await;
        add(&db, "a", GITHUB, "github", Some("Web")).await;
        add(&db, "c", GITHUB, "github", Some("Native")).await;
        add(&db, "d", (ConnectorType::Social, "carrier-pigeon"), "pigeon", Some("Web")).await;
        add(&db, "m", (ConnectorType::Email, "http-email"), "http-email", None).await;
        let offered = async |targets: Value| {
            let shown = social_connectors(db.exec(), tenant, &json!({ SOCIAL_TARGETS: targets })).await.unwrap();
            shown.iter().map(|shown| shown["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(offered(json!(["github", "fjord"])).await, ["a", "c", "b"]);
        assert_eq!(offered(json!(["fjord"])).await, ["b"]);
        for nothing in [json!([]), json!(null), json!("github"), json!([7, null, "", "nobody"]), json!(["http-email"]), json!(["pigeon"])] {
            assert_eq!(offered(nothing.clone()).await, [""; 0], "{nothing}");
        }
        assert_eq!(social_connectors(db.exec(), tenant, &json!({})).await.unwrap(), [Value::Null; 0]);
        assert_eq!(social_connectors(db.exec(), tenant, &Value::Null).await.unwrap(), [Value::Null; 0]);
    }

    async fn a_target_is_forgotten_once_no_connector_takes_it(db: Db) {
        let tenant = &TenantId::default_tenant();
        let stored = async || configuration::setting(db.exec(), tenant, SIGN_IN_EXPERIENCE).await.unwrap();
        let forget = async |target: &str| forget_target(db.exec(), tenant, target).await.unwrap();
        // Nothing is made of settings that are not there.
        forget("github").await;
        assert_eq!(stored().await, None);
        for without in [json!({ "signInMode": "SignIn" }), json!({ SOCIAL_TARGETS: "github" })] {
            configuration::put_setting(db.exec(), tenant, SIGN_IN_EXPERIENCE, &without).await.unwrap();
            forget("github").await;
            assert_eq!(stored().await, Some(without));
        }
        let settings = |targets: Value| json!({ "signInMode": "SignIn", SOCIAL_TARGETS: targets });
        let all = settings(json!(["google", "github", "fjord"]));
        configuration::put_setting(db.exec(), tenant, SIGN_IN_EXPERIENCE, &all).await.unwrap();
        add(&db, "a", GITHUB, "github", Some("Web")).await;
        add(&db, "b", GITHUB, "github", Some("Native")).await;
        remove(&db, "a").await;
        forget("github").await;
        forget("nobody").await;
        assert_eq!(stored().await, Some(all));
        remove(&db, "b").await;
        forget("github").await;
        assert_eq!(stored().await, Some(settings(json!(["google", "fjord"]))));
    }
}
