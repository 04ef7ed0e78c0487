//! Calls to providers that speak HTTP.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode, Uri, header, request::Builder};
use serde_json::Value;

use super::{TIMEOUT, optional_text};
use crate::{Config, ConnectorContext, ConnectorError, InvalidConfig};

/// How much of a refusal is kept, in characters.
const MAX_TOLD: usize = 500;

/// The address of a provider: `endpoint` of the configuration where it is given, without a slash at its end.
pub(super) fn endpoint<'a>(config: &'a Config, usual: &'a str) -> &'a str {
    optional_text(config, "endpoint").unwrap_or(usual).trim_end_matches('/')
}

/// Checks `endpoint`, where it is given: an absolute address of the web.
pub(super) fn check_endpoint(config: &Config) -> Result<(), InvalidConfig> {
    let Some(endpoint) = optional_text(config, "endpoint") else { return Ok(()) };
    let is_web = endpoint
        .parse::<Uri>()
        .is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some());
    if is_web { Ok(()) } else { Err(InvalidConfig::new("endpoint", "must be an http or https address")) }
}

/// The value of an `Authorization` header by name and password (RFC 7617).
pub(super) fn basic(name: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{name}:{password}")))
}

/// Adds a header that holds a secret.
pub(super) fn secret_header(
    builder: Builder,
    name: &'static str,
    value: &str,
    key: &str,
) -> Result<Builder, ConnectorError> {
    let mut value = HeaderValue::try_from(value)
        .map_err(|_| InvalidConfig::new(key, "has characters that a header cannot hold"))?;
    value.set_sensitive(true);
    Ok(builder.header(name, value))
}

/// Sends JSON.
pub(super) async fn json(
    context: ConnectorContext<'_>,
    builder: Builder,
    body: &Value,
) -> Result<(), ConnectorError> {
    send(context, builder.header(header::CONTENT_TYPE, "application/json"), body.to_string()).await
}

/// Sends a form.
pub(super) async fn form(
    context: ConnectorContext<'_>,
    builder: Builder,
    pairs: &[(&str, &str)],
) -> Result<(), ConnectorError> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    send(context, builder.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), body).await
}

/// Sends a body; anything but 2xx is an error.
pub(super) async fn send(
    context: ConnectorContext<'_>,
    builder: Builder,
    body: String,
) -> Result<(), ConnectorError> {
    let request: Request<Bytes> = builder
        .body(Bytes::from(body))
        .map_err(|_| ConnectorError::Failed("the provider's address cannot be called".to_owned()))?;
    let answer = context.outbound.send(request, TIMEOUT).await?;
    match answer.status {
        status if status.is_success() => Ok(()),
        StatusCode::TOO_MANY_REQUESTS => Err(ConnectorError::RateLimited),
        status => Err(ConnectorError::Refused { status: status.as_u16(), answer: told(&answer.body) }),
    }
}

/// The beginning of an answer, fit to be shown.
fn told(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body.get(..4 * MAX_TOLD).unwrap_or(body)).into_owned();
    text.chars().filter(|character| !character.is_control()).take(MAX_TOLD).collect()
}

#[cfg(test)]
mod tests {
    use domain::message_template::TemplateType;
    use serde_json::json;

    use super::*;
    use crate::message::{
        MessageProvider,
        testing::{Receiver, config, message, send},
    };

    #[tokio::test]
    async fn refusals_and_silence_are_told_apart() {
        let variables = config(json!({ "code": "123456" }));
        let sent = async |endpoint: &str| {
            let config = config(json!({ "endpoint": endpoint }));
            send(MessageProvider::HttpSms, &config, &message(TemplateType::Generic, &variables)).await
        };
        let refusing = Receiver::answering("403 Forbidden", "no\u{7}t you").await;
        let refused = sent(&refusing.url).await.unwrap_err();
        assert!(
            matches!(&refused, ConnectorError::Refused { status: 403, answer } if answer == "not you"),
            "{refused:?}"
        );
        assert_eq!((refused.status(), refused.code()), (400, "connector.general"));
        let busy = Receiver::answering("429 Too Many Requests", "").await;
        assert_eq!(sent(&busy.url).await.unwrap_err().status(), 429);
        let inside = sent("http://10.0.0.1/").await.unwrap_err();
        assert!(
            matches!(inside, ConnectorError::Unreachable(outbound::OutboundError::AddressNotAllowed)),
            "{inside:?}"
        );
    }

    #[test]
    fn an_endpoint_is_an_address_of_the_web() {
        let problem = |endpoint: &str| check_endpoint(&config(json!({ "endpoint": endpoint }))).err();
        assert_eq!((problem("https://a.example/b"), problem("")), (None, None));
        for bad in ["/a", "ftp://a.example", "a.example", "https://", "http:// a"] {
            assert!(problem(bad).is_some(), "{bad}");
        }
    }
}
