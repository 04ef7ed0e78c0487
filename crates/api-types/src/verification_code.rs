//! Bodies of `/api/verification-codes`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::partial::given;

/// Body of `POST /verification-codes`: one of the two.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
pub struct RequestVerificationCode {
    /// An e-mail address.
    #[serde(default, deserialize_with = "given")]
    pub email: Option<String>,
    /// A phone number: digits with country code.
    #[serde(default, deserialize_with = "given")]
    pub phone: Option<String>,
}

/// Body of `POST /verification-codes/verify`: the code, and the address that it was sent to.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerifyVerificationCode {
    /// An e-mail address.
    #[serde(default, deserialize_with = "given")]
    pub email: Option<String>,
    /// A phone number: digits with country code.
    #[serde(default, deserialize_with = "given")]
    pub phone: Option<String>,
    /// The code.
    pub verification_code: String,
}
