//! What a client presents to prove who it is (RFC 6749 §2.3.1, RFC 7617), read but not yet believed.
//!
//! Owns every failure that needs no lookup, with its text (wire contract §3.2). Whether the client exists and the
//! secret is right is found out by crate `oidc`.

use std::fmt;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use crate::error::OAuthError;
use crate::parameters::Parameters;

const INVALID_HEADER: &str = "invalid authorization header value format";

/// Base64 of a Basic header: padding may be left out.
const BASIC_BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A secret as presented. Wiped when dropped; `Debug` does not show it.
#[derive(Clone)]
pub struct PresentedSecret(Zeroizing<String>);

impl PresentedSecret {
    fn new(secret: String) -> Self {
        Self(Zeroizing::new(secret))
    }

    /// The secret itself, to be hashed or compared in constant time and for nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PresentedSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PresentedSecret")
    }
}

/// How the credentials came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientAuthenticationMechanism {
    /// `client_secret_basic`: the Authorization header.
    Basic,
    /// `client_secret_post`: `client_id` and `client_secret` in the body.
    Post,
    /// `none`: `client_id` in the body alone.
    None,
    /// `client_assertion`: a JWT. It names a client, and no client here can be set up for it.
    Assertion,
}

/// The client a request says it comes from, and its proof.
#[derive(Debug, Clone)]
pub struct PresentedCredentials {
    /// Claimed client id; unverified.
    pub client_id: String,
    /// The secret, for [`ClientAuthenticationMechanism::Basic`] and [`ClientAuthenticationMechanism::Post`].
    pub secret: Option<PresentedSecret>,
    /// How they came.
    pub mechanism: ClientAuthenticationMechanism,
}

impl PresentedCredentials {
    /// Reads the Authorization header (its whole value) and the body's parameters.
    ///
    /// # Errors
    /// `invalid_request`, 400, with the texts of wire contract §3.2.
    pub fn parse(authorization: Option<&str>, parameters: &Parameters) -> Result<Self, OAuthError> {
        let body_client_id = parameters.get("client_id");
        let body_secret = parameters.get("client_secret");
        let assertion = parameters.get("client_assertion");
        if let Some(header) = authorization {
            let (client_id, secret) = parse_basic(header)?;
            if body_client_id.is_some_and(|body_client_id| body_client_id != client_id) {
                return Err(OAuthError::invalid_request("client_id mismatch"));
            }
            if secret.is_empty() {
                return Err(OAuthError::invalid_request(
                    "client_secret must be provided in the Authorization header",
                ));
            }
            if body_secret.is_some() || assertion.is_some() {
                return Err(several_mechanisms());
            }
            let secret = Some(PresentedSecret::new(secret));
            return Ok(Self { client_id, secret, mechanism: ClientAuthenticationMechanism::Basic });
        }
        if let Some(assertion) = assertion {
            return Self::parse_assertion(assertion, body_client_id, body_secret);
        }
        let client_id = body_client_id
            .ok_or_else(|| OAuthError::invalid_request("no client authentication mechanism provided"))?
            .to_owned();
        let secret = body_secret.map(|secret| PresentedSecret::new(secret.to_owned()));
        let mechanism = match secret {
            Some(_) => ClientAuthenticationMechanism::Post,
            None => ClientAuthenticationMechanism::None,
        };
        Ok(Self { client_id, secret, mechanism })
    }

    fn parse_assertion(
        assertion: &str,
        body_client_id: Option<&str>,
        body_secret: Option<&str>,
    ) -> Result<Self, OAuthError> {
        if body_secret.is_some() {
            return Err(several_mechanisms());
        }
        let client_id = assertion_subject(assertion)
            .ok_or_else(|| OAuthError::invalid_request("invalid client_assertion format"))?;
        if body_client_id.is_some_and(|body_client_id| body_client_id != client_id) {
            return Err(OAuthError::invalid_request("client_id mismatch"));
        }
        Ok(Self { client_id, secret: None, mechanism: ClientAuthenticationMechanism::Assertion })
    }
}

fn several_mechanisms() -> OAuthError {
    OAuthError::invalid_request("client authentication must only be provided using one mechanism")
}

/// Client id and secret of a Basic header, each form-decoded (RFC 6749 §2.3.1). The secret may be empty.
fn parse_basic(header: &str) -> Result<(String, String), OAuthError> {
    decode_basic(header).ok_or_else(|| OAuthError::invalid_request(INVALID_HEADER))
}

fn decode_basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let decoded = Zeroizing::new(BASIC_BASE64.decode(encoded).ok()?);
    let (client_id, secret) = str::from_utf8(&decoded).ok()?.split_once(':')?;
    let (client_id, secret) = (form_decode(client_id)?, form_decode(secret)?);
    (!client_id.is_empty()).then_some((client_id, secret))
}

/// Decodes one part of the form encoding: `+` is a blank, `%` begins two hexadecimal digits. `None` for a broken
/// escape, for what is not UTF-8 and for NUL, which no identifier or secret can hold.
fn form_decode(part: &str) -> Option<String> {
    let mut after_percent = part.split('%').skip(1);
    let escapes_are_whole = after_percent.all(|rest| {
        rest.as_bytes().first_chunk::<2>().is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    });
    if !escapes_are_whole {
        return None;
    }
    let blanks = part.replace('+', " ");
    let decoded = percent_decode_str(&blanks).decode_utf8().ok()?.into_owned();
    (!decoded.contains('\0')).then_some(decoded)
}

/// The `sub` of a JWT whose signature nobody has looked at.
fn assertion_subject(assertion: &str) -> Option<String> {
    let mut parts = assertion.split('.');
    let (Some(_), Some(payload), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let payload: serde_json::Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    let subject = payload.get("sub")?.as_str()?;
    (!subject.is_empty() && !subject.contains('\0')).then(|| subject.to_owned())
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    use super::*;

    fn basic(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    fn parse(authorization: Option<&str>, body: &str) -> Result<PresentedCredentials, OAuthError> {
        PresentedCredentials::parse(authorization, &Parameters::from_form(body.as_bytes()).unwrap())
    }

    fn accepted(
        authorization: Option<&str>,
        body: &str,
    ) -> (String, Option<String>, ClientAuthenticationMechanism) {
        let credentials = parse(authorization, body).unwrap();
        (
            credentials.client_id,
            credentials.secret.map(|secret| secret.expose().to_owned()),
            credentials.mechanism,
        )
    }

    #[test]
    fn each_mechanism_is_recognized() {
        use ClientAuthenticationMechanism as Mechanism;
        let secret = Some("s".to_owned());
        assert_eq!(accepted(Some(&basic("m:s")), ""), ("m".to_owned(), secret.clone(), Mechanism::Basic));
        assert_eq!(
            accepted(Some(&basic("m:s")), "client_id=m"),
            ("m".to_owned(), secret.clone(), Mechanism::Basic)
        );
        assert_eq!(
            accepted(None, "client_id=m&client_secret=s"),
            ("m".to_owned(), secret.clone(), Mechanism::Post)
        );
        assert_eq!(accepted(None, "client_id=m"), ("m".to_owned(), None, Mechanism::None));
        assert_eq!(accepted(None, "client_id=m&client_secret="), ("m".to_owned(), None, Mechanism::None));
        let assertion = format!("client_assertion=e30.{}.x", URL_SAFE_NO_PAD.encode(r#"{"sub":"m"}"#));
        assert_eq!(accepted(None, &assertion), ("m".to_owned(), None, Mechanism::Assertion));
    }

    #[test]
    fn parts_of_the_header_are_form_decoded() {
        assert_eq!(accepted(Some(&basic("a%3Ab:s+%2B%C3%A9:t")), "").0, "a:b");
        assert_eq!(accepted(Some(&basic("a%3Ab:s+%2B%C3%A9:t")), "").1.as_deref(), Some("s +é:t"));
        assert_eq!(accepted(Some(&basic("m:s").replace("Basic", "bAsIc")), "").0, "m");
        assert_eq!(accepted(Some(basic("mm:s").trim_end_matches('=')), "").0, "mm");
    }

    #[test]
    fn every_failure_has_its_text() {
        let format = "invalid authorization header value format";
        let long_assertion =
            format!("client_id=other&client_assertion=e30.{}.x", URL_SAFE_NO_PAD.encode(r#"{"sub":"m"}"#));
        let secret_and_assertion = format!("client_secret=s&{long_assertion}");
        let rows: Vec<(Option<String>, &str, &str)> = vec![
            (None, "", "no client authentication mechanism provided"),
            (None, "client_id=", "no client authentication mechanism provided"),
            (None, "client_secret=s", "no client authentication mechanism provided"),
            (Some(String::new()), "client_id=m", format),
            (Some("Basic".to_owned()), "", format),
            (Some("Basic ".to_owned()), "", format),
            (Some("Basic !!!".to_owned()), "", format),
            (Some(basic("no-colon")), "", format),
            (Some(basic(":secret")), "", format),
            (Some(basic("m:s").replace("Basic ", "Basic  ")), "", format),
            (Some(basic("m:100%")), "", format),
            (Some(basic("m:%zz")), "", format),
            (Some(basic("m:%ff")), "", format),
            (Some(basic("m:%00")), "", format),
            (Some(basic("m:s").replace("Basic", "Bearer")), "", format),
            (Some("Bearer abc".to_owned()), "client_id=m", format),
            (Some(basic("m:")), "", "client_secret must be provided in the Authorization header"),
            (Some(basic("m:s")), "client_id=other", "client_id mismatch"),
            (
                Some(basic("m:s")),
                "client_secret=s",
                "client authentication must only be provided using one mechanism",
            ),
            (
                Some(basic("m:s")),
                "client_assertion=a.b.c",
                "client authentication must only be provided using one mechanism",
            ),
            (None, &secret_and_assertion, "client authentication must only be provided using one mechanism"),
            (None, &long_assertion, "client_id mismatch"),
            (None, "client_id=m&client_assertion=nonsense", "invalid client_assertion format"),
            (None, "client_id=m&client_assertion=a.b.c", "invalid client_assertion format"),
            (None, "client_id=m&client_assertion=a.e30.c", "invalid client_assertion format"),
        ];
        for (authorization, body, text) in rows {
            let error = parse(authorization.as_deref(), body).unwrap_err();
            assert_eq!(error, OAuthError::invalid_request(text.to_owned()), "{authorization:?} {body}");
            assert_eq!(error.status, 400);
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let credentials = parse(None, "client_id=m&client_secret=hunter2").unwrap();
        assert!(!format!("{credentials:?}").contains("hunter2"));
    }

    proptest! {
        #[test]
        fn any_header_is_read_or_refused(header in "(?s).*", body in "[a-z_=&%]{0,40}") {
            let parameters = Parameters::from_form(body.as_bytes()).unwrap();
            if let Ok(credentials) = PresentedCredentials::parse(Some(&header), &parameters) {
                prop_assert!(!credentials.client_id.is_empty());
            }
        }

        #[test]
        fn encoded_credentials_come_back(client_id in "[^\0]{1,20}", secret in "[^\0]{1,20}") {
            let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let header = basic(&format!("{}:{}", encode(&client_id), encode(&secret)));
            let credentials = parse(Some(&header), "").unwrap();
            prop_assert_eq!(credentials.client_id, client_id);
            let presented = credentials.secret.unwrap();
            prop_assert_eq!(presented.expose(), secret);
        }
    }
}
