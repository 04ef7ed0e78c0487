//! The parameters with which a client steers the sign-in page: `first_screen`, `direct_sign_in` and their company.
//!
//! Owns their values and the location of the first page (wire contract §4.1, §6.1). The pages themselves and what
//! they do with what is forwarded belong to crate `sign-in`.

use form_urlencoded::Serializer;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::parameters::Parameters;

/// What stays unescaped in a path segment: RFC 3986 unreserved characters.
const PATH_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'~').remove(b'.');

/// The page a sign-in begins with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FirstScreen {
    /// The sign-in page.
    #[default]
    SignIn,
    /// Registration.
    Register,
    /// Password reset.
    ResetPassword,
    /// The sign-in page reduced to named identifiers.
    IdentifierSignIn,
    /// Registration reduced to named identifiers.
    IdentifierRegister,
    /// Enterprise sign-in by e-mail address.
    SingleSignOn,
}

impl FirstScreen {
    /// Reads `first_screen`; `signIn` is a deprecated spelling.
    pub fn parse(value: &str) -> Option<Self> {
        match value {
            "sign_in" | "signIn" => Some(Self::SignIn),
            "register" => Some(Self::Register),
            "reset_password" => Some(Self::ResetPassword),
            "identifier:sign_in" => Some(Self::IdentifierSignIn),
            "identifier:register" => Some(Self::IdentifierRegister),
            "single_sign_on" => Some(Self::SingleSignOn),
            _ => None,
        }
    }

    /// Reads `interaction_mode`, the deprecated predecessor of `first_screen`.
    pub(crate) fn parse_interaction_mode(value: &str) -> Option<Self> {
        match value {
            "signIn" => Some(Self::SignIn),
            "signUp" => Some(Self::Register),
            _ => None,
        }
    }

    /// The value of `first_screen`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Register => "register",
            Self::ResetPassword => "reset_password",
            Self::IdentifierSignIn => "identifier:sign_in",
            Self::IdentifierRegister => "identifier:register",
            Self::SingleSignOn => "single_sign_on",
        }
    }

    /// The page's path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::SignIn => "/sign-in",
            Self::Register => "/register",
            Self::ResetPassword => "/reset-password",
            Self::IdentifierSignIn => "/identifier-sign-in",
            Self::IdentifierRegister => "/identifier-register",
            Self::SingleSignOn => "/single-sign-on",
        }
    }
}

/// `direct_sign_in`: go straight to one identity provider. Unchecked: `social:{target}` and `sso:{connector}` are
/// meant, anything else leads to a page that knows no such provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectSignIn {
    /// `social` or `sso`.
    pub method: String,
    /// Connector target or id.
    pub target: Option<String>,
}

impl DirectSignIn {
    /// Reads the parameter.
    pub fn parse(value: &str) -> Self {
        match value.split_once(':') {
            Some((method, target)) => Self { method: method.to_owned(), target: Some(target.to_owned()) },
            None => Self { method: value.to_owned(), target: None },
        }
    }

    fn path(&self) -> String {
        let mut path = format!("/direct/{}", utf8_percent_encode(&self.method, PATH_SEGMENT));
        if let Some(target) = &self.target {
            path.push('/');
            path.extend(utf8_percent_encode(target, PATH_SEGMENT));
        }
        path
    }
}

/// Everything an authorization request says to the sign-in page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignInParameters {
    /// `first_screen`, or what `interaction_mode` says in its absence.
    pub first_screen: Option<FirstScreen>,
    /// `direct_sign_in`.
    pub direct_sign_in: Option<DirectSignIn>,
    /// `organization_id`: whose branding is shown.
    pub organization_id: Option<String>,
    /// `ui_locales`.
    pub ui_locales: Option<String>,
    /// `one_time_token`.
    pub one_time_token: Option<String>,
    /// `login_hint`.
    pub login_hint: Option<String>,
    /// `identifier`: space-separated kinds of identifiers.
    pub identifier: Option<String>,
    /// Whether `google_one_tap_credential` came; the credential travels in a cookie, never in a location.
    pub has_google_one_tap_credential: bool,
}

impl SignInParameters {
    /// Reads them from an authorization request. One unknown `first_screen` or `interaction_mode` makes all of them
    /// be ignored (wire contract §4.1).
    pub fn from_parameters(parameters: &Parameters) -> Self {
        let first_screen = parameters.get("first_screen");
        let interaction_mode = parameters.get("interaction_mode");
        let parsed_first_screen = first_screen.and_then(FirstScreen::parse);
        let parsed_interaction_mode = interaction_mode.and_then(FirstScreen::parse_interaction_mode);
        let unknown = (first_screen.is_some() && parsed_first_screen.is_none())
            || (interaction_mode.is_some() && parsed_interaction_mode.is_none());
        if unknown {
            return Self::default();
        }
        let owned = |name| parameters.get(name).map(str::to_owned);
        Self {
            first_screen: parsed_first_screen.or(parsed_interaction_mode),
            direct_sign_in: parameters.get("direct_sign_in").map(DirectSignIn::parse),
            organization_id: owned("organization_id"),
            ui_locales: owned("ui_locales"),
            one_time_token: owned("one_time_token"),
            login_hint: owned("login_hint"),
            identifier: owned("identifier"),
            has_google_one_tap_credential: parameters.get("google_one_tap_credential").is_some(),
        }
    }

    /// The location of the first page, relative to the origin (wire contract §6.1). Every value is escaped, so the
    /// path always stays below `/direct/` or is one of the fixed ones.
    pub fn location(&self, client_id: &str) -> String {
        let screen = self.first_screen.unwrap_or_default();
        let direct_path = if self.has_google_one_tap_credential {
            Some("/direct/social/google".to_owned())
        } else {
            self.direct_sign_in.as_ref().map(DirectSignIn::path)
        };
        let mut query = Serializer::new(String::new());
        query.append_pair("app_id", client_id);
        if direct_path.is_some() {
            query.append_pair("fallback", screen.as_str());
        }
        let forwarded = [
            ("organization_id", &self.organization_id),
            ("ui_locales", &self.ui_locales),
            ("one_time_token", &self.one_time_token),
            ("login_hint", &self.login_hint),
            ("identifier", &self.identifier),
        ];
        for (name, value) in forwarded {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        let path = direct_path.unwrap_or_else(|| screen.path().to_owned());
        format!("{path}?{}", query.finish())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn location(query: &str) -> String {
        SignInParameters::from_parameters(&Parameters::from_query(query).unwrap()).location("app")
    }

    #[test]
    fn every_first_screen_has_its_page() {
        let rows = [
            ("", "/sign-in?app_id=app"),
            ("first_screen=sign_in", "/sign-in?app_id=app"),
            ("first_screen=signIn", "/sign-in?app_id=app"),
            ("first_screen=register", "/register?app_id=app"),
            ("first_screen=reset_password", "/reset-password?app_id=app"),
            ("first_screen=identifier:sign_in", "/identifier-sign-in?app_id=app"),
            ("first_screen=identifier:register", "/identifier-register?app_id=app"),
            ("first_screen=single_sign_on", "/single-sign-on?app_id=app"),
            ("interaction_mode=signIn", "/sign-in?app_id=app"),
            ("interaction_mode=signUp", "/register?app_id=app"),
            ("interaction_mode=signUp&first_screen=reset_password", "/reset-password?app_id=app"),
        ];
        for (query, expected) in rows {
            assert_eq!(location(query), expected, "{query}");
        }
    }

    #[test]
    fn hints_are_forwarded_in_their_order() {
        assert_eq!(
            location(
                "identifier=email+phone&login_hint=a%40b.c&one_time_token=t&ui_locales=de&organization_id=o&unknown=1"
            ),
            "/sign-in?app_id=app&organization_id=o&ui_locales=de&one_time_token=t&login_hint=a%40b.c&identifier=email+phone"
        );
    }

    #[test]
    fn one_unknown_value_makes_all_of_them_ignored() {
        for query in [
            "first_screen=nope&login_hint=a",
            "interaction_mode=nope&direct_sign_in=social:github",
            "interaction_mode=nope&first_screen=register",
        ] {
            assert_eq!(location(query), "/sign-in?app_id=app", "{query}");
        }
    }

    #[test]
    fn direct_sign_in_has_its_own_path_and_a_fallback() {
        let rows = [
            ("direct_sign_in=social:github", "/direct/social/github?app_id=app&fallback=sign_in"),
            ("direct_sign_in=sso:abc&first_screen=register", "/direct/sso/abc?app_id=app&fallback=register"),
            ("direct_sign_in=bad", "/direct/bad?app_id=app&fallback=sign_in"),
            ("direct_sign_in=a:b:c/d", "/direct/a/b%3Ac%2Fd?app_id=app&fallback=sign_in"),
            ("google_one_tap_credential=secret", "/direct/social/google?app_id=app&fallback=sign_in"),
        ];
        for (query, expected) in rows {
            assert_eq!(location(query), expected, "{query}");
        }
    }

    proptest! {
        #[test]
        fn no_value_leaves_the_origin_or_breaks_the_header(method in "\\PC*", hint in "(?s).*") {
            let parameters: Parameters = [("direct_sign_in", method), ("login_hint", hint)].into_iter().collect();
            let location = SignInParameters::from_parameters(&parameters).location("app");
            prop_assert!(location.starts_with("/direct/") || location.starts_with("/sign-in?"));
            prop_assert!(!location.starts_with("//"));
            prop_assert!(location.bytes().all(|byte| byte.is_ascii_graphic()));
        }
    }
}
