//! E-mail by the Simple Email Service of AWS (<https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html>).

use http::{Request, Uri, header};
use serde_json::{Value, json};

use super::{
    Message, MessageProvider, RenderedEmail, call, content, optional_text, put,
    signature::{Signed, Signer, amz_date},
    text,
};
use crate::{Behaviour, Config, ConnectorContext, ConnectorError, ConnectorType, Factory, FormItem};

const PATH: &str = "/v2/email/outbound-emails";

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        id: "aws-ses-mail",
        connector_type: ConnectorType::Email,
        target: "aws-ses",
        platform: None,
        name: "AWS SES",
        description: "Sends e-mail by Amazon's Simple Email Service.",
        logo: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%23DD344C' d='M2 5h20v14H2zm2 2v1l8 5 8-5V7zm0 3.4V17h16v-6.6l-8 5z'/%3E%3C/svg%3E",
        logo_dark: None,
        readme: "Make an access key that may call `ses:SendEmail`, and verify the sender.",
        form_items: vec![
            FormItem::secret("accessKeyId", "Access key ID").required(),
            FormItem::secret("accessKeySecret", "Access key secret").required(),
            FormItem::text("region", "Region").required().placeholder("eu-north-1"),
            FormItem::text("emailAddress", "Sender").required().placeholder("no-reply@example.com"),
            FormItem::text("emailAddressIdentityArn", "ARN of the sender's identity"),
            FormItem::text("feedbackForwardingEmailAddress", "Address for bounces and complaints"),
            FormItem::text("feedbackForwardingEmailAddressIdentityArn", "ARN of that address's identity"),
            FormItem::text("configurationSetName", "Configuration set"),
            FormItem::text("endpoint", "API address").placeholder("https://email.eu-north-1.amazonaws.com"),
            FormItem::json("templates", "Templates"),
        ],
        is_standard: false,
        is_token_storage_supported: false,
        behaviour: Behaviour::Message(MessageProvider::AwsSes),
    }
}

/// Sends an e-mail.
pub(super) async fn send(
    context: ConnectorContext<'_>,
    config: &Config,
    message: &Message<'_>,
) -> Result<(), ConnectorError> {
    let body = body(config, message.recipient, content::email(config, message)).to_string();
    let region = text(config, "region");
    let usual = format!("https://email.{region}.amazonaws.com");
    let url = format!("{}{PATH}", call::endpoint(config, &usual));
    let date = amz_date(context.now);
    let address: Uri =
        url.parse().map_err(|_| ConnectorError::Failed("the region makes no address".to_owned()))?;
    let host = address.authority().map(|authority| authority.as_str().to_owned()).unwrap_or_default();
    let signer = Signer {
        key_id: text(config, "accessKeyId"),
        secret: text(config, "accessKeySecret"),
        region,
        service: "ses",
    };
    let headers = [("content-type", "application/json"), ("host", &host), ("x-amz-date", &date)];
    let signed =
        Signed { method: "POST", path: address.path(), query: "", headers: &headers, body: body.as_bytes() };
    let authorization = signer.authorization(&signed, &date);
    let builder =
        Request::post(url).header(header::CONTENT_TYPE, "application/json").header("x-amz-date", date);
    let builder =
        call::secret_header(builder, header::AUTHORIZATION.as_str(), &authorization, "accessKeyId")?;
    call::send(context, builder, body).await
}

fn body(config: &Config, recipient: &str, email: RenderedEmail) -> Value {
    let part = |data: &str| json!({ "Data": data, "Charset": "UTF-8" });
    let kind = if email.media_type() == "text/html" { "Html" } else { "Text" };
    let mut body = json!({
        "FromEmailAddress": email.send_from.as_deref().unwrap_or(text(config, "emailAddress")),
        "Destination": { "ToAddresses": [recipient] },
        "Content": { "Simple": { "Subject": part(&email.subject), "Body": { kind: part(&email.content) } } },
    });
    if let Some(reply_to) = email.reply_to {
        put(&mut body, "ReplyToAddresses", json!([reply_to]));
    }
    let optional = [
        ("emailAddressIdentityArn", "FromEmailAddressIdentityArn"),
        ("feedbackForwardingEmailAddress", "FeedbackForwardingEmailAddress"),
        ("feedbackForwardingEmailAddressIdentityArn", "FeedbackForwardingEmailAddressIdentityArn"),
        ("configurationSetName", "ConfigurationSetName"),
    ];
    for (key, member) in optional {
        if let Some(value) = optional_text(config, key) {
            put(&mut body, member, value);
        }
    }
    body
}

#[cfg(test)]
mod tests {
    use domain::message_template::TemplateType;

    use super::*;
    use crate::message::testing::{self, Receiver};

    #[tokio::test]
    async fn a_signed_mail_goes_out_as_the_api_wants_it() {
        let receiver = Receiver::answering("200 OK", r#"{"MessageId":"1"}"#).await;
        let config = testing::config(json!({
            "accessKeyId": "AKIDEXAMPLE", "accessKeySecret": "secret", "region": "eu-north-1", "endpoint": receiver.url,
            "emailAddress": "a@fjord.example", "configurationSetName": "set",
            "templates": [{ "usageType": "SignIn", "subject": "Code", "content": "{{code}}", "contentType": "text/plain" }],
        }));
        factory().check(&config).unwrap();
        let variables = testing::config(json!({ "code": "1" }));
        testing::send(MessageProvider::AwsSes, &config, &testing::message(TemplateType::SignIn, &variables))
            .await
            .unwrap();
        let (first, headers, body) = receiver.request();
        assert_eq!(first, "POST /v2/email/outbound-emails HTTP/1.1");
        let scope = "credential=akidexample/20150830/eu-north-1/ses/aws4_request, signedheaders=content-type;host;x-amz-date, signature=";
        assert!(headers.contains(scope) && headers.contains("x-amz-date: 20150830t123600z"), "{headers}");
        assert_eq!(
            serde_json::from_str::<Value>(&body).unwrap(),
            json!({
                "FromEmailAddress": "a@fjord.example",
                "Destination": { "ToAddresses": ["astrid@fjord.example"] },
                "Content": { "Simple": {
                    "Subject": { "Data": "Code", "Charset": "UTF-8" }, "Body": { "Text": { "Data": "1", "Charset": "UTF-8" } },
                } },
                "ConfigurationSetName": "set",
            })
        );
    }
}
