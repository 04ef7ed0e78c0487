//! Whether the user has yet to say which account to go on with (OpenID Connect Core §3.1.2.1, `select_account`).

use protocol::Prompt;

use super::Progress;

/// Whether to ask. Who has just signed in for this request has chosen by that.
pub(super) const fn is_open(prompt: Prompt, progress: Progress) -> bool {
    prompt.select_account && !progress.login
}
