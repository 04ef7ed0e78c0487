//! `POST /api/verifications/verification-code` and `…/verify`: that the user reads what is sent to an address, their own or a new one.

use std::time::Duration;

use api_types::account::{
    CodeRecipient, CodeRecipientType, CodeTemplate, NewVerification, SendCode, Verified, VerifyCode,
};
use axum::{Json, http::StatusCode};
use domain::{
    HashedToken,
    account::identifier::is_same_email,
    message_template::TemplateType,
    sentinel::{SentinelIdentifier, SentinelPolicy},
    sign_in_experience::IdentifierKind,
    verification_code::CodeRefusal,
    verification_record::Subject,
};
use http_kit::{ApiError, Created, Issue, ValidJson};
use operations::{
    messages::{Recipient, user_variable},
    sentinel, verification_code,
};
use serde_json::{Map, Value, json};
use store::verification_record;

use crate::{
    AccountContext,
    body::{Body, Rules, email_issues, phone_issues, stored_phone},
    error::{failed, not_sent},
    guarded::Refused,
    rules::{EMAIL, Field, PHONE},
};

fn recipient_issues(recipient: &CodeRecipient) -> Vec<Issue> {
    let path = ["identifier", "value"];
    match recipient.kind {
        CodeRecipientType::Email => email_issues(&path, &recipient.value),
        CodeRecipientType::Phone => phone_issues(&path, &recipient.value),
    }
}

impl Rules for SendCode {
    fn issues(&self) -> Vec<Issue> {
        recipient_issues(&self.identifier)
    }
}

impl Rules for VerifyCode {
    fn issues(&self) -> Vec<Issue> {
        recipient_issues(&self.identifier)
    }
}

/// What a record of a code to this address is about.
fn subject_of(recipient: &CodeRecipient) -> Result<Subject, ApiError> {
    Ok(match recipient.kind {
        CodeRecipientType::Email => Subject::Email(recipient.value.clone()),
        CodeRecipientType::Phone => Subject::Phone(stored_phone(&recipient.value)?),
    })
}

/// Whom a code of this record is sent to.
fn recipient_of(subject: &Subject) -> Option<(IdentifierKind, Recipient<'_>)> {
    match subject {
        Subject::Email(address) => Some((IdentifierKind::Email, Recipient::Email(address))),
        Subject::Phone(number) => Some((IdentifierKind::Phone, Recipient::Phone(number))),
        _ => None,
    }
}

/// What a code is bound to beside its address.
fn purpose(id: &HashedToken) -> String {
    format!("account-{}", domain::text::hexadecimal(id.as_bytes()))
}

/// Sends a code to an address of the user, or to one that is to become theirs where they may change it.
pub(super) async fn send_code(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<SendCode>>,
) -> Result<Created<NewVerification>, ApiError> {
    let subject = subject_of(&body.identifier)?;
    let is_own = subject.identifies(&context.user);
    if !is_own {
        check_new_address(&context, &body)?;
        count_new_address(&context).await?;
    }
    let template = match body.template_type {
        Some(CodeTemplate::BindMfa) => TemplateType::BindMfa,
        Some(CodeTemplate::UserPermissionValidation) => TemplateType::UserPermissionValidation,
        None if is_own => TemplateType::UserPermissionValidation,
        None => TemplateType::BindNewIdentifier,
    };
    let new = context.new_record(subject, None);
    if let Some((_, recipient)) = recipient_of(&new.record.subject) {
        let variables = variables(&context);
        let (services, said) = (&context.services, (&variables, context.facts.languages.as_str()));
        let purpose = purpose(&new.record.id);
        let sent = verification_code::send(services, &purpose, template, recipient, said);
        sent.await.map_err(not_sent)?;
    }
    context.keep_record(&new).await?;
    let expires_at = new.expires_at();
    Ok(Created(NewVerification { verification_record_id: new.id, expires_at }))
}

/// What templates of codes may say: of the application that calls, and of the user.
fn variables(context: &AccountContext) -> Map<String, Value> {
    let (application, own) = (&context.client.application, context.client.sign_in_experience.as_ref());
    let application = json!({
        "id": application.id.as_str(),
        "name": application.name,
        "displayName": own.and_then(|own| own.display_name.as_deref()),
        "branding": own.map(|own| &own.branding),
    });
    Map::from_iter([
        ("application".to_owned(), application),
        ("user".to_owned(), user_variable(&context.user)),
    ])
}

/// Who may not change an address has no use for codes to others, and sends nobody messages.
fn check_new_address(context: &AccountContext, body: &SendCode) -> Result<(), ApiError> {
    let (scope, field) = match body.identifier.kind {
        CodeRecipientType::Email => (EMAIL, Field::Email),
        CodeRecipientType::Phone => (PHONE, Field::Phone),
    };
    context.check_scope(scope)?;
    context.check_edited(&[field])?;
    match body.identifier.kind {
        CodeRecipientType::Email => context.check_blocklist(&body.identifier.value),
        CodeRecipientType::Phone => Ok(()),
    }
}

/// How many codes a user has sent to addresses that are not theirs: nobody writes to strangers through an account, or runs up the bill for text messages.
const NEW_ADDRESSES: SentinelPolicy = SentinelPolicy {
    max_attempts: 30,
    window: Duration::from_secs(3_600),
    lockout: Duration::from_secs(3_600),
};

/// Each counts, and none is taken back.
async fn count_new_address(context: &AccountContext) -> Result<(), ApiError> {
    let counted = SentinelIdentifier::new("account-code", context.user_id().as_str());
    let counted =
        sentinel::begin_attempt(&context.services, counted, &NEW_ADDRESSES).await.map_err(failed)?;
    let refused = |_| ApiError::new(StatusCode::TOO_MANY_REQUESTS, "request.message_rate_limited");
    counted.map(drop).map_err(refused)
}

/// Checks a code; the right one is used up, and its verification counts from then on.
pub(super) async fn verify_code(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<VerifyCode>>,
) -> Result<Json<Verified>, ApiError> {
    let not_found = || ApiError::bad_request("verification_record.not_found");
    let record = context.find_record(&body.verification_id).await?;
    let record = record.filter(|record| record.verified_at.is_none()).ok_or_else(not_found)?;
    check_recipient(&record.subject, &body.identifier)?;
    let (kind, recipient) = recipient_of(&record.subject).ok_or_else(not_found)?;
    let services = &context.services;
    let purpose = purpose(&record.id);
    let check = async {
        match verification_code::verify(services, &purpose, recipient, &body.code).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(refusal @ CodeRefusal::Mismatch)) => Err(Refused::Wrong(refused(refusal))),
            Ok(Err(refusal)) => Err(Refused::Undecided(refused(refusal))),
            Err(error) => Err(Refused::Undecided(failed(error))),
        }
    };
    context.guarded((kind, recipient.address()), check).await?;
    let (key, now) = (context.record_key(&record.id), services.now());
    if verification_record::verify(context.exec(), context.tenant(), key, None, now).await? {
        Ok(Json(Verified { verification_record_id: body.verification_id }))
    } else {
        Err(not_found())
    }
}

fn refused(refusal: CodeRefusal) -> ApiError {
    ApiError::bad_request(refusal.code())
}

/// 400 unless the code was sent to this address.
fn check_recipient(subject: &Subject, recipient: &CodeRecipient) -> Result<(), ApiError> {
    let (is_same, code) = match (subject, recipient.kind) {
        (Subject::Email(address), CodeRecipientType::Email) => {
            (is_same_email(address, &recipient.value), "verification_code.email_mismatch")
        }
        (Subject::Phone(number), CodeRecipientType::Phone) => {
            (*number == stored_phone(&recipient.value)?, "verification_code.phone_mismatch")
        }
        _ => (false, "verification_record.not_found"),
    };
    if is_same { Ok(()) } else { Err(ApiError::bad_request(code)) }
}
