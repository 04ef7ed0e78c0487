//! The token that proves that a sign-out was confirmed on our own page and not by a forged post. The session keeps its hash.

use std::fmt::Write as _;

use domain::Entropy;

/// How many random bytes a token has; written as twice as many hexadecimal digits.
const BYTES: usize = 24;

/// A token in clear, for the page. Not `Debug`.
pub(crate) struct XsrfToken(String);

impl XsrfToken {
    /// A fresh token.
    pub(crate) fn generate(entropy: &dyn Entropy) -> Self {
        let mut token = String::with_capacity(2 * BYTES);
        for byte in entropy.bytes::<BYTES>() {
            let _ = write!(token, "{byte:02x}");
        }
        Self(token)
    }

    /// The token itself.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// What the session keeps of it.
    pub(crate) fn hash(&self) -> String {
        hash(&self.0)
    }
}

/// Whether a presented token is the one with this hash.
pub(crate) fn matches(presented: &str, kept: &str) -> bool {
    jose::constant_time_eq(hash(presented).as_bytes(), kept.as_bytes())
}

fn hash(token: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(jose::sha256(token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_itself_matches() {
        let token = XsrfToken::generate(&domain::SystemEntropy);
        assert_eq!(token.reveal().len(), 48);
        assert!(matches(token.reveal(), &token.hash()));
        assert!(!matches("", &token.hash()));
        assert!(!matches(&token.hash(), &token.hash()));
    }
}
