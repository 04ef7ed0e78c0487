//! What every provider of OpenID Connect must be refused, and what no configuration may do.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jose::{Algorithm, SigningKey};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::testing::{Attempt, FakeProvider, config, now};
use super::{AuthorizationRequest, SocialProfile, SocialProvider};
use crate::{Config, ConnectorError, Factory};

fn oidc() -> Factory {
    super::oidc::factory()
}

fn by_issuer(fake: &FakeProvider) -> Config {
    let config = config(json!({ "clientId": "client", "clientSecret": "s3cret", "issuer": fake.url }));
    oidc().check(&config).unwrap();
    config
}

/// With everything written down, so that nothing is looked up but keys.
fn written_down(fake: &FakeProvider, change: Value) -> Config {
    let url = &fake.url;
    let mut value = json!({
        "clientId": "client", "clientSecret": "s3cret", "authorizationEndpoint": format!("{url}/authorize"),
        "tokenEndpoint": format!("{url}/token"),
        "idTokenVerificationConfig": { "jwksUri": format!("{url}/jwks"), "issuer": url },
    });
    value.as_object_mut().unwrap().extend(change.as_object().cloned().unwrap());
    let config = config(value);
    oidc().check(&config).unwrap();
    config
}

async fn with_claims(
    fake: &FakeProvider,
    config: &Config,
    claims: Value,
) -> Result<SocialProfile, ConnectorError> {
    let factory = oidc();
    let provider = factory.social().unwrap();
    let attempt = fake.begin(provider, config).await;
    fake.issue(&attempt, claims);
    fake.finish(provider, config, &attempt).await
}

fn code(result: Result<SocialProfile, ConnectorError>) -> Option<&'static str> {
    result.err().map(|error| {
        assert!(!error.to_string().contains("s3cret"), "{error}");
        error.code()
    })
}

#[tokio::test]
async fn a_user_is_told_by_id_token_and_userinfo() {
    let fake = FakeProvider::start().await;
    let factory = oidc();
    let (provider, config) = (factory.social().unwrap(), by_issuer(&fake));
    let attempt = fake.begin(provider, &config).await;
    assert!(attempt.uri.starts_with(&format!("{}/authorize?", fake.url)));
    assert_eq!(attempt.parameter("scope"), "openid profile email");
    fake.issue(&attempt, json!({ "sub": "Ø-1", "email": "a@fjord.example", "email_verified": true }));
    fake.answer(
        "/userinfo",
        json!({ "sub": "Ø-1", "name": "Astrid", "picture": "https://fjord.example/a.png" }),
    );
    let profile = fake.finish(provider, &config, &attempt).await.unwrap();
    assert_eq!((profile.id.as_str(), profile.email.as_deref()), ("Ø-1", Some("a@fjord.example")));
    assert_eq!(
        (profile.name.as_deref(), profile.avatar.as_deref()),
        (Some("Astrid"), Some("https://fjord.example/a.png"))
    );
    assert_eq!(profile.tokens.unwrap()["access_token"], "at");
    let form = fake.form("/token");
    assert_eq!((form["grant_type"].as_str(), form["code"].as_str()), ("authorization_code", "c0de"));
    let challenge = URL_SAFE_NO_PAD.encode(jose::sha256(form["code_verifier"].as_bytes()));
    assert_eq!(challenge, attempt.parameter("code_challenge"));
    assert_eq!(form["redirect_uri"], attempt.parameter("redirect_uri"));
}

#[tokio::test]
async fn id_tokens_with_other_claims_are_refused() {
    let fake = FakeProvider::start().await;
    let config = by_issuer(&fake);
    let now = now().as_seconds();
    for claims in [
        json!({ "iss": "https://other.example" }),
        json!({ "iss": null }),
        json!({ "iss": format!("{}/", fake.url) }),
        json!({ "aud": "another-client" }),
        json!({ "aud": ["another-client", "third"] }),
        json!({ "aud": [] }),
        json!({ "aud": null }),
        json!({ "aud": ["client", "another-client"] }),
        json!({ "aud": ["client", "another-client"], "azp": "another-client" }),
        json!({ "azp": "another-client" }),
        json!({ "azp": 1 }),
        json!({ "exp": now - 61 }),
        json!({ "exp": null }),
        json!({ "exp": "never" }),
        json!({ "nbf": now + 61 }),
        json!({ "iat": now + 61 }),
        json!({ "nonce": null }),
        json!({ "nonce": "" }),
        json!({ "nonce": "another" }),
        json!({ "nonce": 1 }),
        json!({ "sub": null }),
        json!({ "sub": "" }),
    ] {
        let result = with_claims(&fake, &config, claims.clone()).await;
        assert_eq!(code(result), Some("connector.social_invalid_id_token"), "{claims}");
    }
    fake.answer("/userinfo", json!({ "sub": "1" }));
    for claims in [
        json!({ "aud": ["client", "another-client"], "azp": "client" }),
        json!({ "aud": ["client"], "exp": now - 30, "iat": now + 30 }),
    ] {
        assert_eq!(code(with_claims(&fake, &config, claims.clone()).await), None, "{claims}");
    }
}

async fn with_token(
    fake: &FakeProvider,
    make: impl FnOnce(&Attempt) -> String,
) -> Result<SocialProfile, ConnectorError> {
    let factory = oidc();
    let (provider, config) = (factory.social().unwrap(), by_issuer(fake));
    let attempt = fake.begin(provider, &config).await;
    fake.answer("/token", json!({ "access_token": "at", "id_token": make(&attempt) }));
    fake.finish(provider, &config, &attempt).await
}

fn compact(header: Value, claims: &Value, signature: &[u8]) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.{}", encode(&header), encode(claims), URL_SAFE_NO_PAD.encode(signature))
}

/// Makes a token for an attempt.
type Make<'a> = Box<dyn Fn(&Attempt) -> String + 'a>;

#[tokio::test]
async fn id_tokens_that_the_provider_did_not_sign_are_refused() {
    let fake = FakeProvider::start().await;
    let stranger = SigningKey::generate(Algorithm::ES256).unwrap();
    let kid = fake.key.kid().to_owned();
    let claims = |attempt: &Attempt| fake.claims(attempt, &json!({ "sub": "victim" }));
    let forgeries: Vec<(&str, Make<'_>)> = vec![
        ("none", Box::new(|a| compact(json!({ "alg": "none" }), &claims(a), b""))),
        ("none with kid", Box::new(|a| compact(json!({ "alg": "none", "kid": kid }), &claims(a), b"x"))),
        (
            "hmac with the client's secret",
            Box::new(|a| {
                let signed = compact(json!({ "alg": "HS256", "kid": kid }), &claims(a), b"");
                let signed = signed.trim_end_matches('.');
                let code = jose::hmac_sha256(b"s3cret", signed.as_bytes());
                format!("{signed}.{}", URL_SAFE_NO_PAD.encode(code))
            }),
        ),
        (
            "hmac with the public key",
            Box::new(|a| {
                let key = serde_json::to_vec(fake.key.public_jwk()).unwrap();
                let signed = compact(json!({ "alg": "HS256", "kid": kid }), &claims(a), b"");
                let signed = signed.trim_end_matches('.');
                format!("{signed}.{}", URL_SAFE_NO_PAD.encode(jose::hmac_sha256(&key, signed.as_bytes())))
            }),
        ),
        ("a stranger's key", Box::new(|a| stranger.sign(None, claims(a).to_string().as_bytes()).unwrap())),
        (
            "a key that the token brings along",
            Box::new(|a| {
                let header = json!({ "alg": "ES256", "jwk": stranger.public_jwk(), "jku": "https://evil.example/jwks" });
                compact(header, &claims(a), &[0; 64])
            }),
        ),
        (
            "an access token",
            Box::new(|a| fake.key.sign(Some("at+jwt"), claims(a).to_string().as_bytes()).unwrap()),
        ),
        (
            "a changed payload",
            Box::new(|a| {
                let good = fake.id_token(a, &json!({ "sub": "1" }));
                let other = fake.id_token(a, &json!({ "sub": "victim" }));
                let (parts, others): (Vec<_>, Vec<_>) =
                    (good.split('.').collect(), other.split('.').collect());
                format!("{}.{}.{}", parts[0], others[1], parts[2])
            }),
        ),
        ("no token", Box::new(|_| "not.a.token".to_owned())),
        ("a long one", Box::new(|a| format!("{}{}", fake.id_token(a, &json!({})), "x".repeat(20_000)))),
    ];
    for (what, make) in forgeries {
        let result = with_token(&fake, make).await;
        assert_eq!(code(result), Some("connector.social_invalid_id_token"), "{what}");
    }
}

#[tokio::test]
async fn new_keys_are_found_and_unknown_ones_do_not_cause_a_storm() {
    let mut fake = FakeProvider::start().await;
    fake.answer("/userinfo", json!({ "sub": "1" }));
    let factory = oidc();
    let (provider, config) = (factory.social().unwrap(), written_down(&fake, json!({})));
    let attempt = fake.begin(provider, &config).await;
    fake.issue(&attempt, json!({}));
    fake.finish(provider, &config, &attempt).await.unwrap();
    assert_eq!(fake.requests("/jwks").len(), 1);

    fake.key = SigningKey::generate(Algorithm::ES256).unwrap();
    fake.answer("/jwks", fake.key_set());
    fake.issue(&attempt, json!({}));
    for _ in 0..3 {
        let result = fake.finish(provider, &config, &attempt).await;
        assert_eq!(code(result), Some("connector.social_invalid_id_token"));
    }
    assert_eq!(fake.requests("/jwks").len(), 1, "keys were read a moment ago");
    let later = domain::UnixMillis(now().0 + 31_000);
    let parameters = Map::from_iter([("code".to_owned(), "c".into())]);
    let callback = super::Callback {
        parameters: &parameters,
        redirect_uri: super::testing::REDIRECT_URI,
        remembered: &attempt.remembered,
    };
    provider.profile(fake.context_at(later), &config, callback).await.unwrap();
    assert_eq!(fake.requests("/jwks").len(), 2);
}

#[tokio::test]
async fn an_outage_of_the_keys_lets_nobody_in() {
    let fake = FakeProvider::start().await;
    for (status, body) in [
        (500, "{}"),
        (404, "{}"),
        (200, "<html>"),
        (200, "{}"),
        (200, r#"{"keys":{}}"#),
        (200, r#"{"keys":[]}"#),
    ] {
        fake.answer_with("/jwks", status, body);
        let config = written_down(&fake, json!({}));
        assert!(with_claims(&fake, &config, json!({})).await.is_err(), "{status} {body}");
    }
}

#[tokio::test]
async fn an_address_is_taken_only_if_the_provider_has_verified_it() {
    let fake = FakeProvider::start().await;
    let email = "victim@fjord.example";
    let plain = written_down(&fake, json!({}));
    let textual = written_down(&fake, json!({ "acceptStringTypedBooleanClaims": true }));
    for (config, verified, taken) in [
        (&plain, json!(true), true),
        (&plain, json!(false), false),
        (&plain, json!(null), false),
        (&plain, json!("true"), false),
        (&plain, json!(1), false),
        (&textual, json!("true"), true),
        (&textual, json!("false"), false),
        (&textual, json!(""), false),
    ] {
        let claims = json!({ "email": email, "email_verified": verified });
        let profile = with_claims(&fake, config, claims).await.unwrap();
        assert_eq!(profile.email.is_some(), taken, "{verified}");
    }
}

#[tokio::test]
async fn userinfo_of_another_user_or_with_another_address_gives_nothing_away() {
    let fake = FakeProvider::start().await;
    let config = by_issuer(&fake);
    for answer in
        [json!({ "sub": "2", "name": "x" }), json!({ "name": "x" }), json!([]), json!({ "sub": ["1"] })]
    {
        fake.answer("/userinfo", answer.clone());
        assert_eq!(
            code(with_claims(&fake, &config, json!({})).await),
            Some("connector.invalid_response"),
            "{answer}"
        );
    }
    fake.answer("/userinfo", json!({ "sub": "1", "email": "victim@fjord.example" }));
    let claims = json!({ "email": "mine@fjord.example", "email_verified": true });
    assert_eq!(with_claims(&fake, &config, claims).await.unwrap().email, None);
    fake.answer_with("/userinfo", 401, "{}");
    let result = with_claims(&fake, &config, json!({})).await;
    assert_eq!(code(result), Some("connector.social_invalid_access_token"));
}

#[tokio::test]
async fn answers_of_another_issuer_are_refused_before_the_code_goes_anywhere() {
    let fake = FakeProvider::start().await;
    let factory = oidc();
    let (provider, config) = (factory.social().unwrap(), by_issuer(&fake));
    let attempt = fake.begin(provider, &config).await;
    fake.issue(&attempt, json!({}));
    let result =
        fake.finish_with(provider, &config, &attempt, json!({ "iss": "https://evil.example" })).await;
    assert_eq!(code(result), Some("connector.authorization_failed"));
    assert!(fake.requests("/token").is_empty());

    let strict = FakeProvider::start().await;
    let mut document = strict.document();
    document["authorization_response_iss_parameter_supported"] = true.into();
    strict.answer("/.well-known/openid-configuration", document);
    strict.answer("/userinfo", json!({ "sub": "1" }));
    let config = by_issuer(&strict);
    let attempt = strict.begin(provider, &config).await;
    strict.issue(&attempt, json!({}));
    let result = strict.finish(provider, &config, &attempt).await;
    assert_eq!(code(result), Some("connector.invalid_request_parameters"));
    strict.finish_with(provider, &config, &attempt, json!({ "iss": strict.url })).await.unwrap();
}

#[tokio::test]
async fn metadata_that_names_another_issuer_is_not_used() {
    let fake = FakeProvider::start().await;
    let factory = oidc();
    let provider = factory.social().unwrap();
    for (status, document) in [
        (200, json!({ "issuer": "https://accounts.google.com" })),
        (200, json!({ "token_endpoint": "http://evil.example/token" })),
        (200, json!({ "jwks_uri": null })),
        (500, json!({})),
        (404, json!({})),
    ] {
        let mut changed = fake.document();
        changed.as_object_mut().unwrap().extend(document.as_object().cloned().unwrap());
        fake.answer_with("/.well-known/openid-configuration", status, &changed.to_string());
        let config = by_issuer(&fake);
        let request = AuthorizationRequest { connector_id: "c", state: "s", redirect_uri: "r", scope: None };
        let result = provider.authorization(fake.context(), &config, request).await;
        assert!(result.is_err(), "{status} {document}");
    }
    fake.answer("/.well-known/openid-configuration", fake.document());
    let before = fake.requests("/.well-known/openid-configuration").len();
    for _ in 0..3 {
        fake.begin(provider, &by_issuer(&fake)).await;
    }
    assert_eq!(fake.requests("/.well-known/openid-configuration").len(), before + 1, "it is read once");
}

#[tokio::test]
async fn what_the_browser_brings_back_must_be_an_answer_to_this_attempt() {
    let fake = FakeProvider::start().await;
    let factory = oidc();
    let (provider, config) = (factory.social().unwrap(), by_issuer(&fake));
    let attempt = fake.begin(provider, &config).await;
    for (change, expected) in [
        (
            json!({ "error": "access_denied", "error_description": "s3cret" }),
            "connector.authorization_failed",
        ),
        (json!({ "error": "<s3cret>" }), "connector.authorization_failed"),
        (json!({ "error": 1 }), "connector.authorization_failed"),
        (json!({ "code": null }), "connector.invalid_request_parameters"),
        (json!({ "code": "" }), "connector.invalid_request_parameters"),
        (json!({ "code": ["c"] }), "connector.invalid_request_parameters"),
        (json!({ "code": "a\u{0}b" }), "connector.invalid_request_parameters"),
        (json!({ "code": "x".repeat(5000) }), "connector.invalid_request_parameters"),
        (json!({ "iss": {} }), "connector.invalid_request_parameters"),
    ] {
        let result = fake.finish_with(provider, &config, &attempt, change.clone()).await;
        assert_eq!(code(result), Some(expected), "{change}");
    }
    for remembered in [Value::Null, json!({}), json!({ "nonce": "" }), json!({ "nonce": 1 }), json!("nonce")]
    {
        let attempt = Attempt { remembered, ..attempt.clone() };
        let result = fake.finish(provider, &config, &attempt).await;
        assert_eq!(code(result), Some("connector.invalid_request_parameters"));
    }
    assert!(fake.requests("/token").is_empty());
}

#[tokio::test]
async fn strange_answers_of_the_token_endpoint_are_errors() {
    let fake = FakeProvider::start().await;
    let factory = oidc();
    let (provider, config) = (factory.social().unwrap(), by_issuer(&fake));
    let attempt = fake.begin(provider, &config).await;
    let huge = format!(r#"{{"access_token":"{}"}}"#, "x".repeat(300_000));
    for (status, body, expected) in [
        (200, "<html>", "connector.invalid_response"),
        (200, "", "connector.invalid_response"),
        (200, "[]", "connector.invalid_response"),
        (200, r#"{"access_token":"a"}"#, "connector.invalid_response"),
        (200, huge.as_str(), "connector.general"),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"s3cret"}"#,
            "connector.social_auth_code_invalid",
        ),
        (401, r#"{"error":"invalid_client"}"#, "connector.general"),
        (429, "{}", "connector.rate_limit_exceeded"),
        (500, "s3cret", "connector.general"),
    ] {
        fake.answer_with("/token", status, body);
        let result = fake.finish(provider, &config, &attempt).await;
        assert_eq!(code(result), Some(expected), "{status} {}", body.get(..40).unwrap_or(body));
    }
    fake.redirect("/token", &format!("{}/elsewhere", fake.url));
    let result = fake.finish(provider, &config, &attempt).await;
    assert_eq!(code(result), Some("connector.invalid_response"));
    assert!(fake.requests("/elsewhere").is_empty());
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_not_waited_for_long() {
    let fake = FakeProvider::start().await;
    let factory = oidc();
    let (provider, config) = (factory.social().unwrap(), by_issuer(&fake));
    let attempt = fake.begin(provider, &config).await;
    fake.say_nothing("/token");
    tokio::time::pause();
    let before = tokio::time::Instant::now();
    let result = fake.finish(provider, &config, &attempt).await;
    assert_eq!(code(result), Some("connector.general"));
    assert!(before.elapsed().as_secs() <= 11);
}

#[tokio::test]
async fn addresses_inside_are_not_called() {
    let fake = FakeProvider::start().await;
    let factory = oidc();
    for host in ["http://10.0.0.1", "https://169.254.169.254", "https://[::ffff:10.0.0.1]", "http://[::1]"] {
        let config = config(json!({ "clientId": "c", "clientSecret": "s", "issuer": host }));
        factory.check(&config).unwrap();
        let request = AuthorizationRequest { connector_id: "c", state: "s", redirect_uri: "r", scope: None };
        let result = factory.social().unwrap().authorization(fake.context(), &config, request).await;
        let refused =
            matches!(result, Err(ConnectorError::Unreachable(outbound::OutboundError::AddressNotAllowed)));
        assert!(refused, "{host}");
    }
}

#[tokio::test]
async fn a_scope_that_is_asked_for_replaces_the_configured_one() {
    let fake = FakeProvider::start().await;
    let factory = oidc();
    let config = written_down(
        &fake,
        json!({
            "scope": "profile groups", "customConfig": { "resource": "x" },
            "authRequestOptionalConfig": { "prompt": "login", "uiLocales": "nb", "responseType": "token", "state": "mine" },
        }),
    );
    let attempt = fake.begin(factory.social().unwrap(), &config).await;
    for (name, value) in
        [("scope", "openid profile groups"), ("resource", "x"), ("prompt", "login"), ("ui_locales", "nb")]
    {
        assert_eq!(attempt.parameter(name), value);
    }
    for (asked, expected) in
        [("email", "openid email"), ("e\"vil", "openid profile groups"), ("", "openid profile groups")]
    {
        let request =
            AuthorizationRequest { connector_id: "c", state: "s", redirect_uri: "r", scope: Some(asked) };
        let uri =
            factory.social().unwrap().authorization(fake.context(), &config, request).await.unwrap().uri;
        let url = url::Url::parse(&uri).unwrap();
        let scope = url.query_pairs().find(|(name, _)| name == "scope").unwrap().1.into_owned();
        assert_eq!(scope, expected);
    }
}

#[test]
fn without_an_issuer_it_must_be_said_whose_tokens_are_taken() {
    let complete = json!({
        "clientId": "c", "clientSecret": "s", "authorizationEndpoint": "https://a.example/a", "tokenEndpoint": "https://a.example/t",
        "idTokenVerificationConfig": { "jwksUri": "https://a.example/k", "issuer": ["https://a.example"], "clockTolerance": 5 },
    });
    oidc().check(&config(complete.clone())).unwrap();
    for (change, key) in [
        (json!({ "authorizationEndpoint": null }), "authorizationEndpoint"),
        (json!({ "tokenEndpoint": "" }), "tokenEndpoint"),
        (json!({ "idTokenVerificationConfig": null }), "idTokenVerificationConfig.jwksUri"),
        (
            json!({ "idTokenVerificationConfig": { "jwksUri": "https://a.example/k" } }),
            "idTokenVerificationConfig.issuer",
        ),
        (
            json!({ "idTokenVerificationConfig": { "jwksUri": "file:///k", "issuer": "x" } }),
            "idTokenVerificationConfig.jwksUri",
        ),
        (
            json!({ "idTokenVerificationConfig": { "clockTolerance": 86_400 } }),
            "idTokenVerificationConfig.clockTolerance",
        ),
        (json!({ "idTokenVerificationConfig": [] }), "idTokenVerificationConfig"),
        (json!({ "customConfig": { "redirect_uri": "https://evil.example" } }), "customConfig.redirect_uri"),
        (json!({ "tokenEndpointAuthMethod": "none" }), "tokenEndpointAuthMethod"),
        (json!({ "clientSecret": null }), "clientSecret"),
        (json!({ "scope": "a\nb" }), "scope"),
    ] {
        let mut changed = complete.clone();
        changed.as_object_mut().unwrap().extend(change.as_object().cloned().unwrap());
        let error = oidc().check(&config(changed)).unwrap_err();
        assert_eq!(error.key, key, "{change}: {error}");
    }
}

#[test]
fn the_catalogue_has_the_ids_and_targets_of_the_wire() {
    let listed: Vec<_> =
        super::factories().iter().map(|factory| (factory.id, factory.target, factory.is_standard)).collect();
    assert_eq!(
        listed,
        [
            ("google-universal", "google", false),
            ("github-universal", "github", false),
            ("apple-universal", "apple", false),
            ("azuread-universal", "azuread", false),
            ("facebook-universal", "facebook", false),
            ("discord-universal", "discord", false),
            ("gitlab-universal", "gitlab", false),
            ("linkedin-universal", "linkedin", false),
            ("oidc", "oidc", true),
            ("oauth2", "oauth2", true),
        ]
    );
    for factory in super::factories() {
        let secrets: Vec<_> =
            factory.form_items.iter().filter(|item| item.is_confidential).map(|item| item.key).collect();
        let expected = if factory.id == "apple-universal" { ["privateKey"] } else { ["clientSecret"] };
        assert_eq!(secrets, expected, "{}", factory.id);
    }
}

/// Any value that JSON can hold, not deep.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z :/.@#?{}-]{0,40}".prop_map(Value::from),
        Just(Value::from("https://id.fjord.example/x")),
        Just(Value::from("common")),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec(("[a-zA-Z_]{0,12}", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

#[tokio::test]
async fn tokens_are_renewed_without_an_id_token_that_nobody_has_verified() {
    let fake = FakeProvider::start().await;
    let factory = oidc();
    let (provider, config) = (factory.social().unwrap(), by_issuer(&fake));
    let given = json!({ "access_token": "at2", "refresh_token": "rt2", "expires_in": 60 });
    let mut answer = given.clone();
    answer["id_token"] = "a.b.c".into();
    fake.answer("/token", answer);
    assert_eq!(provider.renew(fake.context(), &config, "rt/1").await.unwrap(), given);
    let form: std::collections::BTreeMap<_, _> = fake.form("/token").into_iter().collect();
    let sent: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let expected = [
        ("client_id", "client"),
        ("client_secret", "s3cret"),
        ("grant_type", "refresh_token"),
        ("refresh_token", "rt/1"),
    ];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn tokens_that_are_not_renewed_say_why_and_show_nothing() {
    let fake = FakeProvider::start().await;
    let factory = oidc();
    let (provider, config) = (factory.social().unwrap(), by_issuer(&fake));
    for (status, answer, code) in [
        (400, json!({ "error": "invalid_grant" }), "connector.social_auth_code_invalid"),
        (401, json!({ "error": "invalid_client" }), "connector.general"),
        (200, json!({ "id_token": "s3cret" }), "connector.invalid_response"),
        (200, json!({}), "connector.invalid_response"),
        (429, json!({}), "connector.rate_limit_exceeded"),
        (500, json!({}), "connector.general"),
    ] {
        fake.answer_with("/token", status, &answer.to_string());
        let error = provider.renew(fake.context(), &config, "s3cret").await.unwrap_err();
        assert_eq!(error.code(), code, "{answer}");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    }
    for factory in
        super::factories().iter().filter(|factory| factory.target == "facebook" || factory.target == "apple")
    {
        let error = factory.social().unwrap().renew(fake.context(), &config, "rt").await.unwrap_err();
        assert_eq!(error.code(), "connector.general", "{}", factory.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_configuration_makes_a_provider_panic_or_forget_its_own_parameters(
        values in proptest::collection::vec(any_value(), 20),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let outbound = outbound::OutboundClient::new(outbound::AllowList::default()).unwrap();
        let context = crate::ConnectorContext { outbound: &outbound, now: now(), entropy: &domain::SystemEntropy };
        for factory in super::factories() {
            let keys = factory.form_items.iter().map(|item| item.key.to_owned());
            let config: Config = keys.zip(values.iter().cloned()).collect();
            let checked = factory.check(&config);
            // What would be looked up on the network is left alone here.
            let is_offline = factory.id != "azuread-universal" && config.get("issuer").is_none_or(|issuer| issuer.is_null() || issuer == "");
            if !is_offline { continue; }
            let request = AuthorizationRequest { connector_id: "c", state: "st", redirect_uri: "https://r.example/", scope: None };
            let provider: &dyn SocialProvider = factory.social().unwrap();
            let result = runtime.block_on(provider.authorization(context, &config, request));
            match result {
                Ok(authorization) => {
                    let url = url::Url::parse(&authorization.uri).unwrap();
                    let of = |name: &str| url.query_pairs().filter(|(key, _)| key == name).map(|(_, value)| value.into_owned()).collect::<Vec<_>>();
                    prop_assert_eq!(of("state"), ["st"]);
                    prop_assert_eq!(of("redirect_uri"), ["https://r.example/"]);
                    prop_assert_eq!(of("response_type"), ["code"]);
                }
                Err(error) => prop_assert!(checked.is_err(), "{}: {error}", factory.id),
            }
        }
    }
}
