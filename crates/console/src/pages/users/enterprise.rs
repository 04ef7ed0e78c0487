//! Who a user is at the providers of enterprises, as their page shows it.

use axum::response::Response;
use hosted::{Answer, Call};
use serde::Deserialize;
use serde_json::Value;
use ui::pages::console::EnterpriseIdentityRow;

use super::{SsoIdentity, User};
use crate::{operator::Operator, pages::enterprise_sso, reading::one};

/// A connector, as far as it is called something.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    connector_name: String,
}

/// The user that a path names, with who they are at the providers of enterprises; or the page that says why not.
pub(super) async fn find(operator: &Operator, id: &str) -> Result<User, Response> {
    let call = Call::get(&["api", "users", id]).query("includeSsoIdentities", "true");
    let mut of: User = one(operator, call).await?;
    for identity in &of.sso_identities {
        of.enterprise.push(row(operator, identity).await);
    }
    Ok(of)
}

/// A row. The connector is named to those only who may read it; to others it is its id.
async fn row(operator: &Operator, of: &SsoIdentity) -> EnterpriseIdentityRow {
    let id = of.sso_connector_id.as_str();
    let [api, connectors] = enterprise_sso::API;
    let found = operator.call(Call::get(&[api, connectors, id])).await.and_then(Answer::read::<Named>);
    let (connector, href) = match found {
        Ok(named) => (named.connector_name, Some(format!("{}/{id}", enterprise_sso::PATH))),
        Err(_) => (id.to_owned(), None),
    };
    EnterpriseIdentityRow {
        connector,
        href,
        issuer: of.issuer.clone(),
        identity_id: of.identity_id.clone(),
        email: of.detail.get("email").and_then(Value::as_str).map(ToOwned::to_owned),
    }
}
