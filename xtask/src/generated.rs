//! Files that programs write and people commit: lock files and snapshots. A test run that changes one shows that it was out of date.

use std::{collections::BTreeMap, process::Command};

use crate::{console::say, process, summary::Outcome, workspace::Workspace};

const PATTERNS: [&str; 4] =
    ["Cargo.lock", ":(glob)**/package-lock.json", ":(glob)**/*.snap", ":(glob)docs/**/*.openapi.json"];

/// The contents of those files at one moment.
pub(crate) struct GeneratedFiles(Option<BTreeMap<String, Vec<u8>>>);

impl GeneratedFiles {
    pub(crate) fn read(workspace: &Workspace) -> Self {
        let mut git = Command::new("git");
        git.current_dir(workspace.root())
            .args(["ls-files", "--cached", "--others", "--exclude-standard", "--"])
            .args(PATTERNS);
        Self(process::output(&mut git).map(|names| {
            let contents = |name: &str| std::fs::read(workspace.path(name)).unwrap_or_default();
            names.lines().map(|name| (name.to_owned(), contents(name))).collect()
        }))
    }

    /// Compares with what is there now.
    pub(crate) fn check(&self, workspace: &Workspace) -> Outcome {
        let (Some(before), Some(after)) = (&self.0, Self::read(workspace).0) else {
            return Outcome::LeftOut("This is not a git work tree, so changes cannot be told.".to_owned());
        };
        let changed = changed_names(before, &after);
        for name in &changed {
            say(&format!("{name} was changed by this run: commit it"));
        }
        Outcome::of_check(changed.is_empty())
    }
}

fn changed_names<'a>(
    before: &'a BTreeMap<String, Vec<u8>>,
    after: &'a BTreeMap<String, Vec<u8>>,
) -> Vec<&'a str> {
    let mut names: Vec<&str> = before.keys().chain(after.keys()).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| before.get(*name) != after.get(*name));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_changed_and_removed_files_are_named() {
        let files = |entries: &[(&str, &str)]| {
            entries.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
        };
        let before = files(&[("same", "1"), ("changed", "1"), ("removed", "1")]);
        let after = files(&[("same", "1"), ("changed", "2"), ("new", "1")]);
        assert_eq!(changed_names(&before, &after), ["changed", "new", "removed"]);
        assert!(changed_names(&before, &before).is_empty());
    }
}
