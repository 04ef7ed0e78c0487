//! The rules of forward authentication in words.

use std::fmt;

use crate::forward_auth::policy::{ForwardAuthPolicy, RulePolicy};

pub(super) fn warnings(policy: &ForwardAuthPolicy) -> Vec<String> {
    let mut warnings = Vec::new();
    if policy.rules.is_empty() {
        warnings.push("forward_auth has no rules: every request of its proxy is refused.".to_owned());
    }
    for (index, rule) in policy.rules.iter().enumerate() {
        // A browser's question whether it may ask is harmless; everything else under a rule like this is open by oversight.
        let is_preflight = rule.methods == ["OPTIONS"];
        if rule.public && rule.path == "/**" && !is_preflight {
            warnings.push(format!(
                "Rule {} of forward_auth makes public what no rule before it is about, also what was forgotten. Without such a rule that \
                 is refused.",
                index + 1
            ));
        }
    }
    warnings
}

pub(super) fn write(formatter: &mut fmt::Formatter<'_>, policy: &ForwardAuthPolicy) -> fmt::Result {
    writeln!(
        formatter,
        "\n{} may pass on, the first rule that is about a request deciding:",
        policy.proxy.name()
    )?;
    for rule in &policy.rules {
        let host = rule.host.as_deref().unwrap_or_default();
        writeln!(formatter, "  {:<12} {host}{}  {}", methods(rule), rule.path, demand(rule))?;
    }
    writeln!(formatter, "  and nothing else")
}

/// A rule in a line of its own.
pub(crate) fn line(rule: &RulePolicy) -> String {
    let host = rule.host.as_deref().unwrap_or_default();
    format!("{} {host}{} {}", methods(rule), rule.path, demand(rule))
}

fn methods(rule: &RulePolicy) -> String {
    if rule.methods.is_empty() { "all".to_owned() } else { rule.methods.join(",") }
}

fn demand(rule: &RulePolicy) -> String {
    if rule.public {
        return "to anybody".to_owned();
    }
    let mut tokens = Vec::new();
    tokens.extend(rule.takes_organization_tokens().then_some("of an organization"));
    tokens.extend(rule.resource.as_deref());
    let what = rule.permission.as_deref().unwrap_or("a token");
    let mut words = format!("with {what} ({})", tokens.join(" or "));
    for (is_so, word) in [
        (rule.without_organization, ", also without an organization"),
        (rule.machines, ", also of machines"),
        (rule.third_parties, ", also of third parties"),
        (rule.live, ", asked at each request"),
    ] {
        words.push_str(if is_so { word } else { "" });
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::policy::Policy;
    use crate::review::Review;

    const QUIET: &str =
        "[cors]\nallowed_origins = [\"https://app.example\"]\n[forward_auth]\nproxy = \"caddy\"\n";

    #[test]
    fn rules_are_told_in_their_order() {
        let rules = r#"
            [[forward_auth.rules]]
            methods = ["OPTIONS"]
            path = "/**"
            public = true
            [[forward_auth.rules]]
            host = "orders.example"
            path = "/o/{organizationId}/**"
            permission = "order:read"
            resource = "https://orders.example"
            organization_tokens = true
            machines = true
        "#;
        let policy = Policy::from_toml(&format!("{QUIET}{rules}")).unwrap();
        let review = Review::of(&policy);
        assert_eq!(review.warnings, Vec::<String>::new());
        let text = review.to_string();
        let expected = "\nCaddy may pass on, the first rule that is about a request deciding:\n  \
            OPTIONS      /**  to anybody\n  \
            all          orders.example/o/{organizationId}/**  with order:read (of an organization or https://orders.example), also of machines\n  \
            and nothing else\n";
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn what_opens_everything_and_what_opens_nothing_is_said() {
        let warnings = |rules: &str| {
            let policy = Policy::from_toml(&format!("{QUIET}{rules}")).unwrap();
            Review::of(&policy).warnings
        };
        let [none] = &warnings("")[..] else { panic!("one warning") };
        assert!(none.starts_with("forward_auth has no rules"), "{none}");
        let [all] = &warnings("[[forward_auth.rules]]\npath = \"/**\"\npublic = true")[..] else {
            panic!("one warning")
        };
        assert!(all.starts_with("Rule 1 of forward_auth makes public"), "{all}");
    }
}
