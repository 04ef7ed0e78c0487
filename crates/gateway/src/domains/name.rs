//! A domain that an organization can own: a name under a public suffix, in the one spelling that everything here compares.

use std::fmt;

use serde_json::{Map, Value};

/// The longest domain that the Management API keeps (contract §2.5), in characters.
const MAX_CHARACTERS: usize = 128;

/// A domain in ASCII and small letters, without a dot at the end: `xn--sknhet-wxa.example`. It is no public suffix, no address and no wildcard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DomainName(String);

impl DomainName {
    /// Reads a domain as a person writes it: in any case and script, with or without a dot at the end. What is wrong with it is said in words.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.strip_suffix('.').unwrap_or(text);
        if text.contains('*') {
            return Err("A wildcard stands for many domains; name one");
        }
        let ascii =
            idna::domain_to_ascii_strict(text).map_err(|_| "Expected a domain such as example.com")?;
        if ascii.len() > MAX_CHARACTERS {
            return Err("A domain may have at most 128 characters");
        }
        let last_label = ascii.rsplit('.').next().unwrap_or_default();
        // The last label of an address is a number (WHATWG URL, "ends in a number"), that of a domain never is.
        if !ascii.contains('.') || last_label.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("Expected a domain such as example.com");
        }
        // Under a public suffix anybody registers names; it belongs to none of them.
        if psl::domain_str(&ascii).is_none() {
            return Err("This is a public suffix, under which everybody may register names");
        }
        Ok(Self(ascii))
    }

    /// A domain in a path, which must stand there in the one spelling that it has here.
    pub(crate) fn in_path(segment: &str) -> Option<Self> {
        Self::parse(segment).ok().filter(|domain| domain.0 == segment)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain as addresses of e-mail may spell it: in ASCII, and where it has other letters in those too. Which of an
    /// organization's domains an address belongs to is decided by comparing texts (contract §2.5).
    pub(crate) fn spellings(&self) -> Vec<String> {
        let mut spellings = vec![self.0.clone()];
        let (unicode, read) = idna::domain_to_unicode(&self.0);
        if read.is_ok() && unicode != self.0 {
            spellings.push(unicode);
        }
        spellings
    }

    /// The one member `domain` of a body; otherwise what is wrong: path, kind and words.
    pub(crate) fn from_body(members: &Map<String, Value>) -> Result<Self, (&'static str, &'static str)> {
        let text =
            members.get("domain").and_then(Value::as_str).ok_or(("invalid_type", "Expected string"))?;
        Self::parse(text).map_err(|fault| ("invalid_string", fault))
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_spelling_of_a_domain_is_read_as_one() {
        for (text, expected) in [
            ("fjord.example", "fjord.example"),
            ("Fjord.EXAMPLE", "fjord.example"),
            ("fjord.example.", "fjord.example"),
            ("ｆｊｏｒｄ.example", "fjord.example"),
            ("fjord\u{3002}example", "fjord.example"),
            ("Büro.Fjord.example", "xn--bro-hoa.fjord.example"),
            ("xn--bro-hoa.fjord.example", "xn--bro-hoa.fjord.example"),
            ("XN--BRO-HOA.fjord.example", "xn--bro-hoa.fjord.example"),
            ("fjord.co.uk", "fjord.co.uk"),
            ("mail.fjord.co.uk", "mail.fjord.co.uk"),
            ("fjord.github.io", "fjord.github.io"),
            ("fjord.internal", "fjord.internal"),
            ("1.fjord.example", "1.fjord.example"),
        ] {
            assert_eq!(DomainName::parse(text).unwrap().as_str(), expected, "{text}");
        }
    }

    #[test]
    fn what_nobody_can_own_is_refused() {
        for text in [
            "",
            ".",
            "..",
            "com",
            "co.uk",
            "CO.UK",
            "github.io",
            "internal",
            "localhost",
            "*.fjord.example",
            "*",
            "fjord.*",
            "127.0.0.1",
            "1.2.3",
            "[::1]",
            "::1",
            "fjord..example",
            ".fjord.example",
            "fjord.example..",
            "-fjord.example",
            "fjord-.example",
            "fj_ord.example",
            "_dmarc.fjord.example",
            "fjord.example:443",
            "https://fjord.example",
            "fjord.example/path",
            "ann@fjord.example",
            "@fjord.example",
            "fjord example",
            "fjord.example\0",
            "fjord.exa\u{200b}mple\u{202e}",
            "xn--a.example",
            "xn--.example",
            "fjord.xn--0",
            "公司.cn",
            "a\u{338}.\u{338}",
        ] {
            assert!(DomainName::parse(text).is_err(), "{text:?}");
        }
        let label = "a".repeat(64);
        assert!(DomainName::parse(&format!("{label}.example")).is_err());
        assert!(DomainName::parse(&format!("{}example", "abcdefghi.".repeat(13))).is_err());
    }

    #[test]
    fn a_path_names_a_domain_in_one_spelling_only() {
        assert!(DomainName::in_path("xn--bro-hoa.fjord.example").is_some());
        for segment in ["Fjord.example", "fjord.example.", "fjord", "com", "me", "FJORD.EXAMPLE"] {
            assert_eq!(DomainName::in_path(segment), None, "{segment}");
        }
    }

    #[test]
    fn addresses_may_spell_a_domain_with_its_own_letters() {
        let spellings = |text| DomainName::parse(text).unwrap().spellings();
        assert_eq!(spellings("büro.example"), ["xn--bro-hoa.example", "büro.example"]);
        assert_eq!(spellings("fjord.example"), ["fjord.example"]);
    }

    proptest! {
        #[test]
        fn what_is_read_is_plain_and_reads_as_itself(text in "\\PC{0,40}|[a-zA-Zéß0-9-]{1,12}\\.[a-zé]{1,8}\\.?") {
            if let Ok(domain) = DomainName::parse(&text) {
                let name = domain.as_str();
                prop_assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.')));
                prop_assert!(!name.contains("..") && !name.starts_with('.') && !name.ends_with('.') && name.len() <= MAX_CHARACTERS);
                prop_assert_eq!(DomainName::in_path(name), Some(domain.clone()));
                for spelling in domain.spellings() {
                    prop_assert_eq!(DomainName::parse(&spelling), Ok(domain.clone()));
                }
            }
        }
    }
}
