//! The organizations that a user has opened to a third-party application.

use serde_json::{Value, json};
use store::both_databases;

use crate::test_api::{TestApi, column, id};

async fn partner(server: &TestApi) -> String {
    let body = json!({ "name": "Reports", "type": "Traditional", "isThirdParty": true });
    id(&server.post("/api/applications", body, 200).await)
}

fn ids(ids: &[&String]) -> Value {
    json!({ "organizationIds": ids })
}

both_databases! {
    async fn organizations_are_opened_listed_replaced_and_closed(db: Db) {
        let server = TestApi::over(db).await;
        let (partner, ada) = (partner(&server).await, server.user("ada").await);
        let mut organizations = Vec::new();
        for name in ["a", "b", "c"] {
            let organization = server.organization(name).await;
            let users = format!("/api/organizations/{organization}/users");
            server.client.post(&users, json!({ "userIds": [ada] })).await.assert_status(201);
            organizations.push(organization);
        }
        organizations.sort();
        let [a, b, c] = [0, 1, 2].map(|at| &organizations[at]);
        let path = format!("/api/applications/{partner}/users/{ada}/consent-organizations");
        assert_eq!(server.get(&path).await, json!({ "organizations": [] }));
        for _ in 0..2 {
            assert_eq!(server.client.post(&path, ids(&[b, a, b])).await.assert_status(201).body, "Created");
        }
        server.client.post(&path, ids(&[c])).await.assert_status(201);
        let all = server.client.get(&path).await.assert_status(200);
        assert_eq!((all.header("total-number"), column(&all.json()["organizations"], "id")), (Some("3"), organizations.clone()));
        assert_eq!(all.json()["organizations"][0], server.get(&format!("/api/organizations/{a}")).await);
        let page = server.client.get(&format!("{path}?page=2&page_size=2")).await.assert_status(200);
        assert_eq!((page.header("total-number"), column(&page.json()["organizations"], "id")), (Some("3"), vec![c.clone()]));
        server.client.get(&format!("{path}?page=0")).await.assert_error(400, "guard.invalid_pagination");

        server.client.put(&path, ids(&[b, c])).await.assert_status(204);
        server.client.delete(&format!("{path}/{b}")).await.assert_status(204);
        server.client.delete(&format!("{path}/{b}")).await.assert_error(404, "entity.not_found");
        assert_eq!(column(&server.get(&path).await["organizations"], "id"), std::slice::from_ref(c));
        server.client.delete(&format!("/api/organizations/{c}/users/{ada}")).await.assert_status(204);
        assert_eq!(server.get(&path).await, json!({ "organizations": [] }));
        server.client.put(&path, ids(&[])).await.assert_status(204);
    }

    async fn only_a_members_organizations_are_opened_and_only_to_third_parties(db: Db) {
        let server = TestApi::over(db).await;
        let (partner, ours) = (partner(&server).await, server.application("ours", "SPA").await);
        let (ada, north, south) = (server.user("ada").await, server.organization("North").await, server.organization("South").await);
        let users = format!("/api/organizations/{north}/users");
        server.client.post(&users, json!({ "userIds": [ada] })).await.assert_status(201);
        let path = |application: &str, user: &str| format!("/api/applications/{application}/users/{user}/consent-organizations");
        let good = path(&partner, &ada);
        server.client.post(&good, ids(&[&north])).await.assert_status(201);
        for body in [ids(&[&north, &south]), json!({ "organizationIds": ["nothing"] })] {
            server.client.post(&good, body.clone()).await.assert_error(422, "organization.require_membership");
            server.client.put(&good, body).await.assert_error(422, "organization.require_membership");
        }
        for body in [json!({}), json!({ "organizationIds": [""] }), json!({ "organizationIds": north })] {
            server.client.post(&good, body.clone()).await.assert_error(400, "guard.invalid_input");
            server.client.put(&good, body).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!(column(&server.get(&good).await["organizations"], "id"), std::slice::from_ref(&north));

        let refused = [
            (path(&ours, &ada), 422, "application.third_party_application_only"),
            (path("nobody", &ada), 404, "entity.not_exists_with_id"),
            (path(&partner, "nobody"), 404, "entity.not_found"),
        ];
        for (path, status, code) in refused {
            server.client.get(&path).await.assert_error(status, code);
            server.client.post(&path, ids(&[&north])).await.assert_error(status, code);
            server.client.put(&path, ids(&[&north])).await.assert_error(status, code);
            server.client.delete(&format!("{path}/{north}")).await.assert_error(status, code);
        }
    }
}
