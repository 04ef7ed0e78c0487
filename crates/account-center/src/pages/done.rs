//! What a page says after a step that worked. The address holds a word, and the messages are here: nobody can make a page say anything else.

/// The message for a word.
pub(crate) fn key(word: &str) -> Option<&'static str> {
    Some(match word {
        "saved" => "account-done-saved",
        "picture" => "account-done-picture",
        "picture-removed" => "account-done-picture-removed",
        "email" => "account-done-email",
        "email-removed" => "account-done-email-removed",
        "phone" => "account-done-phone",
        "phone-removed" => "account-done-phone-removed",
        "password" => "account-done-password",
        "linked" => "account-done-linked",
        "unlinked" => "account-done-unlinked",
        "factor" => "own-done-factor",
        "passkey" => "own-done-passkey",
        "removed" => "own-done-removed",
        "ended" => "own-done-ended",
        "ended-others" => "own-done-ended-others",
        "untrusted" => "own-done-untrusted",
        "revoked" => "own-done-revoked",
        "token-deleted" => "own-done-token-deleted",
        "joined" => "own-done-joined",
        "declined" => "own-done-declined",
        "left" => "own-done-left",
        _ => return None,
    })
}

/// The address `path` with what to say there.
pub(crate) fn at(path: &str, word: &str) -> String {
    format!("{path}?done={word}")
}
