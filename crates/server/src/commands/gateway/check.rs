//! `guildhall gateway check`: the policy in words. With an upstream and a credential for it, also whether the policy fits its template.

use std::fmt::Write as _;

use gateway::{
    Policy,
    review::{Review, compare_with_template},
};
use operations::Endpoint;
use zeroize::Zeroizing;

use super::{connect, print};
use crate::{config::GatewayArguments, failure::Failure};

/// Prints what the policy says. A policy that cannot be used, or does not fit the template, is a failure.
pub(super) async fn run(
    arguments: &GatewayArguments,
    environment_secret: Option<Zeroizing<String>>,
) -> Result<(), Failure> {
    let (name, policy) = read(arguments)?;
    print(&format!("{name}\n\n{}", Review::of(&policy)))?;
    let upstream = &arguments.upstream;
    let (Some(endpoint), Some(_)) = (&upstream.upstream, &upstream.client_id) else {
        return print(
            "\nWhether the roles and permissions exist that it names, and whether creators get one that administers, is known to the \
             server alone: name it with --upstream, --client-id and --client-secret-file to have it asked.\n",
        );
    };
    let client = connect::upstream(upstream, environment_secret)?;
    let findings = compare_with_template(&policy, &client)
        .await
        .map_err(|error| Failure::because(format!("{endpoint} could not be asked"), &error))?;
    tell_findings(endpoint, &findings)?;
    match connect::issuer_finding(upstream).await? {
        Some(finding) => Err(Failure::failed(finding)),
        None => Ok(()),
    }
}

fn read(arguments: &GatewayArguments) -> Result<(String, Policy), Failure> {
    let Some(path) = arguments.policy.as_deref() else {
        return Ok(("The policy that is built in.".to_owned(), Policy::default()));
    };
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("the policy {shown} cannot be read: {error}")))?;
    let policy = Policy::read(&text).map_err(|fault| Failure::failed(format!("{shown}: {fault}")))?;
    Ok((format!("The policy {shown}."), policy))
}

fn tell_findings(endpoint: &Endpoint, findings: &[String]) -> Result<(), Failure> {
    if findings.is_empty() {
        return print(&format!("\nIt fits the template of {endpoint}.\n"));
    }
    let mut text = format!("\nIt does not fit the template of {endpoint}:\n");
    for finding in findings {
        let _ = writeln!(text, "  - {finding}");
    }
    print(&text)?;
    Err(Failure::failed(format!("the policy does not fit the template of {endpoint}")))
}
