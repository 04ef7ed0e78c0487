//! What a page says after a step that worked. The address holds a word, and the texts are here: nobody can make a page say anything else.

/// The text for a word.
pub(crate) fn text(word: &str) -> Option<&'static str> {
    Some(match word {
        "saved" => "The changes are saved.",
        "created" => "The organization is there. You are its first member.",
        "deleted" => "The organization is deleted.",
        "left" => "You have left the organization.",
        "roles-saved" => "The roles are saved.",
        "removed" => "The member was removed.",
        "invited" => "The invitation is on its way.",
        "invited-silently" => "The invitation is there. Copy its link and pass it on.",
        "resent" => "The invitation was sent once more.",
        "revoked" => "The invitation was taken back. Its link does not work any more.",
        "accepted" => "Welcome. You are a member now.",
        "declined" => "The invitation was declined.",
        "domain-verified" => "The domain is verified.",
        "domain-removed" => "The domain was removed.",
        "key-deleted" => "The API key is deleted. Its secrets do not work any more.",
        "secret-deleted" => "The secret is deleted. It does not work any more.",
        _ => return None,
    })
}

/// The address `path` with what to say there.
pub(crate) fn at(path: &str, word: &str) -> String {
    format!("{path}?done={word}")
}
