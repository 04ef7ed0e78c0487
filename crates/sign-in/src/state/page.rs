//! What the hosted pages remember of an interaction besides what was proven.

use domain::UnixMillis;
use serde::{Deserialize, Serialize};

use super::Identifier;

/// What one page tells the next.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct PageMemory {
    /// Who somebody says they are. It proves nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) identifier: Option<Identifier>,
    /// When a code was last sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code_sent_at: Option<UnixMillis>,
    /// Whether that was another one, which the next page says.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) code_sent_again: bool,
    /// Whether the code is for an address that an account lacks; otherwise it says whose account it is about.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) completes_account: bool,
    /// Whether it links the account elsewhere, which this interaction has proven, to the one that it tells.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) links_identity: bool,
    /// Whether the terms were agreed to by a tick.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) has_agreed: bool,
}

impl PageMemory {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
