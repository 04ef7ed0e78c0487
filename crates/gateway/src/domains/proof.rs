//! The proof that whoever administers an organization controls a domain: a TXT record whose text only the gateway can make, for that
//! organization and that domain. Nothing is stored: the text is made anew each time it is asked for, so any number of gateways with one
//! key agree, and a domain counts for nothing until the record was seen.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::OrganizationId;
use futures_util::future::BoxFuture;
use zeroize::Zeroizing;

use super::DomainName;

/// Where under a domain the record is. A name of its own, so that whoever may publish it can be let in there alone.
const LABEL: &str = "_guildhall-challenge";
/// What the text begins with, so that people know later what it is for.
const PREFIX: &str = "guildhall-domain-verification=";
/// What keeps these texts apart from whatever else the same key may be used for.
const PURPOSE: &[u8] = b"guildhall domain proof 1";

/// The key that the texts are made with. Not shown by `Debug`, wiped when dropped.
#[derive(Clone)]
pub struct DomainProofKey(Zeroizing<[u8; 32]>);

impl DomainProofKey {
    /// A key that is derived from a secret of the installation: the same secret always gives the same key, which tells nothing about it.
    pub fn derive(secret: &[u8]) -> Self {
        Self(Zeroizing::new(jose::hmac_sha256(secret, PURPOSE)))
    }

    /// The record that proves that the organization controls the domain.
    pub(crate) fn record(&self, organization: &OrganizationId, domain: &DomainName) -> DnsRecord {
        // Neither of the two holds a NUL, so no two pairs give the same text.
        let message = [organization.as_str(), domain.as_str()].join("\0");
        let code = jose::hmac_sha256(self.0.as_slice(), message.as_bytes());
        DnsRecord {
            name: format!("{LABEL}.{domain}"),
            value: format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(code)),
        }
    }
}

impl fmt::Debug for DomainProofKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DomainProofKey")
    }
}

/// A TXT record that is to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DnsRecord {
    /// Its name, without a dot at the end.
    pub(crate) name: String,
    /// Its text.
    pub(crate) value: String,
}

/// No name server gave an answer: whether there is a record is not known.
#[derive(Debug, thiserror::Error)]
#[error("no name server gave an answer")]
pub struct TxtUnavailable(#[source] pub crate::upstream::BoxError);

/// Looks TXT records up.
pub trait TxtLookup: Send + Sync {
    /// The texts of the records of this name (without a dot at the end), each put together; none when there are none. Ends in a few
    /// seconds, with a bounded number of texts.
    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, TxtUnavailable>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(secret: &[u8], organization: &str, domain: &str) -> DnsRecord {
        let domain = DomainName::parse(domain).unwrap();
        DomainProofKey::derive(secret).record(&OrganizationId::new(organization), &domain)
    }

    #[test]
    fn a_record_proves_one_domain_to_one_organization_under_one_key() {
        let one = record(b"secret", "fjord", "fjord.example");
        assert_eq!(one.name, "_guildhall-challenge.fjord.example");
        assert_eq!(one.value.len(), PREFIX.len() + 43);
        assert_eq!(one, record(b"secret", "fjord", "FJORD.example."));
        for other in [
            record(b"other", "fjord", "fjord.example"),
            record(b"secret", "lake", "fjord.example"),
            record(b"secret", "fjord", "lake.example"),
            record(b"secret", "fjord", "mail.fjord.example"),
        ] {
            assert_ne!(one.value, other.value);
        }
    }

    #[test]
    fn the_key_is_not_shown() {
        assert_eq!(format!("{:?}", DomainProofKey::derive(b"secret")), "DomainProofKey");
    }
}
