//! How an authorization answer travels to the client (OAuth 2.0 Multiple Response Types §2.1, Form Post §2).

use crate::error::{OAuthError, OAuthErrorCode};

/// A value of `response_mode`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ResponseMode {
    /// Parameters in the query of the redirect: the default for codes.
    #[default]
    Query,
    /// Parameters after the `#` of the redirect.
    Fragment,
    /// Parameters in a form that a page posts by itself.
    FormPost,
}

/// `response_modes_supported` of the discovery document, in its order.
pub(crate) const RESPONSE_MODES_SUPPORTED: &[&str] = &["form_post", "fragment", "query"];

impl ResponseMode {
    /// The parameter's value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Fragment => "fragment",
            Self::FormPost => "form_post",
        }
    }

    /// Reads the parameter; `None` is its absence and gives the default.
    ///
    /// # Errors
    /// `unsupported_response_mode`.
    pub fn parse(value: Option<&str>) -> Result<Self, OAuthError> {
        match value {
            None | Some("query") => Ok(Self::Query),
            Some("fragment") => Ok(Self::Fragment),
            Some("form_post") => Ok(Self::FormPost),
            Some(_) => Err(OAuthError::new(OAuthErrorCode::UnsupportedResponseMode)
                .describe("unsupported response_mode requested")),
        }
    }

    /// How an error goes back when the request itself may be unreadable: by the mode it names, if it names a known
    /// one, else in the fragment for a front-channel `response_type`, else in the query (wire contract §4.1).
    pub fn for_error(response_mode: Option<&str>, response_type: Option<&str>) -> Self {
        let front_channel =
            response_type.unwrap_or_default().split(' ').any(|word| matches!(word, "id_token" | "token"));
        let default = if front_channel { Self::Fragment } else { Self::Query };
        match response_mode {
            Some("form_post") => Self::FormPost,
            Some("fragment") => Self::Fragment,
            _ => default,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_modes_parse_and_others_are_unsupported() {
        assert_eq!(ResponseMode::parse(None), Ok(ResponseMode::Query));
        for mode in [ResponseMode::Query, ResponseMode::Fragment, ResponseMode::FormPost] {
            assert_eq!(ResponseMode::parse(Some(mode.as_str())), Ok(mode));
            assert!(RESPONSE_MODES_SUPPORTED.contains(&mode.as_str()));
        }
        for value in ["web_message", "jwt", "query.jwt", "Query", "query fragment"] {
            let error = ResponseMode::parse(Some(value)).unwrap_err();
            assert_eq!(error.code, OAuthErrorCode::UnsupportedResponseMode, "{value}");
            assert_eq!(error.description.as_deref(), Some("unsupported response_mode requested"));
        }
    }

    #[test]
    fn errors_of_front_channel_types_travel_in_the_fragment() {
        let rows = [
            (None, Some("code"), ResponseMode::Query),
            (None, None, ResponseMode::Query),
            (None, Some("id_token"), ResponseMode::Fragment),
            (None, Some("code id_token"), ResponseMode::Fragment),
            (None, Some("token"), ResponseMode::Fragment),
            (None, Some("none"), ResponseMode::Query),
            (Some("query"), Some("id_token"), ResponseMode::Fragment),
            (Some("form_post"), Some("id_token"), ResponseMode::FormPost),
            (Some("fragment"), Some("code"), ResponseMode::Fragment),
            (Some("unknown"), Some("code"), ResponseMode::Query),
        ];
        for (mode, response_type, expected) in rows {
            assert_eq!(ResponseMode::for_error(mode, response_type), expected, "{mode:?} {response_type:?}");
        }
    }
}
