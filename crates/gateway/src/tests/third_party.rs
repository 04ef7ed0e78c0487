//! A third-party application learns only of the organization that its token names, and changes only what its user granted to it.

use http::Method;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::{Fault, ORGANIZATION_API};
use super::fixture::*;

const PATH: &str = "/me/organizations";
const READ_APPLICATION: &str = "GET /applications/{applicationId}";
const READ_ALLOWED: &str = "GET /applications/{applicationId}/user-consent-scopes";

/// Tokens of ben, who belongs to `fjord` and `lake`, for a client: two that name an organization, one that names none.
fn tokens_of(client_id: &str) -> [(String, bool); 3] {
    let with = |mut claims: Value| {
        claims["sub"] = json!("ben");
        claims["scope"] = json!("");
        claims["client_id"] = json!(client_id);
        token(&claims)
    };
    [
        (with(json!({ "aud": "urn:logto:organization:fjord" })), true),
        (with(json!({ "aud": ORGANIZATION_API, "organization_id": "fjord" })), true),
        (with(json!({ "aud": ORGANIZATION_API })), false),
    ]
}

fn ids(body: &Value) -> Vec<&str> {
    body.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_third_party_application_sees_the_organization_of_its_token_alone() {
    let fixture = Fixture::new(TRANSPORT).await;
    for (token, names_an_organization) in tokens_of("partner") {
        for path in [PATH, "/me/organizations?page=1&page_size=10"] {
            let reply = fixture.call(Method::GET, path, &token, Value::Null).await;
            if names_an_organization {
                assert_eq!((reply.status.as_u16(), ids(&reply.body)), (200, vec!["fjord"]), "{path}");
            } else {
                assert_eq!(reply.outcome(), (403, "gateway.third_party_application"), "{path}");
            }
            if names_an_organization && path != PATH {
                assert_eq!(reply.headers["total-number"], "1");
            }
        }
    }
}

#[tokio::test]
async fn an_application_of_ones_own_sees_every_organization_of_its_user() {
    let fixture = Fixture::new(TRANSPORT).await;
    for (token, _) in tokens_of("app") {
        let reply = fixture.call(Method::GET, PATH, &token, Value::Null).await;
        assert_eq!((reply.status.as_u16(), ids(&reply.body)), (200, vec!["fjord", "lake"]));
    }
}

#[tokio::test]
async fn who_cannot_be_told_apart_sees_nothing() {
    for (token, _) in tokens_of("gone") {
        let fixture = Fixture::new(TRANSPORT).await;
        let reply = fixture.call(Method::GET, PATH, &token, Value::Null).await;
        assert_eq!(reply.outcome(), (403, "gateway.application_unknown"));
    }
    for (token, _) in tokens_of("app") {
        for (fault, status) in [(Fault::Status(500), 502), (Fault::Status(201), 502), (Fault::Garbage, 502)] {
            let fixture = Fixture::new(TRANSPORT).await;
            fixture.upstream.fail(READ_APPLICATION, fault);
            let reply = fixture.call(Method::GET, PATH, &token, Value::Null).await;
            assert_eq!(reply.status, status, "{fault:?}");
        }
    }
}

#[tokio::test]
async fn a_third_party_application_does_not_make_its_user_leave() {
    let fixture = Fixture::new(TRANSPORT).await;
    let leave = async |client_id: &str| {
        let claims = json!({ "sub": "gus", "scope": all_permissions(), "client_id": client_id });
        fixture.call(Method::DELETE, "/organizations/fjord/members/me", &token(&claims), Value::Null).await
    };
    assert_eq!(leave("partner").await.outcome(), (403, "gateway.third_party_application"));
    assert_eq!(leave("gone").await.outcome(), (403, "gateway.application_unknown"));
    assert!(fixture.upstream.roles_of("fjord", "gus").is_some());
    assert_eq!(leave("app").await.status, 204);
}

#[tokio::test]
async fn a_third_party_application_founds_organizations_with_the_permission_that_its_user_granted() {
    let fixture = Fixture::new(TRANSPORT).await;
    let claims =
        json!({ "sub": "eve", "scope": "org:create", "client_id": "partner", "aud": ORGANIZATION_API });
    let reply = fixture.call(Method::POST, "/organizations", &token(&claims), json!({ "name": "New" })).await;
    assert_eq!(reply.status, 201);
}

#[tokio::test]
async fn a_third_party_gives_nothing_away_whatever_its_user_holds() {
    for token in tokens_of_an_owner("partner") {
        let fixture = Fixture::new(TRANSPORT).await;
        let before = fixture.upstream.state();
        for (method, path, body) in [
            (
                Method::POST,
                "/organizations/fjord/invitations",
                json!({ "invitee": "me@elsewhere.example", "roleNames": ["owner"] }),
            ),
            (Method::PUT, "/organizations/fjord/members/ben/roles", json!({ "roleNames": ["owner"] })),
            (Method::DELETE, "/organizations/fjord/members/ben", Value::Null),
            (
                Method::POST,
                "/organizations/fjord/applications",
                json!({ "name": "Sync", "roleNames": ["reader"] }),
            ),
            (Method::PUT, "/organizations/fjord/applications/fjord-key/roles", json!({ "roleNames": [] })),
            (
                Method::POST,
                "/organizations/fjord/applications/fjord-key/secrets",
                json!({ "name": "second" }),
            ),
        ] {
            let reply = fixture.call(method, path, &token, body).await;
            assert_eq!(reply.outcome(), (403, "gateway.third_party_application"), "{path}");
        }
        assert_eq!(fixture.upstream.state(), before);
    }
}

/// Tokens of anna, who owns `fjord`, for a client: by organization and by API resource.
fn tokens_of_an_owner(client_id: &str) -> [String; 2] {
    [json!("urn:logto:organization:fjord"), json!(ORGANIZATION_API)].map(|audience| {
        let in_resource = audience == ORGANIZATION_API;
        let organization = if in_resource { json!("fjord") } else { Value::Null };
        token(&json!({ "aud": audience, "organization_id": organization, "client_id": client_id }))
    })
}

#[tokio::test]
async fn an_application_that_is_gone_does_nothing_more() {
    for client_id in ["app", "partner"] {
        for token in tokens_of_an_owner(client_id) {
            let fixture = Fixture::new(TRANSPORT).await;
            let rename = json!({ "name": "Renamed" });
            let change =
                async || fixture.call(Method::PATCH, "/organizations/fjord", &token, rename.clone()).await;
            assert_eq!(change().await.status, 200, "{client_id}");
            fixture.upstream.0.lock().applications.remove(client_id);
            let before = fixture.upstream.state();
            assert_eq!(change().await.outcome(), (403, "gateway.application_unknown"), "{client_id}");
            assert_eq!(fixture.upstream.state(), before);
        }
    }
}

#[tokio::test]
async fn what_a_third_party_is_not_allowed_any_more_it_does_not_do() {
    let sets = ["organizationScopes", "organizationResourceScopes", "resourceScopes"];
    for (token, needed) in tokens_of_an_owner("partner").iter().zip([&sets[..1], &sets[1..]]) {
        let fixture = Fixture::new(TRANSPORT).await;
        let change = async || {
            let reply = fixture
                .call(Method::PATCH, "/organizations/fjord", token, json!({ "name": "Renamed" }))
                .await;
            (reply.status.as_u16(), reply.body)
        };
        let withdraw = |set: &str| {
            fixture.upstream.0.lock().applications.get_mut("partner").unwrap().as_mut().unwrap()[set] =
                json!([]);
        };
        for other in sets.iter().filter(|set| !needed.contains(set)) {
            withdraw(other);
        }
        assert_eq!(change().await.0, 200);
        for set in needed {
            withdraw(set);
        }
        let before = fixture.upstream.state();
        let told = json!({
            "code": "gateway.permission_revoked", "data": { "permission": "org:update" },
            "message": "The token's application is not allowed the permission any more.",
        });
        assert_eq!(change().await, (403, told));
        assert_eq!(fixture.upstream.state(), before);
    }
}

#[tokio::test]
async fn a_permission_of_another_resource_does_not_count_for_a_third_party() {
    let fixture = Fixture::new(TRANSPORT).await;
    let [_, token] = tokens_of_an_owner("partner");
    {
        let mut world = fixture.upstream.0.lock();
        let allowed = world.applications.get_mut("partner").unwrap().as_mut().unwrap();
        for set in ["resourceScopes", "organizationResourceScopes"] {
            allowed[set][0]["resource"]["indicator"] = json!("https://orders.example");
        }
    }
    let reply = fixture.call(Method::GET, "/organizations/fjord", &token, Value::Null).await;
    assert_eq!(reply.outcome(), (403, "gateway.permission_revoked"));
}

#[tokio::test]
async fn without_knowing_what_a_third_party_is_allowed_nothing_is_done() {
    for token in tokens_of_an_owner("partner") {
        for (fault, status) in [
            (Fault::Status(500), 502),
            (Fault::Status(201), 502),
            (Fault::Status(404), 403),
            (Fault::Garbage, 502),
        ] {
            let fixture = Fixture::new(TRANSPORT).await;
            let before = fixture.upstream.state();
            fixture.upstream.fail(READ_ALLOWED, fault);
            let rename = json!({ "name": "Renamed" });
            let reply = fixture.call(Method::PATCH, "/organizations/fjord", &token, rename).await;
            assert_eq!(reply.status, status, "{fault:?}");
            assert_eq!(fixture.upstream.state(), before);
        }
    }
}
