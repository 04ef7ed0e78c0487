//! The step that gives organizations their permissions and roles, as the gateway's policy asks for.

use axum::{http::Method, response::Response};
use hosted::{Answer, Call};
use serde::Deserialize;
use serde_json::json;

use super::{PATH, TemplatePlan};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done},
    posted::Posted,
    reading::whole,
};

/// The names of the roles that are made.
const ADMINISTRATOR: &str = "admin";
const MEMBER: &str = "member";

#[derive(Debug, Deserialize)]
pub(super) struct Scope {
    id: String,
    name: String,
}

/// A role of the template.
#[derive(Debug, Deserialize)]
pub(super) struct Role {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    scopes: Vec<Scope>,
}

impl Role {
    fn gives(&self, permission: &str) -> bool {
        self.scopes.iter().any(|scope| scope.name == permission)
    }
}

/// The template as it is.
pub(super) struct Template {
    scopes: Vec<Scope>,
    roles: Vec<Role>,
}

impl Template {
    pub(super) async fn read(operator: &Operator) -> Result<Self, Response> {
        let scopes = whole(operator, || Call::get(&["api", "organization-scopes"])).await?;
        let mut roles: Vec<Role> = whole(operator, || Call::get(&["api", "organization-roles"])).await?;
        roles.retain(|role| role.kind == "User");
        Ok(Self { scopes, roles })
    }

    /// Whether it has what the gateway asks for, and roles to see that with.
    pub(super) fn fits(&self, plan: &TemplatePlan) -> bool {
        let has = |name: &str| self.scopes.iter().any(|scope| scope.name == name);
        plan.permissions.iter().all(|permission| has(&permission.name))
            && self.administrator(plan).is_some()
            && self.member(plan).is_some()
    }

    /// A role that allows everything.
    pub(super) fn administrator(&self, plan: &TemplatePlan) -> Option<&Role> {
        let allows_all =
            |role: &&Role| plan.permissions.iter().all(|permission| role.gives(&permission.name));
        self.roles.iter().find(allows_all)
    }

    /// A role that does not allow to create organizations.
    pub(super) fn member(&self, plan: &TemplatePlan) -> Option<&Role> {
        let allows_less = |role: &&Role| !role.gives(&plan.create_organizations);
        let named = self.roles.iter().find(|role| role.name == MEMBER && allows_less(role));
        named.or_else(|| self.roles.iter().find(allows_less))
    }

    fn role(&self, name: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.name == name)
    }
}

/// `POST /console/get-started/template`.
pub(super) async fn create(Posted { by: operator, .. }: Posted) -> Outcome {
    let plan = &operator.console.template;
    let mut template = Template::read(&operator).await?;
    for permission in &plan.permissions {
        if template.scopes.iter().any(|scope| scope.name == permission.name) {
            continue;
        }
        let body = json!({ "name": permission.name, "description": permission.description });
        let call = Call::new(Method::POST, &["api", "organization-scopes"]).body(body);
        let made = operator.call(call).await.and_then(Answer::read::<Scope>);
        template.scopes.push(made.map_err(|refusal| operator.stop(&refusal))?);
    }
    if template.administrator(plan).is_none() {
        ensure_role(&operator, &template, ADMINISTRATOR, |_| true).await?;
    }
    if template.member(plan).is_none() {
        let is_for_members = |name: &str| {
            plan.permissions.iter().any(|permission| permission.name == name && permission.is_for_members)
        };
        ensure_role(&operator, &template, MEMBER, is_for_members).await?;
    }
    Ok(done(PATH, "console-walk-template-made"))
}

/// Makes the role, or gives the one of that name what it lacks of the plan.
async fn ensure_role(
    operator: &Operator,
    template: &Template,
    name: &str,
    gives: impl Fn(&str) -> bool,
) -> Result<(), Response> {
    let planned = |scope: &&Scope| {
        let plan = &operator.console.template.permissions;
        plan.iter().any(|permission| permission.name == scope.name) && gives(&scope.name)
    };
    let ids: Vec<&str> = template.scopes.iter().filter(planned).map(|scope| scope.id.as_str()).collect();
    let call = if let Some(role) = template.role(name) {
        Call::new(Method::POST, &["api", "organization-roles", &role.id, "scopes"])
            .body(json!({ "organizationScopeIds": ids }))
    } else {
        let description = operator.words.say(match name {
            ADMINISTRATOR => "console-walk-admin-role",
            _ => "console-walk-member-role",
        });
        Call::new(Method::POST, &["api", "organization-roles"]).body(
            json!({ "name": name, "description": description, "type": "User", "organizationScopeIds": ids }),
        )
    };
    operator.call(call).await.map(drop).map_err(|refusal| operator.stop(&refusal))
}
