//! Text messages by Twilio (<https://www.twilio.com/docs/messaging/api/message-resource>), or by whoever speaks as they do.

use http::{Request, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Message, MessageProvider, call, content, text};
use crate::{Behaviour, Config, ConnectorContext, ConnectorError, ConnectorType, Factory, FormItem};

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        id: "twilio-short-message-service",
        connector_type: ConnectorType::Sms,
        target: "twilio-sms",
        platform: None,
        name: "Twilio SMS",
        description: "Sends text messages by Twilio.",
        logo: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%23F22F46' d='M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m0 2.6a7.4 7.4 0 1 1 0 14.8 7.4 7.4 0 0 1 0-14.8M9.5 7.4a2.1 2.1 0 1 0 0 4.2 2.1 2.1 0 0 0 0-4.2m5 0a2.1 2.1 0 1 0 0 4.2 2.1 2.1 0 0 0 0-4.2m-5 5a2.1 2.1 0 1 0 0 4.2 2.1 2.1 0 0 0 0-4.2m5 0a2.1 2.1 0 1 0 0 4.2 2.1 2.1 0 0 0 0-4.2'/%3E%3C/svg%3E",
        logo_dark: None,
        readme: "Messages are sent by a messaging service, whose SID begins with MG; a phone number with its plus sign may stand there too.",
        form_items: vec![
            FormItem::text("accountSID", "Account SID").required().placeholder("AC…"),
            FormItem::secret("authToken", "Auth token").required(),
            FormItem::text("fromMessagingServiceSID", "Messaging service SID").required().placeholder("MG…"),
            FormItem::text("endpoint", "API address").placeholder("https://api.twilio.com"),
            FormItem::json("templates", "Templates"),
        ],
        is_standard: false,
        is_token_storage_supported: false,
        behaviour: Behaviour::Message(MessageProvider::Twilio),
    }
}

/// Sends a text message.
pub(super) async fn send(
    context: ConnectorContext<'_>,
    config: &Config,
    message: &Message<'_>,
) -> Result<(), ConnectorError> {
    let body = content::text(config, message);
    let (account, sender) = (text(config, "accountSID"), text(config, "fromMessagingServiceSID"));
    let path = utf8_percent_encode(account, NON_ALPHANUMERIC);
    let endpoint = call::endpoint(config, "https://api.twilio.com");
    let url = format!("{endpoint}/2010-04-01/Accounts/{path}/Messages.json");
    let authorization = call::basic(account, text(config, "authToken"));
    let builder =
        call::secret_header(Request::post(url), header::AUTHORIZATION.as_str(), &authorization, "authToken")?;
    let to = format!("+{}", message.recipient.trim_start_matches('+'));
    let sender_name = if sender.starts_with('+') { "From" } else { "MessagingServiceSid" };
    call::form(context, builder, &[("To", to.as_str()), (sender_name, sender), ("Body", &body)]).await
}

#[cfg(test)]
mod tests {
    use domain::message_template::TemplateType;
    use serde_json::json;

    use super::*;
    use crate::message::testing::{self, Receiver};

    #[tokio::test]
    async fn a_message_goes_out_as_the_api_wants_it() {
        for (sender, name) in [("MG1", "MessagingServiceSid"), ("+15550100", "From")] {
            let receiver = Receiver::answering("201 Created", "{}").await;
            let config = testing::config(json!({
                "accountSID": "AC1", "authToken": "token", "fromMessagingServiceSID": sender, "endpoint": receiver.url,
                "templates": [{ "usageType": "Generic", "content": "Code {{code}}" }],
            }));
            factory().check(&config).unwrap();
            let variables = testing::config(json!({ "code": "1" }));
            let message =
                Message { recipient: "4741234567", ..testing::message(TemplateType::SignIn, &variables) };
            testing::send(MessageProvider::Twilio, &config, &message).await.unwrap();
            let (first, headers, body) = receiver.request();
            assert_eq!(first, "POST /2010-04-01/Accounts/AC1/Messages.json HTTP/1.1");
            assert!(headers.contains("authorization: basic qumxonrva2vu"), "{headers}");
            let pairs: Vec<_> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
            let expected = [("To", "+4741234567"), (name, sender), ("Body", "Code 1")];
            assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        }
    }
}
