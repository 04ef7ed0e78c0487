//! What all tenants have in common, and the directory in which they are found.

use std::sync::Arc;

use operations::{OperationError, Services, tenant::Tenancy};

use super::{Wiring, dns, gateway};
use crate::{config::ServerArguments, failure::Failure, tenants::Directory};

/// What these options say of tenants.
pub fn tenancy(services: &Services, arguments: &ServerArguments) -> Tenancy {
    Tenancy {
        domain: arguments.tenancy.tenant_domain.clone(),
        algorithm: arguments.tokens.signing_algorithm(),
        ..Tenancy::new(services.endpoint.clone(), management_api::scopes())
    }
}

/// The tenants beside the one of `wiring`.
pub async fn directory(wiring: &Wiring, arguments: &ServerArguments) -> Result<Arc<Directory>, Failure> {
    let policy = gateway::read_policy(arguments.policy.as_deref())?;
    let txt_lookup = dns::txt_lookup(&arguments.dns)?;
    Directory::new(wiring.clone(), policy, txt_lookup).await.map_err(failed)
}

fn failed(error: OperationError) -> Failure {
    Failure::because("the tenants cannot be read", &error)
}
