//! Bodies of `/api/organization-invitations` (Management API contract §4).

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::{Map, Value};

use crate::organization::RoleName;

/// An invitation to an organization.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationInvitation {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// The user who invites.
    pub inviter_id: Option<String>,
    /// The e-mail address that is invited.
    pub invitee: String,
    /// The user who accepted.
    pub accepted_user_id: Option<String>,
    /// The organization.
    pub organization_id: String,
    /// `Pending`, `Accepted`, `Expired` or `Revoked`.
    pub status: String,
    /// When it was made, in epoch milliseconds.
    pub created_at: i64,
    /// When it was made or decided, in epoch milliseconds.
    pub updated_at: i64,
    /// From when on it cannot be accepted, in epoch milliseconds.
    pub expires_at: i64,
    /// The roles that whoever accepts gets, ordered by name.
    pub organization_roles: Vec<RoleName>,
}

/// What a message says beside its template: `code`, `link`, `locale`, `uiLocales`, all text, and whatever else the template uses.
pub type MessagePayload = Map<String, Value>;

/// Body of `POST /organization-invitations`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateOrganizationInvitation {
    /// The user who invites.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inviter_id: Option<String>,
    /// The e-mail address that is invited.
    pub invitee: String,
    /// The organization.
    pub organization_id: String,
    /// From when on it cannot be accepted, in epoch milliseconds.
    pub expires_at: i64,
    /// The roles that whoever accepts gets.
    #[serde(default)]
    pub organization_role_ids: Vec<String>,
    /// What the message says; `false` on the wire, `None` here, sends none.
    #[serde(default, deserialize_with = "payload_or_false", serialize_with = "payload_or_no_message")]
    pub message_payload: Option<MessagePayload>,
}

#[expect(clippy::ref_option, reason = "serde hands a reference to the member")]
fn payload_or_no_message<S: Serializer>(
    payload: &Option<MessagePayload>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match payload {
        Some(payload) => payload.serialize(serializer),
        None => serializer.serialize_bool(false),
    }
}

fn payload_or_false<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<MessagePayload>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Bool(false) => Ok(None),
        Value::Object(payload) => Ok(Some(payload)),
        _ => Err(D::Error::custom("expected an object or false")),
    }
}

/// Body of `PUT /organization-invitations/:id/status`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpdateOrganizationInvitationStatus {
    /// `Accepted` or `Revoked`.
    pub status: String,
    /// Who accepts; wanted for `Accepted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_user_id: Option<String>,
}
