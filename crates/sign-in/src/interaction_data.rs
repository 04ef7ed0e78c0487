//! What is stored of an interaction, as its owner may see it and without secrets: the answer of `GET /api/experience/interaction`, which a
//! submission keeps for its session too (OIDC contract §6.3).

use api_types::experience::{
    Captcha, Identifier, IdentifierType, InteractionData, InteractionEvent, VerificationRecord,
};
use api_types::experience_mfa::{MfaFactorType, PendingFactor, PendingMfa, PendingPasskey, WebAuthnType};
use api_types::trusted_device::PendingTrust;
use domain::{
    UserId,
    account::second_factor::SecondFactor,
    grant::SECOND_FACTOR_SPARED,
    message_template::TemplateType,
    sign_in_experience::{IdentifierKind, MfaFactor},
};
use operations::{
    messages::Recipient,
    second_factor::{code::masked, passkey},
};
use serde_json::{Map, json};

use crate::{
    flow::Flow,
    state::{self, PendingIdentity, PendingProfile, Verification},
};

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
    let id = verification.id().to_owned();
    match verification {
        Verification::Password(password) => VerificationRecord::Password {
            id,
            identifier: identifier_on_the_wire(&password.identifier),
            verified: true,
        },
        Verification::NewPasswordIdentity(identity) => VerificationRecord::NewPasswordIdentity {
            id,
            identifier: named(IdentifierType::Username, identity.username.clone()),
        },
        Verification::Totp(totp) => {
            VerificationRecord::Totp { id, user_id: totp.user_id.to_string(), verified: totp.verified }
        }
        Verification::WebAuthn(passkey) => VerificationRecord::WebAuthn {
            id,
            user_id: passkey.user_id.to_string(),
            verified: passkey.verified,
        },
        // Whose passkey was asked for is told when it has answered: until then it is a guess of whoever asked.
        Verification::SignInPasskey(passkey) => VerificationRecord::SignInPasskey {
            id,
            user_id: passkey.user_id.as_ref().filter(|_| passkey.verified).map(ToString::to_string),
            verified: passkey.verified,
        },
        Verification::BackupCode(codes) => {
            VerificationRecord::BackupCode { id, user_id: codes.user_id.to_string() }
        }
        Verification::MfaEmailVerificationCode(code) => VerificationRecord::MfaEmailVerificationCode {
            id,
            template_type: TemplateType::MfaVerification.as_str(),
            identifier: named(IdentifierType::Email, masked(Recipient::Email(&code.address))),
            verified: code.verified,
        },
        Verification::MfaPhoneVerificationCode(code) => VerificationRecord::MfaPhoneVerificationCode {
            id,
            template_type: TemplateType::MfaVerification.as_str(),
            identifier: named(IdentifierType::Phone, masked(Recipient::Phone(&code.address))),
            verified: code.verified,
        },
        Verification::Social(social) => VerificationRecord::Social {
            id,
            connector_id: social.connector_id.to_string(),
            social_user_info: social.identity.as_ref().map(|identity| identity.details.clone()),
        },
        Verification::EnterpriseSso(sso) => VerificationRecord::EnterpriseSso {
            id,
            connector_id: sso.connector_id.to_string(),
            enterprise_sso_user_info: sso.identity.as_ref().map(|identity| identity.details.clone()),
        },
        Verification::EmailVerificationCode(code) => VerificationRecord::EmailVerificationCode {
            id,
            template_type: code.event.as_str(),
            verified: code.is_verified,
            identifier: identifier_on_the_wire(&code.identifier),
        },
        Verification::PhoneVerificationCode(code) => VerificationRecord::PhoneVerificationCode {
            id,
            template_type: code.event.as_str(),
            verified: code.is_verified,
            identifier: identifier_on_the_wire(&code.identifier),
        },
        Verification::OneTimeToken(token) => VerificationRecord::OneTimeToken {
            id,
            verified: true,
            identifier: named(IdentifierType::Email, token.email.clone()),
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
    if let Some(identity) = &profile.sso {
        let shown = json!({
            "identityId": identity.id(), "ssoConnectorId": identity.connector_id.as_str(), "issuer": identity.issuer,
            "detail": identity.details,
        });
        members.insert("enterpriseSsoIdentity".to_owned(), shown);
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

/// What was decided and is not stored yet, without secrets.
fn pending_mfa(flow: &Flow) -> PendingMfa {
    let pending = &flow.experience.mfa;
    let factor =
        |kind: MfaFactor, word: MfaFactorType| pending.holds(kind).then_some(PendingFactor { kind: word });
    let is = |decided: bool| decided.then_some(true);
    let passkeys = pending.factors.iter().filter(|factor| factor.kind == MfaFactor::WebAuthn.as_str());
    PendingMfa {
        mfa_enabled: is(pending.enabled),
        mfa_skipped: is(pending.skipped),
        passkey_skipped: is(pending.passkey_skipped),
        totp: factor(MfaFactor::Totp, MfaFactorType::Totp),
        web_authn: flow
            .experience
            .user_id()
            .map(|user| passkeys.filter_map(|factor| pending_passkey(flow, user, factor)).collect())
            .unwrap_or_default(),
        backup_code: factor(MfaFactor::BackupCode, MfaFactorType::BackupCode),
    }
}

fn pending_passkey(flow: &Flow, user: &UserId, factor: &SecondFactor) -> Option<PendingPasskey> {
    let services = &flow.visit.services;
    let credential = passkey::credential(services, user, factor).ok()?;
    Some(PendingPasskey {
        kind: WebAuthnType::WebAuthn,
        rp_id: passkey::rp_id(services),
        credential_id: credential.id,
        public_key: credential.key.to_cose(),
        transports: credential.transports,
        counter: credential.counter,
        agent: factor.agent.clone().unwrap_or_default(),
    })
}

/// The flow's event as the wire has it.
const fn event_on_the_wire(event: state::Event) -> InteractionEvent {
    match event {
        state::Event::SignIn => InteractionEvent::SignIn,
        state::Event::Register => InteractionEvent::Register,
        state::Event::ForgotPassword => InteractionEvent::ForgotPassword,
    }
}

/// An identifier of the flow as the wire has it.
fn identifier_on_the_wire(identifier: &state::Identifier) -> Identifier {
    let kind = match identifier.kind {
        IdentifierKind::Username => IdentifierType::Username,
        IdentifierKind::Email => IdentifierType::Email,
        IdentifierKind::Phone => IdentifierType::Phone,
    };
    Identifier { kind, value: identifier.value.clone() }
}

const fn named(kind: IdentifierType, value: String) -> Identifier {
    Identifier { kind, value }
}
