//! What a refusal of the gateway means to somebody who looks at a page.

use ui::Words;

use super::Refusal;

/// A refusal in a sentence or two: what happened, then what to do.
pub(crate) fn told(refusal: &Refusal, words: &Words) -> String {
    match refusal.code.as_str() {
        "gateway.grant_exceeds_own" => return exceeds_own(refusal, words),
        "gateway.quota_exceeded" => return words.say(quota(refusal)),
        _ => {}
    }
    match fixed(&refusal.code) {
        Some(key) => words.say(key),
        None if refusal.status.is_server_error() => words.say("portal-undecided"),
        None => of_issues(refusal, words),
    }
}

/// The message of a refusal that needs no variables.
fn fixed(code: &str) -> Option<&'static str> {
    Some(match code {
        "gateway.permission_missing" | "gateway.permission_revoked" => "portal-no-permission",
        "gateway.not_a_member" | "gateway.wrong_organization" => "portal-not-a-member",
        "gateway.last_administrator" => "portal-last-administrator",
        "gateway.user_suspended" => "error-suspended",
        "gateway.invitation_not_pending" => "portal-invitation-over",
        "gateway.not_invited" => "portal-not-invited",
        "connector.not_found" => "portal-no-mail",
        "request.message_rate_limited" => "portal-mail-limit",
        "organization.role_names_not_found" => "portal-roles-gone",
        "gateway.domain_not_proven" => "portal-domain-not-proven",
        "gateway.domain_lookup_failed" => "portal-domain-lookup",
        "page.not_found" | "entity.not_found" | "entity.not_exists_with_id" | "gateway.route_not_found" => {
            "portal-gone"
        }
        _ => return None,
    })
}

/// What the wire says, to those who read its language; else what can be said of it in the reader's.
pub(crate) fn of_wire(text: &str, otherwise: String, words: &Words) -> String {
    let is_read = words.tag().split('-').next() == Some("en");
    if is_read && !text.is_empty() { text.to_owned() } else { otherwise }
}

/// A refusal that is not known here.
fn of_issues(refusal: &Refusal, words: &Words) -> String {
    let text = match refusal.issues().next() {
        Some((path, message)) if !path.is_empty() => format!("{path}: {message}."),
        _ => refusal.message().to_owned(),
    };
    of_wire(&text, words.say("portal-check-input"), words)
}

fn exceeds_own(refusal: &Refusal, words: &Words) -> String {
    let names = refusal.texts("roleNames").join(", ");
    if names.is_empty() {
        return words.say("portal-exceeds-own");
    }
    words.with("portal-exceeds-own-roles", "names", &names)
}

fn quota(refusal: &Refusal) -> &'static str {
    match refusal.text("quota") {
        Some("invitations_per_address") => "portal-too-often-address",
        Some("messages_of_an_invitation") => "portal-too-often-message",
        _ if refusal.status.as_u16() == 429 => "portal-too-often",
        Some("members_per_organization") => "portal-quota-members",
        Some("organizations_per_user") => "portal-quota-organizations",
        Some("applications_per_organization") => "portal-quota-keys",
        Some("secrets_per_application") => "portal-quota-secrets",
        Some("invitations_per_organization") => "portal-quota-invitations",
        _ => "portal-quota",
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use serde_json::json;
    use ui::words::Language;

    use super::*;

    fn of(status: u16, code: &str, data: serde_json::Value) -> String {
        in_language("en", status, code, data)
    }

    fn in_language(tag: &str, status: u16, code: &str, data: serde_json::Value) -> String {
        let status = StatusCode::from_u16(status).unwrap();
        let refusal = Refusal::new(status, code).saying("The gateway's own words.", data);
        told(&refusal, &Words::of(Language::find(tag).unwrap()))
    }

    #[test]
    fn what_the_wire_says_in_english_is_told_to_those_who_read_english() {
        assert_eq!(of(422, "something.else", json!(null)), "The gateway's own words.");
        let told = in_language("de", 422, "something.else", json!(null));
        assert_eq!(told, Words::of(Language::find("de").unwrap()).say("portal-check-input"));
    }

    #[test]
    fn refusals_say_what_to_do() {
        assert!(of(403, "gateway.permission_missing", json!(null)).contains("Ask an administrator"));
        assert!(
            of(403, "gateway.grant_exceeds_own", json!({ "roleNames": ["owner"] })).ends_with(": owner.")
        );
        assert!(of(429, "gateway.quota_exceeded", json!({})).contains("last hour"));
        for (quota, expected) in
            [("invitations_per_address", "tomorrow"), ("messages_of_an_invitation", "ten minutes")]
        {
            let told = of(429, "gateway.quota_exceeded", json!({ "quota": quota }));
            assert!(told.contains(expected), "{told}");
        }
        assert!(
            of(403, "gateway.quota_exceeded", json!({ "quota": "organizations_per_user" }))
                .contains("organizations")
        );
        assert_eq!(of(422, "something.else", json!(null)), "The gateway's own words.");
        assert!(of(503, "gateway.busy", json!(null)).contains("nothing was changed"));
        let issue = json!({ "issues": [{ "path": ["name"], "message": "String must contain at least 1 character(s)" }] });
        assert_eq!(
            of(400, "guard.invalid_input", issue),
            "name: String must contain at least 1 character(s)."
        );
    }
}
