use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::FixedClock;
use jose::{Algorithm, KeySet, SigningKey};
use serde_json::{Value, json};

use super::*;
use crate::keys::LocalKeys;
use crate::principal::Audience;

pub(crate) const ISSUER: &str = "https://id.fjord.example/oidc";
pub(crate) const RESOURCE: &str = "https://guildhall.dev/organization-api";
pub(crate) const NOW_SECONDS: i64 = 1_790_000_000;

pub(crate) struct Fixture {
    pub(crate) key: SigningKey,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) verifier: Arc<TokenVerifier>,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        let key = SigningKey::generate(Algorithm::ES384).unwrap();
        let snapshot = KeySnapshot { keys: Arc::new(KeySet::new([key.public_jwk()])), generation: 1 };
        let clock = Arc::new(FixedClock::new(UnixMillis::from_seconds(NOW_SECONDS)));
        let verifier =
            Arc::new(verifier(Arc::new(LocalKeys::new(move || Some(snapshot.clone()))), clock.clone()));
        Self { key, clock, verifier }
    }

    pub(crate) fn sign(&self, changes: &Value) -> String {
        sign(&self.key, Some("at+jwt"), changes)
    }
}

fn verifier(keys: Arc<dyn KeySource>, clock: Arc<FixedClock>) -> TokenVerifier {
    let audiences = AcceptedAudiences { organizations: true, resources: vec![RESOURCE.to_owned()] };
    TokenVerifier::new(VerifierOptions {
        issuer: ISSUER.to_owned(),
        audiences,
        keys,
        clock,
        cached_tokens: 100,
    })
    .unwrap()
}

/// A good organization token's claims, with `changes` put over them; `null` takes a claim away.
pub(crate) fn sign(key: &SigningKey, typ: Option<&str>, changes: &Value) -> String {
    let mut claims = json!({
        "jti": "J", "sub": "user00000001", "iat": NOW_SECONDS, "exp": NOW_SECONDS + 3600, "scope": "org:read org:create",
        "client_id": "app000000000000000001", "iss": ISSUER, "aud": "urn:logto:organization:org000000001",
    });
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    key.sign(typ, claims.to_string().as_bytes()).unwrap()
}

#[tokio::test]
async fn an_organization_token_names_its_user_organization_and_scopes() {
    let fixture = Fixture::new();
    let principal = fixture.verifier.verify(&fixture.sign(&json!({}))).await.unwrap();
    assert_eq!(principal.user_id().as_str(), "user00000001");
    assert_eq!(principal.client_id().as_str(), "app000000000000000001");
    assert_eq!(principal.audience(), &Audience::Organization);
    assert_eq!(principal.organization().unwrap().as_str(), "org000000001");
    assert_eq!(principal.scopes().collect::<Vec<_>>(), ["org:read", "org:create"]);
    assert!(
        principal.has_scope("org:create")
            && !principal.has_scope("org")
            && !principal.has_scope("org:read org:create")
    );
}

#[tokio::test]
async fn a_resource_token_may_carry_an_organization_or_none() {
    let fixture = Fixture::new();
    let with = fixture.sign(&json!({ "aud": RESOURCE, "organization_id": "org000000002" }));
    let with = fixture.verifier.verify(&with).await.unwrap();
    assert_eq!(with.audience(), &Audience::ApiResource(RESOURCE.to_owned()));
    assert_eq!(with.organization().unwrap().as_str(), "org000000002");
    let without =
        fixture.verifier.verify(&fixture.sign(&json!({ "aud": [RESOURCE], "scope": null }))).await.unwrap();
    assert_eq!(without.organization(), None);
    assert_eq!(without.scopes().count(), 0);
}

#[tokio::test]
async fn tokens_for_anything_else_are_refused() {
    let fixture = Fixture::new();
    for changes in [
        json!({ "aud": "https://default.logto.app/api", "scope": "all" }),
        json!({ "aud": "https://admin.logto.app/me", "scope": "all" }),
        json!({ "aud": "urn:logto:resource:organizations" }),
        json!({ "aud": "https://orders.example" }),
        json!({ "aud": "app000000000000000001" }),
        json!({ "aud": "urn:logto:organization:" }),
        json!({ "aud": "urn:logto:organization:../admin" }),
        json!({ "aud": "urn:logto:organization:org 1" }),
        json!({ "aud": ["urn:logto:organization:org000000001", RESOURCE] }),
        json!({ "aud": [RESOURCE, "https://orders.example"] }),
        json!({ "aud": [] }),
        json!({ "aud": null }),
        json!({ "organization_id": "org000000002" }),
        json!({ "aud": RESOURCE, "organization_id": "" }),
        json!({ "aud": RESOURCE, "organization_id": "a/b" }),
        json!({ "iss": "https://id.fjord.example/oidc/" }),
        json!({ "iss": "https://evil.example/oidc" }),
        json!({ "iss": null }),
        json!({ "sub": null }),
        json!({ "sub": "" }),
        json!({ "sub": "../users" }),
        json!({ "sub": "a\nb" }),
        json!({ "client_id": null }),
        json!({ "sub": "app000000000000000001" }),
        json!({ "exp": NOW_SECONDS }),
        json!({ "exp": null }),
        json!({ "nbf": NOW_SECONDS + 1 }),
    ] {
        let token = fixture.sign(&changes);
        let refused = fixture.verifier.verify(&token).await;
        assert!(refused.is_err(), "{changes}");
        // Without looking at the signature it is the same that is wrong.
        assert_eq!(fixture.verifier.read_unchecked(&token).unwrap_err(), refused.unwrap_err(), "{changes}");
    }
    assert_eq!(fixture.verifier.verified.len(), 0);
}

#[test]
fn who_signed_is_the_one_thing_that_is_not_looked_at_unchecked() {
    let fixture = Fixture::new();
    let foreign = SigningKey::generate(Algorithm::ES256).unwrap();
    let read = fixture.verifier.read_unchecked(&sign(&foreign, Some("at+jwt"), &json!({}))).unwrap();
    assert_eq!(
        (read.user_id().as_str(), read.organization().unwrap().as_str()),
        ("user00000001", "org000000001")
    );
    let asks = |permission| {
        read.would_meet(crate::Requirement {
            permission: Some(permission),
            organization: crate::OrganizationRequirement::Any,
        })
    };
    assert_eq!(asks("org:read"), Ok(()));
    assert_eq!(asks("org:delete"), Err(crate::Denied::PermissionMissing));
    let good = fixture.sign(&json!({}));
    let payload = good.split('.').nth(1).unwrap();
    let none = format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{payload}.");
    for malformed in [none.as_str(), "", "abc", payload, "a.b.c"] {
        assert!(fixture.verifier.read_unchecked(malformed).is_err(), "{malformed}");
    }
    assert_eq!(fixture.verifier.verified.len(), 0, "nothing is remembered as verified");
}

#[tokio::test]
async fn other_types_other_keys_and_other_forms_are_refused() {
    let fixture = Fixture::new();
    let other_key = SigningKey::generate(Algorithm::ES384).unwrap();
    let good = fixture.sign(&json!({}));
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let payload = signed.split_once('.').unwrap().1;
    for (name, token) in [
        ("no typ, as ID tokens have it", sign(&fixture.key, None, &json!({}))),
        ("typ JWT", sign(&fixture.key, Some("JWT"), &json!({}))),
        ("logout token", sign(&fixture.key, Some("logout+jwt"), &json!({}))),
        ("another issuer's key", sign(&other_key, Some("at+jwt"), &json!({}))),
        ("opaque", "Zk3vJ9qXr2mWn8sT5yLb0cFd6gHa1eKpQiUoYtRwExN".to_owned()),
        ("no signature", format!("{signed}.")),
        ("alg none", format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{payload}.")),
        ("cut signature", good[..good.len() - 4].to_owned()),
        ("another token's payload", {
            let other = fixture.sign(&json!({ "scope": "org:delete" }));
            let mut parts = other.split('.').map(str::to_owned).collect::<Vec<_>>();
            parts[2] = signature.to_owned();
            parts.join(".")
        }),
        ("empty", String::new()),
    ] {
        assert!(matches!(fixture.verifier.verify(&token).await, Err(TokenError::Invalid(_))), "{name}");
    }
}

#[tokio::test]
async fn machine_tokens_are_told_apart() {
    let fixture = Fixture::new();
    let token = fixture.sign(&json!({ "sub": "app000000000000000001" }));
    assert_eq!(fixture.verifier.verify(&token).await.unwrap_err(), TokenError::MachineToken);
}

#[tokio::test]
async fn a_remembered_token_ends_with_its_expiry() {
    let fixture = Fixture::new();
    let token = fixture.sign(&json!({ "exp": NOW_SECONDS + 10 }));
    assert!(fixture.verifier.verify(&token).await.is_ok());
    assert_eq!(fixture.verifier.verified.len(), 1);
    fixture.clock.advance(Duration::from_secs(9));
    assert!(fixture.verifier.verify(&token).await.is_ok());
    fixture.clock.advance(Duration::from_secs(1));
    assert!(matches!(
        fixture.verifier.verify(&token).await,
        Err(TokenError::Invalid(VerifyError::Expired { .. }))
    ));
}

#[tokio::test]
async fn a_remembered_token_ends_with_its_key() {
    let keys = [Algorithm::ES384, Algorithm::ES384].map(|algorithm| SigningKey::generate(algorithm).unwrap());
    let sets = keys.each_ref().map(|key| Arc::new(KeySet::new([key.public_jwk()])));
    let generation = Arc::new(AtomicU64::new(0));
    let shown = Arc::clone(&generation);
    let source = LocalKeys::new(move || {
        let generation = shown.load(Ordering::SeqCst);
        Some(KeySnapshot { keys: Arc::clone(&sets[usize::try_from(generation).unwrap()]), generation })
    });
    let clock = Arc::new(FixedClock::new(UnixMillis::from_seconds(NOW_SECONDS)));
    let verifier = verifier(Arc::new(source), clock);
    let token = sign(&keys[0], Some("at+jwt"), &json!({}));
    assert!(verifier.verify(&token).await.is_ok());
    generation.store(1, Ordering::SeqCst);
    assert_eq!(verifier.verify(&token).await.unwrap_err(), TokenError::Invalid(VerifyError::NoMatchingKey));
    assert!(verifier.verify(&sign(&keys[1], Some("at+jwt"), &json!({}))).await.is_ok());
}

#[tokio::test]
async fn without_any_keys_nothing_is_accepted() {
    let fixture = Fixture::new();
    let clock = Arc::new(FixedClock::new(UnixMillis::from_seconds(NOW_SECONDS)));
    let verifier = verifier(Arc::new(LocalKeys::new(|| None)), clock);
    let refused = verifier.verify(&fixture.sign(&json!({}))).await;
    assert_eq!(refused.unwrap_err(), TokenError::KeysUnavailable(KeysUnavailable));
}

#[tokio::test]
async fn the_number_of_remembered_tokens_is_bounded() {
    let fixture = Fixture::new();
    for index in 0..400 {
        fixture.verifier.verify(&fixture.sign(&json!({ "jti": format!("J{index}") }))).await.unwrap();
    }
    assert!(fixture.verifier.verified.len() <= 100);
}

#[test]
fn the_servers_own_resources_cannot_be_accepted() {
    for reserved in [
        "https://default.logto.app/api",
        "urn:logto:resource:organizations",
        "urn:logto:organization:org000000001",
    ] {
        let options = VerifierOptions {
            issuer: ISSUER.to_owned(),
            audiences: AcceptedAudiences { organizations: true, resources: vec![reserved.to_owned()] },
            keys: Arc::new(LocalKeys::new(|| None)),
            clock: Arc::new(FixedClock::new(UnixMillis(0))),
            cached_tokens: 1,
        };
        assert_eq!(TokenVerifier::new(options).unwrap_err(), ReservedResource(reserved.to_owned()));
    }
}
