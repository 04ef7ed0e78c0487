//! Users, applications, resources and profile fields as answers, events and scripts show them: each from its own type, written once.

use api_types::{
    application as application_wire,
    custom_profile_field::CustomProfileField,
    resource as resource_wire,
    user::{self as user_wire, UserInfo},
};
use domain::{
    TenantId, account::User, application::Application, profile_field::ProfileField, resource::Resource,
};
use serde_json::{Value, json};

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
