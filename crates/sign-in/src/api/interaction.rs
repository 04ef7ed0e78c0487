//! `PUT /api/experience`, `PUT …/interaction-event`, `GET …/interaction` (OIDC contract §6.3).

use api_types::experience::{
    Captcha, ChangeInteractionEvent, Identifier, IdentifierType, InteractionData, StartInteraction,
    VerificationRecord,
};
use api_types::trusted_device::PendingTrust;
use axum::Json;
use domain::{grant::SECOND_FACTOR_SPARED, message_template::TemplateType};
use http_kit::{ApiError, NoContent, ValidJson};
use operations::{messages::Recipient, second_factor::code::masked};
use serde_json::{Map, json};

use super::{
    body::{Body, event, event_on_the_wire, identifier_on_the_wire},
    mfa::pending_mfa,
};
use crate::{
    flow::{Flow, Visit},
    state::{PendingIdentity, PendingProfile, Verification},
};

/// Begins, or begins anew. Only a login can begin: where consent is wanted, somebody is signed in already.
pub(super) async fn start(
    visit: Visit,
    ValidJson(Body(body)): ValidJson<Body<StartInteraction>>,
) -> Result<NoContent, ApiError> {
    if !visit.awaits_login() {
        return Err(ApiError::bad_request("session.invalid_interaction_type"));
    }
    let flow = visit.start_as_person(event(body.interaction_event), body.captcha_token.as_deref()).await?;
    flow.save().await?;
    Ok(NoContent)
}

/// Does something else with what was verified so far.
pub(super) async fn change_event(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<ChangeInteractionEvent>>,
) -> Result<NoContent, ApiError> {
    flow.change_event(event(body.interaction_event))?;
    flow.save().await?;
    Ok(NoContent)
}

/// What is stored, without secrets.
pub(super) async fn read(flow: Flow) -> Json<InteractionData> {
    Json(interaction_data(&flow))
}

/// The experience as its owner may see it.
pub(crate) fn interaction_data(flow: &Flow) -> InteractionData {
    let mut sign_in_context = Map::new();
    if let Some(ip) = &flow.visit.requester.ip {
        sign_in_context.insert("ip".to_owned(), json!(ip));
    }
    if let Some(spared) = flow.experience.mfa.spared {
        // Whoever reads it knows that the second factor was not shown.
        sign_in_context.insert(SECOND_FACTOR_SPARED.to_owned(), json!(spared.as_str()));
    }
    let devices = flow.visit.settings.trusted_devices;
    InteractionData {
        interaction_event: event_on_the_wire(flow.experience.event()),
        user_id: flow.experience.user_id().map(ToString::to_string),
        profile: profile_on_the_wire(&flow.experience.profile),
        verification_records: flow.experience.verifications().iter().map(record_on_the_wire).collect(),
        mfa: pending_mfa(flow),
        sign_in_context,
        captcha: Captcha {
            verified: flow.experience.captcha.is_verified,
            skipped: flow.experience.captcha.is_skipped,
        },
        trusted_device: devices.is_enabled.then_some(PendingTrust {
            is_requested: flow.experience.mfa.trusts_device,
            duration_days: devices.days,
        }),
    }
}

fn record_on_the_wire(verification: &Verification) -> VerificationRecord {
    match verification {
        Verification::Password(password) => VerificationRecord::Password {
            id: password.id.clone(),
            identifier: identifier_on_the_wire(&password.identifier),
            verified: true,
        },
        Verification::NewPasswordIdentity(identity) => VerificationRecord::NewPasswordIdentity {
            id: identity.id.clone(),
            identifier: Identifier { kind: IdentifierType::Username, value: identity.username.clone() },
        },
        Verification::Totp(totp) => VerificationRecord::Totp {
            id: totp.id.clone(),
            user_id: totp.user_id.to_string(),
            verified: totp.verified,
        },
        Verification::WebAuthn(passkey) => VerificationRecord::WebAuthn {
            id: passkey.id.clone(),
            user_id: passkey.user_id.to_string(),
            verified: passkey.verified,
        },
        // Whose passkey was asked for is told when it has answered: until then it is a guess of whoever asked.
        Verification::SignInPasskey(passkey) => VerificationRecord::SignInPasskey {
            id: passkey.id.clone(),
            user_id: passkey.user_id.as_ref().filter(|_| passkey.verified).map(ToString::to_string),
            verified: passkey.verified,
        },
        Verification::BackupCode(codes) => {
            VerificationRecord::BackupCode { id: codes.id.clone(), user_id: codes.user_id.to_string() }
        }
        Verification::MfaEmailVerificationCode(code) => VerificationRecord::MfaEmailVerificationCode {
            id: code.id.clone(),
            template_type: TemplateType::MfaVerification.as_str(),
            identifier: Identifier {
                kind: IdentifierType::Email,
                value: masked(Recipient::Email(&code.address)),
            },
            verified: code.verified,
        },
        Verification::MfaPhoneVerificationCode(code) => VerificationRecord::MfaPhoneVerificationCode {
            id: code.id.clone(),
            template_type: TemplateType::MfaVerification.as_str(),
            identifier: Identifier {
                kind: IdentifierType::Phone,
                value: masked(Recipient::Phone(&code.address)),
            },
            verified: code.verified,
        },
        Verification::Social(social) => VerificationRecord::Social {
            id: social.id.clone(),
            connector_id: social.connector_id.to_string(),
            social_user_info: social.identity.as_ref().map(|identity| identity.details.clone()),
        },
        Verification::EmailVerificationCode(code) => VerificationRecord::EmailVerificationCode {
            id: code.id.clone(),
            template_type: code.event.as_str(),
            verified: code.is_verified,
            identifier: identifier_on_the_wire(&code.identifier),
        },
        Verification::PhoneVerificationCode(code) => VerificationRecord::PhoneVerificationCode {
            id: code.id.clone(),
            template_type: code.event.as_str(),
            verified: code.is_verified,
            identifier: identifier_on_the_wire(&code.identifier),
        },
        Verification::OneTimeToken(token) => VerificationRecord::OneTimeToken {
            id: token.id.clone(),
            verified: true,
            identifier: Identifier { kind: IdentifierType::Email, value: token.email.clone() },
        },
    }
}

/// What was collected, without the password's digest.
fn profile_on_the_wire(profile: &PendingProfile) -> Map<String, serde_json::Value> {
    let mut members = Map::new();
    let texts = [
        ("username", &profile.username),
        ("primaryEmail", &profile.primary_email),
        ("primaryPhone", &profile.primary_phone),
        ("name", &profile.name),
        ("avatar", &profile.avatar),
    ];
    for (name, value) in texts {
        if let Some(value) = value {
            members.insert(name.to_owned(), json!(value));
        }
    }
    if let Some(PendingIdentity { identity, .. }) = &profile.social {
        let shown = json!({ "target": identity.target, "userInfo": identity.details });
        members.insert("socialIdentity".to_owned(), shown);
    }
    if !profile.profile.is_empty() {
        members.insert("profile".to_owned(), json!(profile.profile));
    }
    if !profile.custom_data.is_empty() {
        members.insert("customData".to_owned(), json!(profile.custom_data));
    }
    if !profile.organizations.is_empty() {
        members.insert("jitOrganizationIds".to_owned(), json!(profile.organizations));
    }
    members
}
