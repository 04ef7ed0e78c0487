//! Whoever may not use the Management API learns why, in the contract's words, and changes nothing (Management API contract §1.2).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jose::{Algorithm, SigningKey};
use serde_json::{Value, json};
use store::both_databases;
use testkit::{TestClient, TestServices};

use super::world::{World, send};
use crate::{BuiltInMachine, operations, test_api::TestApi};

/// Operations that may be used without credentials: what the routes mark so is this and nothing else. This list can only shrink.
const EXEMPT: [&str; 2] = ["/api/authn/hasura", "/api/status"];

#[test]
fn only_what_is_exempt_needs_no_credentials() {
    let public: Vec<_> = operations()
        .into_iter()
        .filter(|operation| operation.access == http_kit::Access::Public)
        .map(|operation| operation.path)
        .collect();
    assert_eq!(public, EXEMPT);
}

/// What a caller shows, and what they are told.
struct Credential {
    name: &'static str,
    headers: Vec<String>,
    status: u16,
    code: &'static str,
    data: Value,
}

impl Credential {
    fn refused(name: &'static str, token: &str, data: Value) -> Self {
        Self { name, headers: vec![format!("Bearer {token}")], status: 401, code: "auth.unauthorized", data }
    }

    fn unsupported(name: &'static str, headers: Vec<String>) -> Self {
        let code = "auth.authorization_token_type_not_supported";
        Self { name, headers, status: 401, code, data: json!({ "supportedTypes": ["Bearer"] }) }
    }

    fn without_data(name: &'static str, token: &str, status: u16, code: &'static str) -> Self {
        Self { name, headers: vec![format!("Bearer {token}")], status, code, data: Value::Null }
    }
}

fn fault(code: &str, name: &str) -> Value {
    json!({ "code": code, "name": name })
}

fn claim(claim: &str) -> Value {
    let (code, name) = ("ERR_JWT_CLAIM_VALIDATION_FAILED", "JWTClaimValidationFailed");
    json!({ "code": code, "name": name, "claim": claim, "reason": "check_failed" })
}

fn missing(claim: &str) -> Value {
    let (code, name) = ("ERR_JWT_CLAIM_VALIDATION_FAILED", "JWTClaimValidationFailed");
    json!({ "code": code, "name": name, "claim": claim, "reason": "missing" })
}

/// The three parts of a token.
fn parts(token: &str) -> [&str; 3] {
    token.split('.').collect::<Vec<_>>().try_into().unwrap()
}

/// Everything that is not a management token.
async fn bad_credentials(services: &TestServices) -> Vec<Credential> {
    let good = services.management_token().await;
    let bearer = format!("Bearer {good}");
    let mut all = vec![
        Credential {
            name: "no header",
            headers: Vec::new(),
            status: 401,
            code: "auth.authorization_header_missing",
            data: Value::Null,
        },
        Credential::unsupported("two headers", vec![bearer.clone(), bearer.clone()]),
        Credential::unsupported("a second, empty header", vec![bearer.clone(), String::new()]),
        Credential::unsupported("lower case", vec![format!("bearer {good}")]),
        Credential::unsupported("basic", vec!["Basic dGVzdC1tYWNoaW5lOnNlY3JldA==".to_owned()]),
        Credential::unsupported("another scheme", vec![format!("DPoP {good}")]),
        Credential::unsupported("no scheme", vec![good.clone()]),
        Credential::unsupported("an empty header", vec![String::new()]),
    ];
    all.extend(malformed(&good));
    all.extend(forged(services, &good).await);
    all.extend(for_others(services).await);
    all
}

/// What is no token.
fn malformed(good: &str) -> Vec<Credential> {
    let invalid = || fault("ERR_JWS_INVALID", "JWSInvalid");
    let [header, payload, signature] = parts(good);
    let cases = [
        ("no token", String::new()),
        ("an opaque token", "V7AaPpjvaYQtQ3dEHvBk7GCLHQbVvXoKdFmRzKjQ2xN".to_owned()),
        ("not base64", "a b.c d.e f".to_owned()),
        ("three parts of nothing", "..".to_owned()),
        ("garbage in the form of a token", "Z2FyYmFnZQ.Z2FyYmFnZQ.Z2FyYmFnZQ".to_owned()),
        ("two parts", format!("{header}.{payload}")),
        ("four parts", format!("{good}.{signature}")),
        ("an encrypted token", format!("{header}.{payload}.{signature}.{signature}.{signature}")),
        ("a token cut short", good[..good.len() / 2].to_owned()),
        ("a huge token", format!("{header}.{}.{signature}", "QUJD".repeat(20_000))),
        ("two tokens", format!("{good} {good}")),
    ];
    cases.into_iter().map(|(name, token)| Credential::refused(name, &token, invalid())).collect()
}

/// Tokens that this tenant's key has not signed, or not so.
async fn forged(services: &TestServices, good: &str) -> Vec<Credential> {
    let configuration = services.services.configuration().await.unwrap();
    let key = configuration.keys.current(services.services.now());
    let [header, payload, signature] = parts(good);
    let not_allowed = || fault("ERR_JOSE_ALG_NOT_ALLOWED", "JOSEAlgNotAllowed");
    let bad_signature = || fault("ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "JWSSignatureVerificationFailed");
    let with_header = |header: Value| URL_SAFE_NO_PAD.encode(header.to_string());

    let none = with_header(json!({ "alg": "none", "typ": "at+jwt", "kid": key.kid() }));
    let hmac = with_header(json!({ "alg": "HS256", "typ": "at+jwt", "kid": key.kid() }));
    let public = serde_json::to_vec(key.public_jwk()).unwrap();
    let signed = format!("{hmac}.{payload}");
    let mac = URL_SAFE_NO_PAD.encode(jose::hmac_sha256(&public, signed.as_bytes()));
    let stranger = SigningKey::generate(Algorithm::ES384).unwrap();
    let claims = URL_SAFE_NO_PAD.decode(payload).unwrap();
    let by_stranger = stranger.sign(Some(jose::ACCESS_TOKEN_TYPE), &claims).unwrap();
    let strangers_signature = parts(&by_stranger)[2];
    let mut changed: Value = serde_json::from_slice(&claims).unwrap();
    changed["sub"] = json!("somebody-else");
    let changed = URL_SAFE_NO_PAD.encode(changed.to_string());
    let zeros = URL_SAFE_NO_PAD.encode([0_u8; 96]);
    let own_key = with_header(
        json!({ "alg": "ES384", "typ": "at+jwt", "jwk": stranger.public_jwk(), "kid": key.kid() }),
    );
    vec![
        Credential::refused(
            "no signature",
            &format!("{none}.{payload}."),
            fault("ERR_JWS_INVALID", "JWSInvalid"),
        ),
        Credential::refused("the algorithm none", &format!("{none}.{payload}.{signature}"), not_allowed()),
        Credential::refused("HMAC with the public key", &format!("{signed}.{mac}"), not_allowed()),
        Credential::refused(
            "an unknown key",
            &by_stranger,
            fault("ERR_JWKS_NO_MATCHING_KEY", "JWKSNoMatchingKey"),
        ),
        Credential::refused(
            "another key's signature",
            &format!("{header}.{payload}.{strangers_signature}"),
            bad_signature(),
        ),
        Credential::refused(
            "a key in the header",
            &format!("{own_key}.{payload}.{strangers_signature}"),
            bad_signature(),
        ),
        Credential::refused("changed claims", &format!("{header}.{changed}.{signature}"), bad_signature()),
        Credential::refused("a signature of zeros", &format!("{header}.{payload}.{zeros}"), bad_signature()),
        Credential::refused("an ID token", &key.sign(None, &claims).unwrap(), claim("typ")),
        Credential::refused("a logout token", &key.sign(Some("logout+jwt"), &claims).unwrap(), claim("typ")),
        Credential::refused(
            "an array of claims",
            &key.sign(Some("at+jwt"), b"[]").unwrap(),
            fault("ERR_JWT_INVALID", "JWTInvalid"),
        ),
    ]
}

/// Tokens of this tenant that are not for this API, not now, or not enough.
async fn for_others(services: &TestServices) -> Vec<Credential> {
    let now = services.services.now().as_seconds();
    let issuer = services.services.endpoint.issuer().to_owned();
    let management = "https://default.logto.app/api";
    let expired = || json!({ "code": "ERR_JWT_EXPIRED", "name": "JWTExpired", "claim": "exp", "reason": "check_failed" });
    let refused = [
        ("expired", json!({ "exp": now - 15 }), expired()),
        ("without an expiry", json!({ "exp": null }), missing("exp")),
        ("not yet valid", json!({ "nbf": now + 16 }), claim("nbf")),
        ("another issuer", json!({ "iss": "https://evil.example/oidc" }), claim("iss")),
        ("an issuer with a slash", json!({ "iss": format!("{issuer}/") }), claim("iss")),
        ("without an issuer", json!({ "iss": null }), missing("iss")),
        ("another tenant's API", json!({ "aud": "https://other.logto.app/api" }), claim("aud")),
        ("the other API of this server", json!({ "aud": "https://admin.logto.app/api" }), claim("aud")),
        ("an API resource", json!({ "aud": "https://orders.fjord.example" }), claim("aud")),
        ("an organization", json!({ "aud": "urn:logto:organization:northwind" }), claim("aud")),
        ("an application", json!({ "aud": "test-machine" }), claim("aud")),
        ("an audience that begins alike", json!({ "aud": format!("{management}/") }), claim("aud")),
        (
            "several others",
            json!({ "aud": ["https://other.logto.app/api", "urn:logto:organization:a"] }),
            claim("aud"),
        ),
        ("no audience", json!({ "aud": null }), missing("aud")),
        ("an empty list of audiences", json!({ "aud": [] }), missing("aud")),
    ];
    let mut all = Vec::new();
    for (name, claims, data) in refused {
        all.push(Credential::refused(name, &services.token(with_scope(claims)).await, data));
    }
    for (name, sub) in [("without a subject", Value::Null), ("an empty subject", json!(""))] {
        let token = services.token(with_scope(json!({ "sub": sub }))).await;
        all.push(Credential::without_data(name, &token, 401, "auth.jwt_sub_missing"));
    }
    for (name, scope) in [
        ("no scope", json!("")),
        ("without the claim scope", Value::Null),
        ("other scopes", json!("openid profile organizations")),
        ("scopes that look alike", json!("ALL all: al all,read")),
    ] {
        let token = services.token(json!({ "scope": scope })).await;
        all.push(Credential::without_data(name, &token, 403, "auth.forbidden"));
    }
    let in_organization = services.token(with_scope(json!({ "organization_id": "northwind" }))).await;
    all.push(Credential::without_data("limited to an organization", &in_organization, 403, "auth.forbidden"));
    // The name of the gateway inside the server counts beside a request of this process alone.
    for name in ["nobody", "guildhall-gateway"] {
        let token = services.token(with_scope(json!({ "sub": name, "client_id": name }))).await;
        all.push(Credential::refused("an application that does not exist", &token, gone()));
    }
    all
}

fn gone() -> Value {
    let (code, name) = ("ERR_JWT_CLAIM_VALIDATION_FAILED", "JWTClaimValidationFailed");
    json!({ "code": code, "name": name, "claim": "client_id", "reason": "check_failed" })
}

fn with_scope(mut claims: Value) -> Value {
    claims["scope"] = json!("all");
    claims
}

both_databases! {
    async fn nothing_is_done_for_who_may_not(db: Db) {
        let world = World::over(db).await;
        let bad = bad_credentials(&world.api.services).await;
        assert!(bad.len() > 40);
        let client = TestClient::new(crate::router(world.api.services.services.clone()));
        let before = world.contents().await;
        for operation in operations().iter().filter(|operation| !EXEMPT.contains(&operation.path)) {
            let path = world.path(operation, None);
            let body = world.body(operation).map_or_else(String::new, |body| body.to_string());
            for credential in &bad {
                let headers: Vec<_> = credential.headers.iter().map(|value| ("authorization", value.as_str())).collect();
                let answer = send(&client, operation, &path, &headers, body.clone().into()).await;
                let told = answer.json();
                let (method, path, name) = (&operation.method, operation.path, credential.name);
                assert_eq!(
                    (answer.status.as_u16(), told["code"].as_str(), &told["data"]),
                    (credential.status, Some(credential.code), &credential.data),
                    "{method} {path} with {name}"
                );
                assert!(!answer.headers.contains_key("etag"), "{method} {path} with {name}");
            }
            world.assert_unchanged(&before, &format!("{} {}", operation.method, operation.path)).await;
        }
    }
}

#[tokio::test]
async fn the_limits_of_a_good_token_are_good() {
    let services = TestServices::sqlite().await;
    let now = services.services.now().as_seconds();
    let management = "https://default.logto.app/api";
    for claims in [
        json!({}),
        json!({ "exp": now - 14 }),
        json!({ "nbf": now + 15 }),
        json!({ "aud": [management, "https://orders.fjord.example"] }),
        json!({ "scope": "read all write" }),
    ] {
        let token = services.management_token_with(claims.clone()).await;
        let client = TestClient::with_bearer(crate::router(services.services.clone()), token);
        assert_eq!(client.get("/api/roles").await.status, 200, "{claims}");
    }
}

/// A token that was good is looked at again: time passes, and verified tokens are kept in memory.
#[tokio::test]
async fn a_good_token_ends() {
    let services = TestServices::sqlite().await;
    let client =
        TestClient::with_bearer(crate::router(services.services.clone()), services.management_token().await);
    client.get("/api/roles").await.assert_status(200);
    services.advance(std::time::Duration::from_secs(3_600 + 14));
    client.get("/api/roles").await.assert_status(200);
    services.advance(std::time::Duration::from_secs(1));
    client.get("/api/roles").await.assert_error(401, "auth.unauthorized");
}

both_databases! {
    /// What a token says was true when it was issued; whose credential was withdrawn makes no successor with it.
    async fn a_machine_whose_access_was_taken_away_is_out_at_once(db: Db) {
        let api = TestApi::over(db).await;
        let client_of = async |id: &str| {
            let token = api.services.token(with_scope(json!({ "sub": id, "client_id": id }))).await;
            TestClient::with_bearer(crate::router(api.services.services.clone()), token)
        };
        let machine = api.machine("Sync").await;
        let sync = client_of(&machine).await;
        sync.get("/api/roles").await.assert_error(403, "auth.forbidden");

        let admin = |is_admin: bool| json!({ "isAdmin": is_admin });
        let path = format!("/api/applications/{machine}");
        api.client.patch(&path, admin(true)).await.assert_status(200);
        sync.get("/api/roles").await.assert_status(200);
        api.client.patch(&path, admin(false)).await.assert_status(200);
        let successor = json!({ "name": "Successor", "type": "MachineToMachine", "isAdmin": true });
        sync.post("/api/applications", successor.clone()).await.assert_error(403, "auth.forbidden");

        api.client.patch(&path, admin(true)).await.assert_status(200);
        sync.get("/api/roles").await.assert_status(200);
        api.client.delete(&path).await.assert_status(204);
        let refused = sync.post("/api/applications", successor).await.assert_error(401, "auth.unauthorized").json();
        assert_eq!(refused["data"], gone());
        assert_eq!(api.column("/api/applications", "name").await, ["Test machine"]);

        // A token of another kind of application that says the same of itself.
        let page = api.application("Page", "SPA").await;
        client_of(&page).await.get("/api/roles").await.assert_error(403, "auth.forbidden");
    }
}

/// The server's own parts are known by what stands beside a request, and need their own token as well.
#[tokio::test]
async fn a_built_in_machine_is_let_in_beside_its_own_token_alone() {
    let services = TestServices::sqlite().await;
    let built_in = BuiltInMachine(domain::ApplicationId::new("built-in"));
    let router = crate::router(services.services.clone()).layer(axum::Extension(built_in));
    for (id, status) in [("built-in", 200), ("nobody", 401)] {
        let token = services.token(with_scope(json!({ "sub": id, "client_id": id }))).await;
        TestClient::with_bearer(router.clone(), token).get("/api/roles").await.assert_status(status);
    }
    let token = services.token(json!({ "sub": "built-in", "client_id": "built-in" })).await;
    TestClient::with_bearer(router, token).get("/api/roles").await.assert_error(403, "auth.forbidden");
}
