//! Makes the demonstration's data where it is missing.

mod account_center;
mod applications;
mod connectors;
mod people;
mod template;

use operations::Services;

pub(crate) use template::{ORDER_PERMISSIONS, PRODUCT_PERMISSIONS};

use super::Credentials;

/// Why the demonstration could not be seeded.
pub(crate) type SeedError = Box<dyn std::error::Error + Send + Sync>;

/// Makes what is missing, and completes `credentials` by what only the database knows. `kept` tells which passwords are known to be set.
pub async fn seed(
    services: &Services,
    credentials: &mut Credentials,
    kept: Option<&Credentials>,
) -> Result<(), SeedError> {
    template::ensure(services).await?;
    applications::ensure(services, credentials).await?;
    people::ensure(services, credentials, kept).await?;
    // Whoever takes the mailbox away afterwards does not find it again.
    if kept.is_none() {
        connectors::ensure(services).await?;
        account_center::ensure(services).await?;
    }
    Ok(())
}
