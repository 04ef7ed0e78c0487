//! Enterprise connectors: whose addresses they speak for, and who users are at their providers.
//!
//! An enterprise's provider is believed about its own people and nobody else. What it says of an address counts only where the connector's operator has
//! given it the domain; who somebody is there is told by connector, issuer and id together, so that no other connector, whatever its provider claims,
//! can name the same person.

use serde_json::{Map, Value};
use url::Host;

use crate::{SsoConnectorId, UnixMillis, UserId, account::identifier::email_domain, text::fold};

/// The longest domain, in characters (RFC 1035 §2.3.4).
const MAX_DOMAIN: usize = 253;
/// Domains in which anybody can have an address, so that no enterprise speaks for them.
const PUBLIC_DOMAINS: &str = include_str!("sso/public_domains.txt");

/// A domain in the form in which it is stored: lower case, in the letters of host names. `None` for what is no domain, or has no dot.
pub fn parse_domain(text: &str) -> Option<String> {
    let Host::Domain(domain) = Host::parse(text).ok()? else { return None };
    let is_label = |label: &str| {
        let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(is_letter)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let fits = domain.len() <= MAX_DOMAIN && domain.contains('.') && domain.split('.').all(is_label);
    fits.then_some(domain)
}

/// The domain of an e-mail address, in the form of [`parse_domain`]; of an address in another spelling (full-width letters, a dot at the end) that of the address
/// that it is a spelling of, because accounts are found by it too.
pub fn domain_of(email: &str) -> Option<String> {
    let folded = fold(email);
    let domain = email_domain(&folded)?;
    parse_domain(domain.strip_suffix('.').unwrap_or(domain))
}

/// Whether anybody can have an address in a domain.
pub fn is_public_domain(domain: &str) -> bool {
    PUBLIC_DOMAINS.lines().any(|public| public == domain)
}

/// Whether a connector with these domains speaks for an address. Without domains it speaks for none.
pub fn speaks_for(domains: &[String], email: &str) -> bool {
    domain_of(email).is_some_and(|domain| domains.contains(&domain))
}

/// Who a user is at an enterprise's provider.
#[derive(Clone, PartialEq, Debug)]
pub struct SsoIdentity {
    /// The id of this record (21 characters).
    pub id: String,
    /// The user.
    pub user_id: UserId,
    /// Through which connector.
    pub connector_id: SsoConnectorId,
    /// Who vouches for it.
    pub issuer: String,
    /// The id there.
    pub identity_id: String,
    /// What is known of them there, without tokens.
    pub detail: Map<String, Value>,
    /// When it was first shown.
    pub created_at: UnixMillis,
    /// When what is known of it changed last.
    pub updated_at: UnixMillis,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn domains_have_one_form() {
        for (text, domain) in [
            ("Fjord.Example", "fjord.example"),
            ("mail.fjord.example", "mail.fjord.example"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(parse_domain(text).as_deref(), Some(domain), "{text}");
        }
        for bad in [
            "",
            "fjord",
            ".fjord.example",
            "fjord.example.",
            "fjord..example",
            "127.0.0.1",
            "[::1]",
            "a b.example",
            "a@b.example",
            "fjord_x.example",
            "-a.example",
            "*.fjord.example",
            "https://fjord.example",
            "fjord.example/x",
            "fjord.example:8",
        ] {
            assert_eq!(parse_domain(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_connector_speaks_for_its_own_domains_and_for_nothing_below_or_above_them() {
        let domains = ["fjord.example".to_owned(), "xn--bcher-kva.example".to_owned()];
        for own in ["a@fjord.example", "A@FJORD.example", "a@bücher.example", "a@evil.example@fjord.example"]
        {
            assert!(speaks_for(&domains, own), "{own}");
        }
        for other in [
            "a@mail.fjord.example",
            "a@example",
            "a@notfjord.example",
            "a@fjord.example.evil.example",
            "fjord.example",
            "",
            "a@fjord.example@evil.example",
            "a@fjord.\u{212a}example",
        ] {
            assert!(!speaks_for(&domains, other), "{other}");
        }
        assert!(!speaks_for(&[], "a@fjord.example"));
    }

    #[test]
    fn another_spelling_of_an_address_is_of_the_same_domain() {
        for spelling in [
            "a\u{ff20}fjord.example",
            "a\u{fe6b}fjord.example",
            "a@fjord\u{fe52}example",
            "a@fjord\u{2024}example",
            "a@ｆｊｏｒｄ.example",
            "a@fjord.example.",
        ] {
            assert_eq!(domain_of(spelling).as_deref(), Some("fjord.example"), "{spelling}");
        }
        assert_eq!(domain_of("a@fjord.example.."), None);
    }

    #[test]
    fn nobody_speaks_for_the_domains_of_everybody() {
        assert!(is_public_domain("gmail.com") && is_public_domain("outlook.com"));
        assert!(!is_public_domain("fjord.example") && !is_public_domain("com") && !is_public_domain(""));
        for public in PUBLIC_DOMAINS.lines() {
            assert_eq!(
                parse_domain(public).as_deref(),
                Some(public),
                "each has the form that it is compared in"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_a_domain_stays_the_same(text in "\\PC{0,40}") {
            if let Some(domain) = parse_domain(&text) {
                let again = parse_domain(&domain);
                prop_assert_eq!(again.as_deref(), Some(domain.as_str()));
            }
        }
    }
}
