//! What an explanation tells is what the gateway does.

use http::{HeaderValue, Method, Request, header};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fixture::*;
use super::matrix::{body_of, credentials, path_of, user_of};
use crate::Policy;
use crate::explain::{ExplainOptions, Explainer, Explanation, Outcome, Verdict};
use crate::operations::TABLE;

/// Codes of refusals that are decided from the request's head.
const DECIDED_HERE: [&str; 9] = [
    "gateway.invalid_path",
    "gateway.route_not_found",
    "gateway.method_not_allowed",
    "auth.authorization_header_missing",
    "auth.unauthorized",
    "gateway.permission_missing",
    "gateway.organization_required",
    "gateway.credential_not_accepted",
    "gateway.wrong_organization",
];

fn explainer(fixture: &Fixture, with_keys: bool) -> Explainer {
    explainer_of(open_policy(), fixture, with_keys)
}

/// What explains under a policy.
pub(super) fn explainer_of(policy: Policy, fixture: &Fixture, with_keys: bool) -> Explainer {
    let options = ExplainOptions {
        policy,
        issuer: Some(ISSUER.to_owned()),
        keys: with_keys.then(keys),
        clock: fixture.clock.clone(),
        is_alone: TRANSPORT == Transport::Http,
    };
    Explainer::new(options).unwrap()
}

async fn explain(
    explainer: &Explainer,
    method: &Method,
    path: &str,
    authorization: Option<&str>,
) -> Explanation {
    let parts = request(method.clone(), path, authorization, Value::Null).into_parts().0;
    explainer.explain(&parts).await.unwrap()
}

/// Holds an explanation against what the gateway did.
fn agrees(explanation: &Explanation, reply: &Reply, calls: &[String]) -> Result<(), String> {
    let failing: Vec<_> = explanation
        .steps
        .iter()
        .filter(|step| step.outcome == Outcome::Refused)
        .map(|step| step.name)
        .collect();
    let is_true = match &explanation.verdict {
        Verdict::Refused { status, code, message } => {
            let last = explanation.steps.last().map(|step| step.name);
            reply.outcome() == (*status, code.as_str())
                && reply.body["message"] == **message
                && calls.is_empty()
                && failing.len() == 1
                && last == failing.first().copied()
        }
        Verdict::Answered => reply.status.is_success() && calls.is_empty() && failing.is_empty(),
        Verdict::Open => !DECIDED_HERE.contains(&reply.code()) && failing.is_empty(),
    };
    if is_true { Ok(()) } else { Err(format!("{explanation:?} but {:?} after {calls:?}", reply.outcome())) }
}

#[tokio::test]
async fn for_every_operation_and_credential_the_verdict_is_the_gateways_answer() {
    for operation in TABLE {
        for (name, authorization, _) in credentials() {
            let fixture = Fixture::new(TRANSPORT).await;
            fixture.upstream.set_roles("fjord", "dora", &["owner"]);
            let authorization = authorization.as_deref();
            let path = path_of(operation, &user_of(authorization));
            let explanation =
                explain(&explainer(&fixture, true), &operation.method, &path, authorization).await;
            let whole = request(operation.method.clone(), &path, authorization, body_of(operation));
            let reply = fixture.send(whole).await;
            let calls = fixture.upstream.take_calls();
            assert_eq!(agrees(&explanation, &reply, &calls), Ok(()), "{} with {name}", operation.name);
            assert_eq!(
                explanation.verdict == Verdict::Open,
                !calls.is_empty(),
                "{} with {name}",
                operation.name
            );

            // Without keys all but the signature is found out, and that it was not looked at is said.
            let unchecked =
                explain(&explainer(&fixture, false), &operation.method, &path, authorization).await;
            let is_as_with_keys = unchecked.verdict == explanation.verdict;
            assert_eq!(is_as_with_keys, name != "another key", "{} with {name}", operation.name);
            let is_said = unchecked.steps.iter().any(|step| step.outcome == Outcome::Unchecked);
            assert_eq!(is_said, unchecked.steps.iter().any(|step| step.name == "claims"), "{name}");
        }
    }
}

/// Where the policy does not say what is behind, a gateway inside a server knows.
#[tokio::test]
async fn what_is_behind_is_known_to_explanations_as_it_is_to_the_gateway() {
    let fixture = Fixture::with(TRANSPORT, Policy::default(), None).await;
    let authorization = format!("Bearer {}", organization_token("anna", "fjord", &all_permissions()));
    let path = "/organizations/fjord/logs";
    let explainer = explainer_of(Policy::default(), &fixture, true);
    let explanation = explain(&explainer, &Method::GET, path, Some(&authorization)).await;
    let reply = fixture.send(request(Method::GET, path, Some(&authorization), Value::Null)).await;
    assert_eq!(reply.status.as_u16(), if TRANSPORT == Transport::Http { 404 } else { 200 });
    assert_eq!(agrees(&explanation, &reply, &fixture.upstream.take_calls()), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn for_every_request_the_verdict_is_the_gateways_answer(
        segments in proptest::collection::vec(
            prop_oneof![
                Just("organizations"), Just("fjord"), Just("lake"), Just("members"), Just("me"), Just("roles"), Just("cleo"),
                Just("openapi.json"), Just(".."), Just(""), Just("%2flake"), Just("invitations"),
            ],
            0..6,
        ),
        query in prop_oneof![Just(""), Just("?page=1"), Just("?page=0"), Just("?organizationId=lake"), Just("?q=a"), Just("?page=1&page=2")],
        method in prop_oneof![Just(Method::GET), Just(Method::DELETE), Just(Method::POST), Just(Method::OPTIONS), Just(Method::PATCH)],
        credential in 0_usize..credentials().len(),
    ) {
        let target = format!("/{}{query}", segments.join("/"));
        if target.parse::<http::Uri>().is_ok() {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let result = runtime.block_on(async {
                let fixture = Fixture::new(TRANSPORT).await;
                let authorization = credentials().swap_remove(credential).1;
                let explanation = explain(&explainer(&fixture, true), &method, &target, authorization.as_deref()).await;
                let reply = fixture.send(request(method.clone(), &target, authorization.as_deref(), Value::Null)).await;
                agrees(&explanation, &reply, &fixture.upstream.take_calls())
            });
            prop_assert_eq!(result, Ok(()), "{} {}", method, target);
        }
    }
}

#[tokio::test]
async fn every_step_is_told_with_what_was_found() {
    let fixture = Fixture::new(TRANSPORT).await;
    let explainer = explainer(&fixture, false);
    let claims = json!({ "scope": "org:read member:read", "exp": NOW_SECONDS + 3000 });
    let bearer = format!("Bearer {}", token(&claims));
    let path = "/organizations/fjord/members/cleo/roles";
    let text = explain(&explainer, &Method::PUT, path, Some(&bearer)).await.to_string();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for line in [
        "ok  path           /organizations/fjord/members/cleo/roles",
        "ok  operation      set_member_roles: Set a member's roles",
        "ok  header         one bearer token",
        "ok  type           typ is at+jwt",
        "ok  issuer         iss is https://id.fjord.example/oidc",
        "ok  audience       aud is urn:logto:organization:fjord",
        "ok  times          it ends in 50 minutes",
        "ok  user           anna, through the application app",
        "NO  permission     member:role is needed; the token carries: org:read member:read",
        "Refused with 403 gateway.permission_missing: This needs the permission member:role. The upstream is not asked.",
    ] {
        assert!(lines.contains(&line), "{line}\n{text}");
    }
    assert!(
        text.contains("?   signature      not checked, for no keys were given; it says it is by the key "),
        "{text}"
    );
    assert!(!text.contains(bearer.trim_start_matches("Bearer ")), "the token itself is not shown");
}

#[tokio::test]
async fn what_the_upstream_would_still_be_asked_is_listed() {
    let fixture = Fixture::new(TRANSPORT).await;
    let bearer = format!("Bearer {}", organization_token("anna", "fjord", "member:role"));
    let path = "/organizations/fjord/members/cleo/roles";
    let open = explain(&explainer(&fixture, true), &Method::PUT, path, Some(&bearer)).await;
    let words = |explanation: &Explanation| -> Vec<String> {
        explanation.remaining.iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        words(&open),
        [
            "the body, which must be {\"roleNames\": […]}",
            "upstream: the user exists and is not suspended",
            "upstream: the application exists, and is no third party's",
            "upstream: the user is still a member of fjord and holds member:role there now",
            "upstream: no role that is given or taken holds more than the user holds",
            "upstream: somebody who can manage the organization stays",
            "upstream: what it says to GET /organizations/{organizationId}/users/{userId}/roles, GET /organization-roles, GET /resources, \
             GET /organizations/{organizationId}/users, PUT /organizations/{organizationId}/users/{userId}/roles",
        ]
    );
    let text = open.to_string();
    assert!(
        text.contains("Nothing in the request's head is against it. Still to be checked:\n  - the body"),
        "{text}"
    );
    let bearer_of_a_reader = format!("Bearer {}", organization_token("anna", "fjord", "org:read"));
    let reading =
        explain(&explainer(&fixture, true), &Method::GET, "/organizations/fjord", Some(&bearer_of_a_reader))
            .await;
    assert_eq!(
        words(&reading).get(1).map(String::as_str),
        Some("upstream: the application exists, and if it is a third party's it may still ask for org:read")
    );
    let believed = explain(&explainer(&fixture, false), &Method::PUT, path, Some(&bearer)).await.to_string();
    assert!(believed.contains("is against it, if what is marked ? holds. Still"), "{believed}");
}

#[tokio::test]
async fn what_a_token_says_cannot_write_to_the_terminal() {
    let fixture = Fixture::new(TRANSPORT).await;
    let claims = json!({ "scope": "\u{1b}[2J\r\nok\u{202e}", "client_id": "x".repeat(5000) });
    let bearer = format!("Bearer {}", token(&claims));
    let text = explain(&explainer(&fixture, true), &Method::GET, "/organizations/fjord", Some(&bearer))
        .await
        .to_string();
    assert!(!text.contains('\u{1b}') && !text.contains('\r') && !text.contains('\u{202e}'), "{text:?}");
    assert!(text.lines().all(|line| line.chars().count() < 400), "{text}");
}

#[tokio::test]
async fn where_no_issuer_is_known_that_is_said() {
    let fixture = Fixture::new(TRANSPORT).await;
    let options = ExplainOptions {
        policy: open_policy(),
        issuer: None,
        keys: None,
        clock: fixture.clock.clone(),
        is_alone: TRANSPORT == Transport::Http,
    };
    let foreign = token(&json!({ "iss": "https://id.elsewhere.example/oidc" }));
    let mut request = Request::get("/organizations/fjord").body(()).unwrap();
    request
        .headers_mut()
        .insert(header::AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {foreign}")).unwrap());
    let explanation = Explainer::new(options).unwrap().explain(&request.into_parts().0).await.unwrap();
    let issuer = explanation.steps.iter().find(|step| step.name == "issuer").unwrap();
    assert_eq!(issuer.outcome, Outcome::Unchecked);
    assert!(
        issuer.told.to_string().contains("https://id.elsewhere.example/oidc, and was compared with nothing"),
        "{}",
        issuer.told
    );
}

/// What is told of an operation that is not there.
async fn told_of_operation(policy: &str, is_alone: bool, method: &Method, path: &str) -> String {
    let fixture = Fixture::new(TRANSPORT).await;
    let options = ExplainOptions {
        policy: Policy::read(policy).unwrap(),
        issuer: Some(ISSUER.to_owned()),
        keys: Some(keys()),
        clock: fixture.clock.clone(),
        is_alone,
    };
    let explanation = explain(&Explainer::new(options).unwrap(), method, path, None).await;
    let last = explanation.steps.last().unwrap();
    assert_eq!((last.name, last.outcome), ("operation", Outcome::Refused));
    last.told.to_string()
}

#[tokio::test]
async fn an_operation_that_is_off_is_told_by_its_name_and_why() {
    let off = "[operations]\ndelete_organization = false\n";
    assert_eq!(
        told_of_operation(off, false, &Method::DELETE, "/organizations/northwind").await,
        "delete_organization is off: the policy says delete_organization = false"
    );
    assert_eq!(
        told_of_operation("", true, &Method::GET, "/organizations/northwind/logs").await,
        "list_logs is off in front of a server that is no Guildhall; where it is one, the policy says upstream_is_guildhall = true"
    );
    assert_eq!(
        told_of_operation(off, false, &Method::DELETE, "/nowhere").await,
        "there is none with DELETE at this path"
    );
}
