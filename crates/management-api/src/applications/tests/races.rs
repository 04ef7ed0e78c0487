//! Requests at the same time: none fails unexpectedly, none undoes another.

use futures_util::future::join_all;
use serde_json::json;
use store::both_databases;

use crate::test_api::{TestApi, id};

fn statuses(responses: &[testkit::TestResponse]) -> Vec<u16> {
    let mut statuses: Vec<_> = responses.iter().map(|response| response.status.as_u16()).collect();
    statuses.sort_unstable();
    statuses
}

both_databases! {
    async fn one_of_many_equal_creations_wins(db: Db) {
        let server = TestApi::over(db).await;
        let application = server.application("desk", "Traditional").await;
        let resource = server.resource("lamps").await;
        let creations = [
            ("/api/roles".to_owned(), json!({ "name": "a", "description": "x" }), 200),
            ("/api/resources".to_owned(), json!({ "name": "a", "indicator": "x" }), 201),
            (format!("/api/resources/{resource}/scopes"), json!({ "name": "a" }), 201),
            (format!("/api/applications/{application}/secrets"), json!({ "name": "a" }), 201),
        ];
        for (path, body, created) in creations {
            let responses = join_all((0..6).map(|_| server.client.post(&path, body.clone()))).await;
            assert_eq!(statuses(&responses), [created, 422, 422, 422, 422, 422], "{path}");
        }
    }

    async fn one_resource_is_the_default_after_many_tried(db: Db) {
        let server = TestApi::over(db).await;
        let mut resources = Vec::new();
        for name in ["a", "b", "c", "d"] {
            resources.push(format!("/api/resources/{}/is-default", server.resource(name).await));
        }
        let responses = join_all(resources.iter().map(|path| server.client.patch(path, json!({ "isDefault": true })))).await;
        assert_eq!(statuses(&responses), [200; 4]);
        let all = server.get("/api/resources").await;
        assert_eq!(all.as_array().unwrap().iter().filter(|one| one["isDefault"] == true).count(), 1);
    }

    async fn merges_of_custom_data_add_up(db: Db) {
        let server = TestApi::over(db).await;
        let path = format!("/api/applications/{}", server.application("desk", "SPA").await);
        let merge = format!("{path}/custom-data");
        let responses = join_all((0..8).map(|n| server.client.patch(&merge, json!({ format!("k{n}"): n })))).await;
        assert_eq!(statuses(&responses), [200; 8]);
        assert_eq!(server.get(&path).await["customData"].as_object().unwrap().len(), 8);
    }

    async fn assigning_what_is_being_deleted_is_never_an_unexpected_failure(db: Db) {
        let server = TestApi::over(db).await;
        for round in 0..4 {
            let role = server.role(&format!("r{round}"), "User").await;
            let user = server.named_user("Ada").await;
            let (path, users) = (format!("/api/roles/{role}"), json!({ "userIds": [user] }));
            let assign = server.client.post(&format!("{path}/users"), users).await;
            let (again, _) = tokio::join!(
                async { server.client.post(&format!("{path}/users"), json!({ "userIds": [user] })).await },
                server.client.delete(&path),
            );
            assert_eq!(assign.status.as_u16(), 201);
            assert!([404, 422].contains(&again.status.as_u16()), "{}", again.body);

            let (role, machine) = (server.role(&format!("m{round}"), "MachineToMachine").await, server.application("m", "MachineToMachine").await);
            let path = format!("/api/applications/{machine}/roles");
            let application = format!("/api/applications/{machine}");
            let (added, removed) = tokio::join!(
                server.client.post(&path, json!({ "roleIds": [role] })),
                server.client.delete(&application),
            );
            assert!([201, 404].contains(&added.status.as_u16()), "{}", added.body);
            assert_eq!(removed.status.as_u16(), 204);
        }
    }

    async fn every_write_reaches_the_configuration_in_memory(db: Db) {
        let server = TestApi::over(db).await;
        let services = &server.services.services;
        let lamps = server.resource("lamps").await;
        let read = server.scope(&lamps, "read").await;
        let role = id(&server.post("/api/roles", json!({ "name": "a", "description": "x", "scopeIds": [read] }), 200).await);
        let configuration = services.configuration().await.unwrap();
        assert_eq!(configuration.resource_by_indicator("https://lamps.fjord.example").unwrap().scopes.len(), 1);
        assert_eq!(configuration.roles[&domain::RoleId::new(role.as_str())].scope_ids.len(), 1);
        server.client.delete(&format!("/api/roles/{role}/scopes/{read}")).await.assert_status(204);
        assert!(services.configuration().await.unwrap().roles[&domain::RoleId::new(role.as_str())].scope_ids.is_empty());
        server.client.delete(&format!("/api/resources/{lamps}")).await.assert_status(204);
        assert!(services.configuration().await.unwrap().resource_by_indicator("https://lamps.fjord.example").is_none());
    }
}
