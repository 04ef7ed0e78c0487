//! What the rules decide, for every kind of proxy.

use futures_util::StreamExt as _;
use http::header;
use serde_json::json;

use super::failures::{FAULTS, expected};
use super::{Question, TRANSPORT, fixture, nginx, rules};
use crate::tests::fake::Fault;
use crate::tests::fixture::{
    Fixture, foreign_token, id_token, organization_token, resource_token, skip_waiting, token,
};

const PROXIES: [&str; 4] = ["nginx", "caddy", "traefik", "envoy"];
const ORDERS: &str = "https://orders.example";

#[tokio::test]
async fn who_holds_the_permission_is_let_through_and_named() {
    for proxy in PROXIES {
        let fixture = fixture(proxy).await;
        let anna = organization_token("anna", "fjord", "org:read member:read");
        let question = nginx("GET", "/o/fjord/orders/1?page=2").of(proxy).bearer(&anna);
        let answer = question.ask(&fixture).await;
        assert_eq!(answer.identity(), ["anna", "fjord", "org:read member:read", "app"], "{proxy}");
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        assert_eq!(fixture.upstream.calls().len(), 0);
    }
}

#[tokio::test]
async fn everybody_else_is_told_why_not() {
    for proxy in PROXIES {
        let fixture = fixture(proxy).await;
        let ask = async |method: &str, target: &str, token: Option<&str>| {
            let question = nginx(method, target).of(proxy);
            let question = match token {
                Some(token) => question.bearer(token),
                None => question,
            };
            question.ask(&fixture).await
        };
        let missing = ask("GET", "/o/fjord/orders/1", None).await;
        assert_eq!(missing.refusal(), (401, "auth.authorization_header_missing"));
        assert_eq!(missing.headers[header::WWW_AUTHENTICATE], "Bearer");
        for bad in [foreign_token(), id_token("anna"), "opaque".to_owned(), token(&json!({ "exp": 1 }))] {
            let refused = ask("GET", "/o/fjord/orders/1", Some(&bad)).await;
            assert_eq!(refused.refusal(), (401, "auth.unauthorized"));
            assert_eq!(refused.headers[header::WWW_AUTHENTICATE], "Bearer error=\"invalid_token\"");
        }
        let without = organization_token("anna", "fjord", "org:update");
        let refused = ask("GET", "/o/fjord/orders/1", Some(&without)).await;
        assert_eq!(refused.refusal(), (403, "gateway.permission_missing"));
        assert_eq!(refused.body["data"], json!({ "permission": "org:read" }));
        assert_eq!(
            refused.headers[header::WWW_AUTHENTICATE],
            "Bearer error=\"insufficient_scope\", scope=\"org:read\""
        );
        let anna = organization_token("anna", "fjord", "org:read");
        for (method, target, code) in [
            ("GET", "/o/harbour/orders/1", "gateway.wrong_organization"),
            ("GET", "/o/Fjord/orders/1", "gateway.wrong_organization"),
            ("PUT", "/o/fjord/orders/1", "gateway.no_rule"),
            ("GET", "/o/fjord/bills", "gateway.no_rule"),
            ("GET", "/", "gateway.no_rule"),
        ] {
            let refused = ask(method, target, Some(&anna)).await;
            assert_eq!(refused.refusal(), (403, code), "{method} {target}");
        }
        // A rule for GET is none for HEAD.
        assert_eq!(ask("HEAD", "/o/fjord/orders/1", Some(&anna)).await.status, 403);
        assert_eq!(fixture.upstream.calls().len(), 0);
    }
}

#[tokio::test]
async fn public_places_need_no_token_and_name_nobody() {
    let fixture = fixture("nginx").await;
    for question in [
        nginx("GET", "/assets/a/b.css"),
        nginx("GET", "/assets").bearer("nonsense"),
        nginx("GET", "/anything").at("www.example"),
        nginx("GET", "/anything").at("WWW.example:443"),
    ] {
        assert_eq!(question.ask(&fixture).await.identity(), ["", "", "", ""]);
    }
    assert_eq!(nginx("POST", "/assets/a").ask(&fixture).await.refusal(), (403, "gateway.no_rule"));
    assert_eq!(nginx("GET", "/anything").ask(&fixture).await.refusal(), (403, "gateway.no_rule"));
    let admin = nginx("GET", "/anything").at("admin.example").ask(&fixture).await;
    assert_eq!(admin.refusal(), (401, "auth.authorization_header_missing"));
}

#[tokio::test]
async fn each_rule_takes_its_own_kinds_of_tokens() {
    let fixture = fixture("caddy").await;
    let outcome = async |method: &str, target: &str, token: &str| {
        let answer = nginx(method, target).of("caddy").bearer(token).ask(&fixture).await;
        let identity = answer.status.is_success().then(|| answer.identity().map(str::to_owned));
        (
            answer.status.as_u16(),
            answer.code().to_owned(),
            identity.map(|[user, organization, ..]| [user, organization]),
        )
    };
    let passes = |user: &str, organization: &str| {
        (200, String::new(), Some([user.to_owned(), organization.to_owned()]))
    };
    let refused = |code: &str| (403, code.to_owned(), None);
    let orders = |organization: Option<&str>| {
        token(&json!({
            "aud": ORDERS, "organization_id": organization, "scope": "org:read org:update",
        }))
    };
    let organization = organization_token("anna", "fjord", "org:read org:update");
    let machine = token(&json!({ "sub": "app", "scope": "org:update" }));
    // Organization tokens alone.
    assert_eq!(outcome("GET", "/o/fjord/orders", &organization).await, passes("anna", "fjord"));
    assert_eq!(
        outcome("GET", "/o/fjord/orders", &orders(Some("fjord"))).await,
        refused("gateway.credential_not_accepted")
    );
    assert_eq!(outcome("GET", "/o/fjord/orders", &machine).await, refused("gateway.credential_not_accepted"));
    // One resource's tokens, with or without an organization.
    assert_eq!(outcome("PATCH", "/me", &orders(None)).await, passes("anna", ""));
    assert_eq!(outcome("PATCH", "/me", &orders(Some("fjord"))).await, passes("anna", "fjord"));
    assert_eq!(outcome("PATCH", "/me", &organization).await, refused("gateway.credential_not_accepted"));
    // Every kind, machines too; the organization is the path's in each.
    for (token, user) in [(&organization, "anna"), (&orders(Some("fjord")), "anna"), (&machine, "")] {
        assert_eq!(outcome("PUT", "/o/fjord/import", token).await, passes(user, "fjord"));
        assert_eq!(outcome("PUT", "/o/harbour/import", token).await, refused("gateway.wrong_organization"));
    }
    assert_eq!(
        outcome("PUT", "/o/fjord/import", &orders(None)).await,
        refused("gateway.organization_required")
    );
    let other = resource_token("anna", Some("fjord"), "org:update");
    assert_eq!(outcome("PUT", "/o/fjord/import", &other).await.0, 401);
}

#[tokio::test]
async fn a_live_rule_asks_whether_the_user_still_may() {
    let fixture = fixture("nginx").await;
    let anna = organization_token("anna", "fjord", "org:delete");
    let question = || nginx("DELETE", "/o/fjord/orders/1").bearer(&anna);
    assert_eq!(question().ask(&fixture).await.identity()[0], "anna");
    assert!(!fixture.upstream.take_calls().is_empty());
    fixture.upstream.set_roles("fjord", "anna", &[]);
    assert_eq!(question().ask(&fixture).await.refusal(), (403, "gateway.permission_revoked"));
    fixture.upstream.suspend("anna");
    assert_eq!(question().ask(&fixture).await.status, 403);
    // Without it, the token alone decides.
    let question = nginx("GET", "/o/fjord/orders/1").bearer(&organization_token("anna", "fjord", "org:read"));
    assert_eq!(question.ask(&fixture).await.identity()[0], "anna");
}

/// A token alone is not what a user granted to a third party; a permission is.
#[tokio::test]
async fn where_a_token_alone_is_enough_third_parties_are_let_through_by_rules_that_say_so() {
    let of_partner = |mut claims: serde_json::Value| {
        claims["client_id"] = json!("partner");
        token(&claims)
    };
    for proxy in PROXIES {
        let fixture = fixture(proxy).await;
        let ask = async |target: &str, token: &str| {
            nginx("PATCH", target).of(proxy).bearer(token).ask(&fixture).await
        };
        let theirs = of_partner(json!({ "aud": ORDERS, "scope": "" }));
        for _ in 0..2 {
            assert_eq!(ask("/me", &theirs).await.refusal(), (403, "gateway.third_party_application"));
        }
        assert_eq!(ask("/me", &token(&json!({ "aud": ORDERS }))).await.identity()[3], "app");
        assert_eq!(ask("/me", &token(&json!({ "aud": ORDERS }))).await.identity()[3], "app");
        let calls = fixture.upstream.take_calls();
        assert_eq!(calls, ["GET /applications/{applicationId}"; 2], "each is asked about once");
        let gone = token(&json!({ "aud": ORDERS, "client_id": "gone" }));
        assert_eq!(ask("/me", &gone).await.refusal(), (403, "gateway.application_unknown"));
        assert_eq!(ask("/open", &of_partner(json!({ "aud": ORDERS }))).await.identity()[3], "partner");
        let granted = of_partner(json!({ "scope": "org:read" }));
        let read = nginx("GET", "/o/fjord/orders/1").of(proxy).bearer(&granted).ask(&fixture).await;
        assert_eq!(read.identity()[3], "partner");
        let live = of_partner(json!({ "scope": "" }));
        let own = organization_token("anna", "fjord", "");
        assert_eq!(ask("/live", &live).await.refusal(), (403, "gateway.third_party_application"));
        assert_eq!(ask("/live", &own).await.identity()[3], "app");
    }
}

/// Every fault of every call that a rule makes: of one that asks whether the user still may, and of one that asks whose the application is.
#[tokio::test]
async fn what_cannot_be_found_out_is_not_let_through() {
    const AT_A_TIME: usize = 24;
    skip_waiting(TRANSPORT);
    let live =
        nginx("DELETE", "/o/fjord/orders/1").bearer(&organization_token("anna", "fjord", "org:delete"));
    let own = nginx("PATCH", "/me").bearer(&token(&json!({ "aud": ORDERS })));
    let mut cases = Vec::new();
    for question in [live, own] {
        let fixture = fixture("nginx").await;
        assert_eq!(question.clone().ask(&fixture).await.identity()[0], "anna");
        let calls = fixture.upstream.take_calls();
        assert!(!calls.is_empty());
        for call in calls {
            cases.extend(FAULTS.map(|fault| (question.clone(), call.clone(), fault)));
        }
    }
    let ask = async |(question, call, fault): (Question, String, Fault)| {
        let fixture = match fault {
            Fault::Hang => Fixture::impatient_with(TRANSPORT, rules("nginx")).await,
            _ => fixture("nginx").await,
        };
        fixture.upstream.fail(&call, fault);
        let answer = question.clone().ask(&fixture).await;
        let (status, code) = answer.refusal();
        match fault {
            // On a busy machine the machine token may come too late.
            Fault::Hang => assert!((502..=504).contains(&status), "{call}: {status} {code}"),
            _ => assert_eq!((status, code), expected(fault), "{call} {fault:?}"),
        }
        // What was not found out is not remembered.
        fixture.upstream.0.lock().faults.clear();
        if fault != Fault::Hang {
            assert_eq!(question.ask(&fixture).await.identity()[0], "anna", "{call} {fault:?}");
        }
    };
    futures_util::stream::iter(cases).map(ask).buffer_unordered(AT_A_TIME).collect::<()>().await;
}

#[tokio::test]
async fn the_organization_api_is_beside_it_and_it_is_nowhere_without_rules() {
    let fixture = fixture("nginx").await;
    let anna = organization_token("anna", "fjord", "org:read");
    let read = fixture.call(http::Method::GET, "/organizations/fjord", &anna, json!(null)).await;
    assert_eq!(read.status, 200);
    let near = fixture.call(http::Method::GET, "/forward-authx", &anna, json!(null)).await;
    assert_eq!(near.outcome(), (404, "gateway.route_not_found"));
    let none = Fixture::new(TRANSPORT).await;
    assert_eq!(nginx("GET", "/assets/a").ask(&none).await.outcome(), (404, "gateway.route_not_found"));
}
