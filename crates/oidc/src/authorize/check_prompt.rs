//! Whether pages may be shown, and how old a sign-in may be (OpenID Connect Core §3.1.2.1).

use protocol::{OAuthError, Parameters, Prompt, prompt};

/// Checks `prompt`.
///
/// # Errors
/// `invalid_request` for an unknown value and for `none` beside another.
pub(crate) fn check(parameters: &Parameters) -> Result<Prompt, OAuthError> {
    Prompt::parse(parameters.get("prompt"))
}

/// Reads `max_age`, in seconds.
///
/// # Errors
/// `invalid_request` for what is no whole number.
pub(crate) fn max_age_seconds(parameters: &Parameters) -> Result<Option<u64>, OAuthError> {
    parameters.get("max_age").map(prompt::parse_max_age).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused<T: std::fmt::Debug>(result: Result<T, OAuthError>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn wrong_prompts_and_ages_are_refused() {
        let read = |query| Parameters::from_query(query).unwrap();
        assert_eq!(
            refused(check(&read("prompt=create"))),
            "invalid_request: unsupported prompt value requested"
        );
        assert_eq!(
            refused(check(&read("prompt=none+login"))),
            "invalid_request: prompt none must only be used alone"
        );
        assert_eq!(
            refused(max_age_seconds(&read("max_age=-1"))),
            "invalid_request: invalid max_age parameter value"
        );
        assert_eq!(max_age_seconds(&read("max_age=60")), Ok(Some(60)));
        assert_eq!(max_age_seconds(&read("max_age=")), Ok(None));
    }
}
