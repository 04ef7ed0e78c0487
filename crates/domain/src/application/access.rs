//! Who is let in to an application whose access is restricted (Management API contract §8.5).

use crate::{OrganizationId, OrganizationRoleId, RoleId, UserId};

/// The rules of an application. A user whom one of them fits is let in; without any rule nobody is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AccessRules {
    /// These users.
    pub user_ids: Vec<UserId>,
    /// Whoever holds one of these global roles.
    pub user_role_ids: Vec<RoleId>,
    /// Whoever belongs to one of these organizations.
    pub organization_ids: Vec<OrganizationId>,
    /// Whoever holds, in the organization, one of the roles beside it.
    pub organization_roles: Vec<(OrganizationId, Vec<OrganizationRoleId>)>,
}

impl AccessRules {
    /// Whether they let nobody in, whoever comes.
    pub fn is_empty(&self) -> bool {
        self.user_ids.is_empty()
            && self.user_role_ids.is_empty()
            && self.organization_ids.is_empty()
            && self.organization_roles.iter().all(|(_, roles)| roles.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organization_without_roles_lets_nobody_in() {
        let organization = OrganizationId::new("o");
        assert!(AccessRules::default().is_empty());
        let none = vec![(organization.clone(), Vec::new())];
        assert!(AccessRules { organization_roles: none, ..AccessRules::default() }.is_empty());
        let one = vec![(organization.clone(), vec![OrganizationRoleId::new("r")])];
        assert!(!AccessRules { organization_roles: one, ..AccessRules::default() }.is_empty());
        assert!(!AccessRules { organization_ids: vec![organization], ..AccessRules::default() }.is_empty());
    }
}
