//! What is said after a step that worked: the address of the next page names it, and nothing else of an address is shown.

use axum::response::Response;
use hosted::see_other;

/// Every message. An address names one without `console-`.
const SAID: &[&str] = &[
    "console-saved",
    "console-administrator-removed",
    "console-password-changed",
    "console-authenticator-added",
    "console-authenticator-removed",
    "console-other-sessions-ended",
    "console-application-created",
    "console-application-deleted",
    "console-guide-addresses-registered",
    "console-secret-deleted",
    "console-roles-added",
    "console-role-removed",
    "console-role-created",
    "console-role-deleted",
    "console-permission-created",
    "console-permission-deleted",
    "console-organization-created",
    "console-organization-deleted",
    "console-members-added",
    "console-member-removed",
    "console-machines-added",
    "console-machine-removed",
    "console-invited",
    "console-invitation-taken-back",
    "console-resource-created",
    "console-resource-deleted",
    "console-permissions-added",
    "console-permission-removed",
    "console-role-assigned",
    "console-role-taken",
    "console-user-created",
    "console-user-deleted",
    "console-password-set",
    "console-user-suspended",
    "console-user-unsuspended",
    "console-session-ended",
    "console-tenant-created",
    "console-tenant-deleted",
    "console-webhook-created",
    "console-webhook-deleted",
    "console-delivery-replayed",
    "console-keys-rotated",
    "console-key-deleted",
    "console-claims-saved",
    "console-claims-deleted",
    "console-walk-template-made",
    "console-walk-promoted",
    "console-connector-created",
    "console-connector-social-created",
    "console-connector-deleted",
    "console-connector-sent",
    "console-sso-created",
    "console-mail-created",
    "console-field-created",
    "console-field-deleted",
    "console-mail-deleted",
    "console-phrases-added",
    "console-phrases-removed",
    "console-key-replaced",
    "console-undone",
    "console-undone-in-part",
    "console-undone-matrix-in-part",
    "console-undone-member",
    "console-undone-before",
];
/// How messages of the console begin.
const PREFIX: &str = "console-";

/// The message that an address names.
pub(crate) fn key(name: &str) -> Option<&'static str> {
    SAID.iter().copied().find(|key| key.strip_prefix(PREFIX) == Some(name))
}

/// To another page, which says what was done. Its address may have a query.
pub(crate) fn done(address: &str, key: &str) -> Response {
    see_other(&self::address(address, key))
}

/// The address of the page that says it.
pub(super) fn address(address: &str, key: &str) -> String {
    let separator = if address.contains('?') { '&' } else { '?' };
    format!("{address}{separator}done={}", key.strip_prefix(PREFIX).unwrap_or(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_say_nothing_but_what_was_done() {
        assert_eq!(key("saved"), Some("console-saved"));
        assert_eq!((key("danger"), key("console-saved"), key("")), (None, None, None));
    }
}
