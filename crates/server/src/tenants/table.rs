//! Which host leads to which tenant: all of it in memory, at one version. A host that is in no row is known to lead nowhere without asking the database.

use std::{collections::HashMap, sync::Arc};

use domain::{TenantId, tenant::Tenant};
use operations::{Endpoint, tenant::Tenancy};

/// A tenant that can be reached.
#[derive(Debug)]
pub struct Entry {
    /// The tenant.
    pub tenant: Tenant,
    /// Where it is reached.
    pub endpoint: Endpoint,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Table {
    /// The stored version at which it was read.
    pub(super) version: Option<i64>,
    tenants: Vec<Arc<Entry>>,
    hosts: HashMap<String, Lead>,
}

/// Where a host leads.
#[derive(Clone, Debug)]
pub struct Lead {
    /// To which tenant.
    pub entry: Arc<Entry>,
    /// Whether it is the host in the tenant's issuer; the others lead to that one.
    pub is_first: bool,
}

impl Table {
    /// The table of what is stored. Rows that may not be, because the server's own host or the domain of tenants is another than when they were written, lead nowhere.
    pub(super) fn new(tenancy: &Tenancy, stored: Vec<Tenant>) -> Self {
        let mut table = Self::default();
        for mut tenant in stored {
            if domain::tenant::is_reserved(&tenant.id) {
                continue;
            }
            tenant.hosts.retain(|host| {
                let may_lead = tenancy.may_lead_to(host, &tenant.id);
                if !may_lead {
                    tracing::warn!(
                        tenant = tenant.id.as_str(),
                        host,
                        "this host may not lead to this tenant"
                    );
                }
                may_lead
            });
            let Some(endpoint) = tenancy.endpoint_of(&tenant) else { continue };
            let entry = Arc::new(Entry { tenant, endpoint });
            for (place, host) in entry.tenant.hosts.iter().enumerate() {
                table.hosts.insert(host.clone(), Lead { entry: Arc::clone(&entry), is_first: place == 0 });
            }
            table.tenants.push(entry);
        }
        table
    }

    /// Where a host leads.
    pub fn lead(&self, host: &str) -> Option<&Lead> {
        self.hosts.get(host)
    }

    /// Every tenant that can be reached, beside `default`.
    pub fn tenants(&self) -> &[Arc<Entry>] {
        &self.tenants
    }

    /// The tenant of this id.
    pub fn find(&self, id: &TenantId) -> Option<&Arc<Entry>> {
        self.tenants.iter().find(|entry| entry.tenant.id == *id)
    }
}

#[cfg(test)]
mod tests {
    use domain::UnixMillis;

    use super::*;

    fn tenant(id: &str, hosts: &[&str]) -> Tenant {
        let hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
        Tenant { id: TenantId::new(id), name: String::new(), hosts, created_at: UnixMillis(1) }
    }

    #[test]
    fn hosts_that_are_another_tenants_by_rule_lead_nowhere_whatever_is_stored() {
        let endpoint = Endpoint::parse("https://id.example.com").unwrap();
        let tenancy =
            Tenancy { domain: Some("example.com".to_owned()), ..Tenancy::new(endpoint, Vec::new()) };
        let stored = vec![
            tenant(
                "acme",
                &["login.acme.example", "acme.example.com", "admin.example.com", "beta.example.com"],
            ),
            tenant("admin", &["admin.example.org"]),
            tenant("beta", &["id.example.com", "example.com"]),
            tenant("default", &["other.example"]),
        ];
        let table = Table::new(&tenancy, stored);
        assert_eq!(table.tenants().len(), 1);
        let lead = |host: &str| table.lead(host).map(|lead| (lead.entry.tenant.id.as_str(), lead.is_first));
        assert_eq!(lead("login.acme.example"), Some(("acme", true)));
        assert_eq!(lead("acme.example.com"), Some(("acme", false)));
        for host in [
            "admin.example.com",
            "beta.example.com",
            "admin.example.org",
            "id.example.com",
            "example.com",
            "other.example",
            "",
        ] {
            assert_eq!(lead(host), None, "{host}");
        }
    }
}
