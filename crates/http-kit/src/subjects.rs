//! Users and applications as answers and events show them.

use api_types::user::UserInfo;
use domain::{account::User, application::Application};
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

/// The application as events name it (Management API contract §13.6).
pub fn application_brief(application: &Application) -> Value {
    let Application { id, kind, name, description, .. } = application;
    json!({ "id": id.as_str(), "type": kind.as_str(), "name": name, "description": description })
}
