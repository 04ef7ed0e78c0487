//! Changes of organizations that take several steps and are one: making one with its first member, adding applications, giving roles
//! (Management API contract §2.3, §2.4, §3.3).
//!
//! What holds for every caller is here: who may hold which role, that names of roles must be known, that nothing is left behind when a
//! step fails. Single steps are in [`store::organization`]; status codes are the endpoints' business.

pub mod administrators;

use std::collections::{BTreeSet, HashSet};

use domain::{
    ApplicationId, OrganizationId, OrganizationRoleId, TenantId, UserId, organization::Organization,
    role::RoleType,
};
use store::{
    AsStoreError, StoreError, Transaction,
    organization::{
        self,
        member::{self, Difference, Member},
        role::{self, RoleCheck},
    },
};

use crate::services::Services;

/// Why an organization was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum OrganizationError {
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
    /// The organization, the user, the application or a role does not exist, or the member of whom a step speaks is none.
    #[error("something that was referred to does not exist")]
    UnknownReference,
    /// Who is given roles does not belong to the organization.
    #[error("the user or application does not belong to the organization")]
    NotAMember,
    /// No role has these names.
    #[error("some names of roles are unknown")]
    UnknownRoleNames(Vec<String>),
    /// A role for machines was to be given to a user, or the other way round.
    #[error("a role does not suit this kind of member")]
    WrongRoleType,
    /// An application that is not a machine-to-machine one was to become a member.
    #[error("only machine-to-machine applications can belong to an organization")]
    NotAMachine,
}

impl From<StoreError> for OrganizationError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::ForeignKeyViolation => Self::UnknownReference,
            error => Self::Store(error),
        }
    }
}

impl AsStoreError for OrganizationError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

/// Roles that a request names, by id, by name or both.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct RoleReferences {
    /// Ids of roles.
    pub ids: Vec<OrganizationRoleId>,
    /// Names of roles; case matters.
    pub names: Vec<String>,
}

impl RoleReferences {
    /// Roles by id.
    pub fn ids(ids: Vec<OrganizationRoleId>) -> Self {
        Self { ids, names: Vec::new() }
    }

    /// Roles by name.
    pub fn names(names: Vec<String>) -> Self {
        Self { ids: Vec::new(), names }
    }

    /// The ids of all roles referred to, each once, those given by id first. All of them exist and suit members of type `kind`.
    async fn resolve(
        &self,
        tx: &Transaction,
        tenant: &TenantId,
        kind: RoleType,
    ) -> Result<Vec<OrganizationRoleId>, OrganizationError> {
        let mut named = Vec::with_capacity(self.names.len());
        let mut unknown = Vec::new();
        for name in &self.names {
            match role::find_by_name(tx.exec(), tenant, name).await? {
                Some(role) => named.push(role.id),
                None => unknown.push(name.clone()),
            }
        }
        let mut seen = HashSet::new();
        let ids: Vec<OrganizationRoleId> =
            self.ids.iter().chain(&named).filter(|id| seen.insert(*id)).cloned().collect();
        if !unknown.is_empty() {
            return Err(OrganizationError::UnknownRoleNames(unknown));
        }
        match role::check(tx.exec(), tenant, &ids, kind).await? {
            RoleCheck::Suitable => Ok(ids),
            RoleCheck::WrongKind => Err(OrganizationError::WrongRoleType),
            RoleCheck::Unknown => Err(OrganizationError::UnknownReference),
        }
    }
}

/// Stores a new organization with its first member, who gets the roles named. One step: when the user or a role does not exist, or a role
/// is not for users, nothing is left behind.
pub async fn create_with_member(
    services: &Services,
    organization: &Organization,
    user: &UserId,
    roles: &RoleReferences,
) -> Result<(), OrganizationError> {
    let tenant = &services.tenant;
    services
        .db
        .transaction(|tx| async move {
            let roles = roles.resolve(&tx, tenant, RoleType::User).await?;
            organization::insert(tx.exec(), tenant, organization).await?;
            member::add(tx.exec(), tenant, &organization.id, std::slice::from_ref(user)).await?;
            member::add_roles(tx.exec(), tenant, &organization.id, user, &roles).await?;
            Ok(())
        })
        .await
}

/// Adds machine-to-machine applications and returns those that did not belong before; all of them or none.
pub async fn add_applications(
    services: &Services,
    organization: &OrganizationId,
    applications: &[ApplicationId],
) -> Result<Vec<ApplicationId>, OrganizationError> {
    let tenant = &services.tenant;
    services
        .db
        .transaction(|tx| async move {
            ensure_machines(&tx, tenant, applications).await?;
            Ok(member::add(tx.exec(), tenant, organization, applications).await?)
        })
        .await
}

/// Makes `applications` the applications of the organization; those that stay keep their roles.
pub async fn replace_applications(
    services: &Services,
    organization: &OrganizationId,
    applications: &[ApplicationId],
) -> Result<Difference<ApplicationId>, OrganizationError> {
    let tenant = &services.tenant;
    services
        .db
        .transaction(|tx| async move {
            ensure_machines(&tx, tenant, applications).await?;
            Ok(member::replace(tx.exec(), tenant, organization, applications).await?)
        })
        .await
}

async fn ensure_machines(
    tx: &Transaction,
    tenant: &TenantId,
    applications: &[ApplicationId],
) -> Result<(), OrganizationError> {
    if member::are_machines(tx.exec(), tenant, applications).await? {
        Ok(())
    } else {
        Err(OrganizationError::NotAMachine)
    }
}

/// Gives roles to a member; those held already stay. Returns the ids of all roles referred to, each once.
pub async fn add_roles<M: Member>(
    services: &Services,
    organization: &OrganizationId,
    member: &M,
    roles: &RoleReferences,
) -> Result<Vec<OrganizationRoleId>, OrganizationError> {
    give_roles(services, organization, member, roles, Held::Stay).await
}

/// Makes `roles` the roles of a member. Returns their ids, each once.
pub async fn replace_roles<M: Member>(
    services: &Services,
    organization: &OrganizationId,
    member: &M,
    roles: &RoleReferences,
) -> Result<Vec<OrganizationRoleId>, OrganizationError> {
    give_roles(services, organization, member, roles, Held::Go).await
}

/// What becomes of the roles that a member holds already.
#[derive(Clone, Copy)]
enum Held {
    Stay,
    Go,
}

async fn give_roles<M: Member>(
    services: &Services,
    organization: &OrganizationId,
    member: &M,
    roles: &RoleReferences,
    held: Held,
) -> Result<Vec<OrganizationRoleId>, OrganizationError> {
    let tenant = &services.tenant;
    services
        .db
        .transaction(|tx| async move {
            ensure_member(&tx, tenant, organization, member).await?;
            let ids = roles.resolve(&tx, tenant, M::ROLE_TYPE).await?;
            match held {
                Held::Stay => member::add_roles(tx.exec(), tenant, organization, member, &ids).await?,
                Held::Go => member::replace_roles(tx.exec(), tenant, organization, member, &ids).await?,
            }
            Ok(ids)
        })
        .await
}

/// Gives every one of the roles to every one of the members; all of them or, when one is no member or a role does not suit, none.
pub async fn add_roles_to_all<M: Member>(
    services: &Services,
    organization: &OrganizationId,
    members: &[M],
    roles: &[OrganizationRoleId],
) -> Result<(), OrganizationError> {
    let tenant = &services.tenant;
    let roles = &RoleReferences::ids(roles.to_vec());
    services
        .db
        .transaction(|tx| async move {
            let ids = roles.resolve(&tx, tenant, M::ROLE_TYPE).await?;
            for member in members.iter().collect::<BTreeSet<_>>() {
                member::add_roles(tx.exec(), tenant, organization, member, &ids).await?;
            }
            Ok(())
        })
        .await
}

async fn ensure_member<M: Member>(
    tx: &Transaction,
    tenant: &TenantId,
    organization: &OrganizationId,
    member: &M,
) -> Result<(), OrganizationError> {
    if member::exists(tx.exec(), tenant, organization, member).await? {
        Ok(())
    } else {
        Err(OrganizationError::NotAMember)
    }
}

#[cfg(test)]
mod tests;
