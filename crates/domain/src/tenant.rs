//! Tenants and the host names under which they are reached.

use std::{borrow::Cow, net::IpAddr};

use crate::{TenantId, UnixMillis};

/// The longest id of a tenant: it is a label of a host name, too (RFC 1035 §2.3.4).
const MAX_LABEL: usize = 63;
/// The longest host name (RFC 1035 §2.3.4, without the dot at the end).
const MAX_HOST: usize = 253;

/// A tenant: a product, a customer or an environment with keys, users and an issuer of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// What people call it.
    pub name: String,
    /// The names under which it is reached. The first is in its issuer; the others lead there.
    pub hosts: Vec<String>,
    /// When it was made.
    pub created_at: UnixMillis,
}

impl Tenant {
    /// The host name in its issuer.
    pub fn host(&self) -> Option<&str> {
        self.hosts.first().map(String::as_str)
    }

    /// What it is called: its name, or its id where it has none.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { self.id.as_str() } else { &self.name }
    }
}

/// Whether a text can be the id of a tenant: what can be a label of a host name in lower case.
pub fn is_tenant_id(text: &str) -> bool {
    is_label(text)
}

/// Whether a tenant was there before anybody made one, and stays.
pub fn is_reserved(id: &TenantId) -> bool {
    *id == TenantId::default_tenant() || *id == TenantId::of_administrators()
}

/// Whether a text is a host name as they are stored: in lower case, without port and dot at the end, and no address.
pub fn is_host_name(text: &str) -> bool {
    text.len() <= MAX_HOST && text.split('.').all(is_label) && !ends_in_a_number(text)
}

/// Names whose last label is a number are addresses, however they are written (WHATWG URL §3.5).
fn ends_in_a_number(text: &str) -> bool {
    let last = text.rsplit('.').next().unwrap_or_default();
    last.bytes().all(|byte| byte.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn is_label(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=MAX_LABEL).contains(&text.len())
        && text.bytes().all(is_plain)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// The host of an authority (`host[:port]`, RFC 3986 §3.2) in the form in which hosts are compared: in lower case, without port and dot at the end. `None` for
/// what is none, such as one with a user or a port that is no number.
///
/// Ports are left out because none is part of what tenants are told apart by: which of them a proxy passes on depends on the proxy.
pub fn host_of(authority: &str) -> Option<Cow<'_, str>> {
    let host = match authority.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']')?;
            let is_address = matches!(address.parse(), Ok(IpAddr::V6(_)));
            return (is_address && is_port(port)).then(|| folded(address));
        }
        None => match authority.split_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            Some(_) => return None,
            None => authority,
        },
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let is_host = (1..=MAX_HOST).contains(&host.len()) && host.bytes().all(is_plain);
    (is_host && !host.starts_with('.') && !host.ends_with('.')).then(|| folded(host))
}

fn is_port(text: &str) -> bool {
    text.is_empty()
        || text.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

fn folded(host: &str) -> Cow<'_, str> {
    if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(host.to_ascii_lowercase())
    } else {
        Cow::Borrowed(host)
    }
}

/// The label of a host that stands directly under `domain`.
pub fn label_under<'a>(host: &'a str, domain: &str) -> Option<&'a str> {
    let label = host.strip_suffix(domain)?.strip_suffix('.')?;
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_label_of_a_host_name() {
        for text in ["acme", "a", "7", "acme-staging", "a--b", &"a".repeat(63)] {
            assert!(is_tenant_id(text), "{text}");
        }
        for text in
            ["", "-a", "a-", "Acme", "a.b", "a_b", "a b", "ä", "a/b", "a\n", "..", &"a".repeat(64), "a:1"]
        {
            assert!(!is_tenant_id(text), "{text}");
        }
    }

    #[test]
    fn host_names_are_names_in_lower_case_and_no_addresses() {
        for text in ["login.acme.example", "localhost", "a.b.c", "xn--bcher-kva.example", "1a.example"] {
            assert!(is_host_name(text), "{text}");
        }
        for text in [
            "",
            ".",
            "a.",
            ".a",
            "a..b",
            "A.example",
            "a:1",
            "127.0.0.1",
            "1",
            "0x7f.1",
            "a.0x7f",
            "[::1]",
            "a_b.example",
            "ä.example",
            "a/b",
            "*.example",
            &format!("{}.example", "a".repeat(64)),
            &["a"; 128].join("."),
        ] {
            assert!(!is_host_name(text), "{text}");
        }
    }

    #[test]
    fn hosts_are_compared_without_case_port_and_the_dot_at_the_end() {
        for (authority, host) in [
            ("acme.example", Some("acme.example")),
            ("ACME.Example:3001", Some("acme.example")),
            ("acme.example.:443", Some("acme.example")),
            ("acme.example.", Some("acme.example")),
            ("acme.example:", Some("acme.example")),
            ("127.0.0.1:3001", Some("127.0.0.1")),
            ("[::1]:3001", Some("::1")),
            ("[::1]", Some("::1")),
            ("my_proxy", Some("my_proxy")),
            ("", None),
            (".", None),
            (":80", None),
            ("acme.example..", None),
            (".acme.example", None),
            ("acme.example:80:90", None),
            ("acme.example:8o", None),
            ("user@acme.example", None),
            ("acme.example/", None),
            ("acme.example#", None),
            ("acme.example,beta.example", None),
            ("acme.example beta.example", None),
            ("[::1", None),
            ("[acme.example]", None),
            ("[::1]x", None),
            ("::1", None),
            ("acme.example\u{e9}", None),
        ] {
            assert_eq!(host_of(authority).as_deref(), host, "{authority}");
        }
    }

    #[test]
    fn a_label_stands_directly_under_the_domain() {
        assert_eq!(label_under("acme.example.com", "example.com"), Some("acme"));
        assert_eq!(label_under("a.b.example.com", "example.com"), Some("a.b"));
        for host in ["example.com", "acmeexample.com", "acme.example.org", ".example.com", ""] {
            assert_eq!(label_under(host, "example.com"), None, "{host}");
        }
    }

    #[test]
    fn those_that_were_always_there_are_reserved() {
        for (id, expected) in [("default", true), ("admin", true), ("acme", false), ("Admin", false)] {
            assert_eq!(is_reserved(&TenantId::new(id)), expected, "{id}");
        }
    }
}
