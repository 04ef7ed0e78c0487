//! The rules of docs/architecture.md about who may depend on whom, held against what Cargo says.
//!
//! Two sources: the table below for our own crates, and the bans in deny.toml for everything else (so that they hold where cargo-deny is
//! not installed).

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use cargo_metadata::{DependencyKind, Metadata};
use serde::Deserialize;

use crate::{console::say, summary::Outcome, workspace::Workspace};

/// Crates of ours and those of ours that each may depend on, outside tests.
const ALLOWED: &[(&str, &[&str])] = &[
    ("protocol", &[]),
    ("jose", &["protocol"]),
    ("domain", &["protocol", "jose"]),
    ("api-types", &["protocol"]),
    ("ui", &[]),
    ("store", &["domain", "protocol"]),
    ("operations", &["domain", "jose", "protocol", "store"]),
    ("http-kit", &["api-types", "domain", "jose", "protocol", "store"]),
    ("oidc", &["api-types", "domain", "http-kit", "jose", "operations", "protocol", "store", "ui"]),
    ("sign-in", &["api-types", "domain", "http-kit", "jose", "operations", "protocol", "store", "ui"]),
    ("management-api", &["api-types", "domain", "http-kit", "jose", "operations", "protocol", "store"]),
    ("guard", &["domain", "jose", "protocol"]),
    ("gateway", &["api-types", "domain", "guard", "jose", "protocol", "ui"]),
    (
        "server",
        &[
            "api-types",
            "domain",
            "gateway",
            "guard",
            "http-kit",
            "jose",
            "management-api",
            "oidc",
            "operations",
            "protocol",
            "sign-in",
            "store",
            "ui",
        ],
    ),
    ("testkit", &["api-types", "domain", "http-kit", "jose", "operations", "protocol", "store"]),
    ("xtask", &[]),
    ("bench", &["jose"]),
];

/// Checks all rules and says what breaks them.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome> {
    let deny = std::fs::read_to_string(workspace.path("deny.toml")).context("cannot read deny.toml")?;
    let mut faults = internal_faults(&internal_dependencies(&workspace.metadata));
    faults.extend(ban_faults(&bans(&deny)?, &dependents(&workspace.metadata)?));
    for fault in &faults {
        say(fault);
    }
    Ok(Outcome::of_check(faults.is_empty()))
}

/// Our crates, each with those of ours it depends on outside tests.
fn internal_dependencies(metadata: &Metadata) -> BTreeMap<String, BTreeSet<String>> {
    let packages = metadata.workspace_packages();
    let names: BTreeSet<String> = packages.iter().map(|package| package.name.to_string()).collect();
    let outside_tests = |kind: DependencyKind| kind != DependencyKind::Development;
    packages
        .iter()
        .map(|package| {
            let dependencies =
                package.dependencies.iter().filter(|dependency| outside_tests(dependency.kind));
            let ours =
                dependencies.map(|dependency| dependency.name.clone()).filter(|name| names.contains(name));
            (package.name.to_string(), ours.collect())
        })
        .collect()
}

fn internal_faults(dependencies: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut faults = Vec::new();
    for (package, ours) in dependencies {
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| name == package) else {
            faults.push(format!(
                "{package} is not in the table of layers: xtask/src/layers.rs and docs/architecture.md"
            ));
            continue;
        };
        for dependency in ours.iter().filter(|name| !allowed.contains(&name.as_str())) {
            faults.push(format!("{package} must not depend on {dependency} (docs/architecture.md)"));
        }
    }
    faults
}

#[derive(Deserialize)]
struct DenyFile {
    bans: BanSection,
}

#[derive(Deserialize)]
struct BanSection {
    #[serde(default)]
    deny: Vec<Ban>,
}

/// A crate that nobody may use but `wrappers`.
#[derive(Deserialize)]
struct Ban {
    name: String,
    #[serde(default)]
    wrappers: Vec<String>,
    #[serde(default)]
    reason: String,
}

fn bans(deny: &str) -> Result<Vec<Ban>> {
    Ok(toml::from_str::<DenyFile>(deny).context("deny.toml cannot be read")?.bans.deny)
}

/// Every crate of the build, each with those that depend on it directly.
fn dependents(metadata: &Metadata) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let resolve = metadata.resolve.as_ref().context("Cargo resolved nothing")?;
    let mut dependents: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for node in &resolve.nodes {
        let package = metadata[&node.id].name.to_string();
        dependents.entry(package.clone()).or_default();
        for dependency in &node.dependencies {
            dependents.entry(metadata[dependency].name.to_string()).or_default().insert(package.clone());
        }
    }
    Ok(dependents)
}

fn ban_faults(bans: &[Ban], dependents: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut faults = Vec::new();
    for Ban { name, wrappers, reason } in bans {
        let Some(users) = dependents.get(name) else { continue };
        if wrappers.is_empty() {
            faults.push(format!("{name} is banned: {reason}"));
        }
        for user in users.iter().filter(|user| !wrappers.is_empty() && !wrappers.contains(user)) {
            faults.push(format!("{user} must not depend on {name}: {reason} (deny.toml)"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(&str, &[&str])]) -> BTreeMap<String, BTreeSet<String>> {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect();
        edges.iter().map(|(from, to)| ((*from).to_owned(), names(to))).collect()
    }

    #[test]
    fn a_crate_that_reaches_over_a_layer_is_named() {
        let faults = internal_faults(&graph(&[("gateway", &["guard", "store"]), ("store", &["domain"])]));
        assert_eq!(faults, ["gateway must not depend on store (docs/architecture.md)"]);
    }

    #[test]
    fn a_crate_without_a_layer_is_named() {
        assert_eq!(internal_faults(&graph(&[("novelty", &[])])).len(), 1);
    }

    #[test]
    fn a_banned_crate_is_allowed_to_its_wrappers_alone() {
        let deny = r#"
            [bans]
            deny = [
              { name = "openssl", reason = "AWS-LC serves" },
              { name = "rusqlite", wrappers = ["store"], reason = "only the store knows SQL" },
            ]"#;
        let bans = bans(deny).unwrap();
        assert!(ban_faults(&bans, &graph(&[("rusqlite", &["store"])])).is_empty());
        let faults =
            ban_faults(&bans, &graph(&[("rusqlite", &["store", "oidc"]), ("openssl", &["reqwest"])]));
        assert_eq!(
            faults,
            [
                "openssl is banned: AWS-LC serves",
                "oidc must not depend on rusqlite: only the store knows SQL (deny.toml)"
            ]
        );
    }

    #[test]
    fn the_table_has_no_circle_and_names_only_crates_it_knows() {
        let known: BTreeSet<&str> = ALLOWED.iter().map(|(name, _)| *name).collect();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        while done.len() < ALLOWED.len() {
            let next = ALLOWED.iter().find(|(name, allowed)| {
                !done.contains(name) && allowed.iter().all(|other| done.contains(other))
            });
            let (name, allowed) = next.expect("each crate stands on others of the table");
            assert!(allowed.iter().all(|other| known.contains(other)));
            done.insert(name);
        }
    }
}
