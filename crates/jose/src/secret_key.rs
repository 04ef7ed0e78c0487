//! A secret key in memory: overwritten when dropped, never printed.

use std::fmt;

use zeroize::Zeroizing;

/// 32 secret bytes. Formatting shows that it is one and nothing else.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<[u8; 32]>);

impl SecretKey {
    /// Takes the bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Takes bytes of any number; `None` unless they are 32.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::new)
    }

    /// The bytes, for the computation that needs them.
    pub fn reveal(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_32_bytes_and_does_not_print_them() {
        let key = SecretKey::from_slice(&[7; 32]).unwrap();
        assert_eq!(key.reveal(), &[7; 32]);
        assert_eq!(format!("{key:?} {key:#?}"), "SecretKey SecretKey");
        assert!(SecretKey::from_slice(&[7; 31]).is_none() && SecretKey::from_slice(&[7; 33]).is_none());
    }
}
