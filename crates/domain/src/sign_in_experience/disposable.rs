//! Domains that give mailboxes away to whoever asks, for an hour or so.

use std::{
    collections::HashSet,
    io::{self, BufRead},
    sync::{Arc, LazyLock},
};

use crate::sso::parse_domain;

/// The most domains that a list may have.
pub const MAX_DISPOSABLE_DOMAINS: usize = 1_000_000;
/// The longest line of a list, in bytes: a domain has 253 at the most.
const MAX_LINE: u64 = 1_024;

/// A few that everybody knows, one a line; lines that begin with `#` are comments.
static BUILT_IN: LazyLock<Arc<HashSet<Box<str>>>> = LazyLock::new(|| {
    let domains = include_str!("disposable_domains.txt").lines().filter_map(domain_in);
    Arc::new(domains.collect())
});

/// A list of them: the built-in one, or an operator's in its place. Cheap to clone.
#[derive(Clone)]
pub struct DisposableDomains(Arc<HashSet<Box<str>>>);

impl Default for DisposableDomains {
    /// The built-in list.
    fn default() -> Self {
        Self(Arc::clone(&BUILT_IN))
    }
}

impl std::fmt::Debug for DisposableDomains {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DisposableDomains({})", self.0.len())
    }
}

/// Why a list was not read.
#[derive(Debug, thiserror::Error)]
pub enum DisposableDomainsError {
    /// It could not be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It has more domains than are kept.
    #[error("it holds more than {MAX_DISPOSABLE_DOMAINS} domains")]
    TooMany,
    /// A line holds something else than a domain.
    #[error("line {0} is no domain")]
    NoDomain(usize),
}

impl DisposableDomains {
    /// Reads a list: a domain a line; empty lines and those that begin with `#` say nothing.
    ///
    /// # Errors
    /// [`DisposableDomainsError`].
    pub fn read(mut from: impl BufRead) -> Result<Self, DisposableDomainsError> {
        let (mut domains, mut line, mut number) = (HashSet::new(), String::new(), 0);
        loop {
            line.clear();
            if io::Read::take(&mut from, MAX_LINE).read_line(&mut line)? == 0 {
                return Ok(Self(Arc::new(domains)));
            }
            number += 1;
            let text = line.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            if domains.len() == MAX_DISPOSABLE_DOMAINS {
                return Err(DisposableDomainsError::TooMany);
            }
            let domain = domain_in(text).ok_or(DisposableDomainsError::NoDomain(number))?;
            domains.insert(parse_domain(&domain).map_or(domain, String::into_boxed_str));
        }
    }

    /// Whether a domain in the form of [`parse_domain`], or one that it is a part of, is on the list.
    pub fn hold(&self, domain: &str) -> bool {
        let mut rest = Some(domain.trim_end_matches('.'));
        while let Some(domain) = rest {
            if self.0.contains(domain) {
                return true;
            }
            rest = domain.split_once('.').map(|(_, parent)| parent);
        }
        false
    }
}

/// The domain in a line, in lower case.
fn domain_in(line: &str) -> Option<Box<str>> {
    let domain = line.trim().to_lowercase();
    let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '.' | '-' | '_');
    let is_domain = domain.contains('.')
        && !domain.starts_with(['.', '#'])
        && !domain.ends_with('.')
        && domain.chars().all(is_plain);
    is_domain.then(|| domain.into_boxed_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_and_whatever_is_in_it_is_held() {
        let built_in = DisposableDomains::default();
        for domain in ["mailinator.com", "a.b.mailinator.com", "yopmail.com", "mailinator.com."] {
            assert!(built_in.hold(domain), "{domain}");
        }
        for domain in ["gmail.com", "notmailinator.com", "mailinator.com.fjord.example", "com", ""] {
            assert!(!built_in.hold(domain), "{domain}");
        }
        assert!(BUILT_IN.len() >= 40);
    }

    #[test]
    fn an_operators_list_takes_the_place_of_the_built_in_one() {
        let own = DisposableDomains::read("# own\n\nThrown.Example\r\n".as_bytes()).unwrap();
        assert!(own.hold("thrown.example") && !own.hold("mailinator.com"));
        for broken in ["fine.example\nfoo", "a b.example", "@fjord.example", ".example", "https://a.example/"]
        {
            assert!(
                matches!(
                    DisposableDomains::read(broken.as_bytes()),
                    Err(DisposableDomainsError::NoDomain(_))
                ),
                "{broken}"
            );
        }
        let endless = io::BufReader::new(io::repeat(b'a'));
        assert!(matches!(DisposableDomains::read(endless), Err(DisposableDomainsError::NoDomain(1))));
    }
}
