//! Calls the Management API with the crate `client`, which fetches the token, keeps it and renews it.
#![expect(clippy::disallowed_methods, reason = "a program of its own, which reads its environment")]

use std::{env, error::Error, io::Write as _, sync::Arc};

use client::{Client, ClientOptions, PageOptions, SystemClock, SystemEntropy};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = env::var("GUILDHALL_CLIENT_SECRET")?;
    let mut options = ClientOptions::new("__ENDPOINT__", "__APP_ID__", secret);
    options.credential.resource = "__MANAGEMENT_API__".into();
    let client = Client::new(options, Arc::new(SystemClock), Arc::new(SystemEntropy))?;

    let organizations = client.organizations().list(&PageOptions::default()).await?;
    for organization in organizations.items {
        writeln!(std::io::stdout(), "{organization:?}")?;
    }
    Ok(())
}
