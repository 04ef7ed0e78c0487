//! What the gateway asks of the domain name system.

use std::sync::Arc;

use futures_util::{FutureExt as _, future::BoxFuture};
use gateway::{TxtLookup, TxtUnavailable};
use outbound::TxtResolver;

use crate::{config::dns::DnsArguments, failure::Failure};

/// Looks records up at name servers.
struct AtNameServers(TxtResolver);

impl TxtLookup for AtNameServers {
    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, TxtUnavailable>> {
        async move { self.0.texts(name).await.map_err(|error| TxtUnavailable(Box::new(error))) }.boxed()
    }
}

/// The name servers that the options name, or those of the system.
pub fn txt_lookup(arguments: &DnsArguments) -> Result<Arc<dyn TxtLookup>, Failure> {
    let servers = arguments.dns_servers.clone().unwrap_or_default();
    let resolver = TxtResolver::new(&servers)
        .map_err(|error| Failure::because("name servers cannot be asked", &error))?;
    Ok(Arc::new(AtNameServers(resolver)))
}
