//! What an authorization request asks of the sign-in: `prompt` and `max_age` (OpenID Connect Core §3.1.2.1).
//!
//! Owns their grammar (wire contract §4.1). Whether a session satisfies them is decided elsewhere.

use crate::error::OAuthError;

/// Asks the user which of their accounts to go on with; no value of the wire's.
pub const SELECT_ACCOUNT: &str = "select_account";
/// Asks the user which of their organizations to go on in; no value of the wire's (ADR 11).
pub const SELECT_ORGANIZATION: &str = "select_organization";

/// The values of `prompt`, as a set. The default is the absent parameter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a set of values, each of which is there or not")]
pub struct Prompt {
    /// `none`: no page may be shown.
    pub none: bool,
    /// `login`: the user signs in again, whatever session there is.
    pub login: bool,
    /// `consent`: the user is asked again; also what makes `offline_access` count.
    pub consent: bool,
    /// `select_account`: the user says whether to go on as who is signed in.
    pub select_account: bool,
    /// `select_organization`: the user chooses an organization.
    pub select_organization: bool,
}

impl Prompt {
    /// Reads the parameter; `None` is its absence.
    ///
    /// # Errors
    /// `invalid_request` for an unknown value, and for `none` beside another.
    pub fn parse(value: Option<&str>) -> Result<Self, OAuthError> {
        let mut prompt = Self::default();
        for word in value.unwrap_or_default().split(' ').filter(|word| !word.is_empty()) {
            match word {
                "none" => prompt.none = true,
                "login" => prompt.login = true,
                "consent" => prompt.consent = true,
                SELECT_ACCOUNT => prompt.select_account = true,
                SELECT_ORGANIZATION => prompt.select_organization = true,
                _ => return Err(OAuthError::invalid_request("unsupported prompt value requested")),
            }
        }
        if prompt.none && prompt != (Self { none: true, ..Self::default() }) {
            return Err(OAuthError::invalid_request("prompt none must only be used alone"));
        }
        Ok(prompt)
    }
}

/// Reads `max_age`, in seconds: how old the user's authentication may be.
///
/// # Errors
/// `invalid_request` for anything but a non-negative whole number of seconds below 2^53.
pub fn parse_max_age(value: &str) -> Result<u64, OAuthError> {
    const LARGEST_SAFE_INTEGER: u64 = (1 << 53) - 1;
    let digits_only = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = digits_only.then(|| value.parse().ok()).flatten();
    seconds
        .filter(|seconds| *seconds <= LARGEST_SAFE_INTEGER)
        .ok_or_else(|| OAuthError::invalid_request("invalid max_age parameter value"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_combine() {
        let rows = [
            (None, Prompt::default()),
            (Some(""), Prompt::default()),
            (Some("none"), Prompt { none: true, ..Prompt::default() }),
            (Some("login"), Prompt { login: true, ..Prompt::default() }),
            (Some("consent"), Prompt { consent: true, ..Prompt::default() }),
            (Some("login consent"), Prompt { login: true, consent: true, ..Prompt::default() }),
            (Some("consent login consent"), Prompt { login: true, consent: true, ..Prompt::default() }),
            (Some("select_account"), Prompt { select_account: true, ..Prompt::default() }),
            (
                Some("select_organization consent"),
                Prompt { select_organization: true, consent: true, ..Prompt::default() },
            ),
        ];
        for (value, expected) in rows {
            assert_eq!(Prompt::parse(value), Ok(expected), "{value:?}");
        }
    }

    #[test]
    fn wrong_prompts_have_their_texts() {
        let rows = [
            ("select_accounts", "unsupported prompt value requested"),
            ("none select_account", "prompt none must only be used alone"),
            ("select_organization none", "prompt none must only be used alone"),
            ("create", "unsupported prompt value requested"),
            ("Login", "unsupported prompt value requested"),
            ("none other", "unsupported prompt value requested"),
            ("none login", "prompt none must only be used alone"),
            ("consent none", "prompt none must only be used alone"),
        ];
        for (value, text) in rows {
            assert_eq!(Prompt::parse(Some(value)), Err(OAuthError::invalid_request(text)), "{value}");
        }
    }

    #[test]
    fn max_age_is_a_whole_number_of_seconds() {
        assert_eq!(parse_max_age("0"), Ok(0));
        assert_eq!(parse_max_age("3600"), Ok(3600));
        for value in ["-1", "+1", "1.5", "", " 1", "1e3", "99999999999999999999", "9007199254740992", "٣"] {
            assert_eq!(
                parse_max_age(value),
                Err(OAuthError::invalid_request("invalid max_age parameter value")),
                "{value}"
            );
        }
    }
}
