//! Members and machines leave an organization, and come back with the roles that they held.

use axum::{extract::Path, http::Method, response::Response};
use hosted::Call;
use http_kit::Form;
use serde_json::json;

use super::{Organization, RoleName, find};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, undo::Undo},
    posted::Posted,
    reading::whole,
};

/// Who: where they are in the API and on the pages, how the API calls their ids, and what is said when one has left.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    api: &'static str,
    tab: &'static str,
    ids: &'static str,
    said: &'static str,
    undone: &'static str,
}

/// People.
pub(super) const MEMBERS: Kind = Kind {
    api: "users",
    tab: "members",
    ids: "userIds",
    said: "console-member-removed",
    undone: "console-undone-member",
};
/// Machines.
pub(super) const MACHINES: Kind = Kind {
    api: "applications",
    tab: "applications",
    ids: "applicationIds",
    said: "console-machine-removed",
    undone: "console-undone",
};

/// What a refusal is called that says that somebody does not belong.
const NOT_A_MEMBER: &str = "organization.require_membership";
/// The field of the roles to give back.
const ROLES: &str = "organizationRoleIds";

async fn remove(operator: &Operator, kind: Kind, (id, holder): (&str, &str)) -> Outcome {
    let of = find(operator, id).await?;
    let roles = ["api", "organizations", id, kind.api, holder, "roles"];
    let held: Vec<RoleName> = whole(operator, || Call::get(&roles)).await?;
    let call = Call::new(Method::DELETE, &["api", "organizations", id, kind.api, holder]);
    operator.call(call).await.map_err(|refusal| operator.stop(&refusal))?;
    let list = of.tab(kind.tab);
    let undo = Undo::by(format!("{list}/add")).with("id", holder);
    let undo = held.into_iter().fold(undo, |undo, role| undo.with(ROLES, role.id));
    Ok(undo.offer(operator, &list, kind.said))
}

/// Whether somebody belongs to an organization.
async fn belongs(operator: &Operator, path: &[&str]) -> Result<bool, Response> {
    match operator.call(Call::get(path)).await {
        Ok(_) => Ok(true),
        Err(refusal) if refusal.code == NOT_A_MEMBER => Ok(false),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}

/// Takes a removal back. Roles that the template has lost meanwhile cannot be given; that is said, and whoever it is belongs again. Who has come back
/// already keeps what they were given then: that is said, and nothing is changed.
pub(super) async fn take_back(operator: &Operator, kind: Kind, of: &Organization, form: &Form) -> Outcome {
    let (holder, list) = (form.get("id"), of.tab(kind.tab));
    let held = ["api", "organizations", &of.id, kind.api, holder, "roles"];
    if belongs(operator, &held).await? {
        return Ok(done(&format!("{list}/{holder}"), "console-undone-before"));
    }
    let path = ["api", "organizations", &of.id, kind.api];
    let call = Call::new(Method::POST, &path).body(json!({ (kind.ids): [holder] }));
    operator.call(call).await.map_err(|refusal| operator.stop(&refusal))?;
    let roles: Vec<_> = form.all(ROLES).collect();
    if roles.is_empty() {
        return Ok(done(&list, kind.undone));
    }
    let call = Call::new(Method::POST, &held).body(json!({ (ROLES): roles }));
    match operator.call(call).await {
        Ok(_) => Ok(done(&list, kind.undone)),
        Err(_) => Ok(done(&format!("{list}/{holder}"), "console-undone-in-part")),
    }
}

/// `POST /console/organizations/{organization}/members/{user}/remove`.
pub(super) async fn of_member(
    Path((id, user)): Path<(String, String)>,
    Posted { by: operator, .. }: Posted,
) -> Outcome {
    remove(&operator, MEMBERS, (&id, &user)).await
}

/// `POST /console/organizations/{organization}/applications/{application}/remove`.
pub(super) async fn of_application(
    Path((id, application)): Path<(String, String)>,
    Posted { by: operator, .. }: Posted,
) -> Outcome {
    remove(&operator, MACHINES, (&id, &application)).await
}
