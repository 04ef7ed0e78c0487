//! Bodies of `/api/custom-profile-fields`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

use crate::partial;

/// A field of the profile.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomProfileField {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// The name, which is its key.
    pub name: String,
    /// What it takes: `Text`, `Number`, `Date`, `Checkbox`, `Select`, `Url`, `Regex`, `Address` or `Fullname`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What people read beside it.
    pub label: String,
    /// What explains it.
    pub description: Option<String>,
    /// Whether it must be filled in.
    pub required: bool,
    /// What else there is to its kind.
    pub config: Map<String, Value>,
    /// Epoch milliseconds.
    pub created_at: i64,
    /// Its place among the others.
    pub sie_order: i64,
}

/// Body of `PUT /custom-profile-fields/:name`, and of a creation without its name. Which members of `config` count depends on the kind.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PutCustomProfileField {
    /// What it takes.
    #[serde(rename = "type")]
    pub kind: String,
    /// What people read beside it.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What explains it.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it must be filled in.
    pub required: bool,
    /// What else there is to its kind.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub config: Option<ProfileFieldConfig>,
}

/// Body of `POST /custom-profile-fields`, and element of that of `…/batch`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CreateCustomProfileField {
    /// The name.
    pub name: String,
    /// Everything else.
    #[serde(flatten)]
    pub field: PutCustomProfileField,
}

/// What else there is to a kind of fields.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileFieldConfig {
    /// What stands in it before something is entered.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// The least number of characters.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub min_length: Option<Number>,
    /// The greatest number of characters.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub max_length: Option<Number>,
    /// The least value.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub min_value: Option<Number>,
    /// The greatest value.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub max_value: Option<Number>,
    /// The form of a date, or the pattern of a text.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The form of a date where `format` says that it is of its own.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub custom_format: Option<String>,
    /// What may be chosen.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<ProfileFieldOption>>,
    /// `true` or `false`, before something is entered.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
    /// The parts of an address or a name.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<ProfileFieldPart>>,
}

/// One of the values of a choice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProfileFieldOption {
    /// What people read.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What is kept.
    pub value: String,
}

/// A part of an address or a name.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileFieldPart {
    /// Whether it is asked for.
    pub enabled: bool,
    /// Which part.
    pub name: String,
    /// What it takes.
    #[serde(rename = "type")]
    pub kind: String,
    /// What people read beside it.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What explains it.
    #[serde(default, deserialize_with = "partial::given", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it must be filled in.
    pub required: bool,
    /// What else there is to its kind.
    #[serde(default, deserialize_with = "partial::given_object", skip_serializing_if = "Option::is_none")]
    pub config: Option<Box<ProfileFieldConfig>>,
}

/// Body of `POST /custom-profile-fields/properties/sie-order`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetProfileFieldOrder {
    /// The places of fields.
    pub order: Vec<ProfileFieldPlace>,
}

/// The place of a field among the others.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileFieldPlace {
    /// Its name.
    pub name: String,
    /// Its place.
    pub sie_order: i64,
}
