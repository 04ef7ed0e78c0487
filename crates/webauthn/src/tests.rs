use aws_lc_rs::{
    rand::SystemRandom,
    rsa::{KeyPair as RsaKeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};
use ciborium::Value;
use proptest::prelude::*;
use serde_json::json;

use crate::{
    CredentialKey, Expected, Fault,
    authenticator_data::AuthenticatorData,
    encode,
    options::{CreationOptions, RelyingParty, RequestOptions, UserEntity},
    response::{AuthenticationResponse, RegistrationResponse},
    sha256,
};

fn map(members: Vec<(i64, Value)>) -> Value {
    Value::Map(members.into_iter().map(|(label, value)| (label.into(), value)).collect())
}

fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

/// The base point of P-256 (SEC 2 §2.4.2), which is on the curve.
const X: &[u8] = b"\x6B\x17\xD1\xF2\xE1\x2C\x42\x47\xF8\xBC\xE6\xE5\x63\xA4\x40\xF2\x77\x03\x7D\x81\x2D\xEB\x33\xA0\xF4\xA1\x39\x45\xD8\x98\xC2\x96";
const Y: &[u8] = b"\x4F\xE3\x42\xE2\xFE\x1A\x7F\x9B\x8E\xE7\xEB\x4A\x7C\x0F\x9E\x16\x2B\xCE\x33\x57\x6B\x31\x5E\xCE\xCB\xB6\x40\x68\x37\xBF\x51\xF5";

fn es256(x: &[u8], y: &[u8]) -> Value {
    map(vec![(1, 2.into()), (3, (-7).into()), (-1, 1.into()), (-2, bytes(x)), (-3, bytes(y))])
}

fn rs256(n: &[u8], e: &[u8]) -> Value {
    map(vec![(1, 3.into()), (3, (-257).into()), (-1, bytes(n)), (-2, bytes(e))])
}

#[test]
fn keys_of_the_kinds_asked_for_are_read_and_others_are_not() {
    assert_eq!(
        CredentialKey::from_cose(&es256(X, Y)),
        Ok(CredentialKey::Es256 { x: encode(X), y: encode(Y) })
    );
    let modulus = [0xFF; 256];
    for key in [es256(X, Y), rs256(&modulus, &[1, 0, 1])] {
        let read = CredentialKey::from_cose(&key).unwrap();
        let written = crate::decode(&read.to_cose(), "key").unwrap();
        assert_eq!(ciborium::from_reader::<Value, _>(written.as_slice()).unwrap(), key);
    }
    assert!(CredentialKey::from_cose(&rs256(&modulus, &[1, 0, 1])).is_ok());
    let with = |label: i64, value: Value| {
        let Value::Map(mut members) = es256(X, Y) else { unreachable!() };
        members.retain(|(name, _)| *name != Value::from(label));
        members.push((label.into(), value));
        Value::Map(members)
    };
    let mut twice = es256(X, Y);
    twice.as_map_mut().unwrap().push((3.into(), (-7).into()));
    for (what, key) in [
        ("another type", with(1, 1.into())),
        ("EdDSA", with(3, (-8).into())),
        ("RS1", with(3, (-65_535).into())),
        ("the algorithm of another type", with(3, (-257).into())),
        ("another curve", with(-1, 2.into())),
        ("a point that is not on the curve", es256(X, X)),
        ("a short coordinate", es256(X, &Y[1..])),
        ("a compressed point", with(-3, true.into())),
        ("a member that is there twice", twice),
        ("a short modulus", rs256(&[0xFF; 255], &[1, 0, 1])),
        ("a modulus with a leading zero", rs256(&[&[0], &modulus[..]].concat(), &[1, 0, 1])),
        ("an endless modulus", rs256(&[0xFF; 1_025], &[1, 0, 1])),
        ("the exponent 1", rs256(&modulus, &[1])),
        ("an even exponent", rs256(&modulus, &[1, 0, 0])),
        ("no exponent", rs256(&modulus, &[])),
        ("no map", Value::Null),
    ] {
        assert_eq!(CredentialKey::from_cose(&key), Err(Fault::UnsupportedKey), "{what}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "padding of a signature in a test may be any")]
fn a_signature_of_rsa_is_the_keys_own() {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    // RFC 8017 §A.1.1: a sequence of two integers, the first of which has a zero before its 256 bytes.
    let der = pair.public_key().as_ref();
    assert_eq!((&der[4..9], der.len()), (&[2, 0x82, 1, 1, 0][..], 9 + 256 + 5));
    let key = CredentialKey::from_cose(&rs256(&der[9..265], &der[267..])).unwrap();
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), b"message", &mut signature).unwrap();
    assert_eq!(key.verify(b"message", &signature), Ok(()));
    assert_eq!(key.verify(b"another", &signature), Err(Fault::Signature));
    signature[0] ^= 1;
    assert_eq!(key.verify(b"message", &signature), Err(Fault::Signature));
    let kept: CredentialKey = serde_json::from_value(serde_json::to_value(&key).unwrap()).unwrap();
    assert_eq!(kept, key);
}

fn origins() -> Vec<String> {
    vec!["https://id.example".to_owned()]
}

fn data(flags: u8, rest: &[u8]) -> Vec<u8> {
    [sha256(b"id.example").as_ref(), &[flags], &7_u32.to_be_bytes(), rest].concat()
}

#[test]
fn authenticator_data_is_read_to_the_last_byte() {
    assert_eq!(AuthenticatorData::parse(&data(0b101, &[])).unwrap().counter, 7);
    // Extensions: an empty map.
    assert!(AuthenticatorData::parse(&data(0b1000_0101, &[0xA0])).is_ok());
    let nested = [[0x81_u8; 64].as_slice(), &[0x80]].concat();
    for (what, bytes) in [
        ("nothing", Vec::new()),
        ("too short", data(0b101, &[])[..36].to_vec()),
        ("more than it says", data(0b101, &[0])),
        ("no extensions where there should be", data(0b1000_0101, &[])),
        ("extensions that are no map", data(0b1000_0101, &[0x80])),
        ("extensions without an end", data(0b1000_0101, &[0xBF])),
        ("deep extensions", data(0b1000_0101, &nested)),
        ("no credential where there should be", data(0b100_0101, &[0; 16])),
        ("a credential without an id", data(0b100_0101, &[&[0; 18][..], &[0xA0]].concat())),
        ("a credential longer than the data", data(0b100_0101, &[&[0; 16][..], &[0, 9, 1]].concat())),
    ] {
        assert!(AuthenticatorData::parse(&bytes).is_err(), "{what}");
    }
}

#[test]
fn the_user_was_there_and_verified_for_this_relying_party() {
    let origins = origins();
    let expected = Expected { challenge: "AQ", rp_id: "id.example", origins: &origins };
    let check = |flags: u8| AuthenticatorData::parse(&data(flags, &[])).unwrap().check(&expected);
    assert_eq!(check(0b0000_0101), Ok(()));
    assert_eq!(check(0b0001_1101), Ok(()));
    assert_eq!(check(0b0000_0100), Err(Fault::UserNotPresent));
    assert_eq!(check(0b0000_0001), Err(Fault::UserNotVerified));
    assert_eq!(check(0b0001_0101), Err(Fault::Malformed("authenticator data")));
    let elsewhere = Expected { rp_id: "example", ..expected };
    let data = AuthenticatorData::parse(&data(0b101, &[])).unwrap();
    assert_eq!(data.check(&elsewhere), Err(Fault::OtherRelyingParty));
}

#[test]
fn what_the_browser_says_must_be_about_this_ceremony() {
    use crate::client_data::{Ceremony, check};
    let origins = origins();
    let expected = Expected { challenge: "AQID", rp_id: "id.example", origins: &origins };
    let told = |change: serde_json::Value| {
        let mut said = json!({ "type": "webauthn.get", "challenge": "AQID", "origin": "https://id.example" });
        said.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        check(&encode(said.to_string().as_bytes()), Ceremony::Get, &expected).map(drop)
    };
    assert_eq!(told(json!({ "crossOrigin": false, "tokenBinding": { "status": "supported" } })), Ok(()));
    for (change, fault) in [
        (json!({ "type": "webauthn.create" }), Fault::OtherCeremony),
        (json!({ "challenge": "AQIE" }), Fault::OtherChallenge),
        (json!({ "challenge": "" }), Fault::OtherChallenge),
        (json!({ "origin": "https://id.example.evil" }), Fault::OtherOrigin),
        (json!({ "origin": "http://id.example" }), Fault::OtherOrigin),
        (json!({ "crossOrigin": true }), Fault::OtherOrigin),
        (json!({ "topOrigin": "https://id.example" }), Fault::OtherOrigin),
        (json!({ "challenge": 1 }), Fault::Malformed("client data")),
    ] {
        assert_eq!(told(change.clone()), Err(fault), "{change}");
    }
    let empty = Expected { challenge: "", ..expected };
    let said = json!({ "type": "webauthn.get", "challenge": "", "origin": "https://id.example" }).to_string();
    let answer = check(&encode(said.as_bytes()), Ceremony::Get, &empty);
    assert_eq!(answer, Err(Fault::OtherChallenge));
    let twice =
        r#"{"type":"webauthn.get","challenge":"AQID","challenge":"AQID","origin":"https://id.example"}"#;
    let answer = check(&encode(twice.as_bytes()), Ceremony::Get, &expected);
    assert_eq!(answer, Err(Fault::Malformed("client data")));
}

#[test]
fn questions_are_in_the_json_of_the_specification() {
    let rp = RelyingParty { name: "id.example".to_owned(), id: "id.example".to_owned() };
    let user =
        UserEntity { id: "dQ".to_owned(), name: "ingrid".to_owned(), display_name: "Ingrid".to_owned() };
    assert_eq!(
        serde_json::to_value(CreationOptions::new(rp, user, &[1, 2, 3])).unwrap(),
        json!({
            "rp": { "name": "id.example", "id": "id.example" },
            "user": { "id": "dQ", "name": "ingrid", "displayName": "Ingrid" },
            "challenge": "AQID",
            "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }, { "type": "public-key", "alg": -257 }],
            "timeout": 60000,
            "excludeCredentials": [],
            "authenticatorSelection": { "requireResidentKey": true, "residentKey": "required", "userVerification": "required" },
            "attestation": "none",
            "extensions": { "credProps": true },
        })
    );
    assert_eq!(
        serde_json::to_value(RequestOptions::new("id.example", &[1, 2, 3], Vec::new())).unwrap(),
        json!({ "challenge": "AQID", "timeout": 60000, "rpId": "id.example", "allowCredentials": [], "userVerification": "required" })
    );
}

proptest! {
    #[test]
    fn nothing_that_is_sent_panics(head in any::<[u8; 37]>(), rest in prop::collection::vec(any::<u8>(), 0..200)) {
        let bytes = [&head[..], &rest].concat();
        let _ = AuthenticatorData::parse(&bytes);
        let origins = origins();
        let expected = Expected { challenge: "AQID", rp_id: "id.example", origins: &origins };
        let said = json!({ "type": "webauthn.create", "challenge": "AQID", "origin": "https://id.example" });
        let answer: RegistrationResponse = serde_json::from_value(json!({
            "id": "AQ", "rawId": "AQ", "clientExtensionResults": {},
            "response": { "clientDataJSON": encode(said.to_string().as_bytes()), "attestationObject": encode(&bytes) },
        })).unwrap();
        prop_assert!(expected.verify_registration(&answer).is_err());
    }

    #[test]
    fn no_assertion_is_taken_without_its_signature(data in prop::collection::vec(any::<u8>(), 0..80), signature in prop::collection::vec(any::<u8>(), 0..80)) {
        let origins = origins();
        let expected = Expected { challenge: "AQID", rp_id: "id.example", origins: &origins };
        let said = json!({ "type": "webauthn.get", "challenge": "AQID", "origin": "https://id.example" });
        let answer: AuthenticationResponse = serde_json::from_value(json!({
            "id": "AQ", "rawId": "AQ", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": encode(said.to_string().as_bytes()), "authenticatorData": encode(&[sha256(b"id.example").as_ref(), &[5, 0, 0, 0, 1], &data].concat()),
                "signature": encode(&signature),
            },
        })).unwrap();
        let credential = crate::Credential {
            id: "AQ".to_owned(), key: CredentialKey::from_cose(&es256(X, Y)).unwrap(), counter: 0, transports: Vec::new(),
            is_backup_eligible: false, is_backed_up: false,
        };
        prop_assert!(expected.verify_assertion(&answer, &credential, b"u").is_err());
    }
}
