//! Claims that tokens get beside the standard ones: an operator's script may add any but those that say what a token is, whose it is and
//! what it is for (wire contract §7; RFC 7519 §4.1, RFC 9068 §2.2, RFC 8693 §4, RFC 7662 §2.2).

/// Claims and members of introspection that are the server's alone.
pub(crate) const RESERVED_CLAIMS: [&str; 17] = [
    "act",
    "active",
    "aud",
    "azp",
    "client_id",
    "cnf",
    "exp",
    "iat",
    "iss",
    "jti",
    "may_act",
    "nbf",
    "organization_id",
    "scope",
    "sid",
    "sub",
    "token_type",
];

/// Whether a claim is the server's alone.
pub fn is_reserved_claim(name: &str) -> bool {
    RESERVED_CLAIMS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_token_is_cannot_be_said_by_others() {
        assert!(RESERVED_CLAIMS.is_sorted());
        assert!(is_reserved_claim("sub") && is_reserved_claim("organization_id"));
        assert!(!is_reserved_claim("roles") && !is_reserved_claim("SUB") && !is_reserved_claim("username"));
    }
}
