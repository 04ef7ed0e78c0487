//! The licences that deny.toml allows, held against what every package of the resolved build says of itself (its `license`, an SPDX
//! expression).
//!
//! Texts of licences are not read, and advisories not looked up: that is `cargo deny check`'s.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use cargo_metadata::Metadata;
use serde::Deserialize;
use spdx::{Expression, ParseMode};

use crate::{console::say, summary::Outcome, workspace::Workspace};

#[derive(Deserialize)]
struct DenyFile {
    licenses: LicenceSection,
}

#[derive(Deserialize)]
struct LicenceSection {
    allow: BTreeSet<String>,
}

/// Checks every package and says which may not be used.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome> {
    let deny = std::fs::read_to_string(workspace.path("deny.toml")).context("cannot read deny.toml")?;
    let packages = packages(&workspace.metadata)?;
    let packages: Vec<_> =
        packages.iter().map(|(name, licence)| (name.as_str(), licence.as_deref())).collect();
    let faults = faults(&allowed(&deny)?, &packages);
    for fault in &faults {
        say(fault);
    }
    Ok(Outcome::of_check(faults.is_empty()))
}

fn allowed(deny: &str) -> Result<BTreeSet<String>> {
    Ok(toml::from_str::<DenyFile>(deny).context("deny.toml cannot be read")?.licenses.allow)
}

/// Name and licence of every package of the resolved build, ours too.
fn packages(metadata: &Metadata) -> Result<Vec<(String, Option<String>)>> {
    let resolve = metadata.resolve.as_ref().context("Cargo resolved nothing")?;
    let package = |node: &cargo_metadata::Node| {
        let package = &metadata[&node.id];
        (package.name.to_string(), package.license.clone())
    };
    Ok(resolve.nodes.iter().map(package).collect())
}

/// What breaks the list: a package that cannot be used under allowed licences alone, and a licence that no package needs to be allowed.
fn faults(allowed: &BTreeSet<String>, packages: &[(&str, Option<&str>)]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut named = BTreeSet::new();
    for (name, licence) in packages {
        let Some(licence) = licence else {
            faults.push(format!("{name} names no licence"));
            continue;
        };
        // Old packages write `MIT/Apache-2.0` for a choice.
        let Ok(expression) = Expression::parse_mode(licence, ParseMode::LAX) else {
            faults.push(format!("{name} has a licence that is no SPDX expression: {licence}"));
            continue;
        };
        named.extend(expression.requirements().map(|term| term.req.to_string()));
        if !expression.evaluate(|term| allowed.contains(&term.to_string())) {
            faults.push(format!("{name} is licensed as {licence}, which deny.toml does not allow"));
        }
    }
    let unused = allowed.iter().filter(|licence| !named.contains(*licence));
    faults.extend(unused.map(|licence| format!("deny.toml allows {licence}, which no package has")));
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed_here() -> BTreeSet<String> {
        let deny = r#"[licenses]
            allow = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"]"#;
        allowed(deny).unwrap()
    }

    fn is_allowed(licence: &str) -> bool {
        let every = [
            ("all", Some("MIT AND Apache-2.0 AND Apache-2.0 WITH LLVM-exception AND Unicode-3.0")),
            ("one", Some(licence)),
        ];
        faults(&allowed_here(), &every).is_empty()
    }

    #[test]
    fn of_a_choice_one_licence_must_be_allowed_and_of_a_sum_all() {
        for licence in [
            "MIT",
            "GPL-3.0-only OR MIT",
            "MIT/GPL-3.0",
            "Apache-2.0 / MIT",
            "(MIT OR GPL-2.0-only) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(is_allowed(licence), "{licence}");
        }
        for licence in [
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "(MIT OR Apache-2.0) AND MPL-2.0",
            "GPL-3.0-only WITH Classpath-exception-2.0",
            "MIT WITH LLVM-exception",
            "a licence of our own",
            "",
        ] {
            assert!(!is_allowed(licence), "{licence}");
        }
    }

    #[test]
    fn faults_name_the_package_and_what_is_allowed_for_nobody() {
        let packages = [("a", Some("MIT OR Apache-2.0")), ("b", Some("AGPL-3.0-only")), ("c", None)];
        assert_eq!(
            faults(&allowed_here(), &packages),
            [
                "b is licensed as AGPL-3.0-only, which deny.toml does not allow",
                "c names no licence",
                "deny.toml allows Apache-2.0 WITH LLVM-exception, which no package has",
                "deny.toml allows Unicode-3.0, which no package has",
            ]
        );
    }
}
