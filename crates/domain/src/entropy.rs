//! Where randomness comes from, and the identifiers and secrets made of it (lengths and alphabets: Management API contract §1.8).

use crate::PlainToken;

const LOWER_CASE: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const MIXED_CASE: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A source of unpredictable bytes.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with unpredictable content.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator, by way of AWS-LC.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(
        clippy::expect_used,
        reason = "without randomness no secret can be made: stopping is the only safe answer"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one place where the system's generator is read"
        )]
        aws_lc_rs::rand::fill(bytes).expect("the operating system gives no randomness");
    }
}

impl dyn Entropy + '_ {
    /// A 21-character id of `[0-9a-z]`, for most entities.
    pub fn id_21(&self) -> String {
        self.text(LOWER_CASE, 21)
    }

    /// A 12-character id of `[0-9a-z]`, for users, organizations and connectors.
    pub fn id_12(&self) -> String {
        self.text(LOWER_CASE, 12)
    }

    /// A 32-character secret of `[0-9A-Za-z]`, for application secrets.
    pub fn secret_32(&self) -> PlainToken {
        PlainToken::new(self.text(MIXED_CASE, 32))
    }

    /// A 43-character token of `[A-Za-z0-9_-]` that holds 256 random bits: codes, opaque tokens, sessions, interactions, `jti`.
    pub fn token_43(&self) -> PlainToken {
        PlainToken::new(self.base64_43())
    }

    /// The text of [`Self::token_43`] for values that are no secret, such as `jti`.
    pub fn base64_43(&self) -> String {
        use base64::Engine as _;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// Text of `length` characters drawn evenly from `alphabet`, which has at most 256.
    pub fn text_of(&self, alphabet: &[u8], length: usize) -> String {
        self.text(alphabet, length)
    }

    /// Text of `length` characters drawn evenly from `alphabet`: bytes that would favour the alphabet's beginning are thrown away.
    fn text(&self, alphabet: &[u8], length: usize) -> String {
        let limit = 256 - 256 % alphabet.len();
        let mut text = String::with_capacity(length);
        let mut buffer = [0; 64];
        while text.len() < length {
            self.fill(&mut buffer);
            let fair = buffer.iter().map(|&byte| usize::from(byte)).filter(|&byte| byte < limit);
            text.extend(
                fair.take(length - text.len())
                    .filter_map(|byte| alphabet.get(byte % alphabet.len()))
                    .map(|&c| char::from(c)),
            );
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_the_contracts_lengths_and_alphabets() {
        let entropy: &dyn Entropy = &SystemEntropy;
        let lower = |text: &str| text.bytes().all(|b| LOWER_CASE.contains(&b));
        assert!(entropy.id_21().len() == 21 && lower(&entropy.id_21()));
        assert!(entropy.id_12().len() == 12 && lower(&entropy.id_12()));
        assert!(entropy.secret_32().reveal().bytes().all(|b| MIXED_CASE.contains(&b)));
        assert_eq!(entropy.secret_32().reveal().len(), 32);
        assert_eq!(entropy.base64_43().len(), 43);
        assert_ne!(entropy.id_21(), entropy.id_21());
    }

    #[test]
    fn every_letter_of_the_alphabet_occurs_about_equally_often() {
        let entropy: &dyn Entropy = &SystemEntropy;
        let mut counts = [0_u32; 128];
        for _ in 0..2_000 {
            entropy.id_21().bytes().for_each(|b| counts[usize::from(b)] += 1);
        }
        let mean = 2_000.0 * 21.0 / 36.0;
        for &letter in LOWER_CASE {
            let share = f64::from(counts[usize::from(letter)]) / mean;
            assert!((0.75..1.25).contains(&share), "{} occurs {share} times the mean", char::from(letter));
        }
    }
}
