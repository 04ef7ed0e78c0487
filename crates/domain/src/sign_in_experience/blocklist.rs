//! Which e-mail addresses make no account.

use serde_json::Value;

use super::{DisposableDomains, flag, list};
use crate::{account::identifier::email_domain, text::fold};

/// The addresses that may not be given to an account by whoever has them (`emailBlocklistPolicy`).
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct EmailBlocklist {
    blocks_subaddresses: bool,
    blocks_disposable: bool,
    /// Addresses, or `@` and a domain, folded.
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
        let entries = |member| list(policy, member).filter_map(Value::as_str).map(fold).collect();
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
        let folded = fold(email.trim());
        let (local, domain) = (folded.rsplit_once('@')?.0, email_domain(&folded)?);
        let mailbox = local.split_once('+').map(|(mailbox, _)| format!("{mailbox}@{domain}"));
        let forms = [Some(format!("@{domain}")), Some(folded.clone()), mailbox.clone()];
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
        let policy = json!({ "customBlocklist": ["Loki@fjord.example", "@spam.example"], "customAllowlist": ["odin@spam.example"] });
        for blocked in [
            "loki@fjord.example",
            "LOKI@FJORD.example",
            "ｌoki@fjord.example",
            "loki+2@fjord.example",
            "a@spam.example",
            "a@SPAM.example",
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
