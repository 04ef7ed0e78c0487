//! `/console/applications/{application}/roles`: what a machine may do.

use axum::extract::Path;

use super::{Application, find, frame, kind};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        held_roles::{Holder, Messages},
    },
    posted::Posted,
};

const MESSAGES: Messages = Messages {
    heading: "console-machine-roles",
    explanation: "console-machine-roles-lead",
    none: ("console-no-machine-roles", "console-no-machine-roles-lead"),
    choosing: "console-add-roles-lead",
    nothing: "console-no-more-roles",
};

fn holder<'a>(operator: &Operator, of: &'a Application) -> Holder<'a> {
    Holder {
        segment: "applications",
        id: &of.id,
        kind: "MachineToMachine",
        without: "excludeApplicationId",
        path: of.path(),
        title: of.name.clone(),
        lead: kind(&of.kind, &operator.words),
        messages: MESSAGES,
    }
}

/// `GET /console/applications/{application}/roles`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    holder(&operator, &of).show(&operator, frame(&operator, &of, "roles")).await
}

/// `GET /console/applications/{application}/roles/add`.
pub(super) async fn ask(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    holder(&operator, &of).ask(&operator, frame(&operator, &of, "roles")).await
}

/// `POST /console/applications/{application}/roles/add`.
pub(super) async fn add(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    holder(&operator, &of).add(&operator, &form, frame(&operator, &of, "roles")).await
}

/// `POST /console/applications/{application}/roles/{role}/remove`.
pub(super) async fn remove(
    Path((id, role)): Path<(String, String)>,
    Posted { by: operator, .. }: Posted,
) -> Outcome {
    let of = find(&operator, &id).await?;
    holder(&operator, &of).remove(&operator, &role).await
}
