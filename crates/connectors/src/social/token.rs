//! The token endpoint: an authorization code, or a refresh token, for tokens (RFC 6749 §4.1.3, §5, §6).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use domain::PlainToken;
use http::{HeaderValue, Request, header, request::Builder};
use serde_json::{Map, Value, json};

use super::{attempt, call};
use crate::{Config, ConnectorContext, ConnectorError, FormItem, InvalidConfig, social::settings};

/// How long an assertion is good for, in seconds.
const ASSERTION_SECONDS: i64 = 300;
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const AUTHENTICATION_METHOD: &str = "tokenEndpointAuthMethod";
const SIGNING_ALGORITHM: &str = "clientSecretJwtSigningAlgorithm";

/// The hash of a `client_secret_jwt` (RFC 7518 §3.2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum AssertionAlgorithm {
    Hs256,
    Hs384,
    Hs512,
}

impl AssertionAlgorithm {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Hs384 => "HS384",
            Self::Hs512 => "HS512",
        }
    }

    fn sign(self, secret: &[u8], message: &[u8]) -> Vec<u8> {
        match self {
            Self::Hs256 => jose::hmac_sha256(secret, message).to_vec(),
            Self::Hs384 => jose::hmac_sha384(secret, message).to_vec(),
            Self::Hs512 => jose::hmac_sha512(secret, message).to_vec(),
        }
    }
}

/// How this server shows at the token endpoint who it is (OpenID Connect Core §9).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Authentication {
    /// `client_secret_post`.
    Post,
    /// `client_secret_basic`.
    Basic,
    /// `client_secret_jwt`.
    SecretJwt(AssertionAlgorithm),
}

impl Authentication {
    /// The items of a form that ask for it.
    pub(super) fn form_items() -> [FormItem; 2] {
        let methods = [
            ("client_secret_post", "client_secret_post"),
            ("client_secret_basic", "client_secret_basic"),
            ("client_secret_jwt", "client_secret_jwt"),
        ];
        [
            FormItem::select(AUTHENTICATION_METHOD, "Token endpoint authentication method", &methods)
                .default_value("client_secret_post")
                .description("How the client secret is sent to the token endpoint."),
            FormItem::select(
                SIGNING_ALGORITHM,
                "Client secret JWT signing algorithm",
                &[("HS256", "HS256"), ("HS384", "HS384"), ("HS512", "HS512")],
            )
            .default_value("HS256")
            .shown_if(AUTHENTICATION_METHOD, "client_secret_jwt"),
        ]
    }

    /// What an operator chose.
    pub(super) fn read(config: &Config) -> Result<Self, InvalidConfig> {
        let unknown = |key| Err(InvalidConfig::new(key, "must be one of the choices"));
        let algorithm = match settings::text(config, SIGNING_ALGORITHM)? {
            None | Some("HS256") => AssertionAlgorithm::Hs256,
            Some("HS384") => AssertionAlgorithm::Hs384,
            Some("HS512") => AssertionAlgorithm::Hs512,
            Some(_) => return unknown(SIGNING_ALGORITHM),
        };
        match settings::text(config, AUTHENTICATION_METHOD)? {
            None | Some("client_secret_post") => Ok(Self::Post),
            Some("client_secret_basic") => Ok(Self::Basic),
            Some("client_secret_jwt") => Ok(Self::SecretJwt(algorithm)),
            Some(_) => unknown(AUTHENTICATION_METHOD),
        }
    }
}

/// In which form a token endpoint answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum AnswerForm {
    /// As the standard has it.
    Json,
    /// As a query string; JSON is understood too.
    QueryString,
}

/// This server, as the provider knows it.
#[derive(Clone, Debug)]
pub(super) struct Client {
    pub(super) id: String,
    pub(super) secret: PlainToken,
    pub(super) authentication: Authentication,
}

impl Client {
    /// A client with `clientId` and `clientSecret`, which are sent in the body.
    pub(super) fn read(config: &Config) -> Result<Self, InvalidConfig> {
        Ok(Self {
            id: settings::required_text(config, "clientId")?.to_owned(),
            secret: settings::required_secret(config, "clientSecret")?,
            authentication: Authentication::Post,
        })
    }

    /// The items of a form that ask for it.
    pub(super) fn form_items() -> [FormItem; 2] {
        [
            FormItem::text("clientId", "Client ID").required(),
            FormItem::secret("clientSecret", "Client secret").required(),
        ]
    }
}

/// What is given for tokens.
#[derive(Clone, Copy)]
pub(super) enum Grant<'a> {
    /// What the browser brought back.
    Code { code: &'a str, redirect_uri: &'a str, code_verifier: Option<&'a str> },
    /// What came with earlier tokens.
    RefreshToken(&'a str),
}

/// Something to be exchanged.
#[derive(Clone, Copy)]
pub(super) struct Exchange<'a> {
    pub(super) endpoint: &'a str,
    pub(super) client: &'a Client,
    pub(super) grant: Grant<'a>,
    pub(super) form: AnswerForm,
}

/// What the token endpoint gave.
pub(super) struct Tokens {
    /// The access token. Always there, and empty only where the provider gave an ID token alone.
    pub(super) access_token: String,
    /// The ID token.
    pub(super) id_token: Option<String>,
    /// The whole answer.
    pub(super) answer: Map<String, Value>,
}

/// Exchanges a code or a refresh token. It is the provider's to see that a code is taken once, from the client it was given to, with its
/// verifier.
pub(super) async fn exchange(
    context: ConnectorContext<'_>,
    exchange: Exchange<'_>,
) -> Result<Tokens, ConnectorError> {
    let (request, body) = write_request(context, exchange)?;
    let answer = call::send(context, request, body).await?;
    read_answer(&answer.body, answer.status.is_success(), exchange.form)
}

/// Renews tokens, and gives the whole answer without its ID token, which nobody has verified.
pub(super) async fn renew(
    context: ConnectorContext<'_>,
    exchanged: Exchange<'_>,
) -> Result<Value, ConnectorError> {
    let tokens = exchange(context, exchanged).await?;
    if tokens.access_token.is_empty() {
        return Err(without_access_token());
    }
    let mut answer = tokens.answer;
    answer.remove("id_token");
    Ok(answer.into())
}

/// The error of an answer that lacks the one token that is needed.
pub(super) fn without_access_token() -> ConnectorError {
    ConnectorError::InvalidResponse("the token endpoint gave no access token".to_owned())
}

fn write_request(
    context: ConnectorContext<'_>,
    exchange: Exchange<'_>,
) -> Result<(Builder, Bytes), ConnectorError> {
    let client = exchange.client;
    let mut form = form_urlencoded::Serializer::new(String::new());
    match exchange.grant {
        Grant::Code { code, redirect_uri, code_verifier } => {
            form.append_pair("grant_type", "authorization_code");
            form.append_pair("code", code).append_pair("redirect_uri", redirect_uri);
            if let Some(verifier) = code_verifier {
                form.append_pair("code_verifier", verifier);
            }
        }
        Grant::RefreshToken(token) => {
            form.append_pair("grant_type", "refresh_token").append_pair("refresh_token", token);
        }
    }
    let accept = match exchange.form {
        AnswerForm::Json => "application/json",
        AnswerForm::QueryString => "application/x-www-form-urlencoded, application/json;q=0.9",
    };
    let mut request = Request::post(exchange.endpoint)
        .header(header::ACCEPT, accept)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    match client.authentication {
        Authentication::Post => {
            form.append_pair("client_id", &client.id).append_pair("client_secret", client.secret.reveal());
        }
        Authentication::Basic => request = request.header(header::AUTHORIZATION, basic(client)?),
        Authentication::SecretJwt(algorithm) => {
            form.append_pair("client_id", &client.id);
            form.append_pair("client_assertion_type", ASSERTION_TYPE);
            form.append_pair("client_assertion", &assertion(context, client, algorithm, exchange.endpoint));
        }
    }
    Ok((request, Bytes::from(form.finish())))
}

/// RFC 6749 §2.3.1: both halves are form-encoded first.
fn basic(client: &Client) -> Result<HeaderValue, ConnectorError> {
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let credentials = format!("{}:{}", encode(&client.id), encode(client.secret.reveal()));
    let mut value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(credentials)))
        .map_err(|_| ConnectorError::Failed("the client's credentials cannot be sent".to_owned()))?;
    value.set_sensitive(true);
    Ok(value)
}

/// RFC 7523 §3 with the client's secret as key.
fn assertion(
    context: ConnectorContext<'_>,
    client: &Client,
    algorithm: AssertionAlgorithm,
    audience: &str,
) -> String {
    let now = context.now.as_seconds();
    let header = json!({ "alg": algorithm.as_str(), "typ": "JWT" });
    let claims = json!({
        "iss": client.id, "sub": client.id, "aud": audience, "jti": context.entropy.base64_43(),
        "iat": now, "exp": now + ASSERTION_SECONDS,
    });
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", encode(&header), encode(&claims));
    let signature = algorithm.sign(client.secret.reveal().as_bytes(), signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn read_answer(body: &[u8], is_success: bool, form: AnswerForm) -> Result<Tokens, ConnectorError> {
    let answer = match call::object(body, "the answer of the token endpoint") {
        Ok(object) => object,
        Err(_) if form == AnswerForm::QueryString => form_urlencoded::parse(body)
            .map(|(name, value)| (name.into_owned(), Value::from(value.into_owned())))
            .collect(),
        Err(error) => return Err(error),
    };
    // Some providers answer a refusal with 200.
    if !is_success || answer.contains_key("error") {
        return Err(refusal(answer.get("error")));
    }
    let text =
        |name: &str| answer.get(name).and_then(Value::as_str).filter(|t| !t.is_empty()).map(str::to_owned);
    let (access_token, id_token) = (text("access_token"), text("id_token"));
    if access_token.is_none() && id_token.is_none() {
        return Err(ConnectorError::InvalidResponse("the token endpoint gave no token".to_owned()));
    }
    Ok(Tokens { access_token: access_token.unwrap_or_default(), id_token, answer })
}

/// RFC 6749 §5.2. One provider writes an object instead of a code.
fn refusal(error: Option<&Value>) -> ConnectorError {
    let code = error.and_then(Value::as_str).and_then(attempt::error_code);
    match code {
        Some("invalid_grant" | "bad_verification_code") => {
            ConnectorError::CodeInvalid("the provider does not take the code or refresh token".to_owned())
        }
        Some(code) => ConnectorError::Failed(format!("the token endpoint refused: {code}")),
        None if error.is_some_and(|error| error.get("code") == Some(&json!(100))) => {
            ConnectorError::CodeInvalid("the provider does not take the code or refresh token".to_owned())
        }
        None => ConnectorError::Failed("the token endpoint refused".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(body: &str, is_success: bool, form: AnswerForm) -> Option<&'static str> {
        read_answer(body.as_bytes(), is_success, form).err().map(|error| error.code())
    }

    #[test]
    fn answers_are_read_in_the_form_that_was_agreed() {
        let tokens = read_answer(
            br#"{"access_token":"a","id_token":"i","token_type":"Bearer"}"#,
            true,
            AnswerForm::Json,
        );
        let tokens = tokens.ok().unwrap();
        assert_eq!((tokens.access_token.as_str(), tokens.id_token.as_deref()), ("a", Some("i")));
        let tokens = read_answer(b"access_token=a%2Fb&scope=x", true, AnswerForm::QueryString).ok().unwrap();
        assert_eq!(tokens.access_token, "a/b");
        assert!(read_answer(br#"{"access_token":"a"}"#, true, AnswerForm::QueryString).is_ok());
        for wrong in ["access_token=a", "", "[]", "null", "<html>", "{\"access_token\":"] {
            assert_eq!(code(wrong, true, AnswerForm::Json), Some("connector.invalid_response"), "{wrong}");
        }
        for wrong in ["", "<html>", "access_token="] {
            assert_eq!(
                code(wrong, true, AnswerForm::QueryString),
                Some("connector.invalid_response"),
                "{wrong}"
            );
        }
        for wrong in [r#"{"access_token":1}"#, r#"{"access_token":""}"#, "{}"] {
            assert_eq!(code(wrong, true, AnswerForm::Json), Some("connector.invalid_response"), "{wrong}");
        }
    }

    #[test]
    fn refusals_are_told_apart_and_quote_nothing_but_codes() {
        let cases = [
            (
                r#"{"error":"invalid_grant","error_description":"s3cret"}"#,
                "connector.social_auth_code_invalid",
            ),
            (r#"{"error":"bad_verification_code"}"#, "connector.social_auth_code_invalid"),
            (r#"{"error":{"code":100,"message":"s3cret"}}"#, "connector.social_auth_code_invalid"),
            (r#"{"error":"invalid_client","access_token":"s3cret"}"#, "connector.general"),
            (r#"{"error":"s3cret <script>"}"#, "connector.general"),
        ];
        for (body, expected) in cases {
            for is_success in [true, false] {
                let error = read_answer(body.as_bytes(), is_success, AnswerForm::Json).err().unwrap();
                assert_eq!(error.code(), expected, "{body}");
                assert!(!error.to_string().contains("s3cret"), "{error}");
            }
        }
        assert_eq!(code(r#"{"access_token":"a"}"#, false, AnswerForm::Json), Some("connector.general"));
    }

    proptest! {
        #[test]
        fn no_answer_makes_reading_fail_otherwise_than_by_an_error(body in proptest::collection::vec(any::<u8>(), 0..200), ok in any::<bool>()) {
            for form in [AnswerForm::Json, AnswerForm::QueryString] {
                if let Ok(tokens) = read_answer(&body, ok, form) {
                    prop_assert!(ok && (!tokens.access_token.is_empty() || tokens.id_token.is_some()));
                }
            }
        }
    }
}
