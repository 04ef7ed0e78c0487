//! Codes sent to the e-mail address or the phone number that a user has. Owning the address is the factor: nothing of it is stored.

use domain::{
    account::User, message_template::TemplateType, sign_in_experience::MfaFactor,
    verification_code::CodeRefusal,
};

use serde_json::{Map, Value};

use crate::{
    messages::{Recipient, SendError},
    services::{OperationError, Services},
    verification_code,
};

/// Where a user gets codes of this kind; `None` when the user has no such address, or the kind is another.
pub fn recipient(user: &User, kind: MfaFactor) -> Option<Recipient<'_>> {
    match kind {
        MfaFactor::EmailVerificationCode => user.primary_email.as_deref().map(Recipient::Email),
        MfaFactor::PhoneVerificationCode => user.primary_phone.as_deref().map(Recipient::Phone),
        MfaFactor::WebAuthn | MfaFactor::Totp | MfaFactor::BackupCode => None,
    }
}

/// Sends a code to an address of `user`, good for `occasion` only, such as one sign-in. `what` is what the message may say beside the code, and the
/// languages it is looked for in, as in `Accept-Language`.
pub async fn send(
    services: &Services,
    (user, recipient): (&User, Recipient<'_>),
    occasion: &str,
    what: (&Map<String, Value>, &str),
) -> Result<(), SendError> {
    let purpose = &purpose(user, occasion);
    verification_code::send(services, purpose, TemplateType::MfaVerification, recipient, what).await
}

/// Checks a code that [`send`] sent for the same occasion; the right one is used up.
pub async fn verify(
    services: &Services,
    user: &User,
    recipient: Recipient<'_>,
    (occasion, code): (&str, &str),
) -> Result<Result<(), CodeRefusal>, OperationError> {
    verification_code::verify(services, &purpose(user, occasion), recipient, code).await
}

/// What such codes are bound to: as a factor, for this user and this occasion. A code sent for anything else is none.
fn purpose(user: &User, occasion: &str) -> String {
    format!("second-factor\n{}\n{occasion}", user.id)
}

/// An address of which only as much is left as its owner needs to know it again.
pub fn masked(recipient: Recipient<'_>) -> String {
    match recipient {
        Recipient::Email(address) => {
            let (name, host) = address.rsplit_once('@').unwrap_or((address, ""));
            let shown: String = name.chars().take(if name.chars().count() > 4 { 4 } else { 1 }).collect();
            format!("{shown}****@{host}")
        }
        Recipient::Phone(number) => {
            let shown = number.chars().count().saturating_sub(4);
            format!("****{}", number.chars().skip(shown).collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_address_tells_its_owner_enough_and_others_little() {
        assert_eq!(masked(Recipient::Email("ingrid@fjord.example")), "ingr****@fjord.example");
        assert_eq!(masked(Recipient::Email("olav@fjord.example")), "o****@fjord.example");
        assert_eq!(masked(Recipient::Phone("4791234567")), "****4567");
        assert_eq!(masked(Recipient::Phone("47")), "****47");
    }
}
