//! What operations are called in a document.

use axum::http::Method;

/// The name that the wire gives an operation whose method and path tell another: clients that were generated from the wire's document
/// call it so.
pub type GivenName = (Method, &'static str, &'static str);

/// The id of an operation: a verb and the nouns of the path, the last one in the plural where there may be several.
///
/// `GET /api/organizations/{id}/users` is `ListOrganizationUsers`, and `DELETE /api/organizations/{id}/users/{userId}`
/// `DeleteOrganizationUser`.
pub fn operation_id(method: &Method, path: &str, names: &[GivenName]) -> String {
    match names.iter().find(|(known, of, _)| (known, *of) == (method, path)) {
        Some((.., name)) => (*name).to_owned(),
        None => from_path(method, path),
    }
}

fn from_path(method: &Method, path: &str) -> String {
    let segments: Vec<&str> = path.trim_start_matches("/api/").split('/').collect();
    let last = segments.last().copied().unwrap_or_default();
    let mut nouns = String::new();
    for (at, segment) in segments.iter().enumerate().filter(|(_, segment)| !is_parameter(segment)) {
        let is_of_one = match segments.get(at + 1) {
            Some(next) => is_parameter(next),
            None => *method == Method::POST,
        };
        nouns.push_str(&pascal(&if is_of_one { singular(segment) } else { (*segment).to_owned() }));
    }
    let verb = match *method {
        Method::GET if is_plural(last) => "List",
        Method::GET => "Get",
        Method::POST => "Create",
        Method::PUT => "Replace",
        Method::PATCH => "Update",
        _ => "Delete",
    };
    format!("{verb}{nouns}")
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{')
}

fn is_plural(noun: &str) -> bool {
    noun.ends_with("data") || (noun.ends_with('s') && !noun.ends_with("ss") && !noun.ends_with("status"))
}

pub(super) fn singular(noun: &str) -> String {
    match (noun.strip_suffix("ies"), noun.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) if is_plural(noun) => stem.to_owned(),
        _ => noun.to_owned(),
    }
}

/// `email-domains` as `EmailDomains`.
fn pascal(text: &str) -> String {
    let upper = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter_map(upper).collect()
}

/// Words that are not written as they come out of a name.
const WRITTEN: [(&str, &str); 13] = [
    ("api", "API"),
    ("cimd", "CIMD"),
    ("id", "ID"),
    ("jit", "JIT"),
    ("json", "JSON"),
    ("jwt", "JWT"),
    ("mfa", "MFA"),
    ("oidc", "OIDC"),
    ("openapi", "OpenAPI"),
    ("saml", "SAML"),
    ("sso", "SSO"),
    ("totp", "TOTP"),
    ("uri", "URI"),
];

/// A name in Pascal or camel case as words: `ListOrganizationJitRoles` as `List organization JIT roles`.
pub fn words(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for letter in name.chars() {
        match words.last_mut() {
            Some(word) if !letter.is_uppercase() => word.push(letter),
            _ => words.push(letter.to_lowercase().collect()),
        }
    }
    let written =
        |word: &String| WRITTEN.iter().find(|(known, _)| known == word).map(|(_, written)| *written);
    let text: Vec<&str> = words.iter().map(|word| written(word).unwrap_or(word)).collect();
    let text = text.join(" ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_called_by_its_method_and_the_nouns_of_its_path() {
        for (method, path, name) in [
            (Method::GET, "/api/organizations", "ListOrganizations"),
            (Method::POST, "/api/organizations", "CreateOrganization"),
            (Method::GET, "/api/organizations/{id}", "GetOrganization"),
            (
                Method::DELETE,
                "/api/organizations/{id}/users/{userId}/roles/{organizationRoleId}",
                "DeleteOrganizationUserRole",
            ),
            (Method::PUT, "/api/organizations/{id}/jit/email-domains", "ReplaceOrganizationJitEmailDomains"),
            (Method::PUT, "/api/users/{userId}/identities/{target}", "ReplaceUserIdentity"),
            (Method::GET, "/api/users/{userId}/custom-data", "ListUserCustomData"),
            (Method::GET, "/api/users/{userId}/has-password", "GetUserHasPassword"),
            (Method::PUT, "/api/one-time-tokens/{id}/status", "ReplaceOneTimeTokenStatus"),
            (Method::PATCH, "/api/hooks/{id}/signing-key", "UpdateHookSigningKey"),
            (Method::GET, "/api/.well-known/user.openapi.json", "GetWellKnownUserOpenapiJson"),
        ] {
            assert_eq!(operation_id(&method, path, &[]), name);
        }
    }

    #[test]
    fn a_given_name_comes_first() {
        let names = [(Method::POST, "/api/users/{userId}/roles", "AssignUserRoles")];
        assert_eq!(operation_id(&Method::POST, "/api/users/{userId}/roles", &names), "AssignUserRoles");
        assert_eq!(operation_id(&Method::PUT, "/api/users/{userId}/roles", &names), "ReplaceUserRoles");
    }

    #[test]
    fn names_are_read_as_words() {
        assert_eq!(words("ListOrganizationJitSsoConnectors"), "List organization JIT SSO connectors");
        assert_eq!(words("organizationRoleId"), "Organization role ID");
        assert_eq!(words(""), "");
    }
}
