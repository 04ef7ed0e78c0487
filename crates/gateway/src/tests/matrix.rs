//! The credential matrix: every operation of the table with every kind of credential, wrong and right, generated. Nothing
//! is listed by hand, so an operation that is added to the table is in here.

use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::ORGANIZATION_API;
use super::fixture::*;
use crate::operations::{Credential, Operation, OrganizationIn, STANDING_CALLS, TABLE};

/// What a credential is expected to cause, whatever the operation.
pub(super) enum Expected {
    Unauthorized,
    /// 403 with this code, where the operation depends on an organization; otherwise whatever the operation's kinds say.
    WrongOrganization,
    /// 403 with this code, where the operation needs a permission.
    UnderScoped,
    /// Allowed where the operation accepts this kind.
    Good(Credential),
    /// As [`Self::Good`], but for what needs no permission: there only reading about the token's own organization is allowed.
    ThirdParty(Credential),
    /// 403 wherever it is accepted at all, from the token alone.
    Delegated(Credential),
}

/// Of an organization's invitations the one to eve, of one's own the one to the user.
pub(super) fn path_of(operation: &Operation, user: &str) -> String {
    let invitation = match operation.organization {
        OrganizationIn::Invitation => format!("to-{user}"),
        OrganizationIn::Path | OrganizationIn::Nowhere => "to-eve".to_owned(),
    };
    path_in_fjord(operation, "cleo").replace("{invitationId}", &invitation)
}

/// The user of a token, if it is one at all.
pub(super) fn user_of(authorization: Option<&str>) -> String {
    use base64::Engine as _;
    let payload = authorization.and_then(|value| value.split('.').nth(1)).unwrap_or_default();
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).unwrap_or_default();
    let claims: Value = serde_json::from_slice(&payload).unwrap_or_default();
    claims["sub"].as_str().unwrap_or("anna").to_owned()
}

pub(super) fn body_of(operation: &Operation) -> Value {
    body_for(operation)
}

pub(super) type Case = (&'static str, Option<String>, Expected);

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

/// What is no bearer token at all.
fn malformed() -> Vec<Case> {
    let good = token(&json!({}));
    let payload = good.split('.').nth(1).unwrap();
    let cases = [
        ("none", None),
        ("empty", Some(String::new())),
        ("Basic", Some("Basic YTpi".to_owned())),
        ("lower-case scheme", Some(format!("bearer {good}"))),
        ("two spaces", Some(format!("Bearer  {good}"))),
        ("tab", Some(format!("Bearer\t{good}"))),
        ("something after it", Some(format!("Bearer {good} x"))),
        ("no JWT", Some(bearer("abc"))),
        ("opaque", Some(bearer("Zk3vJ9qXr2mWn8sT5yLb0cFd6gHa1eKpQiUoYtRwExN"))),
        ("alg none", Some(format!("Bearer eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{payload}."))),
        ("another key", Some(bearer(&foreign_token()))),
        ("ID token", Some(bearer(&id_token("anna")))),
    ];
    cases.map(|(name, authorization)| (name, authorization, Expected::Unauthorized)).into()
}

/// Good signatures over claims that are not for this API, or not now.
fn unaccepted() -> Vec<Case> {
    let all = all_permissions();
    let management = "https://default.logto.app/api";
    let cases = [
        ("expired", json!({ "exp": NOW_SECONDS })),
        ("not yet valid", json!({ "nbf": NOW_SECONDS + 60 })),
        ("wrong issuer", json!({ "iss": "https://id.evil.example/oidc" })),
        ("machine's organization token", json!({ "sub": "app" })),
        ("machine's Management API token", json!({ "sub": "app", "aud": management, "scope": "all" })),
        ("user's Management API token", json!({ "aud": management, "scope": format!("all {all}") })),
        ("organization template", json!({ "aud": "urn:logto:resource:organizations" })),
        ("another resource", json!({ "aud": "https://orders.example", "organization_id": "fjord" })),
        ("two audiences", json!({ "aud": ["urn:logto:organization:fjord", "urn:logto:organization:lake"] })),
        ("two organizations", json!({ "organization_id": "lake" })),
    ];
    cases.map(|(name, claims)| (name, Some(bearer(&token(&claims))), Expected::Unauthorized)).into()
}

/// Users' tokens for this API, with too little and with enough.
fn accepted() -> Vec<Case> {
    use Credential::{OrganizationToken, ResourceToken, ResourceTokenWithOrganization};
    use Expected::{Good, UnderScoped, WrongOrganization};
    let all = all_permissions();
    let cases = [
        ("another organization", organization_token("ben", "lake", &all), WrongOrganization),
        ("another organization by resource", resource_token("ben", Some("lake"), &all), WrongOrganization),
        ("no scope", organization_token("anna", "fjord", ""), UnderScoped),
        (
            "other scopes",
            organization_token("anna", "fjord", "org member org:creat org:read: ORG:READ *"),
            UnderScoped,
        ),
        ("resource, no scope", resource_token("anna", Some("fjord"), "openid"), UnderScoped),
        ("organization token", organization_token("anna", "fjord", &all), Good(OrganizationToken)),
        (
            "organization by resource",
            resource_token("anna", Some("fjord"), &all),
            Good(ResourceTokenWithOrganization),
        ),
        ("resource token", resource_token("eve", None, &all), Good(ResourceToken)),
    ];
    cases.map(|(name, token, expected)| (name, Some(bearer(&token)), expected)).into()
}

/// Good tokens that a third party's application got.
fn of_a_third_party() -> Vec<Case> {
    use Credential::{OrganizationToken, ResourceToken, ResourceTokenWithOrganization};
    let cases = [
        ("third party's organization token", json!({}), OrganizationToken),
        (
            "third party's organization by resource",
            json!({ "aud": ORGANIZATION_API, "organization_id": "fjord" }),
            ResourceTokenWithOrganization,
        ),
        ("third party's resource token", json!({ "sub": "eve", "aud": ORGANIZATION_API }), ResourceToken),
    ];
    let of_the_partner = |mut claims: Value| {
        claims["client_id"] = json!("partner");
        Some(bearer(&token(&claims)))
    };
    cases.map(|(name, claims, kind)| (name, of_the_partner(claims), Expected::ThirdParty(kind))).into()
}

/// Good tokens with which somebody else acts.
fn of_somebody_else() -> Vec<Case> {
    use Credential::{OrganizationToken, ResourceToken};
    let cases = [
        ("delegated organization token", json!({ "act": { "sub": "mallory" } }), OrganizationToken),
        ("token of an actor that cannot be read", json!({ "act": "mallory" }), OrganizationToken),
        (
            "delegated resource token",
            json!({ "sub": "eve", "aud": ORGANIZATION_API, "act": { "sub": "mallory" } }),
            ResourceToken,
        ),
    ];
    cases.map(|(name, claims, kind)| (name, Some(bearer(&token(&claims))), Expected::Delegated(kind))).into()
}

/// Whether a third party's good token is not enough for an operation that accepts its kind.
fn is_refused_to_a_third_party(operation: &Operation, kind: Credential) -> bool {
    !operation.is_open_to_third_parties
        || (operation.permission.is_none() && kind == Credential::ResourceToken)
}

pub(super) fn credentials() -> Vec<Case> {
    [malformed(), unaccepted(), accepted(), of_a_third_party(), of_somebody_else()]
        .into_iter()
        .flatten()
        .collect()
}

async fn expect(
    fixture: &Fixture,
    operation: &Operation,
    authorization: Option<&str>,
    expected: &Expected,
) -> Result<(), String> {
    let path = path_of(operation, &user_of(authorization));
    let request = request(operation.method.clone(), &path, authorization, body_of(operation));
    let reply = fixture.send(request).await;
    let calls = fixture.upstream.take_calls();
    let outcome = reply.outcome();
    let in_organization = operation.organization == OrganizationIn::Path;
    let is_refused_by = |code: &str| outcome == (403, code) && calls.is_empty();
    let is_allowed = reply.status == operation.success;
    let is_good = match expected {
        Expected::Unauthorized => {
            reply.status == 401 && reply.headers.contains_key("www-authenticate") && calls.is_empty()
        }
        Expected::WrongOrganization if in_organization => is_refused_by("gateway.wrong_organization"),
        Expected::UnderScoped if operation.permission.is_some() => {
            let challenge =
                reply.headers.get("www-authenticate").map(|value| value.to_str().unwrap().to_owned());
            let scope = operation.permission.unwrap();
            challenge == Some(format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\""))
                && is_refused_by("gateway.permission_missing")
        }
        Expected::Good(kind) | Expected::ThirdParty(kind) | Expected::Delegated(kind)
            if !operation.credentials.contains(kind) =>
        {
            is_refused_by("gateway.organization_required")
        }
        Expected::Delegated(_) => is_refused_by("gateway.credential_not_accepted"),
        Expected::ThirdParty(kind) if is_refused_to_a_third_party(operation, *kind) => {
            outcome == (403, "gateway.third_party_application")
                && calls.iter().all(|call| call.starts_with("GET ") || call == "POST /oidc/token")
        }
        Expected::Good(_) | Expected::ThirdParty(_) | Expected::WrongOrganization | Expected::UnderScoped => {
            is_allowed && !calls.is_empty()
        }
    };
    if is_good { Ok(()) } else { Err(format!("{outcome:?} after {calls:?}")) }
}

#[tokio::test]
async fn every_operation_answers_every_credential_as_the_table_says() {
    for operation in TABLE {
        for (name, authorization, expected) in credentials() {
            let fixture = Fixture::new(TRANSPORT).await;
            fixture.upstream.set_roles("fjord", "dora", &["owner"]);
            let before = fixture.upstream.state();
            let result = expect(&fixture, operation, authorization.as_deref(), &expected).await;
            assert_eq!(result, Ok(()), "{} with {name} over {TRANSPORT:?}", operation.name);
            let is_refused = match &expected {
                Expected::Good(kind) => !operation.credentials.contains(kind),
                Expected::ThirdParty(kind) => {
                    !operation.credentials.contains(kind) || is_refused_to_a_third_party(operation, *kind)
                }
                Expected::UnderScoped => operation.permission.is_some(),
                Expected::WrongOrganization => operation.organization == OrganizationIn::Path,
                Expected::Unauthorized | Expected::Delegated(_) => true,
            };
            if is_refused {
                assert_eq!(fixture.upstream.state(), before, "{} with {name}", operation.name);
            }
        }
    }
}

#[tokio::test]
async fn an_operation_makes_no_call_that_its_row_does_not_name() {
    for operation in TABLE {
        for token in [
            organization_token("anna", "fjord", &all_permissions()),
            resource_token("anna", Some("fjord"), &all_permissions()),
        ] {
            let fixture = Fixture::new(TRANSPORT).await;
            fixture.upstream.set_roles("fjord", "dora", &["owner"]);
            let reply = fixture
                .call(operation.method.clone(), &path_of(operation, "anna"), &token, body_of(operation))
                .await;
            assert_eq!(reply.status, operation.success, "{}", operation.name);
            for call in fixture.upstream.take_calls() {
                let is_named =
                    operation.upstream.contains(&call.as_str()) || STANDING_CALLS.contains(&call.as_str());
                assert!(is_named, "{} made the call {call}", operation.name);
                assert!(
                    call.starts_with("GET ") || operation.is_write(),
                    "{} wrote by {call}",
                    operation.name
                );
            }
        }
    }
}

#[tokio::test]
async fn every_write_names_the_acting_user_and_nothing_of_the_caller_travels_on() {
    for operation in TABLE {
        let fixture = Fixture::new(TRANSPORT).await;
        fixture.upstream.set_roles("fjord", "dora", &["owner"]);
        let authorization = format!("Bearer {}", organization_token("anna", "fjord", &all_permissions()));
        let mut request = request(
            operation.method.clone(),
            &path_of(operation, "anna"),
            Some(&authorization),
            body_of(operation),
        );
        for (name, value) in [
            ("guildhall-acting-user", "dora"),
            ("x-forwarded-for", "1.2.3.4"),
            ("cookie", "a=b"),
            ("x-custom", "c"),
        ] {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        assert_eq!(fixture.send(request).await.status, operation.success, "{}", operation.name);
        for recorded in fixture.upstream.calls().iter().filter(|recorded| recorded.call != "POST /oidc/token")
        {
            let is_write = !recorded.call.starts_with("GET ");
            assert_eq!(recorded.acting_user.as_deref(), is_write.then_some("anna"), "{}", recorded.call);
            assert_eq!(recorded.has_acting_user_extension, is_write && TRANSPORT == Transport::InProcess);
            let foreign = ["x-forwarded-for", "cookie", "x-custom"]
                .iter()
                .find(|name| recorded.header_names.contains(**name));
            assert_eq!(foreign, None, "{}", recorded.call);
            assert!(recorded.target.starts_with("/api/"), "{}", recorded.target);
        }
    }
}
