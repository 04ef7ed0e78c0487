//! For development: messages are kept by the server and shown on one of its pages, nothing is sent.

use super::MessageProvider;
use crate::{Behaviour, ConnectorType, Factory, FormItem};

/// The factory for e-mail.
pub(super) fn email_factory() -> Factory {
    factory("guildhall-mailbox-email", ConnectorType::Email, MessageProvider::MailboxEmail)
}

/// The factory for text messages.
pub(super) fn sms_factory() -> Factory {
    factory("guildhall-mailbox-sms", ConnectorType::Sms, MessageProvider::MailboxSms)
}

fn factory(id: &'static str, connector_type: ConnectorType, provider: MessageProvider) -> Factory {
    Factory {
        id,
        connector_type,
        target: id,
        platform: None,
        name: match connector_type {
            ConnectorType::Sms => "Development mailbox (SMS)",
            _ => "Development mailbox",
        },
        description: "Keeps the last messages and shows them at /demo/mailbox of a development server. Sends nothing.",
        logo: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%232F6F6B' d='M3 13h5l2 3h4l2-3h5v7H3zm3-9h12l3 7h-6l-2 3h-2l-2-3H3z'/%3E%3C/svg%3E",
        logo_dark: None,
        readme: "For development only: whoever sees the page sees every code.",
        form_items: vec![FormItem::json("templates", "Templates")],
        is_standard: false,
        is_token_storage_supported: false,
        behaviour: Behaviour::Message(provider),
    }
}
