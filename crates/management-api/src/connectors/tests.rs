//! Connectors (Management API contract §9).

use serde_json::{Value, json};
use store::both_databases;

use crate::{
    events::tests::Receiver,
    test_api::{TestApi, id, shows},
};

const PATH: &str = "/api/connectors";

fn http_email(url: &str) -> Value {
    json!({ "connectorId": "http-email", "config": { "endpoint": url, "authorization": "Bearer hunter2" } })
}

fn smtp() -> Value {
    json!({ "connectorId": "simple-mail-transfer-protocol", "config": {
        "host": "mail.fjord.example", "port": 587, "fromEmail": "a@fjord.example", "auth": { "user": "u", "pass": "hunter2" },
    } })
}

/// A connector of a kind that speaks a standard.
fn oauth2(metadata: Value) -> Value {
    json!({ "connectorId": "oauth2", "metadata": metadata, "config": {
        "clientId": "client", "clientSecret": "hunter2", "authorizationEndpoint": "https://a.example/authorize",
        "tokenEndpoint": "https://a.example/token", "userInfoEndpoint": "https://a.example/me",
    } })
}

/// A connector without what its factory says of itself.
fn own(mut connector: Value) -> Value {
    for member in ["name", "description", "logo", "logoDark", "readme", "formItems"] {
        assert!(connector.as_object_mut().unwrap().remove(member).is_some(), "{member}");
    }
    connector
}

both_databases! {
    async fn a_connector_is_made_shown_changed_and_deleted(db: Db) {
        let api = TestApi::over(db).await;
        let created = api.post(PATH, http_email("https://a.example/send"), 200).await;
        let connector = id(&created);
        assert_eq!(connector.len(), 12);
        assert_eq!((&created["name"], &created["logoDark"]), (&json!({ "en": "HTTP email" }), &Value::Null));
        assert_eq!(created["formItems"][0]["key"], "endpoint");
        assert_eq!(own(created.clone()), json!({
            "id": connector, "syncProfile": false, "enableTokenStorage": false,
            "config": { "endpoint": "https://a.example/send", "authorization": "Bearer hunter2" },
            "metadata": {}, "connectorId": "http-email", "target": "http-email", "platform": null, "type": "Email",
        }));
        let path = format!("{PATH}/{connector}");
        assert_eq!(api.get(&path).await, created);
        assert_eq!(api.get(PATH).await, json!([created]));
        assert_eq!(api.get(&format!("{PATH}?target=http-email")).await, json!([created]));
        assert_eq!(api.get(&format!("{PATH}?target=smtp")).await, json!([]));
        let changed = api.client.patch(&path, json!({ "config": { "endpoint": "https://b.example" } })).await.assert_status(200).json();
        assert_eq!(changed["config"], json!({ "endpoint": "https://b.example" }));
        assert_eq!(api.get(&path).await, changed);
        api.client.patch(&path, json!({})).await.assert_error(422, "entity.invalid_input");
        api.client.patch(&path, json!({ "unknown": 1 })).await.assert_error(422, "entity.invalid_input");
        let invalid = api.client.patch(&path, json!({ "config": { "endpoint": "nowhere" } })).await;
        let invalid = invalid.assert_error(400, "connector.invalid_config");
        assert_eq!(invalid.json()["data"], json!({ "key": "endpoint", "problem": "must be an http or https address" }));
        assert_eq!(api.client.delete(&path).await.assert_status(204).body, "");
        for answer in [api.client.get(&path).await, api.client.delete(&path).await, api.client.patch(&path, json!({ "config": {} })).await] {
            answer.assert_error(404, "entity.not_found");
        }
    }

    async fn one_connector_sends_mail_and_another_text_messages(db: Db) {
        let api = TestApi::over(db).await;
        let (mail, sms) = (json!({ "connectorId": "guildhall-mailbox-email" }), json!({ "connectorId": "guildhall-mailbox-sms" }));
        let (first, sms) = (id(&api.post(PATH, mail, 200).await), id(&api.post(PATH, sms, 200).await));
        let mut body = smtp();
        body["id"] = "mine".into();
        let second = api.post(PATH, body.clone(), 200).await;
        assert_eq!(second["id"], "mine");
        assert_eq!(api.column(PATH, "id").await.len(), 2);
        api.client.get(&format!("{PATH}/{first}")).await.assert_error(404, "entity.not_found");
        // Its own id does not stand in the way of a successor, another's does.
        api.post(PATH, body.clone(), 200).await;
        body["id"] = sms.into();
        api.client.post(PATH, body).await.assert_error(422, "entity.unique_integrity_violation");
        assert_eq!(api.column(PATH, "connectorId").await.len(), 2);
    }

    async fn what_a_kind_cannot_do_is_refused(db: Db) {
        let api = TestApi::over(db).await;
        let with = |more: Value| {
            let mut body = http_email("https://a.example");
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        for (body, status, code) in [
            (json!({ "connectorId": "carrier-pigeon" }), 422, "connector.not_found_with_connector_id"),
            (with(json!({ "config": {} })), 400, "connector.invalid_config"),
            (with(json!({ "config": { "endpoint": 1 } })), 400, "connector.invalid_config"),
            (with(json!({ "metadata": { "target": "mail" } })), 400, "connector.cannot_overwrite_metadata_for_non_standard_connector"),
            (with(json!({ "syncProfile": true })), 422, "connector.invalid_type_for_syncing_profile"),
            (with(json!({ "enableTokenStorage": true })), 422, "connector.token_storage_not_supported"),
            (json!({}), 400, "guard.invalid_input"),
            (json!({ "connectorId": "" }), 400, "guard.invalid_input"),
            (with(json!({ "id": "x".repeat(129) })), 400, "guard.invalid_input"),
            (with(json!({ "config": [] })), 400, "guard.invalid_input"),
            (with(json!({ "metadata": { "name": "a" } })), 400, "guard.invalid_input"),
        ] {
            api.client.post(PATH, body).await.assert_error(status, code);
        }
        assert_eq!(api.get(PATH).await, json!([]));
        // Metadata that says nothing is none.
        let connector = id(&api.post(PATH, with(json!({ "metadata": { "target": "" }, "syncProfile": false })), 200).await);
        let path = format!("{PATH}/{connector}");
        for (body, status, code) in [
            (json!({ "metadata": { "logo": "https://a.example/l.svg" } }), 400, "connector.cannot_overwrite_metadata_for_non_standard_connector"),
            (json!({ "syncProfile": true }), 422, "connector.invalid_type_for_syncing_profile"),
            (json!({ "enableTokenStorage": true }), 422, "connector.token_storage_not_supported"),
        ] {
            api.client.patch(&path, body).await.assert_error(status, code);
        }
    }

    async fn secrets_are_sealed_and_kept_out_of_the_log(db: Db) {
        let api = TestApi::over(db).await;
        let connector = id(&api.post(PATH, smtp(), 200).await);
        api.client.patch(&format!("{PATH}/{connector}"), smtp()).await.assert_status(200);
        api.client.delete(&format!("{PATH}/{connector}")).await.assert_status(204);
        api.post(PATH, http_email("https://a.example"), 200).await;
        for (table, rows) in store::testing::contents(&api.services.services.db).await {
            assert!(rows.iter().all(|row| !shows(row, "hunter2")), "{table} shows a secret");
        }
        let logs = api.get("/api/logs?includeManagement=true").await;
        let keys = crate::test_api::column(&json!(logs.as_array().unwrap().iter().map(|log| log["payload"].clone()).collect::<Vec<_>>()), "key");
        assert!(keys.iter().any(|key| key == "Management.POST /connectors"), "{keys:?}");
    }

    async fn a_configuration_is_tried_before_it_is_stored(db: Db) {
        let api = TestApi::over(db).await;
        let receiver = Receiver::answering(&[200]).await;
        let path = format!("{PATH}/http-email/test");
        let config = json!({ "endpoint": receiver.url });
        let body = json!({ "config": config, "email": "astrid@fjord.example", "locale": "nb" });
        assert_eq!(api.client.post(&path, body).await.assert_status(204).body, "");
        assert_eq!(receiver.bodies(), [json!({
            "to": "astrid@fjord.example", "type": "Generic", "payload": { "code": "000000", "locale": "nb" },
        })]);
        let invitation = json!({ "config": config, "email": "a@b.example", "templateType": "OrganizationInvitation" });
        api.client.post(&path, invitation).await.assert_status(204);
        let sent = receiver.bodies()[1].clone();
        assert_eq!((&sent["type"], &sent["payload"]["organization"]["name"]), (&json!("OrganizationInvitation"), &json!("Example & Sons")));
        let sms = json!({ "config": config, "phone": "4741234567" });
        api.client.post(&format!("{PATH}/http-sms/test"), sms.clone()).await.assert_status(204);
        assert_eq!(receiver.bodies()[2]["to"], "4741234567");
        for (kind, body, status, code) in [
            ("carrier-pigeon", sms.clone(), 404, "entity.not_found"),
            ("http-email", sms.clone(), 400, "connector.insufficient_request_parameters"),
            ("http-sms", json!({ "config": {}, "phone": "47" }), 400, "connector.invalid_config"),
            ("http-sms", json!({ "config": config, "phone": "+47" }), 400, "guard.invalid_input"),
            ("http-email", json!({ "config": config, "email": "astrid" }), 400, "guard.invalid_input"),
            ("http-email", json!({ "email": "a@b.c" }), 400, "guard.invalid_input"),
            ("http-email", json!({ "config": config, "email": "a@b.c", "templateType": "Pigeon" }), 400, "guard.invalid_input"),
            ("http-email", json!({ "config": { "endpoint": "http://10.0.0.1" }, "email": "a@b.c" }), 400, "connector.general"),
        ] {
            api.client.post(&format!("{PATH}/{kind}/test"), body).await.assert_error(status, code);
        }
        let refusing = Receiver::answering(&[403]).await;
        let refused = api.client.post(&path, json!({ "config": { "endpoint": refusing.url }, "email": "a@b.c" })).await;
        let refused = refused.assert_error(400, "connector.general");
        assert_eq!(refused.json()["data"], json!({ "status": 403, "answer": r#"{"a":1}"# }));
        let busy = Receiver::answering(&[429]).await;
        let busy = api.client.post(&path, json!({ "config": { "endpoint": busy.url }, "email": "a@b.c" })).await;
        busy.assert_error(429, "connector.rate_limit_exceeded");
        assert_eq!(api.get(PATH).await, json!([]));
    }

    async fn what_sends_messages_signs_nobody_in(db: Db) {
        let api = TestApi::over(db).await;
        let connector = id(&api.post(PATH, smtp(), 200).await);
        let path = format!("{PATH}/{connector}/authorization-uri");
        let body = |state: &str, uri: &str| json!({ "state": state, "redirectUri": uri });
        for empty in [body("", "https://a.example"), body("s", "")] {
            api.client.post(&path, empty).await.assert_error(400, "session.insufficient_info");
        }
        api.client.post(&path, body("s", "https://a.example")).await.assert_error(400, "connector.unexpected_type");
        api.client.post(&path, json!({ "state": "s" })).await.assert_error(400, "guard.invalid_input");
        let unknown = format!("{PATH}/nothing/authorization-uri");
        api.client.post(&unknown, body("s", "https://a.example")).await.assert_error(404, "entity.not_found");
    }

    async fn nobody_can_sign_in_with_the_target_of_a_deleted_connector(db: Db) {
        let api = TestApi::over(db).await;
        let services = &api.services.services;
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let targets = async || services.configuration().await.unwrap().sign_in_experience["socialSignInConnectorTargets"].clone();
        let experience = json!({ "signInMode": "SignIn", "socialSignInConnectorTargets": ["google", "github"] });
        store::configuration::put_setting(exec, tenant, operations::configuration::SIGN_IN_EXPERIENCE, &experience).await.unwrap();
        for (connector, platform) in [("web", "Web"), ("native", "Native")] {
            let stored = store::connector::StoredConnector {
                id: domain::ConnectorId::new(connector),
                factory_id: "github".to_owned(),
                connector_type: "Social".to_owned(),
                target: "github".to_owned(),
                platform: Some(platform.to_owned()),
                sealed_config: Vec::new(),
                metadata: serde_json::Map::new(),
                sync_profile: false,
                enable_token_storage: false,
                created_at: services.now(),
            };
            store::connector::insert(exec, tenant, &stored).await.unwrap();
        }
        api.client.delete(&format!("{PATH}/web")).await.assert_status(204);
        assert_eq!(targets().await, json!(["google", "github"]));
        api.client.delete(&format!("{PATH}/native")).await.assert_status(204);
        assert_eq!(targets().await, json!(["google"]));
        assert_eq!(services.configuration().await.unwrap().sign_in_experience["signInMode"], "SignIn");
    }

    async fn nobody_can_sign_in_with_a_target_that_was_given_up(db: Db) {
        let api = TestApi::over(db).await;
        let path = format!("{PATH}/{}", id(&api.post(PATH, oauth2(json!({ "target": "fjord" })), 200).await));
        let targets = async || api.get("/api/sign-in-exp").await["socialSignInConnectorTargets"].clone();
        let offered = json!({ "socialSignInConnectorTargets": ["fjord", "fjell"] });
        api.client.patch("/api/sign-in-exp", offered).await.assert_status(200);
        assert_eq!(targets().await, json!(["fjord"]));
        // A change of anything else gives nothing up, and one that is refused neither.
        api.client.patch(&path, json!({ "metadata": { "name": { "en": "Fjord" } }, "syncProfile": true })).await.assert_status(200);
        api.client.patch(&path, json!({ "metadata": { "target": "x".repeat(129) } })).await.assert_error(400, "guard.invalid_input");
        assert_eq!(targets().await, json!(["fjord"]));
        let renamed = api.client.patch(&path, json!({ "metadata": { "target": "fjell" } })).await.assert_status(200).json();
        assert_eq!(renamed["target"], "fjell");
        assert_eq!(targets().await, json!([]));
    }

    async fn what_a_connector_holds_has_bounds(db: Db) {
        let api = TestApi::over(db).await;
        let named = |metadata: Value| {
            let mut all = json!({ "target": "fjord" });
            all.as_object_mut().unwrap().extend(metadata.as_object().unwrap().clone());
            all
        };
        let with_config = |length: usize| {
            let mut body = oauth2(named(json!({})));
            body["config"]["note"] = "x".repeat(length).into();
            body
        };
        let whole = with_config(0)["config"].to_string().len();
        let text = |length: usize| Value::from("ø".repeat(length));
        let good = [
            oauth2(named(json!({ "target": text(128), "logo": text(16_384), "logoDark": text(16_384) }))),
            oauth2(named(json!({ "target": "fjell", "name": { "en": "x".repeat(16_375) } }))),
            with_config(65_536 - whole),
        ];
        for body in &good {
            api.post(PATH, body.clone(), 200).await;
        }
        let connector = id(&api.post(PATH, oauth2(json!({ "target": "vann" })), 200).await);
        let bad = [
            (oauth2(named(json!({ "target": text(129) }))), json!(["metadata", "target"])),
            (oauth2(named(json!({ "logo": text(16_385) }))), json!(["metadata", "logo"])),
            (oauth2(named(json!({ "logoDark": text(16_385) }))), json!(["metadata", "logoDark"])),
            (oauth2(named(json!({ "name": { "en": "x".repeat(16_376) } }))), json!(["metadata", "name"])),
            (with_config(65_537 - whole), json!(["config"])),
        ];
        let before = api.get(PATH).await;
        for (body, place) in bad {
            let change = json!({ "config": body["config"], "metadata": body["metadata"] });
            let tried = json!({ "config": body["config"], "email": "a@fjord.example" });
            let mut answers = vec![api.client.post(PATH, body.clone()).await, api.client.patch(&format!("{PATH}/{connector}"), change).await];
            if place == json!(["config"]) {
                answers.push(api.client.post(&format!("{PATH}/http-email/test"), tried).await);
            }
            for answer in answers {
                let answer = answer.assert_error(400, "guard.invalid_input").json();
                let issue = &answer["data"]["issues"][0];
                assert_eq!((&issue["code"], &issue["path"]), (&json!("too_big"), &place), "{answer}");
            }
        }
        assert_eq!(api.get(PATH).await, before);
    }
}
