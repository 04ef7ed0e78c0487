//! What cookies are signed with.

use std::fmt;

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{SecretKey, constant_time_eq};

/// A key that signs cookies. Nearly every request verifies some, so it is prepared once: that is half of what a signature takes.
#[derive(Clone)]
pub struct CookieKey {
    secret: SecretKey,
    prepared: hmac::Key,
}

impl CookieKey {
    /// Prepares a key.
    pub fn new(secret: SecretKey) -> Self {
        let prepared = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.reveal());
        Self { secret, prepared }
    }

    /// The bytes, for what else is made of them: the tokens of forms.
    pub fn reveal(&self) -> &[u8; 32] {
        self.secret.reveal()
    }

    /// The `.sig` companion of a cookie: HMAC-SHA-1 over `name=value`, 27 characters of base64url (wire contract §5.7).
    /// SHA-1 is what existing clients' cookies were signed with; as an HMAC it has no known weakness.
    pub fn sign(&self, name_equals_value: &str) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.prepared, name_equals_value.as_bytes()))
    }

    /// Whether this key made `signature`, told in a time that does not depend on how much of it is right.
    pub fn has_signed(&self, name_equals_value: &str, signature: &str) -> bool {
        constant_time_eq(self.sign(name_equals_value).as_bytes(), signature.as_bytes())
    }
}

impl fmt::Debug for CookieKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CookieKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hmac_sha1;

    #[test]
    fn a_cookie_is_signed_with_an_hmac_of_sha_1_each_time_anew() {
        let key = CookieKey::new(SecretKey::new([7; 32]));
        for cookie in ["_session=abc", "_session=abd"] {
            assert_eq!(key.sign(cookie), URL_SAFE_NO_PAD.encode(hmac_sha1(&[7; 32], cookie.as_bytes())));
            assert!(key.has_signed(cookie, &key.sign(cookie)));
        }
        assert!(!key.has_signed("_session=abc", &key.sign("_session=abd")));
        assert!(!key.has_signed("_session=abc", ""));
        assert!(!CookieKey::new(SecretKey::new([8; 32])).has_signed("a=b", &key.sign("a=b")));
    }

    #[test]
    fn a_signature_has_the_form_that_is_out_there() {
        // RFC 2202 §3, case 2: an HMAC fills its key up with zeros.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let signature = CookieKey::new(SecretKey::new(key)).sign("what do ya want for nothing?");
        assert_eq!(signature, "7_zfauXrL6LSdBbV8YTfnCWafHk");
    }

    #[test]
    fn it_does_not_print_itself() {
        let key = CookieKey::new(SecretKey::new([7; 32]));
        assert_eq!(format!("{key:?} {key:#?}"), "CookieKey CookieKey");
        assert_eq!(key.reveal(), &[7; 32]);
    }
}
