//! A third-party application learns only of the organization that its token names, and changes only what its user granted to it.

use http::Method;
use serde_json::{Value, json};

use super::fake::{Fault, ORGANIZATION_API};
use super::fixture::*;

const PATH: &str = "/me/organizations";
const READ_APPLICATION: &str = "GET /applications/{applicationId}";

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
    for transport in BOTH_TRANSPORTS {
        let fixture = Fixture::new(transport).await;
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
}

#[tokio::test]
async fn an_application_of_ones_own_sees_every_organization_of_its_user() {
    let fixture = Fixture::new(Transport::InProcess).await;
    for (token, _) in tokens_of("app") {
        let reply = fixture.call(Method::GET, PATH, &token, Value::Null).await;
        assert_eq!((reply.status.as_u16(), ids(&reply.body)), (200, vec!["fjord", "lake"]));
    }
}

#[tokio::test]
async fn who_cannot_be_told_apart_sees_nothing() {
    for (token, _) in tokens_of("gone") {
        let fixture = Fixture::new(Transport::InProcess).await;
        let reply = fixture.call(Method::GET, PATH, &token, Value::Null).await;
        assert_eq!(reply.outcome(), (403, "gateway.application_unknown"));
    }
    for (token, _) in tokens_of("app") {
        for (fault, status) in [(Fault::Status(500), 502), (Fault::Status(201), 502), (Fault::Garbage, 502)] {
            let fixture = Fixture::new(Transport::InProcess).await;
            fixture.upstream.fail(READ_APPLICATION, fault);
            let reply = fixture.call(Method::GET, PATH, &token, Value::Null).await;
            assert_eq!(reply.status, status, "{fault:?}");
        }
    }
}

#[tokio::test]
async fn a_third_party_application_does_not_make_its_user_leave() {
    for transport in BOTH_TRANSPORTS {
        let fixture = Fixture::new(transport).await;
        let leave = async |client_id: &str| {
            let claims = json!({ "sub": "gus", "scope": all_permissions(), "client_id": client_id });
            fixture
                .call(Method::DELETE, "/organizations/fjord/members/me", &token(&claims), Value::Null)
                .await
        };
        assert_eq!(leave("partner").await.outcome(), (403, "gateway.third_party_application"));
        assert_eq!(leave("gone").await.outcome(), (403, "gateway.application_unknown"));
        assert!(fixture.upstream.roles_of("fjord", "gus").is_some());
        assert_eq!(leave("app").await.status, 204);
    }
}

#[tokio::test]
async fn a_third_party_application_founds_organizations_with_the_permission_that_its_user_granted() {
    let fixture = Fixture::new(Transport::InProcess).await;
    let claims =
        json!({ "sub": "eve", "scope": "org:create", "client_id": "partner", "aud": ORGANIZATION_API });
    let reply = fixture.call(Method::POST, "/organizations", &token(&claims), json!({ "name": "New" })).await;
    assert_eq!(reply.status, 201);
}
