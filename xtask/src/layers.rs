//! The rules of docs/architecture.md about who may depend on whom, held against what Cargo says.
//!
//! Two sources: the table in that document for our own crates, and the bans in deny.toml for everything else (so that they hold where
//! cargo-deny is not installed).

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail, ensure};
use cargo_metadata::{DependencyKind, Metadata};
use serde::Deserialize;

use crate::{console::say, summary::Outcome, workspace::Workspace};

/// Where the table of our own crates is.
const TABLE: &str = "docs/architecture.md";
/// How the table begins.
const TABLE_HEAD: &str = "| crate | what it is | may depend on (ours) |";
/// What stands in the last column for every crate of the rows before.
const EVERYTHING_ABOVE: &str = "everything above";

/// Our crates, each with those of ours that it may depend on outside tests.
type Layers = BTreeMap<String, BTreeSet<String>>;

/// Checks all rules and says what breaks them.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome> {
    let deny = std::fs::read_to_string(workspace.path("deny.toml")).context("cannot read deny.toml")?;
    let document =
        std::fs::read_to_string(workspace.path(TABLE)).with_context(|| format!("cannot read {TABLE}"))?;
    let mut faults = internal_faults(&layers(&document)?, &internal_dependencies(&workspace.metadata));
    faults.extend(ban_faults(&bans(&deny)?, &dependents(&workspace.metadata)?));
    for fault in &faults {
        say(fault);
    }
    Ok(Outcome::of_check(faults.is_empty()))
}

/// Our crates, each with those of ours it depends on outside tests.
fn internal_dependencies(metadata: &Metadata) -> Layers {
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

/// Reads the table. A row may name crates of rows before it only, so that there is no circle.
fn layers(document: &str) -> Result<Layers> {
    let mut lines = document.lines().skip_while(|line| *line != TABLE_HEAD).skip(2).peekable();
    ensure!(lines.peek().is_some(), "{TABLE} has no table that begins with {TABLE_HEAD:?}");
    let mut layers = Layers::new();
    for line in lines.take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let &[name, _, may] = cells.as_slice() else { bail!("{TABLE}: a row has not three cells: {line}") };
        let name = names(name).next().with_context(|| format!("{TABLE}: a row names no crate: {line}"))?;
        let allowed: BTreeSet<String> = match may {
            "–" => BTreeSet::new(),
            EVERYTHING_ABOVE => layers.keys().cloned().collect(),
            listed => names(listed).map(str::to_owned).collect(),
        };
        ensure!(!allowed.is_empty() || may == "–", "{TABLE}: {name} may depend on what? {may}");
        if let Some(unknown) = allowed.iter().find(|other| !layers.contains_key(*other)) {
            bail!("{TABLE}: {unknown}, on which {name} may depend, has no row before it");
        }
        ensure!(layers.insert(name.to_owned(), allowed).is_none(), "{TABLE}: {name} has two rows");
    }
    Ok(layers)
}

/// What stands between backticks.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

fn internal_faults(layers: &Layers, dependencies: &Layers) -> Vec<String> {
    let mut faults = Vec::new();
    for name in layers.keys().filter(|name| !dependencies.contains_key(*name)) {
        faults.push(format!("{name} has a row in {TABLE} and is no crate"));
    }
    for (package, ours) in dependencies {
        let Some(allowed) = layers.get(package) else {
            faults.push(format!("{package} has no row in {TABLE}"));
            continue;
        };
        for dependency in ours.difference(allowed) {
            faults.push(format!("{package} must not depend on {dependency} ({TABLE})"));
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

    const SAMPLE: &str = "\
# Crates

| other | table |
|---|---|
| `x` | `y` |

| crate | what it is | may depend on (ours) |
|---|---|---|
| `domain` | types | – |
| `store` | SQL, of `domain` | `domain` (its ids) |
| `guard` | tokens | `domain` |
| `oidc` | `/oidc/*` | everything above |
| `gateway` (in `gateway/`) | the API | `guard`, `domain` |

| `late` | no row | – |
";

    #[test]
    fn what_reaches_over_a_layer_is_named() {
        let layers = layers(SAMPLE).unwrap();
        let good: &[(&str, &[&str])] = &[
            ("domain", &[]),
            ("store", &["domain"]),
            ("guard", &[]),
            ("oidc", &["store", "domain", "guard"]),
            ("gateway", &["domain", "guard"]),
        ];
        assert_eq!(internal_faults(&layers, &graph(good)), Vec::<String>::new());
        let mut bad = good.to_vec();
        bad[0].1 = &["store"];
        bad[4].1 = &["guard", "store", "oidc"];
        assert_eq!(
            internal_faults(&layers, &graph(&bad)),
            [
                "domain must not depend on store (docs/architecture.md)",
                "gateway must not depend on oidc (docs/architecture.md)",
                "gateway must not depend on store (docs/architecture.md)",
            ]
        );
    }

    #[test]
    fn a_crate_without_a_row_and_a_row_without_a_crate_are_named() {
        let layers = layers(SAMPLE).unwrap();
        let crates = graph(&[("domain", &[]), ("store", &[]), ("guard", &[]), ("oidc", &[]), ("late", &[])]);
        assert_eq!(
            internal_faults(&layers, &crates),
            [
                "gateway has a row in docs/architecture.md and is no crate",
                "late has no row in docs/architecture.md"
            ]
        );
    }

    #[test]
    fn a_table_that_cannot_be_relied_on_is_refused() {
        for (from, to) in [
            ("| crate |", "| crates |"),
            ("| `domain` (its ids) |", "| as ever |"),
            ("| `domain` (its ids) |", "| `gateway` |"),
            ("| `store` | SQL, of `domain` |", "| store | SQL |"),
            ("| `guard` | tokens |", "| `guard` |"),
            ("| `guard` | tokens |", "| `store` | tokens |"),
        ] {
            assert!(SAMPLE.contains(from));
            assert!(layers(&SAMPLE.replace(from, to)).is_err(), "{to}");
        }
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
}
