//! The step that makes a machine which may call the Management API. Its secret is on the page that answers, and on no other.

use axum::{http::Method, response::IntoResponse as _};
use hosted::{Call, Refusal};
use protocol::identifiers::{MANAGEMENT_API_ROLE_NAME, management_api_indicator};
use serde::Deserialize;
use serde_json::json;
use ui::{components::Link, pages::console::ConsoleWalkMachinePage};

use super::{PATH, walk};
use crate::{operator::Operator, pages::Outcome, posted::Posted};

#[derive(Deserialize)]
struct Application {
    id: String,
}

#[derive(Deserialize)]
struct Secret {
    value: String,
}

#[derive(Deserialize)]
struct Role {
    id: String,
    name: String,
}

/// Makes the application, and returns its id and its secret.
async fn make(operator: &Operator) -> Result<(String, String), Refusal> {
    let call = Call::get(&["api", "roles"])
        .query("type", "MachineToMachine")
        .query("search.name", MANAGEMENT_API_ROLE_NAME)
        .page(1, 100);
    let roles: Vec<Role> = operator.call(call).await?.read()?;
    let role = roles.into_iter().find(|role| role.name == MANAGEMENT_API_ROLE_NAME);
    let role = role.ok_or_else(Refusal::not_found)?;
    let (name, description) = (
        operator.words.say("console-walk-machine-name"),
        operator.words.say("console-walk-machine-description"),
    );
    let body = json!({ "name": name, "description": description, "type": "MachineToMachine" });
    let made = operator.call(Call::new(Method::POST, &["api", "applications"]).body(body)).await?;
    let made: Application = made.read()?;
    let call = Call::new(Method::POST, &["api", "applications", &made.id, "roles"]);
    operator.call(call.body(json!({ "roleIds": [role.id] }))).await?;
    let secrets: Vec<Secret> =
        operator.call(Call::get(&["api", "applications", &made.id, "secrets"])).await?.read()?;
    let secret = secrets.into_iter().next().ok_or_else(Refusal::failed)?;
    Ok((made.id, secret.value))
}

/// `POST /console/get-started/machine`.
pub(super) async fn create(Posted { by: operator, .. }: Posted) -> Outcome {
    let mut walk = walk::find(&operator).await?;
    let (id, secret) = make(&operator).await.map_err(|refusal| operator.stop(&refusal))?;
    walk.machine.clone_from(&id);
    walk::remember(&operator, walk).await?;
    let base = operator.console.services.endpoint.base();
    let resource = management_api_indicator(operator.console.services.tenant.as_str());
    let list = operator.words.say("console-get-started");
    Ok(ConsoleWalkMachinePage {
        token_command: format!(
            "TOKEN=$(curl -s {base}/oidc/token \\\n  -u {id}:{secret} \\\n  -d grant_type=client_credentials \\\n  -d resource={resource} \\\n  -d scope=all | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')"
        ),
        call_command: format!("curl {base}/api/organizations -H \"Authorization: Bearer $TOKEN\""),
        resource,
        client_secret: secret,
        client_id: id,
        done: Link { href: PATH.to_owned(), label: operator.words.say("console-walk-on") },
        frame: operator.frame_below(PATH, &[(PATH, &list)]),
    }
    .into_response())
}
