//! What a policy may say of forward authentication.

use crate::policy::Policy;

fn fault(rule: &str) -> String {
    let text = format!("[forward_auth]\nproxy = \"nginx\"\n[[forward_auth.rules]]\npath = \"/\"\npublic = true\n[[forward_auth.rules]]\n{rule}");
    Policy::from_toml(&text).unwrap_err().to_string()
}

#[test]
fn rules_that_cannot_be_meant_are_told_by_their_number() {
    for (rule, expected) in [
        ("public = true", "has the path \"\", which does not begin with a slash"),
        ("path = \"/{orgId}\"\npublic = true", "has the path \"/{orgId}\", which names an organization otherwise than {organizationId}"),
        ("path = \"/a\"", "must have one of `permission`, `authenticated = true` and `public = true`"),
        (
            "path = \"/a\"\npublic = true\npermission = \"x\"",
            "must have one of `permission`, `authenticated = true` and `public = true`",
        ),
        ("path = \"/a\"\npublic = true\nlive = true", "is public, and says something about tokens"),
        ("path = \"/a\"\nmethods = [\"get\"]\npublic = true", "names the method \"get\"; methods are written in capitals"),
        (
            "path = \"/a\"\nhost = \"https://a.example\"\npublic = true",
            "names the host \"https://a.example\"; a host is a name without scheme, port and path",
        ),
        ("path = \"/a\"\npermission = \"a b\"", "names the permission \"a b\", which cannot stand in a token"),
        ("path = \"/a\"\nauthenticated = true\norganization_tokens = false", "takes no token at all"),
        (
            "path = \"/{organizationId}\"\nauthenticated = true\nresource = \"https://a.example\"\nwithout_organization = true",
            "takes tokens without an organization, which needs a `resource` and a path without {organizationId}",
        ),
        (
            "path = \"/a\"\nauthenticated = true\nmachines = true\nlive = true",
            "asks for the standing of machines; `live` is about users",
        ),
    ] {
        assert_eq!(fault(rule), format!("rule 2 of forward_auth {expected}"), "{rule}");
    }
}

#[test]
fn misspelt_keys_and_proxies_are_errors() {
    for text in [
        "[forward_auth]\nproxy = \"apache\"",
        "[forward_auth]\nrules = []",
        "[forward_auth]\nproxy = \"nginx\"\nrule = []",
        "[forward_auth]\nproxy = \"nginx\"\n[[forward_auth.rules]]\npath = \"/a\"\npermision = \"x\"",
    ] {
        assert!(Policy::from_toml(text).is_err(), "{text}");
    }
    assert!(Policy::from_toml("[forward_auth]\nproxy = \"envoy\"").is_ok());
}
