//! What a policy may say of forward authentication.

use crate::policy::Policy;

fn fault(rule: &str) -> String {
    let text = format!(
        "[forward_auth]\nproxy = \"nginx\"\n[[forward_auth.rules]]\npath = \"/\"\npublic = true\n[[forward_auth.rules]]\n{rule}"
    );
    Policy::from_toml(&text).unwrap_err().to_string()
}

#[test]
fn rules_that_cannot_be_meant_are_told_by_their_number() {
    for (rule, expected) in [
        ("public = true", "has the path \"\", which does not begin with a slash"),
        (
            "path = \"/{orgId}\"\npublic = true",
            "has the path \"/{orgId}\", which names an organization otherwise than {organizationId}",
        ),
        ("path = \"/a\"", "must have one of `permission`, `authenticated = true` and `public = true`"),
        (
            "path = \"/a\"\npublic = true\npermission = \"x\"",
            "must have one of `permission`, `authenticated = true` and `public = true`",
        ),
        ("path = \"/a\"\npublic = true\nlive = true", "is public, and says something about tokens"),
        (
            "path = \"/a\"\nmethods = [\"get\"]\npublic = true",
            "names the method \"get\"; methods are written in capitals",
        ),
        (
            "path = \"/a\"\nhost = \"https://a.example\"\npublic = true",
            "names the host \"https://a.example\"; a host is a name without scheme, port and path",
        ),
        (
            "path = \"/a\"\npermission = \"a b\"",
            "names the permission \"a b\", which cannot stand in a token",
        ),
        ("path = \"/a\"\nauthenticated = true\norganization_tokens = false", "takes no token at all"),
        (
            "path = \"/{organizationId}\"\nauthenticated = true\nresource = \"https://a.example\"\nwithout_organization = true",
            "takes tokens without an organization, which needs a `resource` and a path without {organizationId}",
        ),
        (
            "path = \"/a\"\npermission = \"x\"\nthird_parties = true",
            "says something about third parties, which `authenticated = true` alone leaves open",
        ),
        ("path = \"/a\"\npublic = true\nthird_parties = true", "is public, and says something about tokens"),
        (
            "path = \"/a\"\nauthenticated = true\nmachines = true\nlive = true",
            "asks for the standing of machines; `live` is about users",
        ),
    ] {
        assert_eq!(fault(rule), format!("rule 2 of forward_auth {expected}"), "{rule}");
    }
}

#[test]
fn a_faulty_rule_is_told_with_its_line() {
    let text = "creator_roles = [\"admin\"]\n[forward_auth]\nproxy = \"nginx\"\n\n[[forward_auth.rules]]\npath = \"/\"\npublic = true\n\n\
                [[forward_auth.rules]]\npath = \"/a\"\n";
    let fault = Policy::read(text).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "line 9: rule 2 of forward_auth must have one of `permission`, `authenticated = true` and `public = true`"
    );
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

#[test]
fn the_examples_of_every_proxy_say_what_the_gateway_listens_to() {
    let policy = Policy::from_toml(include_str!("../../../../examples/forward-auth/gateway.toml")).unwrap();
    assert!(policy.forward_auth.is_some_and(|rules| rules.rules.len() > 3));
    for (example, own) in [
        (
            include_str!("../../../../examples/forward-auth/nginx.conf"),
            &["X-Original-Method $request_method", "X-Original-URI $request_uri", "X-Original-Host $host"][..],
        ),
        (include_str!("../../../../examples/forward-auth/Caddyfile"), &["uri /forward-auth"]),
        (include_str!("../../../../examples/forward-auth/traefik.yml"), &["trustForwardHeader: false"]),
        (
            include_str!("../../../../examples/forward-auth/envoy.yaml"),
            &["path_prefix: /forward-auth", "normalize_path: false", "failure_mode_allow: false"],
        ),
    ] {
        assert!(own.iter().all(|line| example.contains(line)) && example.contains(crate::forward_auth::PATH));
        let lower = example.to_lowercase().replace('_', "-");
        for name in [
            crate::forward_auth::USER,
            crate::forward_auth::ORGANIZATION,
            crate::forward_auth::PERMISSIONS,
            crate::forward_auth::CLIENT,
        ] {
            assert!(lower.matches(name.as_str()).count() >= 2, "{name} is taken away and set: {example}");
        }
    }
}
