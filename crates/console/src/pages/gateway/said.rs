//! What the gateway says, in the language of whoever reads it: why it refuses, what it checks, and what it finds.

use gateway::{
    explain::{Finding, Message},
    operations::TABLE,
};
use ui::Words;

/// The codes of its refusals, each with its message.
const REFUSALS: &[(&str, &str)] = &[
    ("auth.authorization_header_missing", "console-gate-refuses-header-missing"),
    ("auth.authorization_token_type_not_supported", "console-gate-refuses-header-kind"),
    ("auth.unauthorized", "console-gate-refuses-token"),
    ("guard.invalid_input", "console-gate-refuses-input"),
    ("guard.invalid_pagination", "console-gate-refuses-pagination"),
    ("guard.keys_unavailable", "console-gate-refuses-keys"),
    ("gateway.ambiguous_path", "console-gate-refuses-ambiguous-path"),
    ("gateway.ambiguous_request", "console-gate-refuses-ambiguous-request"),
    ("gateway.application_shared", "console-gate-refuses-application-shared"),
    ("gateway.application_unknown", "console-gate-refuses-application-unknown"),
    ("gateway.body_timeout", "console-gate-refuses-body-timeout"),
    ("gateway.body_too_large", "console-gate-refuses-body-large"),
    ("gateway.busy", "console-gate-refuses-busy"),
    ("gateway.creator_role_missing", "console-gate-refuses-creator-role"),
    ("gateway.credential_not_accepted", "console-gate-refuses-credential"),
    ("gateway.domain_lookup_failed", "console-gate-refuses-domain-lookup"),
    ("gateway.domain_not_proven", "console-gate-refuses-domain-not-proven"),
    ("gateway.grant_exceeds_own", "console-gate-refuses-grant"),
    ("gateway.internal", "console-gate-refuses-internal"),
    ("gateway.invalid_path", "console-gate-refuses-path"),
    ("gateway.invitation_not_pending", "console-gate-refuses-invitation"),
    ("gateway.last_administrator", "console-gate-refuses-last"),
    ("gateway.malformed_json", "console-gate-refuses-json"),
    ("gateway.manage_permission_missing", "console-gate-refuses-manage"),
    ("gateway.method_not_allowed", "console-gate-refuses-method"),
    ("gateway.no_machine_token", "console-gate-refuses-machine-token"),
    ("gateway.no_rule", "console-gate-refuses-no-rule"),
    ("gateway.not_a_member", "console-gate-refuses-member"),
    ("gateway.not_invited", "console-gate-refuses-not-invited"),
    ("gateway.organization_required", "console-gate-refuses-organization"),
    ("gateway.original_request_missing", "console-gate-refuses-original"),
    ("gateway.permission_missing", "console-gate-refuses-permission"),
    ("gateway.permission_revoked", "console-gate-refuses-revoked"),
    ("gateway.quota_exceeded", "console-gate-refuses-quota"),
    ("gateway.route_not_found", "console-gate-refuses-route"),
    ("gateway.third_party_application", "console-gate-refuses-third-party"),
    ("gateway.unsupported_media_type", "console-gate-refuses-media-type"),
    ("gateway.upstream_failed", "console-gate-refuses-upstream-failed"),
    ("gateway.upstream_refused", "console-gate-refuses-upstream-refused"),
    ("gateway.upstream_timeout", "console-gate-refuses-upstream-timeout"),
    ("gateway.upstream_too_large", "console-gate-refuses-upstream-large"),
    ("gateway.upstream_unavailable", "console-gate-refuses-upstream-unavailable"),
    ("gateway.upstream_unclear", "console-gate-refuses-upstream-unclear"),
    ("gateway.upstream_unreachable", "console-gate-refuses-upstream-unreachable"),
    ("gateway.user_suspended", "console-gate-refuses-suspended"),
    ("gateway.user_unknown", "console-gate-refuses-user-unknown"),
    ("gateway.wrong_organization", "console-gate-refuses-wrong-organization"),
];

/// What it checks, by the names of its explanations, each with its message.
const CHECKS: &[(&str, &str)] = &[
    ("path", "console-gate-checks-path"),
    ("operation", "console-gate-checks-operation"),
    ("header", "console-gate-checks-header"),
    ("token", "console-gate-checks-token"),
    ("kind of token", "console-gate-checks-kind"),
    ("permission", "console-gate-checks-permission"),
    ("organization", "console-gate-checks-organization"),
    ("query", "console-gate-checks-query"),
    ("form", "console-gate-checks-form"),
    ("signature", "console-gate-checks-signature"),
    ("claims", "console-gate-checks-claims"),
    ("type", "console-gate-checks-type"),
    ("issuer", "console-gate-checks-issuer"),
    ("audience", "console-gate-checks-audience"),
    ("times", "console-gate-checks-times"),
    ("user", "console-gate-checks-user"),
    ("one thing", "console-gate-checks-one-thing"),
];

fn of(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, key)| *key)
}

/// Why it refuses; nothing for a code that is not the gateway's own.
pub(super) fn refusal(words: &Words, code: &str) -> Option<String> {
    of(REFUSALS, code).map(|key| words.say(key))
}

/// What it checks.
pub(super) fn check(words: &Words, name: &str) -> String {
    of(CHECKS, name).map_or_else(|| name.to_owned(), |key| words.say(key))
}

/// What the operation with this name does.
pub(super) fn operation(words: &Words, name: &str) -> Option<String> {
    let operation = TABLE.iter().find(|operation| operation.name == name)?;
    Some(message(words, operation.does(), &[]))
}

/// What it finds.
pub(super) fn finding(words: &Words, finding: &Finding) -> String {
    finding.say(&|message, parts| self::message(words, message, parts))
}

/// A message of the gateway, whose key has a beginning of ours here.
pub(super) fn message(words: &Words, message: Message, parts: &[(&'static str, String)]) -> String {
    let parts: Vec<_> = parts.iter().map(|(name, part)| (*name, part.as_str().into())).collect();
    words.fill(&format!("console-gate-{}", message.key), &parts)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use gateway::explain::MESSAGES;

    use super::*;

    /// The gateway prints its own words on a terminal, and these stand on pages: in English they are the same.
    #[test]
    fn what_the_gateway_finds_is_said_in_its_own_words_in_english_and_in_others_elsewhere() {
        let (english, chinese) = (Words::of_console(["en"]), Words::of_console(["zh-CN"]));
        let all = MESSAGES.iter().copied().chain(TABLE.iter().map(gateway::operations::Operation::does));
        let mut keys = BTreeSet::new();
        for found in all {
            let named = found.english.split('{').skip(1).filter_map(|piece| piece.split('}').next());
            let parts: Vec<_> = named.map(|name| (name, format!("<{name}>"))).collect();
            assert_eq!(message(&english, found, &parts), found.in_english(&parts), "{}", found.key);
            let in_chinese = message(&chinese, found, &parts);
            let is_said = parts.iter().all(|(_, part)| in_chinese.contains(part.as_str()));
            assert!(is_said && !in_chinese.starts_with("console-gate-"), "{}: {in_chinese}", found.key);
            assert!(keys.insert(found.key), "{} is there twice", found.key);
        }
    }

    /// Words that a language lacks are said in English, which the test above would take for its own.
    #[test]
    fn every_operation_has_a_name_of_its_own_in_chinese() {
        let chinese = Words::of_console(["zh-CN"]);
        let is_han = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        let mut names = BTreeSet::new();
        for known in TABLE {
            let name = operation(&chinese, known.name).expect("an operation of the table");
            assert!(name.chars().any(is_han) && name != known.summary, "{}: {name}", known.name);
            assert!(names.insert(name), "{} is called as another is", known.name);
        }
        assert_eq!(operation(&chinese, "nothing"), None);
    }

    /// A test of the gateway holds the document against the codes that it answers with.
    const DOCUMENT: &str = include_str!("../../../../../docs/gateway.md");

    #[test]
    fn every_refusal_of_the_gateway_has_words() {
        let is_code = |text: &&str| {
            let family =
                ["auth.", "gateway.", "guard."].into_iter().find_map(|family| text.strip_prefix(family));
            family.is_some_and(|rest| {
                !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            })
        };
        let mut documented: BTreeSet<_> = DOCUMENT.split('`').filter(is_code).collect();
        // The name of the policy's file.
        documented.remove("gateway.toml");
        assert!(documented.len() > 40, "{documented:?}");
        assert_eq!(REFUSALS.iter().map(|(code, _)| *code).collect::<BTreeSet<_>>(), documented);
    }
}
