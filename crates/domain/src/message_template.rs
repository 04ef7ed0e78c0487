//! Templates of messages: what they are for, which of several is taken, and how variables are filled in.

mod language;
mod render;

use serde::{Deserialize, Serialize};

pub use language::Languages;
pub use render::{Escaping, render};

/// What a message is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum TemplateType {
    /// A code to sign in with.
    SignIn,
    /// A code to register with.
    Register,
    /// A code to set a new password with.
    ForgotPassword,
    /// Somebody is invited to an organization.
    OrganizationInvitation,
    /// A code for anything else; it stands in for other codes too.
    Generic,
    /// A code that confirms a dangerous step.
    UserPermissionValidation,
    /// A code for an address that is about to be added.
    BindNewIdentifier,
    /// A code as a second factor.
    MfaVerification,
    /// A code for an address that is about to become a second factor.
    BindMfa,
}

impl TemplateType {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::SignIn,
        Self::Register,
        Self::ForgotPassword,
        Self::OrganizationInvitation,
        Self::Generic,
        Self::UserPermissionValidation,
        Self::BindNewIdentifier,
        Self::MfaVerification,
        Self::BindMfa,
    ];

    /// The word of the wire and of the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "SignIn",
            Self::Register => "Register",
            Self::ForgotPassword => "ForgotPassword",
            Self::OrganizationInvitation => "OrganizationInvitation",
            Self::Generic => "Generic",
            Self::UserPermissionValidation => "UserPermissionValidation",
            Self::BindNewIdentifier => "BindNewIdentifier",
            Self::MfaVerification => "MfaVerification",
            Self::BindMfa => "BindMfa",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template_type| template_type.as_str() == word)
    }

    /// Whether the generic template may stand in: it tells a code, which an invitation has none of.
    pub const fn may_be_generic(self) -> bool {
        !matches!(self, Self::OrganizationInvitation)
    }
}

/// How the content of an e-mail is to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum ContentType {
    /// As HTML.
    #[default]
    #[serde(rename = "text/html")]
    Html,
    /// As it stands.
    #[serde(rename = "text/plain")]
    Plain,
}

/// What an e-mail says, with variables still to be filled in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateDetails {
    /// The subject.
    pub subject: String,
    /// The content.
    pub content: String,
    /// How the content is to be read; as HTML when it is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<ContentType>,
    /// Where answers go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// Whom it is from, where that is not the connector's sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_from: Option<String>,
}

impl TemplateDetails {
    /// What is said where no template was made: plain text in English.
    pub fn built_in(template_type: TemplateType) -> Self {
        let code = |subject: &'static str, what: &str| {
            (
                subject,
                format!(
                    "Your code {what} is {{{{code}}}}. It is valid for 10 minutes.\n\nIf you did not ask for it, you can ignore this message.\n"
                ),
            )
        };
        let (subject, content) = match template_type {
            TemplateType::SignIn => code("Your sign-in code", "to sign in"),
            TemplateType::Register => code("Your registration code", "to create your account"),
            TemplateType::ForgotPassword => code("Your code for a new password", "to set a new password"),
            TemplateType::OrganizationInvitation => (
                "You are invited to {{organization.name}}",
                "You are invited to join {{organization.name}}.\n\nTo accept, open {{link}}\n".to_owned(),
            ),
            TemplateType::BindNewIdentifier => code("Confirm your address", "to confirm your address"),
            TemplateType::MfaVerification => code("Your sign-in code", "for the second step of signing in"),
            TemplateType::BindMfa => code("Confirm your second factor", "to confirm your second factor"),
            TemplateType::Generic | TemplateType::UserPermissionValidation => {
                code("Your verification code", "to confirm that it is you")
            }
        };
        Self {
            subject: subject.to_owned(),
            content,
            content_type: Some(ContentType::Plain),
            reply_to: None,
            send_from: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn words_are_read_as_they_are_written() {
        for template_type in TemplateType::ALL {
            assert_eq!(TemplateType::parse(template_type.as_str()), Some(template_type));
            assert_eq!(json!(template_type), template_type.as_str());
        }
        assert_eq!(TemplateType::parse("signin"), None);
    }

    #[test]
    fn what_is_built_in_tells_the_code_or_the_link() {
        let variables = json!({ "code": "123456", "link": "https://a.example/?b", "organization": { "name": "Fjord & Co" } });
        let variables = variables.as_object().unwrap();
        for template_type in TemplateType::ALL {
            let details = TemplateDetails::built_in(template_type);
            let content = render(&details.content, variables, Escaping::None);
            let told =
                if template_type.may_be_generic() { "is 123456." } else { "open https://a.example/?b" };
            assert!(content.contains(told) && !content.contains("{{"), "{content}");
        }
        let invitation = TemplateDetails::built_in(TemplateType::OrganizationInvitation);
        assert_eq!(render(&invitation.subject, variables, Escaping::None), "You are invited to Fjord & Co");
    }
}
