//! What templates may say of organizations and people.

use domain::{account::User, organization::Organization};
use serde_json::{Value, json};

/// An organization.
pub fn organization(organization: &Organization) -> Value {
    json!({
        "id": organization.id.as_str(),
        "name": organization.name,
        "branding": organization.branding,
        "customData": organization.custom_data,
    })
}

/// Whoever invites, as strangers see them: an invitation goes to any address.
pub fn inviter(user: &User) -> Value {
    json!({
        "id": user.id.as_str(),
        "name": user.name,
        "username": user.username,
        "primaryEmail": user.primary_email,
        "avatar": user.avatar,
    })
}

/// A user, in messages to that user.
pub fn user(user: &User) -> Value {
    json!({
        "id": user.id.as_str(),
        "name": user.name,
        "username": user.username,
        "primaryEmail": user.primary_email,
        "primaryPhone": user.primary_phone,
        "avatar": user.avatar,
        "profile": user.profile,
        "customData": user.custom_data,
    })
}
