//! An authenticator and its browser in software: makes passkeys and signs with them as WebAuthn says, and can be told to do it wrong. It shares
//! no code with what it tests.

use aws_lc_rs::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// User present, user verified.
const PRESENT_AND_VERIFIED: u8 = 0b101;
const HAS_CREDENTIAL: u8 = 0b100_0000;

/// One passkey, and what its authenticator and browser say when they are asked.
pub struct SoftPasskey {
    key: EcdsaKeyPair,
    /// Its id.
    pub id: Vec<u8>,
    /// The relying party that it signs for.
    pub rp_id: String,
    /// The origin of the page that asks.
    pub origin: String,
    /// The user it was made for, as the relying party named them; `None` to say nothing of it.
    pub user_handle: Option<String>,
    /// How often it has signed; stays 0 when it does not count.
    pub counter: u32,
    /// Whether it counts.
    pub counts: bool,
    /// What it says of its user.
    pub flags: u8,
}

impl SoftPasskey {
    /// A passkey with this id (any bytes), in a browser that shows a page of `origin`.
    #[expect(clippy::expect_used, reason = "a test without its key has failed")]
    pub fn new(id: &str, rp_id: &str, origin: &str) -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key");
        Self {
            key,
            id: id.as_bytes().to_vec(),
            rp_id: rp_id.to_owned(),
            origin: origin.to_owned(),
            user_handle: None,
            counter: 0,
            counts: true,
            flags: PRESENT_AND_VERIFIED,
        }
    }

    /// Its id in base64url.
    pub fn encoded_id(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.id)
    }

    /// Answers `navigator.credentials.create`, in the JSON of the Experience API.
    pub fn register(&mut self, options: &Value) -> Value {
        self.user_handle = options.pointer("/user/id").and_then(Value::as_str).map(str::to_owned);
        let client_data = self.client_data("webauthn.create", options.get("challenge"));
        let data = self.authenticator_data(self.flags | HAS_CREDENTIAL, Some(&self.attested_credential()));
        // {"fmt": "none", "attStmt": {}, "authData": …}
        let mut object = vec![0xA3];
        object.extend(text("fmt"));
        object.extend(text("none"));
        object.extend(text("attStmt"));
        object.push(0xA0);
        object.extend(text("authData"));
        object.extend(bytes(&data));
        self.answer(json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
            "attestationObject": URL_SAFE_NO_PAD.encode(object),
            "transports": ["internal"],
        }))
    }

    /// Answers `navigator.credentials.get`, in the JSON of the Experience API.
    #[expect(clippy::expect_used, reason = "a test without its signature has failed")]
    #[expect(clippy::disallowed_methods, reason = "signatures of ECDSA differ in every run anyway")]
    pub fn authenticate(&mut self, options: &Value) -> Value {
        if self.counts {
            self.counter += 1;
        }
        let client_data = self.client_data("webauthn.get", options.get("challenge"));
        let data = self.authenticator_data(self.flags, None);
        let message = [data.as_slice(), digest(&SHA256, client_data.as_bytes()).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &message).expect("a signature");
        let mut response = json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
            "authenticatorData": URL_SAFE_NO_PAD.encode(data),
            "signature": URL_SAFE_NO_PAD.encode(signature.as_ref()),
        });
        if let (Some(handle), Some(members)) = (&self.user_handle, response.as_object_mut()) {
            members.insert("userHandle".to_owned(), json!(handle));
        }
        self.answer(response)
    }

    fn answer(&self, response: Value) -> Value {
        let id = self.encoded_id();
        json!({ "type": "WebAuthn", "id": id, "rawId": id, "response": response, "clientExtensionResults": {} })
    }

    fn client_data(&self, kind: &str, challenge: Option<&Value>) -> String {
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
    }

    fn authenticator_data(&self, flags: u8, credential: Option<&[u8]>) -> Vec<u8> {
        let mut data = digest(&SHA256, self.rp_id.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data.extend(credential.unwrap_or_default());
        data
    }

    /// The model of the authenticator (unknown), the id with its length, and the key as COSE has it: `{1: 2, 3: -7, -1: 1, -2: x, -3: y}`.
    fn attested_credential(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref().to_vec();
        let (x, y) = point.get(1..).unwrap_or_default().split_at(32);
        let mut data = vec![0; 16];
        data.extend(u16::try_from(self.id.len()).unwrap_or(u16::MAX).to_be_bytes());
        data.extend(&self.id);
        data.extend([0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]);
        data.extend(bytes(x));
        data.push(0x22);
        data.extend(bytes(y));
        data
    }
}

/// A text of CBOR of at most 23 bytes.
fn text(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).unwrap_or(23);
    [&[0x60 | length], text.as_bytes()].concat()
}

/// Bytes of CBOR, with a length of two bytes.
fn bytes(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes();
    [&[0x59], length.as_slice(), bytes].concat()
}
