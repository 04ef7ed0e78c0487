//! Sending codes to addresses and checking them. The rules are in [`domain::verification_code`], what decides is one statement of
//! [`store::verification_code`].

use std::{sync::Arc, time::Duration};

use domain::{
    HashedToken,
    message_template::TemplateType,
    verification_code::{CodeRefusal, VerificationCodePolicy, generate},
};
use serde_json::{Map, Value};
use store::verification_code::{self, CodeKey};

use crate::{
    messages::{self, Outgoing, Recipient, SendError},
    services::{OperationError, Services},
};

/// How long a code is kept after it was sent, so that an expired one is told from none.
const KEPT: Duration = Duration::from_secs(3_600);

/// Sends a fresh code to an address, in place of any before it for the same `purpose`. A purpose is whatever the code must be bound to, such
/// as `management-api` or a sign-in; the code is one of the message's variables, beside `variables`.
pub async fn send(
    services: &Services,
    purpose: &str,
    template_type: TemplateType,
    recipient: Recipient<'_>,
    (variables, languages): (&Map<String, Value>, &str),
) -> Result<(), SendError> {
    let code = generate(&*services.entropy);
    let mut variables = variables.clone();
    variables.insert("code".to_owned(), code.reveal().into());
    let message = Outgoing { template_type, recipient, variables: &variables, languages };
    // What was sent before stays good when nothing is sent now.
    messages::send(services, &message).await?;
    let address = recipient.key();
    let key = CodeKey { purpose, recipient: &address };
    let hash = hash(services, key, code.reveal()).await?;
    let now = services.now();
    Ok(verification_code::put(services.db.exec(), &services.tenant, key, &hash, (now, now.plus(KEPT)))
        .await?)
}

/// As [`send`], so that neither the answer nor its time tells whether the address is known: the code is made, kept and counted in any case, and
/// sent, where `is_known`, once the answer is on its way. That it could not be sent is in the log only, and changes nothing that later answers
/// depend on.
pub async fn send_in_silence(
    services: &Arc<Services>,
    purpose: &str,
    template_type: TemplateType,
    recipient: Recipient<'_>,
    (variables, languages, is_known): (&Map<String, Value>, &str, bool),
) -> Result<(), SendError> {
    let place = services.background.place().ok_or(OperationError::Busy)?;
    let code = generate(&*services.entropy);
    let mut variables = variables.clone();
    variables.insert("code".to_owned(), code.reveal().into());
    let message = Outgoing { template_type, recipient, variables: &variables, languages };
    let counted = messages::count(services, &message).await?;
    let address = recipient.key();
    let key = CodeKey { purpose, recipient: &address };
    let (hash, now) = (hash(services, key, code.reveal()).await?, services.now());
    let times = (now, now.plus(KEPT));
    verification_code::put(services.db.exec(), &services.tenant, key, &hash, times).await?;
    if !is_known {
        return Ok(());
    }
    let (services, languages) = (Arc::clone(services), languages.to_owned());
    let (is_email, to) = (matches!(recipient, Recipient::Email(_)), recipient.address().to_owned());
    place.spawn(async move {
        let recipient = if is_email { Recipient::Email(&to) } else { Recipient::Phone(&to) };
        let message = Outgoing { template_type, recipient, variables: &variables, languages: &languages };
        counted.deliver_in_silence(&services, &message).await;
    });
    Ok(())
}

/// Checks a code; the right one is used up.
pub async fn verify(
    services: &Services,
    purpose: &str,
    recipient: Recipient<'_>,
    code: &str,
) -> Result<Result<(), CodeRefusal>, OperationError> {
    let policy = VerificationCodePolicy::of(&services.configuration().await?.sign_in_experience);
    let address = recipient.key();
    let key = CodeKey { purpose, recipient: &address };
    let hash = hash(services, key, code).await?;
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    Ok(verification_code::redeem(exec, tenant, key, &hash, (&policy, services.now())).await?)
}

/// A code as it is stored. With so few digits a plain hash would be as good as the code, so it is keyed with a secret that the database holds
/// sealed only, and bound to what it is for.
async fn hash(services: &Services, key: CodeKey<'_>, code: &str) -> Result<HashedToken, OperationError> {
    let configuration = services.configuration().await?;
    let text = format!("verification-code\n{}\n{}\n{code}", key.purpose, key.recipient);
    let hash = jose::hmac_sha256(configuration.verification_code_key.reveal(), text.as_bytes());
    Ok(HashedToken::from_bytes(hash))
}
