//! `/console/gateway/decisions`: what this process decided lately.

use axum::response::IntoResponse as _;
use domain::{OrganizationId, UserId};
use gateway::recent::RecentDecision;
use ui::{
    components::{Link, Tone},
    pages::console::DecisionRow,
};

use super::{page, said};
use crate::{
    operator::Operator,
    pages::{Outcome, organizations, users},
};

/// `GET /console/gateway/decisions`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let mut page = page(&operator, "decisions");
    let recent = operator.console.gateway.recent();
    page.decisions = recent.into_iter().map(|decision| row(&operator, decision)).collect();
    Ok(page.into_response())
}

fn row(operator: &Operator, decision: RecentDecision) -> DecisionRow {
    let link = |area: &str, id: &str| Link { href: format!("{area}/{id}"), label: id.to_owned() };
    let principal = decision.principal.as_deref();
    let words = &operator.words;
    let check = said::check(words, decision.check);
    let guard = decision.code.as_ref().map(|code| format!("{check} · {code}")).unwrap_or_default();
    let why = decision.code.as_deref().and_then(|code| said::refusal(words, code)).unwrap_or_default();
    let tone = match decision.status {
        ..400 => Tone::Success,
        500.. => Tone::Danger,
        _ => Tone::Warning,
    };
    DecisionRow {
        at: operator.moment(decision.at.0),
        summary: decision.operation.and_then(|name| said::operation(words, name)),
        operation: decision.operation.map_or_else(
            || format!("{} {}", decision.method, words.say("console-gateway-no-operation")),
            str::to_owned,
        ),
        user: principal.map(|principal| link(users::PATH, UserId::as_str(principal.subject()))),
        organization: principal
            .and_then(|principal| principal.organization())
            .map(|id| link(organizations::PATH, OrganizationId::as_str(id))),
        result: (tone, decision.status.to_string()),
        guard,
        why,
    }
}
