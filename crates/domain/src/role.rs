//! Global roles: named sets of API permissions, held by users or by machine-to-machine applications.

use serde::{Deserialize, Serialize};

use crate::RoleId;

/// Who may hold a role. Users take only `User` roles, applications only `MachineToMachine` ones (Management API contract §3.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum RoleType {
    /// For users.
    User,
    /// For machine-to-machine applications.
    MachineToMachine,
}

impl RoleType {
    /// The word on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::MachineToMachine => "MachineToMachine",
        }
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::User, Self::MachineToMachine].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A global role (Management API contract §7).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// Unique in the tenant, 1 to 128 characters.
    pub name: String,
    /// 1 to 128 characters.
    pub description: String,
    /// Who may hold it.
    pub kind: RoleType,
    /// Whether each new user gets it.
    pub is_default: bool,
}

/// Roles whose name begins so are left out of lists (Management API contract §1.9).
pub const INTERNAL_ROLE_PREFIX: &str = "#internal:";

impl Role {
    /// Whether this role is hidden from lists and counts.
    pub fn is_internal(&self) -> bool {
        self.name.starts_with(INTERNAL_ROLE_PREFIX)
    }
}
