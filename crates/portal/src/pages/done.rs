//! What a page says after a step that worked. The address holds a word, and the messages are here: nobody can make a page say anything else.

/// The message for a word.
pub(crate) fn key(word: &str) -> Option<&'static str> {
    Some(match word {
        "saved" => "account-done-saved",
        "created" => "portal-done-created",
        "deleted" => "portal-done-deleted",
        "left" => "own-done-left",
        "roles-saved" => "portal-done-roles",
        "removed" => "portal-done-removed",
        "invited" => "portal-done-invited",
        "invited-silently" => "portal-done-invited-silently",
        "resent" => "portal-done-resent",
        "revoked" => "portal-done-revoked",
        "accepted" => "portal-done-accepted",
        "declined" => "own-done-declined",
        "domain-verified" => "portal-done-verified",
        "domain-removed" => "portal-done-domain-removed",
        "key-deleted" => "portal-done-key-deleted",
        "secret-deleted" => "portal-done-secret-deleted",
        _ => return None,
    })
}

/// The address `path` with what to say there.
pub(crate) fn at(path: &str, word: &str) -> String {
    format!("{path}?done={word}")
}
