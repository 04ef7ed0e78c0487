//! `guildhall dev token`: a real sign-in of a demonstration user at the running server, and the token that comes of it.

use std::{io::Write as _, path::Path};

use domain::SystemEntropy;
use protocol::identifiers::ORGANIZATIONS_RESOURCE_INDICATOR;
use serde_json::Value;

use super::{
    Credentials, ORDERS_API, ORGANIZATION_API,
    client::{HeadlessClient, PublicClient, TokenFor},
    credentials,
    seed::{ORDER_PERMISSIONS, PRODUCT_PERMISSIONS},
};
use crate::{config::TokenArguments, failure::Failure, wiring::permissions::ALL as PERMISSIONS};

/// Signs in and prints the token, and nothing else, to standard output.
pub async fn run(arguments: &TokenArguments, data_dir: &Path) -> Result<(), Failure> {
    let credentials = credentials::read_kept(data_dir)?.ok_or_else(|| {
        Failure::failed(format!(
            "{} is not there: start `guildhall dev` first",
            credentials::kept_path(data_dir).display()
        ))
    })?;
    let token = fetch(&credentials, arguments).await?;
    writeln!(std::io::stdout(), "{token}")
        .map_err(|error| Failure::because("the token cannot be printed", &error))
}

/// Signs in and returns the token.
async fn fetch(credentials: &Credentials, arguments: &TokenArguments) -> Result<String, Failure> {
    let user = arguments.user.as_str();
    let password = credentials.password_of(user).ok_or_else(|| {
        let known: Vec<_> = credentials.demo.users.iter().map(|member| member.username.as_str()).collect();
        Failure::usage(format!(
            "--user `{user}` is nobody of the demonstration; there are: {}",
            known.join(", ")
        ))
    })?;
    let client = public_client(credentials);
    let failed = |error| Failure::because(format!("no token for {user}"), &error);
    let mut headless = HeadlessClient::new(&credentials.endpoint).map_err(failed)?;
    let signed_in = headless.sign_in(&client, (user, password), &SystemEntropy).await.map_err(failed)?;
    let refresh_token = signed_in.get("refresh_token").and_then(Value::as_str).unwrap_or_default();
    let (organization, resource) = (arguments.organization.as_deref(), arguments.resource.as_deref());
    // What belongs to no organization needs a resource; the gateway's is the one to try here.
    let resource = resource.or_else(|| organization.is_none().then_some(ORGANIZATION_API));
    let answer = headless
        .refresh(&client, refresh_token, TokenFor { organization, resource })
        .await
        .map_err(failed)?;
    let token = answer.get("access_token").and_then(Value::as_str);
    token
        .map(ToOwned::to_owned)
        .ok_or_else(|| Failure::failed(format!("no token for {user}: the answer holds none")))
}

/// The demonstration's application, asking for everything the demonstration knows.
pub fn public_client(credentials: &Credentials) -> PublicClient {
    let standard = [
        "openid",
        "offline_access",
        "profile",
        "urn:logto:scope:organizations",
        "urn:logto:scope:organization_roles",
    ];
    let permissions =
        PERMISSIONS.iter().chain(&PRODUCT_PERMISSIONS).chain(&ORDER_PERMISSIONS).map(|(name, _)| *name);
    PublicClient {
        client_id: credentials.demo.app.client_id.clone(),
        redirect_uri: credentials.demo.app.redirect_uri.clone(),
        scopes: standard.into_iter().chain(permissions).map(ToOwned::to_owned).collect(),
        resources: [ORGANIZATIONS_RESOURCE_INDICATOR, ORGANIZATION_API, ORDERS_API]
            .map(ToOwned::to_owned)
            .to_vec(),
    }
}
