//! E-mail to any mail server (RFC 5321). The dialogue and the form of messages are `lettre`'s; whom it may connect to is `outbound`'s
//! matter, as for every other call.

mod stream;
#[cfg(test)]
mod tests;

use std::time::{Duration, UNIX_EPOCH};

use domain::{PlainToken, UnixMillis};
use lettre::{
    Message as Mail,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, CertificateStore, TlsParameters},
        extension::ClientId,
    },
};
use serde_json::Value;

use super::{Message, MessageProvider, RenderedEmail, TIMEOUT, content, optional_text, text};
use crate::{
    Behaviour, Config, ConnectorContext, ConnectorError, ConnectorType, Factory, FormItem, FormItemKind,
    InvalidConfig,
};
use stream::Limited;

/// The port on which TLS comes first.
const SECURE_PORT: u16 = 465;

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        id: "simple-mail-transfer-protocol",
        connector_type: ConnectorType::Email,
        target: "smtp",
        platform: None,
        name: "SMTP",
        description: "Sends e-mail by any mail server.",
        logo: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%232F6F6B' d='M2 5h20v14H2zm2 2v1l8 5 8-5V7zm0 3.4V17h16v-6.6l-8 5z'/%3E%3C/svg%3E",
        logo_dark: None,
        readme: "`auth` is `{\"type\": \"login\", \"user\", \"pass\"}` or `{\"type\": \"oauth2\", \"user\", \"accessToken\"}`. Each element of `templates` is `{\"usageType\", \"subject\", \"content\", \"contentType\"}`. The password is sent over TLS only, unless `ignoreTLS` is on.",
        form_items: vec![
            FormItem::text("host", "Host").required().placeholder("smtp.example.com"),
            FormItem::new("port", "Port", FormItemKind::Number)
                .required()
                .placeholder("587")
                .default_value(587),
            FormItem::json("auth", "Credentials"),
            FormItem::text("fromEmail", "Sender").required().placeholder("Example <no-reply@example.com>"),
            FormItem::text("replyTo", "Where answers go"),
            FormItem::switch("secure", "TLS from the beginning"),
            FormItem::switch("requireTLS", "No sending without TLS"),
            FormItem::switch("ignoreTLS", "No TLS")
                .description("For a server on the same machine or network only."),
            FormItem::json("customHeaders", "Further headers"),
            FormItem::json("templates", "Templates"),
        ],
        is_standard: false,
        is_token_storage_supported: false,
        behaviour: Behaviour::Message(MessageProvider::Smtp),
    }
}

/// Checks what the form cannot say.
pub(super) fn check(config: &Config) -> Result<(), InvalidConfig> {
    settings(config)?;
    content::check_templates(config)
}

/// How a mail server is spoken to.
struct Settings<'a> {
    host: &'a str,
    port: u16,
    from: Mailbox,
    reply_to: Option<Mailbox>,
    credentials: Option<(Mechanisms, Credentials)>,
    security: Security,
    headers: Vec<HeaderValue>,
}

type Mechanisms = &'static [Mechanism];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Security {
    /// TLS comes first.
    Implicit,
    /// TLS must come before anything else is said.
    StartTls,
    /// TLS where the server offers it; without, no password.
    Opportunistic,
    /// No TLS.
    Clear,
}

fn settings(config: &Config) -> Result<Settings<'_>, InvalidConfig> {
    let port = config.get("port").and_then(Value::as_u64).and_then(|port| u16::try_from(port).ok());
    let port =
        port.filter(|&port| port > 0).ok_or_else(|| InvalidConfig::new("port", "must be 1 to 65535"))?;
    let address = |key: &str, text: &str| {
        text.parse::<Mailbox>().map_err(|_| InvalidConfig::new(key, "must be an e-mail address"))
    };
    let reply_to = optional_text(config, "replyTo").map(|text| address("replyTo", text)).transpose()?;
    let is_on = |key: &str| config.get(key).and_then(Value::as_bool);
    let security = match (is_on("secure"), is_on("ignoreTLS"), is_on("requireTLS")) {
        (Some(true), ..) => Security::Implicit,
        (_, Some(true), _) => Security::Clear,
        (None, ..) if port == SECURE_PORT => Security::Implicit,
        (.., Some(true)) => Security::StartTls,
        _ => Security::Opportunistic,
    };
    Ok(Settings {
        host: text(config, "host"),
        port,
        from: address("fromEmail", text(config, "fromEmail"))?,
        reply_to,
        credentials: credentials(config)?,
        security,
        headers: headers(config)?,
    })
}

fn credentials(config: &Config) -> Result<Option<(Mechanisms, Credentials)>, InvalidConfig> {
    let Some(auth) = config.get("auth").filter(|auth| !auth.is_null()) else { return Ok(None) };
    let member = |key: &str| {
        let found = auth.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        found.ok_or_else(|| InvalidConfig::new(format!("auth.{key}"), "is required"))
    };
    let is_token =
        auth.get("type").and_then(Value::as_str).is_some_and(|kind| kind.eq_ignore_ascii_case("oauth2"));
    let (mechanisms, secret): (Mechanisms, _) = if is_token {
        (&[Mechanism::Xoauth2], member("accessToken")?)
    } else {
        (&[Mechanism::Plain, Mechanism::Login], member("pass")?)
    };
    let user = member("user")?;
    // Commands are lines, and LOGIN sends both as they are.
    Ok(Some((mechanisms, Credentials::new(user.to_owned(), secret.to_owned()))))
}

fn headers(config: &Config) -> Result<Vec<HeaderValue>, InvalidConfig> {
    let Some(headers) = config.get("customHeaders") else { return Ok(Vec::new()) };
    let wrong =
        |name: &str| InvalidConfig::new(format!("customHeaders.{name}"), "must be the text of a header");
    let header = |(name, value): (&String, &Value)| {
        let value =
            value.as_str().filter(|value| !value.contains(char::is_control)).ok_or_else(|| wrong(name))?;
        let name = HeaderName::new_from_ascii(name.clone()).map_err(|_| wrong(name))?;
        Ok(HeaderValue::new(name, value.to_owned()))
    };
    headers.as_object().into_iter().flatten().map(header).collect()
}

/// Sends an e-mail.
pub(super) async fn send(
    context: ConnectorContext<'_>,
    config: &Config,
    message: &Message<'_>,
) -> Result<(), ConnectorError> {
    let settings = settings(config)?;
    let token = PlainToken::new(context.entropy.base64_43());
    let mail = mail(&settings, message.recipient, content::email(config, message), (context.now, &token))?;
    let talk = talk(context, &settings, &mail);
    tokio::time::timeout(TIMEOUT, talk).await.unwrap_or(Err(outbound::OutboundError::TimedOut.into()))
}

fn mail(
    settings: &Settings<'_>,
    recipient: &str,
    email: RenderedEmail,
    (now, token): (UnixMillis, &PlainToken),
) -> Result<Mail, ConnectorError> {
    let address = |text: &str| {
        text.parse::<Mailbox>()
            .map_err(|_| ConnectorError::Failed("an address cannot be written to".to_owned()))
    };
    let from = email.send_from.as_deref().map_or(Ok(settings.from.clone()), address)?;
    let reply_to = email.reply_to.as_deref().map(address).transpose()?.or_else(|| settings.reply_to.clone());
    let kind = match email.media_type() {
        "text/html" => ContentType::TEXT_HTML,
        _ => ContentType::TEXT_PLAIN,
    };
    let since = Duration::from_millis(u64::try_from(now.0).unwrap_or_default());
    let mut builder = Mail::builder()
        .message_id(Some(format!("<{}@{}>", token.reveal(), from.email.domain())))
        .date(UNIX_EPOCH + since)
        .from(from)
        .to(address(recipient)?)
        .subject(email.subject)
        .header(kind);
    if let Some(reply_to) = reply_to {
        builder = builder.reply_to(reply_to);
    }
    for header in &settings.headers {
        builder = builder.raw_header(header.clone());
    }
    builder
        .body(email.content)
        .map_err(|_| ConnectorError::Failed("the message cannot be written".to_owned()))
}

async fn talk(
    context: ConnectorContext<'_>,
    settings: &Settings<'_>,
    mail: &Mail,
) -> Result<(), ConnectorError> {
    let Settings { host, port, security, .. } = settings;
    let name = ClientId::Domain(settings.from.email.domain().to_owned());
    let stream = context.outbound.connect(host, *port, TIMEOUT).await?;
    let mut connection = if *security == Security::Implicit {
        let secured = Limited::new(context.outbound.secure(host, stream, TIMEOUT).await?);
        AsyncSmtpConnection::connect_with_transport(Box::new(secured), &name).await.map_err(refused)?
    } else {
        let limited = Limited::new(stream);
        AsyncSmtpConnection::connect_with_transport(Box::new(limited), &name).await.map_err(refused)?
    };
    let is_secure = match security {
        Security::Implicit => true,
        Security::Clear => false,
        Security::Opportunistic if !connection.can_starttls() => false,
        Security::StartTls | Security::Opportunistic => {
            let tls =
                TlsParameters::builder((*host).to_owned()).certificate_store(CertificateStore::WebpkiRoots);
            let tls = tls.build_rustls().map_err(refused)?;
            connection.starttls(tls, &name).await.map_err(refused)?;
            true
        }
    };
    if let Some((mechanisms, credentials)) = &settings.credentials {
        if !is_secure && *security != Security::Clear {
            connection.abort().await;
            return Err(ConnectorError::Failed(
                "the mail server offers no TLS, and a password is not sent without".to_owned(),
            ));
        }
        connection.auth(mechanisms, credentials).await.map_err(refused)?;
    }
    connection.send(mail.envelope(), &mail.formatted()).await.map_err(refused)?;
    // The message is taken; whether the farewell arrives does not matter.
    let _ = connection.quit().await;
    Ok(())
}

/// What a mail server's refusal means. Its words may repeat the address, so that they are for whoever set the connector up.
fn refused(error: Error) -> ConnectorError {
    match error.status() {
        Some(code) => {
            let status = code.to_string().parse().unwrap_or_default();
            let answer: String =
                error.to_string().chars().filter(|character| !character.is_control()).take(500).collect();
            ConnectorError::Refused { status, answer }
        }
        None if error.is_tls() => {
            ConnectorError::Failed("the mail server's certificate does not hold".to_owned())
        }
        None if error.is_client() => {
            ConnectorError::Failed("the mail server cannot do what the connector needs".to_owned())
        }
        None => ConnectorError::Failed("the mail server was not understood".to_owned()),
    }
}
