//! Which e-mail addresses make no account.

use serde_json::Value;

use super::{DisposableDomains, flag, list};
use crate::{account::identifier::email_domain, sso::parse_domain, text::fold};

/// What is read as a dot in a host name (UTS 46 §2.3).
const DOTS: [char; 4] = ['.', '\u{3002}', '\u{ff0e}', '\u{ff61}'];

/// The addresses that may not be given to an account by whoever has them (`emailBlocklistPolicy`).
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct EmailBlocklist {
    blocks_subaddresses: bool,
    blocks_disposable: bool,
    /// Addresses, or `@` and a domain, as [`canonical`] writes them.
    blocked: Vec<String>,
    /// Let through all the same.
    allowed: Vec<String>,
}

/// Why an address is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EmailRejection {
    /// It is on the list.
    Blocked,
    /// It is at a domain that gives mailboxes away.
    Disposable,
    /// It has a part behind a `+`, by which one mailbox has any number of addresses.
    Subaddress,
}

impl EmailRejection {
    /// The code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blocked | Self::Disposable => "session.email_blocklist.email_not_allowed",
            Self::Subaddress => "session.email_blocklist.email_subaddressing_not_allowed",
        }
    }
}

impl EmailBlocklist {
    pub(super) fn of(settings: &Value) -> Self {
        let policy = settings.get("emailBlocklistPolicy").unwrap_or(&Value::Null);
        let entries = |member| list(policy, member).filter_map(Value::as_str).map(canonical).collect();
        Self {
            blocks_subaddresses: flag(policy, "blockSubaddressing") == Some(true),
            blocks_disposable: flag(policy, "blockDisposableAddresses") == Some(true),
            blocked: entries("customBlocklist"),
            allowed: entries("customAllowlist"),
        }
    }

    /// Why an address is refused, if it is. It is compared without regard to case, and with it the address that its mailbox has without
    /// what stands behind a `+`, so that nobody on the list gets in by adding to their address. `disposable` counts where the tenant wants it.
    pub fn rejection_of(&self, email: &str, disposable: &DisposableDomains) -> Option<EmailRejection> {
        let address = canonical(email.trim());
        let (local, domain) = (address.rsplit_once('@')?.0, email_domain(&address)?);
        let mailbox = local.split_once('+').map(|(mailbox, _)| format!("{mailbox}@{domain}"));
        let forms = [Some(format!("@{domain}")), Some(address.clone()), mailbox.clone()];
        let is_among = |entries: &[String]| forms.iter().flatten().any(|form| entries.contains(form));
        if is_among(&self.allowed) {
            None
        } else if is_among(&self.blocked) {
            Some(EmailRejection::Blocked)
        } else if self.blocks_disposable && disposable.hold(domain) {
            Some(EmailRejection::Disposable)
        } else {
            mailbox.filter(|_| self.blocks_subaddresses).map(|_| EmailRejection::Subaddress)
        }
    }
}

/// An address, or `@` and a domain, folded and with the domain as host names are written: one that is spelt with letters that are not seen, with a dot at the end
/// or as `xn--` reaches the same mailbox. What is no host name stays as it is.
fn canonical(text: &str) -> String {
    let folded = fold(text);
    let Some((local, domain)) = folded.rsplit_once('@') else { return folded };
    match parse_domain(domain.trim_end_matches(DOTS)) {
        Some(domain) => format!("{local}@{domain}"),
        None => folded,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rejection_of(policy: &Value, email: &str) -> Option<EmailRejection> {
        let blocklist = EmailBlocklist::of(&json!({ "emailBlocklistPolicy": policy }));
        blocklist.rejection_of(email, &DisposableDomains::default())
    }

    #[test]
    fn addresses_and_domains_are_blocked_however_they_are_spelt() {
        let policy = json!({
            "customBlocklist": ["Loki@fjord.example", "@spam.example", "@bücher.example", "@xn--slt-0na.example", "@localhost"],
            "customAllowlist": ["odin@spam.example"],
        });
        for blocked in [
            "loki@fjord.example",
            "LOKI@FJORD.example",
            "ｌoki@fjord.example",
            "loki+2@fjord.example",
            "a@spam.example",
            "a@SPAM.example",
            "a@spam.example.",
            "loki@fj\u{ad}ord.example",
            "a@sp\u{ad}am\u{3002}example",
            "a@xn--bcher-kva.example",
            "a@bücher.example",
            "a@sølt.example",
            "a@localhost",
            "a@spam.example\u{3002}",
        ] {
            assert_eq!(rejection_of(&policy, blocked), Some(EmailRejection::Blocked), "{blocked}");
        }
        for fine in
            ["ingrid@fjord.example", "ingrid+2@fjord.example", "Odin@spam.example", "a@notspam.example"]
        {
            assert_eq!(rejection_of(&policy, fine), None, "{fine}");
        }
    }

    #[test]
    fn addresses_within_addresses_are_refused_where_the_tenant_wants_it() {
        let policy = json!({ "blockSubaddressing": true, "customAllowlist": ["tester@fjord.example"] });
        assert_eq!(rejection_of(&policy, "ingrid+2@fjord.example"), Some(EmailRejection::Subaddress));
        assert_eq!(rejection_of(&policy, "ingrid@fjord.example"), None);
        assert_eq!(rejection_of(&policy, "tester+2@fjord.example"), None);
        assert_eq!(rejection_of(&json!({}), "ingrid+2@fjord.example"), None);
        assert_eq!(rejection_of(&json!("nonsense"), "ingrid+2@fjord.example"), None);
    }
    #[test]
    fn addresses_that_are_thrown_away_are_refused_where_the_tenant_wants_it() {
        let policy = json!({ "blockDisposableAddresses": true, "customAllowlist": ["qa@mailinator.com"] });
        for blocked in ["a@mailinator.com", "A@x.MAILINATOR.com", "a+1@yopmail.com"] {
            assert_eq!(rejection_of(&policy, blocked), Some(EmailRejection::Disposable), "{blocked}");
        }
        for fine in ["qa@mailinator.com", "a@fjord.example", "a@mailinator.com.fjord.example"] {
            assert_eq!(rejection_of(&policy, fine), None, "{fine}");
        }
        assert_eq!(rejection_of(&json!({}), "a@mailinator.com"), None);
    }
}
