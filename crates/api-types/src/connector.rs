//! Bodies of `/api/connectors` and `/api/connector-factories` (Management API contract §9).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::partial::{given, given_object};

/// What a kind of connector says of itself; a connector may say some of it in its own words.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConnectorKind {
    /// Whose accounts it takes.
    pub target: String,
    /// Its name by language.
    pub name: Map<String, Value>,
    /// What it does, by language.
    pub description: Map<String, Value>,
    /// Its logo: a URL.
    pub logo: String,
    /// Its logo on dark ground, where that is another.
    pub logo_dark: Option<String>,
    /// How to set it up, in Markdown.
    pub readme: String,
    /// What it wants to know.
    pub form_items: Vec<FormItem>,
    /// `Native`, `Universal` or `Web`; social ones only.
    pub platform: Option<String>,
    /// Whether there may be several connectors of its kind, each with a target of its own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_standard: bool,
    /// Whether tokens of the other side can be kept.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_token_storage_supported: bool,
}

/// A kind of connector.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConnectorFactory {
    /// `Email`, `Sms` or `Social`.
    #[serde(rename = "type")]
    pub connector_type: String,
    /// The id.
    pub id: String,
    /// What it says of itself.
    #[serde(flatten)]
    pub kind: ConnectorKind,
}

/// A connector.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Connector {
    /// The id.
    pub id: String,
    /// Whether users get name and picture of the other side at each sign-in.
    pub sync_profile: bool,
    /// Whether tokens of the other side are kept.
    pub enable_token_storage: bool,
    /// What its operator filled in.
    pub config: Map<String, Value>,
    /// What its operator calls it.
    pub metadata: ConnectorMetadata,
    /// The id of its kind.
    pub connector_id: String,
    /// What its kind says of itself, in the words of its operator where there are some.
    #[serde(flatten)]
    pub kind: ConnectorKind,
    /// `Email`, `Sms` or `Social`.
    #[serde(rename = "type")]
    pub connector_type: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// What an operator calls a connector of a kind that speaks a standard.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConnectorMetadata {
    /// Whose accounts it takes.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Its name by language.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub name: Option<Map<String, Value>>,
    /// Its logo: a URL.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Its logo on dark ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_dark: Option<String>,
}

/// One thing that a connector wants to know.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormItem {
    /// The key in the configuration.
    pub key: String,
    /// What kind of value it takes: `Text`, `Number`, `MultilineText`, `Switch`, `Json`, `Select` or `MultiSelect`.
    #[serde(rename = "type")]
    pub item_type: String,
    /// What it is called.
    pub label: String,
    /// An example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// Whether it must be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// What the form is filled in with beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_value: Option<Value>,
    /// When it is shown: all must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub show_conditions: Vec<ShowCondition>,
    /// A sentence of help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_confidential: Option<bool>,
    /// The choices of a select.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub select_items: Option<Vec<SelectItem>>,
}

/// An item is shown only when another has a value.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShowCondition {
    /// The key of the other.
    pub target_key: String,
    /// The value it must have; any where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect_value: Option<Value>,
}

/// A choice of a select.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SelectItem {
    /// What is stored.
    pub value: String,
    /// What is shown.
    pub title: String,
}

/// Body of `POST /connectors`.
#[derive(Clone, PartialEq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateConnector {
    /// The id of its kind, 1 to 128 characters.
    pub connector_id: String,
    /// What the form of its kind asks for; checked when it is there.
    #[serde(default, deserialize_with = "given")]
    pub config: Option<Map<String, Value>>,
    /// What to call it, for kinds that speak a standard.
    #[serde(default, deserialize_with = "given_object")]
    pub metadata: Option<ConnectorMetadata>,
    /// Whether users get name and picture of the other side at each sign-in.
    #[serde(default, deserialize_with = "given")]
    pub sync_profile: Option<bool>,
    /// Whether tokens of the other side are kept.
    #[serde(default, deserialize_with = "given")]
    pub enable_token_storage: Option<bool>,
    /// The id it shall have, 1 to 128 characters.
    #[serde(default, deserialize_with = "given")]
    pub id: Option<String>,
}

/// Body of `PATCH /connectors/:id`.
#[derive(Clone, PartialEq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpdateConnector {
    /// What the form of its kind asks for, as a whole.
    #[serde(default, deserialize_with = "given")]
    pub config: Option<Map<String, Value>>,
    /// What to call it, member by member.
    #[serde(default, deserialize_with = "given_object")]
    pub metadata: Option<ConnectorMetadata>,
    /// Whether users get name and picture of the other side at each sign-in.
    #[serde(default, deserialize_with = "given")]
    pub sync_profile: Option<bool>,
    /// Whether tokens of the other side are kept.
    #[serde(default, deserialize_with = "given")]
    pub enable_token_storage: Option<bool>,
}

/// Body of `POST /connectors/:factoryId/test`.
#[derive(Clone, PartialEq, Debug, Deserialize, JsonSchema)]
pub struct TestConnector {
    /// The configuration to try.
    pub config: Map<String, Value>,
    /// Where to send an e-mail.
    #[serde(default, deserialize_with = "given")]
    pub email: Option<String>,
    /// Where to send a text message: digits with country code.
    #[serde(default, deserialize_with = "given")]
    pub phone: Option<String>,
    /// In which language.
    #[serde(default, deserialize_with = "given")]
    pub locale: Option<String>,
    /// What the message is for, `Generic` unless it is given.
    #[serde(default, rename = "templateType", deserialize_with = "given")]
    pub template_type: Option<String>,
}

/// Body of `POST /connectors/:connectorId/authorization-uri`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizationUriRequest {
    /// Comes back unchanged. Whoever asks must make it hard to guess, and compare it.
    pub state: String,
    /// Where the browser comes back to.
    pub redirect_uri: String,
}

/// Where to send the browser.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizationUri {
    /// The address.
    pub redirect_to: String,
}
