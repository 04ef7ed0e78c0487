//! Users with their sessions, grants and choices, applications, resources and profile fields as answers, events and scripts show them:
//! each from its own type, written once.

use api_types::{
    application as application_wire,
    custom_profile_field::CustomProfileField,
    resource as resource_wire, trusted_device as trusted_device_wire,
    user::{self as user_wire, UserInfo},
    user_identity as identity_wire, user_mfa as mfa_wire, user_session as session_wire,
};
use domain::{
    SessionId, TenantId, UserId,
    account::User,
    application::Application,
    grant::{Grant, Session, SessionApplication},
    profile_field::ProfileField,
    resource::Resource,
    sso::SsoIdentity,
    trusted_device::TrustedDevice,
};
use serde_json::{Map, Value, json};

/// What every answer tells about a user (Management API contract §5.1).
pub fn user_info(user: User) -> UserInfo {
    UserInfo {
        id: user.id.into_string(),
        username: user.username,
        primary_email: user.primary_email,
        primary_phone: user.primary_phone,
        name: user.name,
        avatar: user.avatar,
        custom_data: user.custom_data,
        identities: user.identities,
        last_sign_in_at: user.last_sign_in_at.map(|at| at.0),
        created_at: user.created_at.0,
        updated_at: user.updated_at.0,
        profile: user.profile,
        application_id: user.application_id.map(domain::ApplicationId::into_string),
        cimd_client_id: None,
        is_suspended: user.is_suspended,
    }
}

/// The same with whether there is a password, as the operations on users show it.
pub fn user_body(user: User) -> user_wire::User {
    let has_password = user.password.is_some();
    user_wire::User { info: user_info(user), has_password, sso_identities: None, password_hash: None }
}

/// Who a user is at an enterprise's provider.
pub fn sso_identity_body(tenant: &TenantId, identity: SsoIdentity) -> identity_wire::SsoIdentity {
    identity_wire::SsoIdentity {
        tenant_id: tenant.to_string(),
        id: identity.id,
        user_id: identity.user_id.into_string(),
        issuer: identity.issuer,
        identity_id: identity.identity_id,
        detail: identity.detail,
        created_at: identity.created_at.0,
        updated_at: identity.updated_at.0,
        sso_connector_id: identity.connector_id.into_string(),
    }
}

/// An application (Management API contract §4.1), without its secrets.
pub fn application_body(tenant: &TenantId, application: Application) -> application_wire::Application {
    application_wire::Application {
        tenant_id: tenant.to_string(),
        id: application.id.into_string(),
        secret: None,
        name: application.name,
        description: application.description,
        kind: application.kind.as_str().to_owned(),
        // These cannot fail: all keys are text, all values plain.
        oidc_client_metadata: serde_json::to_value(application.oidc_client_metadata).unwrap_or_default(),
        custom_client_metadata: serde_json::to_value(application.custom_client_metadata).unwrap_or_default(),
        protected_app_metadata: application.protected_app_metadata,
        custom_data: application.custom_data,
        is_third_party: application.is_third_party,
        app_level_access_control_enabled: application.app_level_access_control_enabled,
        created_at: application.created_at.0,
    }
}

/// The application as events name it (Management API contract §13.6).
pub fn application_brief(application: &Application) -> Value {
    let Application { id, kind, name, description, .. } = application;
    json!({ "id": id.as_str(), "type": kind.as_str(), "name": name, "description": description })
}

/// An API resource, without its scopes.
pub fn resource_body(tenant: &TenantId, resource: Resource) -> resource_wire::Resource {
    resource_wire::Resource {
        tenant_id: tenant.to_string(),
        id: resource.id.into_string(),
        name: resource.name,
        indicator: resource.indicator,
        is_default: resource.is_default,
        access_token_ttl: resource.access_token_ttl.as_secs(),
    }
}

/// A field of users' profiles.
pub fn profile_field_body(tenant: &TenantId, field: ProfileField) -> CustomProfileField {
    let ProfileField { id, name, kind, label, description, is_required, config, sign_in_order, created_at } =
        field;
    CustomProfileField {
        tenant_id: tenant.to_string(),
        id,
        name,
        kind: kind.as_str().to_owned(),
        label,
        description,
        required: is_required,
        config: config.as_object().cloned().unwrap_or_default(),
        created_at: created_at.0,
        sie_order: sign_in_order,
    }
}

/// A session of `user` as the wire shows it. `applications` are those of all the user's sessions.
pub fn session_body(
    user: &UserId,
    session: Session,
    applications: &[(SessionId, SessionApplication)],
) -> session_wire::Session {
    let authorizations = applications
        .iter()
        .filter(|(id, _)| *id == session.id)
        .map(|(_, application)| {
            let authorization = session_wire::Authorization {
                sid: application.sid.clone(),
                grant_id: application.grant_id.as_ref().map(ToString::to_string),
                persists_logout: application.persists_logout,
            };
            (application.application_id.to_string(), authorization)
        })
        .collect();
    let payload = session_wire::SessionPayload {
        exp: session.expires_at.as_seconds(),
        iat: session.created_at.as_seconds(),
        jti: session.id.to_string(),
        uid: session.id.into_string(),
        kind: "Session",
        login_ts: session.signed_in_at.unwrap_or(session.created_at).as_seconds(),
        account_id: user.to_string(),
        authorizations,
    };
    session_wire::Session {
        payload,
        last_submission: session.last_submission,
        client_id: session.application_id.map(domain::ApplicationId::into_string),
        account_id: user.to_string(),
        expires_at: session.expires_at.0,
    }
}

/// A browser that a user trusts, as it is listed.
pub fn trusted_device_body(device: TrustedDevice) -> trusted_device_wire::TrustedDevice {
    trusted_device_wire::TrustedDevice {
        id: device.id.into_string(),
        user_agent: device.agent.user_agent,
        ip: device.agent.ip,
        created_at: device.created_at.0,
        last_used_at: device.last_used_at.0,
        expires_at: device.expires_at.0,
    }
}

/// A grant of a user to the application that is called `name`.
pub fn grant_body(grant: Grant, name: String) -> session_wire::Grant {
    let application = session_wire::GrantedApplication { id: grant.application_id.to_string(), name };
    let resources = grant.resource_scopes.into_iter().map(|granted| (granted.indicator, granted.scope));
    session_wire::Grant {
        payload: session_wire::GrantPayload {
            exp: grant.expires_at.as_seconds(),
            iat: grant.created_at.as_seconds(),
            jti: grant.id.to_string(),
            kind: "Grant",
            client_id: grant.application_id.into_string(),
            account_id: grant.user_id.into_string(),
            openid: session_wire::GrantedScope { scope: grant.openid_scope },
            resources: resources.filter(|(_, scope)| !scope.is_empty()).collect(),
        },
        id: grant.id.into_string(),
        expires_at: grant.expires_at.0,
        application,
    }
}

/// What a user has chosen about signing in, as it is stored.
pub fn preferences_body(stored: &Map<String, Value>) -> mfa_wire::Preferences {
    let chosen = |group: &str, member: &str| stored.get(group)?.get(member)?.as_bool();
    mfa_wire::Preferences {
        mfa: mfa_wire::MfaPreferences {
            enabled: chosen("mfa", "enabled"),
            skipped: chosen("mfa", "skipped").unwrap_or(false),
            skip_mfa_on_sign_in: chosen("mfa", "skipMfaOnSignIn").unwrap_or(false),
        },
        passkey_sign_in: mfa_wire::PasskeyPreferences {
            skipped: chosen("passkeySignIn", "skipped").unwrap_or(false),
        },
    }
}
