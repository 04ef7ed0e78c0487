//! `/console/users/{user}/roles`: what somebody may do.

use axum::extract::Path;

use super::{User, find, frame, lead};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        held_roles::{Holder, Messages},
    },
    posted::Posted,
};

const MESSAGES: Messages = Messages {
    heading: "console-user-roles",
    explanation: "console-user-roles-lead",
    none: ("console-no-user-roles", "console-no-user-roles-lead"),
    choosing: "console-add-user-roles-lead",
    nothing: "console-no-more-user-roles",
};

fn holder<'a>(operator: &Operator, of: &'a User) -> Holder<'a> {
    Holder {
        segment: "users",
        id: &of.id,
        kind: "User",
        without: "excludeUserId",
        path: of.path(),
        title: of.person().name,
        lead: lead(operator, of),
        messages: MESSAGES,
    }
}

/// `GET /console/users/{user}/roles`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    holder(&operator, &of).show(&operator, frame(&operator, &of, "roles")).await
}

/// `GET /console/users/{user}/roles/add`.
pub(super) async fn ask(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    holder(&operator, &of).ask(&operator, frame(&operator, &of, "roles")).await
}

/// `POST /console/users/{user}/roles/add`.
pub(super) async fn add(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    holder(&operator, &of).add(&operator, &form, frame(&operator, &of, "roles")).await
}

/// `POST /console/users/{user}/roles/{role}/remove`.
pub(super) async fn remove(
    Path((id, role)): Path<(String, String)>,
    Posted { by: operator, .. }: Posted,
) -> Outcome {
    let of = find(&operator, &id).await?;
    holder(&operator, &of).remove(&operator, &role).await
}
