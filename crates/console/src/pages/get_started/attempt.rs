//! The last step: the user signs in, fetches an organization token and calls the gateway, which refuses a member and obeys an administrator. The
//! page carries that out in the browser, as an application would.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::Call;
use serde_json::json;
use ui::{
    components::Link,
    pages::console::{ConsoleWalkTryPage, WalkForm},
};

use super::{
    PATH,
    show::roles_of,
    template::{Role, Template},
    walk::{self, Thing, return_path, thing},
};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done},
    posted::Posted,
};

/// The walk's organization, its user, and the roles that the user has there.
struct Found {
    application: String,
    organization: Thing,
    user: Thing,
    roles: Vec<Role>,
}

async fn find(operator: &Operator, application: &str) -> Result<Found, Response> {
    let walk = walk::at(operator, application).await?;
    let gone = || operator.gone();
    let organization = thing(operator, "organizations", &walk.organization).await?.ok_or_else(gone)?;
    let user = thing(operator, "users", &walk.user).await?.ok_or_else(gone)?;
    let roles = roles_of(operator, &organization.id, &user.id).await?.ok_or_else(gone)?;
    Ok(Found { application: application.to_owned(), organization, user, roles })
}

/// `GET /console/get-started/try/{application}`. What a sign-in adds to the address is the script's to read.
pub(super) async fn show(Path(application): Path<String>, operator: Operator) -> Outcome {
    let found = find(&operator, &application).await?;
    let template = Template::read(&operator).await?;
    let (plan, words) = (&operator.console.template, &operator.words);
    let administrator = template.administrator(plan);
    let is_administrator =
        found.roles.iter().any(|held| administrator.is_some_and(|role| role.id == held.id));
    let promote = WalkForm {
        action: return_path(&found.application),
        hidden: Vec::new(),
        fields: Vec::new(),
        button: words.with("console-walk-promote", "name", &found.user.title()),
    };
    let services = &operator.console.services;
    let names: Vec<&str> = plan.permissions.iter().map(|permission| permission.name.as_str()).collect();
    let roles: Vec<&str> = found.roles.iter().map(|role| role.name.as_str()).collect();
    let list = words.say("console-get-started");
    Ok(ConsoleWalkTryPage {
        redirect_uri: format!("{}{}", services.endpoint.base(), return_path(&found.application)),
        issuer: services.endpoint.issuer().to_owned(),
        client_id: found.application,
        organization_id: found.organization.id.clone(),
        organization: found.organization.title(),
        user: found.user.title(),
        scopes: names.join(" "),
        permission: plan.create_organizations.clone(),
        roles: roles.join(", "),
        call_command: format!(
            "curl {}/org/organizations \\\n  -H \"Authorization: Bearer $ORGANIZATION_TOKEN\" \\\n  -H \"Content-Type: application/json\" \\\n  -d '{{\"name\":\"Fjord Trading\"}}'",
            services.endpoint.base()
        ),
        promote: (!is_administrator && administrator.is_some()).then_some(promote),
        back: Link { href: PATH.to_owned(), label: words.say("console-walk-back") },
        frame: operator.frame_below(PATH, &[(PATH, &list)]),
    }
    .into_response())
}

/// `POST /console/get-started/try/{application}`: makes the user an administrator of the organization.
pub(super) async fn promote(Path(application): Path<String>, Posted { by: operator, .. }: Posted) -> Outcome {
    let found = find(&operator, &application).await?;
    let template = Template::read(&operator).await?;
    let role = template.administrator(&operator.console.template).ok_or_else(|| operator.gone())?;
    let path = ["api", "organizations", &found.organization.id, "users", &found.user.id, "roles"];
    let call = Call::new(Method::PUT, &path).body(json!({ "organizationRoleIds": [role.id] }));
    match operator.call(call).await {
        Ok(_) => Ok(done(&return_path(&found.application), "console-walk-promoted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
