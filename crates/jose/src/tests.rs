//! Tests of signing, verifying and caching together.

use std::sync::{Arc, LazyLock};

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;

const NOW: i64 = 1_795_000_100;
const ISSUER: &str = "https://id.example/oidc";
const AUDIENCE: &str = "https://default.logto.app/api";

static KEYS: LazyLock<Vec<SigningKey>> = LazyLock::new(|| {
    let mut keys: Vec<SigningKey> = [Algorithm::ES256, Algorithm::ES384, Algorithm::ES512]
        .map(|algorithm| SigningKey::generate(algorithm).unwrap())
        .into();
    keys.push(SigningKey::generate_small_rsa());
    keys
});

/// The key most tests use: P-384, as a new tenant has.
fn key() -> &'static SigningKey {
    &KEYS[1]
}

fn key_set() -> KeySet {
    KeySet::new(KEYS.iter().map(SigningKey::public_jwk))
}

fn expected() -> Expected<'static> {
    Expected {
        issuer: ISSUER,
        audience: AudienceRule::Is(AUDIENCE),
        typ: Some(ACCESS_TOKEN_TYPE),
        now_seconds: NOW,
        clock_tolerance_seconds: 15,
    }
}

fn claims() -> Value {
    json!({"jti": "J", "sub": "m2m", "iat": NOW - 100, "exp": NOW + 3500, "scope": "all other", "client_id": "m2m",
           "iss": ISSUER, "aud": AUDIENCE})
}

fn with(member: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[member] = value;
    claims
}

fn without(member: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(member);
    claims
}

fn signed(payload: &Value) -> String {
    key().sign(Some(ACCESS_TOKEN_TYPE), payload.to_string().as_bytes()).unwrap()
}

fn encode(text: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// A token with a header of the test's choosing, rightly signed by [`key`].
fn signed_with_header(header: &str, payload: &str) -> String {
    let input = format!("{}.{}", encode(header), encode(payload));
    let der = key().to_pkcs8().unwrap();
    let pair = aws_lc_rs::signature::EcdsaKeyPair::from_pkcs8(
        &aws_lc_rs::signature::ECDSA_P384_SHA384_FIXED_SIGNING,
        &der,
    )
    .unwrap();
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA384, input.as_bytes());
    format!("{input}.{}", encode(pair.sign_digest(&hash).unwrap()))
}

fn header_of(token: &str) -> String {
    let encoded = token.split('.').next().unwrap();
    String::from_utf8(URL_SAFE_NO_PAD.decode(encoded).unwrap()).unwrap()
}

fn refusal(token: &str) -> (&'static str, &'static str, Option<&'static str>, Option<&'static str>) {
    let error = verify(token, &key_set(), &expected()).unwrap_err();
    (error.code(), error.name(), error.claim(), error.reason())
}

const JWS_INVALID: (&str, &str, Option<&str>, Option<&str>) = ("ERR_JWS_INVALID", "JWSInvalid", None, None);
const JWT_INVALID: (&str, &str, Option<&str>, Option<&str>) = ("ERR_JWT_INVALID", "JWTInvalid", None, None);
const ALG_NOT_ALLOWED: (&str, &str, Option<&str>, Option<&str>) =
    ("ERR_JOSE_ALG_NOT_ALLOWED", "JOSEAlgNotAllowed", None, None);
const NO_MATCHING_KEY: (&str, &str, Option<&str>, Option<&str>) =
    ("ERR_JWKS_NO_MATCHING_KEY", "JWKSNoMatchingKey", None, None);
const BAD_SIGNATURE: (&str, &str, Option<&str>, Option<&str>) =
    ("ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "JWSSignatureVerificationFailed", None, None);

fn bad_claim(
    claim: &'static str,
    reason: &'static str,
) -> (&'static str, &'static str, Option<&'static str>, Option<&'static str>) {
    ("ERR_JWT_CLAIM_VALIDATION_FAILED", "JWTClaimValidationFailed", Some(claim), Some(reason))
}

#[test]
fn every_algorithm_signs_what_its_public_key_verifies() {
    for key in KEYS.iter() {
        let token = key.sign(Some(ACCESS_TOKEN_TYPE), claims().to_string().as_bytes()).unwrap();
        assert_eq!(
            header_of(&token),
            format!(r#"{{"alg":"{}","typ":"at+jwt","kid":"{}"}}"#, key.algorithm(), key.kid())
        );
        let verified = verify(&token, &key_set(), &expected()).unwrap();
        assert_eq!(verified.header.kid.as_deref(), Some(key.kid()));
        assert_eq!(
            verified.claims,
            Claims {
                iss: ISSUER.to_owned(),
                sub: "m2m".to_owned(),
                aud: vec![AUDIENCE.to_owned()],
                exp: NOW + 3500,
                iat: Some(NOW - 100),
                nbf: None,
                jti: Some("J".to_owned()),
                client_id: Some("m2m".to_owned()),
                scope: Some("all other".to_owned()),
                organization_id: None,
                extra: Map::new(),
            }
        );
        assert!(verified.claims.has_scope("all") && !verified.claims.has_scope("al"));
        assert!(verified.claims.is_machine_to_machine());
    }
}

#[test]
fn headers_carry_typ_only_where_it_is_given() {
    let kid = key().kid();
    let header = |typ| header_of(&key().sign(typ, b"{}").unwrap());
    assert_eq!(header(None), format!(r#"{{"alg":"ES384","kid":"{kid}"}}"#));
    assert_eq!(header(Some("at+jwt")), format!(r#"{{"alg":"ES384","typ":"at+jwt","kid":"{kid}"}}"#));
    assert_eq!(header(Some("logout+jwt")), format!(r#"{{"alg":"ES384","typ":"logout+jwt","kid":"{kid}"}}"#));
}

#[test]
fn keys_survive_storage_and_show_nothing_of_themselves() {
    for key in KEYS.iter() {
        let read = SigningKey::from_pkcs8(&key.to_pkcs8().unwrap()).unwrap();
        assert_eq!(read.public_jwk(), key.public_jwk());
        assert_eq!((read.kid(), read.algorithm()), (key.kid(), key.algorithm()));
        assert_eq!(key.kid(), key.public_jwk().thumbprint());
        assert_eq!(key.kid().len(), 43);
        let token = read.sign(Some(ACCESS_TOKEN_TYPE), claims().to_string().as_bytes()).unwrap();
        assert!(verify(&token, &key_set(), &expected()).is_ok());
        assert_eq!(format!("{key:?}"), format!("SigningKey {{ kid: {:?}, .. }}", key.kid()));
    }
    for der in [&b""[..], b"garbage", &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]] {
        assert_eq!(SigningKey::from_pkcs8(der).unwrap_err(), KeyError::Rejected);
    }
}

#[test]
fn a_key_set_survives_json() {
    let set = JwkSet { keys: KEYS.iter().map(|key| key.public_jwk().clone()).collect() };
    let read: JwkSet = serde_json::from_str(&serde_json::to_string(&set).unwrap()).unwrap();
    assert_eq!(read, set);
    assert!(verify(&signed(&claims()), &KeySet::from_jwk_set(&read), &expected()).is_ok());
}

#[test]
fn keys_that_are_no_keys_are_left_out_of_a_set() {
    let good = serde_json::to_value(key().public_jwk()).unwrap();
    let mut off_curve = good.clone();
    off_curve["x"] = good["y"].clone();
    off_curve["y"] = good["x"].clone();
    let mut short = good.clone();
    short["x"] = json!("YQ");
    let mut tiny_rsa = serde_json::to_value(KEYS[3].public_jwk()).unwrap();
    tiny_rsa["n"] = json!("");
    let set: JwkSet = serde_json::from_value(json!({"keys": [off_curve, short, tiny_rsa, good]})).unwrap();
    assert_eq!(set.keys.len(), 4);
    let keys = KeySet::from_jwk_set(&set);
    assert_eq!(keys.keys().len(), 1);
    assert!(keys.contains(key().kid()) && !keys.contains("other") && !keys.is_empty());
}

#[test]
fn none_and_symmetric_algorithms_are_refused() {
    let payload = claims().to_string();
    let kid = key().kid();
    for alg in ["none", "None", "HS256", "HS384", "es384", "PS256", "RS512", "EdDSA", ""] {
        let header = format!(r#"{{"alg":"{alg}","typ":"at+jwt","kid":"{kid}"}}"#);
        assert_eq!(refusal(&signed_with_header(&header, &payload)), ALG_NOT_ALLOWED, "{alg}");
    }
    let unsigned = format!("{}.{}.", encode(r#"{"alg":"none","typ":"at+jwt"}"#), encode(&payload));
    assert_eq!(refusal(&unsigned), JWS_INVALID);
}

#[test]
fn an_hmac_with_the_public_key_is_refused() {
    let payload = claims().to_string();
    let jwk = key().public_jwk();
    let KeyParameters::Ec { x, y, .. } = &jwk.parameters else { panic!("the key is elliptic") };
    let secrets = [serde_json::to_string(jwk).unwrap(), x.clone(), format!("{x}{y}")];
    for secret in secrets {
        for alg in ["HS256", "ES384"] {
            let header = format!(r#"{{"alg":"{alg}","typ":"at+jwt","kid":"{}"}}"#, key().kid());
            let input = format!("{}.{}", encode(header), encode(&payload));
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()), input.as_bytes());
            let wanted = if alg == "HS256" { ALG_NOT_ALLOWED } else { BAD_SIGNATURE };
            assert_eq!(refusal(&format!("{input}.{}", encode(tag))), wanted);
        }
    }
}

#[test]
fn the_key_decides_the_algorithm() {
    let payload = claims().to_string();
    let header = |alg: &str, kid: &str| format!(r#"{{"alg":"{alg}","typ":"at+jwt","kid":"{kid}"}}"#);
    assert_eq!(refusal(&signed_with_header(&header("ES256", key().kid()), &payload)), ALG_NOT_ALLOWED);
    assert_eq!(refusal(&signed_with_header(&header("RS256", key().kid()), &payload)), ALG_NOT_ALLOWED);
    assert_eq!(refusal(&signed_with_header(&header("ES256", KEYS[0].kid()), &payload)), BAD_SIGNATURE);
    assert_eq!(refusal(&signed_with_header(&header("ES384", "unknown"), &payload)), NO_MATCHING_KEY);
}

#[test]
fn a_token_without_kid_needs_a_set_of_one() {
    let token = signed_with_header(r#"{"alg":"ES384","typ":"at+jwt"}"#, &claims().to_string());
    assert_eq!(refusal(&token), NO_MATCHING_KEY);
    assert!(verify(&token, &KeySet::new([key().public_jwk()]), &expected()).is_ok());
    assert_eq!(verify(&token, &KeySet::new([]), &expected()), Err(VerifyError::NoMatchingKey));
}

#[test]
fn a_key_inside_the_token_is_not_looked_at() {
    let attacker = SigningKey::generate(Algorithm::ES384).unwrap();
    let jwk = serde_json::to_string(attacker.public_jwk()).unwrap();
    let own = attacker.sign(Some(ACCESS_TOKEN_TYPE), claims().to_string().as_bytes()).unwrap();
    assert_eq!(refusal(&own), NO_MATCHING_KEY);
    let header = format!(r#"{{"alg":"ES384","typ":"at+jwt","kid":"{}","jwk":{jwk}}}"#, key().kid());
    let input = format!("{}.{}", encode(header), own.split('.').nth(1).unwrap());
    assert_eq!(refusal(&format!("{input}.{}", own.rsplit('.').next().unwrap())), BAD_SIGNATURE);
}

#[test]
fn malformed_headers_are_refused() {
    let payload = claims().to_string();
    let kid = key().kid();
    for header in [
        format!(r#"{{"alg":"ES384","kid":"{kid}","crit":["exp"],"exp":1}}"#),
        format!(r#"{{"alg":"ES384","kid":"{kid}","crit":null}}"#),
        format!(r#"{{"alg":"ES384","kid":"{kid}","crit":[]}}"#),
        format!(r#"{{"alg":"ES384","alg":"ES384","kid":"{kid}"}}"#),
        format!(r#"{{"alg":"ES384","kid":"{kid}","kid":"{kid}"}}"#),
        format!(r#"{{"alg":"ES384","kid":"{kid}"}} x"#),
        format!(r#"["ES384","{kid}","at+jwt"]"#),
        format!(r#"{{"kid":"{kid}"}}"#),
        r#"{"alg":"ES384","kid":5}"#.to_owned(),
        r#"{"alg":null}"#.to_owned(),
        "null".to_owned(),
        String::new(),
        format!(r#"{{"alg":"ES384","kid":"{kid}","x":"{}"}}"#, "a".repeat(4096)),
    ] {
        assert_eq!(refusal(&signed_with_header(&header, &payload)), JWS_INVALID, "{header}");
    }
}

#[test]
fn malformed_tokens_are_refused() {
    let token = signed(&claims());
    let parts: Vec<&str> = token.split('.').collect();
    for malformed in [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        parts[0].to_owned(),
        format!("{}.{}", parts[0], parts[1]),
        format!("{token}."),
        format!("{token}.x"),
        format!(".{token}"),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}.{}", parts[0], parts[1], parts[2].replace(['-', '_'], "+")) + "=",
        format!("{token}="),
        format!(" {token}"),
        format!("{token}\n"),
        format!("{}=.{}.{}", parts[0], parts[1], parts[2]),
        format!("Bearer {token}"),
    ] {
        assert_eq!(refusal(&malformed), JWS_INVALID, "{malformed}");
        assert!(!has_form_of_jwt(&malformed));
    }
}

#[test]
fn oversized_tokens_are_refused() {
    let of_size = |padding: usize| signed(&with("padding", json!("a".repeat(padding))));
    let small = of_size(0).len();
    let fits = of_size((MAX_TOKEN_BYTES - small) / 4 * 3 - 3);
    assert!(fits.len() <= MAX_TOKEN_BYTES);
    assert!(verify(&fits, &key_set(), &expected()).is_ok());
    let large = of_size((MAX_TOKEN_BYTES - small) / 4 * 3 + 6);
    assert!(large.len() > MAX_TOKEN_BYTES);
    assert_eq!(refusal(&large), JWS_INVALID);
    assert_eq!(
        VerifiedTokenCache::new(4).verify(&large, &key_set(), &expected()).unwrap_err(),
        VerifyError::JwsInvalid
    );
}

#[test]
fn payloads_that_are_no_claims_are_refused() {
    let header = header_of(&signed(&claims()));
    for payload in [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "\"text\"".to_owned(),
        "{".to_owned(),
        claims().to_string() + "x",
        claims().to_string().replacen('{', r#"{"sub":"admin","#, 1),
        claims().to_string().replacen('{', r#"{"aud":"other","#, 1),
        claims().to_string().replacen('{', r#"{"exp":1,"#, 1),
        claims().to_string().replacen('{', r#"{"custom":1,"custom":2,"#, 1),
        with("sub", json!(5)).to_string(),
        with("aud", json!({"a": 1})).to_string(),
        with("aud", json!(["a", 5])).to_string(),
        with("exp", json!("tomorrow")).to_string(),
        with("exp", json!(1e300)).to_string(),
        with("scope", json!(["all"])).to_string(),
        with("sub", Value::Null).to_string(),
    ] {
        assert_eq!(refusal(&signed_with_header(&header, &payload)), JWT_INVALID, "{payload}");
    }
}

#[test]
fn every_claim_is_checked() {
    for claim in ["iss", "aud", "sub", "exp"] {
        assert_eq!(refusal(&signed(&without(claim))), bad_claim(claim, "missing"));
    }
    assert_eq!(refusal(&signed(&with("aud", json!([])))), bad_claim("aud", "missing"));
    assert_eq!(refusal(&signed(&with("sub", json!("")))), bad_claim("sub", "missing"));
    for issuer in ["https://id.example/oidc/", "https://other.example/oidc", ""] {
        assert_eq!(refusal(&signed(&with("iss", json!(issuer)))), bad_claim("iss", "check_failed"));
    }
    for audience in
        [json!("https://other.logto.app/api"), json!(["a", "b"]), json!("https://default.logto.app/api/")]
    {
        assert_eq!(refusal(&signed(&with("aud", audience))), bad_claim("aud", "check_failed"));
    }
    assert_eq!(refusal(&signed(&with("nbf", json!(NOW + 16)))), bad_claim("nbf", "check_failed"));
    assert!(verify(&signed(&with("nbf", json!(NOW + 15))), &key_set(), &expected()).is_ok());
    let expired = ("ERR_JWT_EXPIRED", "JWTExpired", Some("exp"), Some("check_failed"));
    assert_eq!(refusal(&signed(&with("exp", json!(NOW - 15)))), expired);
    assert_eq!(refusal(&signed(&with("exp", json!(1_795_000_085.9)))), expired);
    assert!(verify(&signed(&with("exp", json!(NOW - 14))), &key_set(), &expected()).is_ok());
}

#[test]
fn a_refused_claim_brings_the_payload_along() {
    let payload = with("aud", json!("other"));
    let error = verify(&signed(&payload), &key_set(), &expected()).unwrap_err();
    assert_eq!(error.payload(), payload.as_object());
    assert_eq!(error.to_string(), r#"unexpected "aud" claim value"#);
    let forged = signed(&payload).replacen("eyJqdGkiOiJK", "eyJqdGkiOiJL", 1);
    assert_eq!(verify(&forged, &key_set(), &expected()).unwrap_err().payload(), None);
}

#[test]
fn typ_is_compared_as_a_media_type() {
    let payload = claims().to_string();
    let kid = key().kid();
    for typ in ["at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"] {
        let token =
            signed_with_header(&format!(r#"{{"alg":"ES384","typ":"{typ}","kid":"{kid}"}}"#), &payload);
        assert!(verify(&token, &key_set(), &expected()).is_ok(), "{typ}");
    }
    for typ in ["JWT", "", "text/at+jwt", "at+jwt ", "application/", "é+++++++++++jwt"] {
        let token =
            signed_with_header(&format!(r#"{{"alg":"ES384","typ":"{typ}","kid":"{kid}"}}"#), &payload);
        assert_eq!(refusal(&token), bad_claim("typ", "check_failed"), "{typ}");
    }
    let untyped = key().sign(None, payload.as_bytes()).unwrap();
    assert_eq!(refusal(&untyped), bad_claim("typ", "check_failed"));
    assert!(verify(&untyped, &key_set(), &Expected { typ: None, ..expected() }).is_ok());
}

#[test]
fn audience_rules_combine() {
    const ORGANIZATION: &str = "urn:logto:organization:";
    let rules = [AudienceRule::HasPrefix(ORGANIZATION), AudienceRule::Is(AUDIENCE)];
    let verdict = |audience: Value| {
        let expected = Expected { audience: AudienceRule::AnyOf(&rules), ..expected() };
        verify(&signed(&with("aud", audience)), &key_set(), &expected).map(|token| token.claims.aud)
    };
    assert_eq!(verdict(json!("urn:logto:organization:o1")).unwrap(), ["urn:logto:organization:o1"]);
    assert_eq!(verdict(json!(["urn:logto:organization:o1"])).unwrap(), ["urn:logto:organization:o1"]);
    assert_eq!(verdict(json!(["x", AUDIENCE])).unwrap(), ["x", AUDIENCE]);
    for refused in [
        json!(ORGANIZATION),
        json!(["urn:logto:organization:o1", "urn:logto:organization:o2"]),
        json!("urn:logto:organizationo1"),
        json!("x"),
    ] {
        assert_eq!(verdict(refused).unwrap_err().claim(), Some("aud"));
    }
    let nothing = Expected { audience: AudienceRule::AnyOf(&[]), ..expected() };
    assert_eq!(verify(&signed(&claims()), &key_set(), &nothing).unwrap_err().claim(), Some("aud"));
}

#[test]
fn times_can_be_left_out_and_nothing_else() {
    let old = signed(&with("exp", json!(1)));
    assert_eq!(verify(&old, &key_set(), &expected()).unwrap_err().name(), "JWTExpired");
    assert_eq!(verify_ignoring_times(&old, &key_set(), &expected()).unwrap().claims.exp, 1);
    let other = Expected { issuer: "other", ..expected() };
    assert_eq!(verify_ignoring_times(&old, &key_set(), &other).unwrap_err().claim(), Some("iss"));
    assert_eq!(
        verify_ignoring_times(&signed(&without("exp")), &key_set(), &expected()).unwrap_err().claim(),
        Some("exp")
    );
}

#[test]
fn the_form_of_a_jwt_is_seen_whatever_its_signature() {
    let token = signed(&claims());
    let forged = format!("{}.{}", token.rsplit_once('.').unwrap().0, encode("forged"));
    assert!(has_form_of_jwt(&token) && has_form_of_jwt(&forged));
    assert!(!has_form_of_jwt("a.b.c"));
    assert!(!has_form_of_jwt("RlAD9k3LfjzDBwlIhRhOrjwEudZqumMbFPLRK23IBf4"));
}

#[test]
fn unknown_claims_are_kept_in_order() {
    let payload = r#"{"organization_id":"o","act":{"sub":"a"},"custom":[1,null],"sub":"u","exp":9999999999,"iss":"https://id.example/oidc","aud":"https://default.logto.app/api"}"#;
    let token = key().sign(Some(ACCESS_TOKEN_TYPE), payload.as_bytes()).unwrap();
    let claims = verify(&token, &key_set(), &expected()).unwrap().claims;
    assert_eq!(claims.organization_id.as_deref(), Some("o"));
    assert_eq!(Value::Object(claims.extra).to_string(), r#"{"act":{"sub":"a"},"custom":[1,null]}"#);
    assert_eq!((claims.client_id, claims.scope), (None, None));
}

#[test]
fn a_second_look_at_a_token_is_a_hit_and_still_checks() {
    let cache = VerifiedTokenCache::new(100);
    let keys = key_set();
    let token = signed(&with("nbf", json!(NOW)));
    let first = cache.verify(&token, &keys, &expected()).unwrap();
    let second = cache.verify(&token, &keys, &expected()).unwrap();
    assert!(Arc::ptr_eq(&first, &second));
    let error = |expected: Expected<'_>| cache.verify(&token, &keys, &expected).unwrap_err();
    assert_eq!(error(Expected { now_seconds: NOW - 100, ..expected() }).claim(), Some("nbf"));
    assert_eq!(error(Expected { issuer: "other", ..expected() }).claim(), Some("iss"));
    assert_eq!(error(Expected { audience: AudienceRule::Is("other"), ..expected() }).claim(), Some("aud"));
    assert_eq!(error(Expected { typ: Some("JWT"), ..expected() }).claim(), Some("typ"));
    assert_eq!(cache.held(), 1);
    let expiry = Expected { now_seconds: NOW + 3515, ..expected() };
    assert_eq!(error(expiry).code(), "ERR_JWT_EXPIRED");
    assert_eq!(cache.held(), 0);
}

#[test]
fn replaced_keys_begin_with_an_empty_cache() {
    let cache = VerifiedTokenCache::new(100);
    let token = signed(&claims());
    let first = cache.verify(&token, &key_set(), &expected()).unwrap();
    let same_keys = KeySet::new(KEYS.iter().map(SigningKey::public_jwk));
    assert!(Arc::ptr_eq(&first, &cache.verify(&token, &same_keys, &expected()).unwrap()));
    let fewer = KeySet::new([key().public_jwk()]);
    assert!(!Arc::ptr_eq(&first, &cache.verify(&token, &fewer, &expected()).unwrap()));
    let others = KeySet::new([KEYS[0].public_jwk()]);
    assert_eq!(cache.verify(&token, &others, &expected()).unwrap_err(), VerifyError::NoMatchingKey);
    let mut renamed = KEYS[0].public_jwk().clone();
    renamed.kid = Some(key().kid().to_owned());
    assert_eq!(
        cache.verify(&token, &KeySet::new([&renamed]), &expected()).unwrap_err(),
        VerifyError::AlgorithmNotAllowed
    );
}

#[test]
fn the_cache_is_bounded_and_keeps_no_refused_token() {
    let cache = VerifiedTokenCache::new(8);
    let keys = key_set();
    for index in 0..50 {
        let token = signed(&with("exp", json!(NOW + 100 + index)));
        assert!(cache.verify(&token, &keys, &expected()).is_ok());
    }
    assert!(cache.held() <= 8, "{}", cache.held());
    cache.remove_expired(NOW + 1000);
    assert_eq!(cache.held(), 0);
    assert!(cache.verify(&signed(&with("aud", json!("other"))), &keys, &expected()).is_err());
    assert_eq!(cache.held(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_signed_verifies(sub in "\\PC{1,20}", scope in "[ -~]{0,40}", which in 0_usize..4) {
        let mut payload = with("sub", json!(sub));
        payload["scope"] = json!(scope);
        let token = KEYS[which].sign(Some(ACCESS_TOKEN_TYPE), payload.to_string().as_bytes()).unwrap();
        let verified = verify(&token, &key_set(), &expected()).unwrap();
        prop_assert_eq!(verified.claims.sub, sub);
        prop_assert_eq!(verified.claims.scope, Some(scope));
    }

    #[test]
    fn no_changed_bit_verifies(which in 0_usize..4, position in any::<prop::sample::Index>(), bit in 0_u8..7) {
        let token = KEYS[which].sign(Some(ACCESS_TOKEN_TYPE), claims().to_string().as_bytes()).unwrap();
        let mut bytes = token.into_bytes();
        let position = position.index(bytes.len());
        bytes[position] ^= 1 << bit;
        let forged = String::from_utf8(bytes).unwrap();
        prop_assert!(verify(&forged, &key_set(), &expected()).is_err());
    }

    #[test]
    fn no_changed_byte_of_a_part_verifies(part in 0_usize..3, position in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let token = signed(&claims());
        let mut parts: Vec<Vec<u8>> =
            token.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap()).collect();
        let position = position.index(parts[part].len());
        parts[part][position] ^= 1 << bit;
        let forged = parts.iter().map(encode).collect::<Vec<_>>().join(".");
        prop_assert!(verify(&forged, &key_set(), &expected()).is_err());
    }

    #[test]
    fn garbage_never_panics(text in "(?s).{0,200}", header in "(?s).{0,60}", payload in "(?s).{0,60}") {
        let keys = key_set();
        prop_assert!(verify(&text, &keys, &expected()).is_err());
        let built = format!("{}.{}.{}", encode(&header), encode(&payload), encode(&text));
        prop_assert!(verify(&built, &keys, &expected()).is_err());
        let _ = has_form_of_jwt(&built);
        let _ = serde_json::from_str::<JwkSet>(&text);
        let _ = SigningKey::from_pkcs8(text.as_bytes());
    }
}
