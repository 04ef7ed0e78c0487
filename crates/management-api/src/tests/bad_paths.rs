//! Paths and queries that lead nowhere: the answer says so, nothing fails and nothing is written.

use axum::http::Method;
use http_kit::Operation;
use store::both_databases;
use testkit::TestResponse;

use super::{
    operations::{NEVER_SUCCEEDS, is_not_offered},
    world::{World, noise, parameters},
};
use crate::operations;

/// Where an id that does not exist is no error, and by which section of the Management API contract.
const UNKNOWN_IS_FINE: [(Method, &str, &str, &str); 12] = [
    (Method::GET, "/api/hooks/{id}/recent-logs", "id", "§10: 200 with an empty list"),
    (Method::PUT, "/api/users/{userId}/identities/{target}", "target", "§5.7: a target is any name"),
    (Method::GET, "/api/users/{userId}/sessions", "userId", "§5.6: 200 without sessions"),
    (Method::GET, "/api/users/{userId}/grants", "userId", "§5.6: 200 without grants"),
    (Method::GET, "/api/organizations/{id}/users", "id", "§2.3: 200 with an empty list"),
    (Method::GET, "/api/organizations/{id}/users/{userId}/scopes", "id", "§2.3: 200 with an empty list"),
    (Method::GET, "/api/organizations/{id}/users/{userId}/scopes", "userId", "§2.3: 200 with an empty list"),
    (Method::GET, "/api/organizations/{id}/applications", "id", "§2.4: 200 with an empty list"),
    (Method::GET, "/api/organizations/{id}/jit/email-domains", "id", "§2.5: 200 with an empty list"),
    (Method::GET, "/api/resources/{resourceId}/scopes", "resourceId", "§6: 200 with an empty list"),
    (
        Method::PATCH,
        "/api/resources/{resourceId}/scopes/{scopeId}",
        "resourceId",
        "§6: the scope alone is looked for",
    ),
    (
        Method::DELETE,
        "/api/resources/{resourceId}/scopes/{scopeId}",
        "resourceId",
        "§6: the scope alone is looked for",
    ),
];

/// Values of a path parameter that no entity has, as they are sent.
fn strange_values() -> Vec<String> {
    let mut values: Vec<String> = [
        "unknown",
        "%20",
        "a%2Fb",
        "..%2F..",
        "%25",
        "_",
        "%27%3B%20DROP%20TABLE%20users%3B%20--",
        "%F0%9F%98%80",
        "%C2%85%E2%80%AE",
        "%7Bid%7D",
        "$1",
        "null",
        "-1",
    ]
    .map(ToOwned::to_owned)
    .to_vec();
    values.push(noise(4_096));
    values.push("%F0%9F%98%80".repeat(1_000));
    values
}

/// Whether an answer is no failure of the server, or says of what is never there that it is not.
fn is_no_failure(operation: &Operation, answer: &TestResponse) -> bool {
    let never = (&operation.method, operation.path, answer.status.as_u16());
    !answer.status.is_server_error()
        || NEVER_SUCCEEDS.iter().any(|(method, path, status)| (method, *path, *status) == never)
}

both_databases! {
    async fn what_does_not_exist_is_not_found(db: Db) {
        let world = World::over(db).await;
        let before = world.contents().await;
        for operation in operations() {
            let body = world.body(&operation);
            for parameter in parameters(&operation) {
                let exception = UNKNOWN_IS_FINE.iter().find(|(method, path, name, _)| {
                    (method, *path, *name) == (&operation.method, operation.path, parameter)
                });
                // Those would write; the tests of resources show them.
                if exception.is_some() && operation.method != Method::GET {
                    continue;
                }
                for value in strange_values() {
                    let path = world.path(&operation, Some((parameter, &value)));
                    let answer = world.send(&operation, &path, body.as_ref()).await;
                    let what = format!("{} {} with {parameter}={value:.60}: {} {}", operation.method, operation.path, answer.status, answer.body);
                    if exception.is_some() {
                        let is_empty = ["[]", r#"{"sessions":[]}"#, r#"{"grants":[]}"#].contains(&answer.body.as_str());
                        assert!(answer.status == 200 && is_empty, "{what}");
                    } else {
                        let is_not_offered = is_not_offered(&operation, answer.status.as_u16());
                        assert!(answer.status.is_client_error() || is_not_offered, "{what}");
                        assert!(answer.json()["message"].is_string(), "{what}");
                    }
                }
            }
            world.assert_unchanged(&before, &format!("{} {}", operation.method, operation.path)).await;
        }
    }

    async fn nul_and_what_is_no_text_are_refused_anywhere_in_a_path(db: Db) {
        let world = World::over(db).await;
        let before = world.contents().await;
        for operation in operations() {
            let body = world.body(&operation);
            for parameter in parameters(&operation) {
                for value in ["%00", "a%00", "%00a", "a%00%00b"] {
                    let path = world.path(&operation, Some((parameter, value)));
                    world.send(&operation, &path, body.as_ref()).await.assert_error(400, "guard.invalid_input");
                }
                for value in ["%FF", "a%C3%28", "%ED%A0%80"] {
                    let path = world.path(&operation, Some((parameter, value)));
                    let answer = world.send(&operation, &path, body.as_ref()).await;
                    assert_eq!(answer.status, 400, "{} {path}: {}", operation.method, answer.body);
                }
            }
        }
        world.assert_unchanged(&before, "a path").await;
    }

    async fn strange_queries_are_refused_or_find_nothing(db: Db) {
        let world = World::over(db).await;
        let long = "x".repeat(4_096);
        let refused = [
            "page=0", "page=-1", "page=x", "page=1.5", "page=99999999999999999999", "page_size=0", "page_size=101", "page_size=%C2%B2",
        ];
        let strange = [
            "q=%FF", "q=%25%25%25", "q=%5C", "q=%27", "search=%25", "search=%5C", "search=((a%2B)%2B)%2B%24&mode=posix", "search=(&mode=posix",
            "search=%5Bb-a%5D&mode=posix", "search=a%7B1%2C99999%7D&mode=posix", "search.id=a&mode=nothing", "search.name=%FF&mode=exact",
            "search=a&joint=xor", "search.no.such=1", "mode.name=posix&search.name=%28%3F%3Da%29", "page=4294967295&page_size=100",
            "types=Nothing", "type=Nothing", "isThirdParty=maybe", "excludeRoleId=", "excludeRoleId=nothing", "excludeUserId=nothing",
            "excludeOrganizationId=nothing", "organizationRoleId=nothing", "showFeatured=true", "includeScopes=maybe", "=", "&&&", "%", "%%%=%%%",
        ];
        let is_offered = |operation: &Operation| !is_not_offered(operation, 501);
        for operation in operations().into_iter().filter(|operation| operation.method == Method::GET && is_offered(operation)) {
            let path = world.path(&operation, None);
            let get = async |query: &str| world.send(&operation, &format!("{path}?{query}"), None).await;
            let is_paged = get("page=1").await.headers.contains_key("total-number");
            for query in refused {
                let answer = get(query).await;
                if is_paged {
                    answer.assert_error(400, "guard.invalid_pagination");
                } else {
                    assert!(is_no_failure(&operation, &answer), "{path}?{query}: {} {}", answer.status, answer.body);
                }
            }
            for query in strange.map(ToOwned::to_owned).into_iter().chain([format!("q={long}"), format!("search={long}"), format!("{long}=1")]) {
                let answer = get(&query).await;
                assert!(is_no_failure(&operation, &answer), "{path}?{query}: {} {}", answer.status, answer.body);
            }
            if is_paged {
                for query in ["q=%00", "search=%00", "search.name=a%00b", "%00=1"] {
                    get(query).await.assert_error(400, "guard.invalid_input");
                }
            }
        }
    }
}
