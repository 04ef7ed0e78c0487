//! `/api/configs/actions`: scripts for moments of a sign-in. They are kept and can be tried; no sign-in runs them (docs/differences.md).

pub(super) mod delete;
pub(super) mod get;
pub(super) mod list;
pub(super) mod put;
pub(super) mod test;
pub(super) mod update;

use domain::script::ActionType;
use http_kit::ApiError;

use super::unknown_word;

/// The moment that a path names.
fn action_type(word: &str) -> Result<ActionType, ApiError> {
    ActionType::parse(word).ok_or_else(|| unknown_word("actionType"))
}
