//! What is told of a request to another server is what the gateway answers its proxy.

use http::Request;
use serde_json::json;

use super::super::explain::explainer_of;
use super::{Question, TRANSPORT, nginx, rules};
use crate::explain::{Explanation, Outcome, Verdict};
use crate::policy::Policy;
use crate::tests::fixture::{Fixture, foreign_token, organization_token, resource_token, token};

const ORDERS: &str = "https://orders.example";

async fn explain(policy: Policy, fixture: &Fixture, question: &Question, with_keys: bool) -> Explanation {
    let mut request = Request::builder().method(question.method.as_str()).uri(question.target.as_str());
    if !question.host.is_empty() {
        request = request.header("host", question.host.as_str());
    }
    for (name, value) in &question.headers {
        request = request.header(*name, value.as_str());
    }
    let parts = request.body(()).unwrap().into_parts().0;
    let explained = explainer_of(policy, fixture, with_keys).explain_behind_proxy(&parts).await.unwrap();
    explained.expect("the policy has rules")
}

async fn told(question: Question) -> String {
    let policy = rules(question.proxy);
    let fixture = Fixture::with(TRANSPORT, policy.clone(), None).await;
    explain(policy, &fixture, &question, true).await.to_string()
}

/// Tokens of every kind; none is one of them.
fn tokens() -> Vec<Option<String>> {
    let orders = |organization: Option<&str>| {
        token(&json!({ "aud": ORDERS, "organization_id": organization, "scope": "org:read org:update" }))
    };
    vec![
        None,
        Some("nonsense".to_owned()),
        Some(foreign_token()),
        Some(token(&json!({ "exp": 1 }))),
        Some(organization_token("anna", "fjord", "org:read org:delete")),
        Some(organization_token("anna", "fjord", "")),
        Some(organization_token("anna", "harbour", "org:read org:update")),
        Some(orders(None)),
        Some(orders(Some("fjord"))),
        Some(resource_token("anna", Some("fjord"), "org:read")),
        Some(token(&json!({ "sub": "app", "scope": "org:update" }))),
        Some(token(&json!({ "aud": ORDERS, "client_id": "partner" }))),
        Some(token(&json!({ "scope": "org:read caf\u{e9}" }))),
    ]
}

#[tokio::test]
async fn for_every_proxy_request_and_token_the_verdict_is_the_answer() {
    let requests = [
        ("GET", "/assets/a.css", "app.example"),
        ("POST", "/assets/a.css", "app.example"),
        ("GET", "/o/fjord/orders/1?page=2", "app.example"),
        ("GET", "/O/fjord/orders/1", "app.example"),
        ("GET", "/o/fjord/orders/../1", "app.example"),
        ("GET", "/o/fjord/orders/1?_method=DELETE", "app.example"),
        ("DELETE", "/o/fjord/orders/1", "app.example"),
        ("PATCH", "/me", "app.example"),
        ("PATCH", "/open", "app.example:8443"),
        ("PATCH", "/live", "app.example"),
        ("PUT", "/o/fjord/import", "app.example"),
        ("PUT", "/anything", "Admin.example"),
        ("GET", "/anything", "www.example"),
        ("GET", "/anything", "app.example"),
        ("get", "/assets/a.css", "app.example"),
        ("GET", "/assets/a.css", "app_example"),
    ];
    for proxy in ["nginx", "caddy", "traefik", "envoy"] {
        let policy = rules(proxy);
        let fixture = Fixture::with(TRANSPORT, policy.clone(), None).await;
        for (method, target, host) in requests {
            for token in tokens() {
                let question = nginx(method, target).of(proxy).at(host);
                let question = token.iter().fold(question, |question, token| question.bearer(token));
                let explanation = explain(policy.clone(), &fixture, &question, true).await;
                let answer = question.ask(&fixture).await;
                let calls = fixture.upstream.take_calls();
                let case = format!("{proxy} {method} {host}{target} {token:?}: {answer:?}\n{explanation}");
                let refused = explanation.steps.iter().filter(|step| step.outcome == Outcome::Refused);
                let refused: Vec<_> = refused.map(|step| step.name).collect();
                match &explanation.verdict {
                    Verdict::Refused { status, code, message } => {
                        assert_eq!(answer.refusal(), (*status, code.as_str()), "{case}");
                        assert!(answer.body["message"] == **message && calls.is_empty(), "{case}");
                        assert_eq!(explanation.steps.last().map(|step| step.name), refused.first().copied());
                        assert_eq!(refused.len(), 1, "{case}");
                    }
                    Verdict::Open if explanation.remaining.is_empty() => {
                        assert!(answer.status == 200 && calls.is_empty() && refused.is_empty(), "{case}");
                    }
                    Verdict::Open => assert!(refused.is_empty() && answer.status != 401, "{case}"),
                    Verdict::Answered => panic!("{case}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn which_rule_decides_is_told_with_why_none_before_it_does() {
    let anna = organization_token("anna", "fjord", "org:read member:read");
    let text = told(nginx("GET", "/o/fjord/orders/1?page=2").bearer(&anna)).await;
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for line in [
        "ok  request        as nginx asks about it: GET app.example/o/fjord/orders/1?page=2",
        "ok  path           /o/fjord/orders/1",
        "ok  rule           rule 2 decides: GET,POST /o/{organizationId}/orders/** with org:read (of an organization); \
         not about it: rule 1 (other paths)",
        "ok  header         one bearer token",
        "ok  user           anna, through the application app",
        "ok  kind of token  the rule takes tokens of an organization, of users alone",
        "ok  permission     org:read is needed; the token carries: org:read member:read",
        "ok  organization   of the path fjord, of the token fjord",
        "ok  identity       the application gets X-Guildhall-User: anna, X-Guildhall-Organization: fjord, \
         X-Guildhall-Permissions: org:read member:read, X-Guildhall-Client: app",
        "Let through. The upstream is not asked.",
    ] {
        assert!(lines.contains(&line), "{line}\n{text}");
    }
    assert!(!text.contains(&anna), "the token itself is not shown");

    let public = told(nginx("GET", "/assets/a.css")).await;
    assert!(public.contains("rule 1 decides: GET /assets/** to anybody\n"), "{public}");
    assert!(public.contains("Let through.") && !public.contains("header"), "{public}");

    let nowhere = told(nginx("PUT", "/o/fjord/orders/1")).await;
    for said in [
        "NO  rule           no rule is about it; not about it: rule 1 (other methods), rule 2 (other methods), ",
        "rule 4 (other paths)",
        "rule 8 (another host)",
        "Refused with 403 gateway.no_rule: ",
    ] {
        assert!(nowhere.contains(said), "{said}\n{nowhere}");
    }
    let case = told(nginx("GET", "/O/fjord/orders/1")).await;
    assert!(case.contains("rule 2 would decide but for the case of letters"), "{case}");
    let no_host = told(nginx("GET", "/assets/a.css").at("")).await;
    assert!(no_host.contains("NO  rule           rules name hosts, and no host was given"), "{no_host}");
}

#[tokio::test]
async fn what_the_upstream_is_still_asked_about_a_rule_is_listed() {
    let anna = organization_token("anna", "fjord", "org:delete");
    let live = told(nginx("DELETE", "/o/fjord/orders/1").bearer(&anna)).await;
    let listed = "Nothing in the request's head is against it. Still to be checked:\n  \
        - upstream: the user exists and is not suspended\n  \
        - upstream: the application exists, and if it is a third party's it may still ask for org:delete\n  \
        - upstream: the user is still a member of fjord and holds org:delete there now\n";
    assert!(live.ends_with(listed), "{live}");
    let me = told(nginx("PATCH", "/me").of("envoy").bearer(&token(&json!({ "aud": ORDERS })))).await;
    assert!(
        me.ends_with("checked:\n  - upstream: the application exists, and is no third party's\n"),
        "{me}"
    );
    let open = told(nginx("PATCH", "/open").bearer(&token(&json!({ "aud": ORDERS })))).await;
    assert!(open.ends_with("\nLet through. The upstream is not asked.\n"), "{open}");
    let machine =
        told(nginx("PUT", "/o/fjord/import").bearer(&token(&json!({ "sub": "app", "scope": "org:update" }))))
            .await;
    assert!(machine.contains("of users and of machines") && machine.contains("Let through."), "{machine}");
}

#[tokio::test]
async fn without_keys_the_rest_is_told_and_that_the_signature_was_not_checked() {
    let policy = rules("nginx");
    let fixture = Fixture::with(TRANSPORT, policy.clone(), None).await;
    let anna = organization_token("anna", "fjord", "org:read");
    let question = nginx("GET", "/o/fjord/orders/1").bearer(&anna);
    let text = explain(policy, &fixture, &question, false).await.to_string();
    assert!(text.contains("?   signature      not checked, for no keys were given"), "{text}");
    assert!(text.contains("Let through, if what is marked ? holds."), "{text}");
}

#[tokio::test]
async fn without_rules_there_is_nothing_to_tell() {
    let fixture = Fixture::new(TRANSPORT).await;
    let explainer = explainer_of(Policy::default(), &fixture, false);
    let parts = Request::get("/").body(()).unwrap().into_parts().0;
    let explained = explainer.explain_behind_proxy(&parts).await.unwrap();
    assert_eq!(explained, None);
}
