//! What a refusal of the gateway means to somebody who looks at a page.

use super::Refusal;

/// A refusal in a sentence or two: what happened, then what to do.
pub(crate) fn words(refusal: &Refusal) -> String {
    let fixed = match refusal.code.as_str() {
        "gateway.permission_missing" | "gateway.permission_revoked" => {
            "Your roles in this organization do not allow this. Ask an administrator of the organization."
        }
        "gateway.not_a_member" | "gateway.wrong_organization" => {
            "You are not a member of this organization any more. Ask an administrator to invite you."
        }
        "gateway.last_administrator" => {
            "Nobody else could manage the organization then. Give somebody else a role that can, first."
        }
        "gateway.grant_exceeds_own" => return exceeds_own(refusal),
        "gateway.quota_exceeded" if refusal.status.as_u16() == 429 => {
            "Too many in the last hour. Wait a while, then try again."
        }
        "gateway.quota_exceeded" => return quota_exceeded(refusal),
        "gateway.user_suspended" => "Your account is suspended. Ask whoever runs this server.",
        "gateway.invitation_not_pending" => {
            "This invitation was answered or taken back already, or its time is over."
        }
        "gateway.not_invited" => "There is no such invitation for your account's e-mail address.",
        "connector.not_found" => {
            "This server cannot send e-mail. Turn off sending and pass the link on yourself."
        }
        "request.message_rate_limited" => {
            "This address got too many messages lately. Wait a while, then try again."
        }
        "organization.role_names_not_found" => {
            "One of the roles does not exist any more. Look through the roles and try again."
        }
        "gateway.domain_not_proven" => {
            "The record was not found yet. Check its name and value; changes of DNS can take some minutes to be seen."
        }
        "gateway.domain_lookup_failed" => {
            "The domain could not be looked up just now. Try again in a moment."
        }
        "page.not_found" | "entity.not_found" | "entity.not_exists_with_id" | "gateway.route_not_found" => {
            "It is not there any more. Somebody else may have removed it."
        }
        _ if refusal.status.is_server_error() => {
            "This could not be decided just now, and nothing was changed. Try again in a moment."
        }
        _ => return of_issues(refusal),
    };
    fixed.to_owned()
}

/// In the gateway's own words, with what it says of each field.
fn of_issues(refusal: &Refusal) -> String {
    match refusal.issues().next() {
        Some((path, message)) if !path.is_empty() => format!("{path}: {message}."),
        _ if refusal.message().is_empty() => {
            "This did not work. Check what you entered and try again.".to_owned()
        }
        _ => refusal.message().to_owned(),
    }
}

fn exceeds_own(refusal: &Refusal) -> String {
    let names = refusal.texts("roleNames").join(", ");
    if names.is_empty() {
        return "This would give or take permissions that you do not hold yourself.".to_owned();
    }
    format!(
        "You can give and take only permissions that you hold yourself, and these roles hold more: {names}."
    )
}

fn quota_exceeded(refusal: &Refusal) -> String {
    let what = match refusal.text("quota") {
        Some("members_per_organization") => "members and open invitations",
        Some("organizations_per_user") => "organizations",
        Some("applications_per_organization") => "API keys",
        _ => "of these",
    };
    format!("There can be no more {what} here. Remove one first, or ask whoever runs this server for more.")
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use serde_json::json;

    use super::*;

    fn of(status: u16, code: &str, data: serde_json::Value) -> String {
        let status = StatusCode::from_u16(status).unwrap();
        words(&Refusal::new(status, code).saying("The gateway's own words.", data))
    }

    #[test]
    fn refusals_say_what_to_do() {
        assert!(of(403, "gateway.permission_missing", json!(null)).contains("Ask an administrator"));
        assert!(
            of(403, "gateway.grant_exceeds_own", json!({ "roleNames": ["owner"] })).ends_with(": owner.")
        );
        assert!(of(429, "gateway.quota_exceeded", json!({})).contains("last hour"));
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
