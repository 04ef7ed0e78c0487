//! The permissions that the gateway's operations ask for, in words.

/// Their default names and what they allow.
pub const ALL: [(&str, &str); 13] = [
    ("org:create", "Create organizations"),
    ("org:read", "See the organization"),
    ("org:update", "Change the organization's name and settings"),
    ("org:delete", "Delete the organization"),
    ("org:domain", "Manage the organization's domains"),
    ("org:security", "Manage how members sign in"),
    ("member:read", "See members and their roles"),
    ("member:invite", "Invite people"),
    ("member:add", "Add known users"),
    ("member:remove", "Remove members"),
    ("member:role", "Change what roles members have"),
    ("app:manage", "Manage the organization's applications"),
    ("log:read", "Read the organization's activity"),
];
/// The permission to create organizations.
pub const CREATE: &str = "org:create";

/// Whether whoever works in an organization should hold the permission of this default name.
pub fn of_members(name: &str) -> bool {
    matches!(name, "org:read" | "member:read")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_permission_of_the_gateways_operations_is_told_in_words_and_those_named_here_are_among_them() {
        let names: BTreeSet<&str> = ALL.iter().map(|(name, _)| *name).collect();
        for operation in gateway::operations::TABLE {
            assert!(operation.permission.is_none_or(|name| names.contains(name)), "{}", operation.name);
        }
        assert!(names.contains(CREATE));
        let of_members: Vec<&str> = names.iter().copied().filter(|name| of_members(name)).collect();
        assert_eq!(of_members, ["member:read", "org:read"]);
    }
}
