//! Scripts of a tenant: those that add claims to tokens, and those that are kept for moments of a sign-in (Management API contract §12.4).

use std::fmt;

use serde_json::{Map, Value};

/// The tokens whose claims a script may add to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CustomizedToken {
    /// Access tokens of users.
    AccessToken,
    /// Access tokens of machines.
    ClientCredentials,
}

impl CustomizedToken {
    /// Both.
    pub const ALL: [Self; 2] = [Self::AccessToken, Self::ClientCredentials];
    /// The function that these scripts define.
    pub const FUNCTION: &'static str = "getCustomJwtClaims";

    /// The key under which the script is kept among the settings.
    pub const fn setting(self) -> &'static str {
        match self {
            Self::AccessToken => "jwt.accessToken",
            Self::ClientCredentials => "jwt.clientCredentials",
        }
    }

    /// The word in paths and bodies of the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccessToken => "access-token",
            Self::ClientCredentials => "client-credentials",
        }
    }

    /// Reads that word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|token| token.as_str() == word)
    }

    /// The key of records of its failures (Management API contract §14).
    pub const fn audit_key(self) -> &'static str {
        match self {
            Self::AccessToken => "JwtCustomizer.AccessToken",
            Self::ClientCredentials => "JwtCustomizer.ClientCredentials",
        }
    }
}

/// The moments of a sign-in for which a script may be kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActionType {
    /// Somebody has proven who they are by a first factor.
    PostFirstFactorVerification,
    /// Somebody has signed in.
    PostSignIn,
}

impl ActionType {
    /// Both.
    pub const ALL: [Self; 2] = [Self::PostFirstFactorVerification, Self::PostSignIn];

    /// The key under which the script is kept among the settings, which is the word of the wire too.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PostFirstFactorVerification => "action.postFirstFactorVerification",
            Self::PostSignIn => "action.postSignIn",
        }
    }

    /// Reads that word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }

    /// The function that its scripts define.
    pub const fn function(self) -> &'static str {
        match self {
            Self::PostFirstFactorVerification => "postFirstFactorVerification",
            Self::PostSignIn => "postSignIn",
        }
    }
}

/// What an operator gives a script beside what the server tells it: names and values, often secret.
#[derive(Clone, PartialEq, Default)]
pub struct ScriptEnvironment(pub Map<String, Value>);

impl ScriptEnvironment {
    /// The values, which must not show in what is said of a failure.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        self.0.values().filter_map(Value::as_str)
    }
}

impl fmt::Debug for ScriptEnvironment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ScriptEnvironment")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_written() {
        assert!(
            CustomizedToken::ALL
                .into_iter()
                .all(|token| CustomizedToken::parse(token.as_str()) == Some(token))
        );
        assert!(ActionType::ALL.into_iter().all(|action| ActionType::parse(action.as_str()) == Some(action)));
        assert_eq!((CustomizedToken::parse("id-token"), ActionType::parse("postSignIn")), (None, None));
    }

    #[test]
    fn an_environment_does_not_print_what_it_holds() {
        let environment = ScriptEnvironment(Map::from_iter([("KEY".to_owned(), "s3cret".into())]));
        assert_eq!(environment.secrets().collect::<Vec<_>>(), ["s3cret"]);
        assert_eq!(format!("{environment:?}"), "ScriptEnvironment");
    }
}
