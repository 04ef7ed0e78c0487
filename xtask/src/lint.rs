//! `cargo xtask lint`: what a machine can say about the code without running it.

use crate::{
    cleanup::Cleanups,
    console::{heading, say},
    environment::is_continuous_integration,
    layers, licences, process,
    summary::{Outcome, Summary},
    workspace::Workspace,
};

/// Runs the checks alone; says whether all is well.
pub(crate) fn run(workspace: &Workspace, cleanups: &Cleanups) -> bool {
    let mut summary = Summary::new(is_continuous_integration());
    steps(workspace, cleanups, &mut summary);
    heading("Summary");
    say(&summary.to_string());
    summary.is_good()
}

/// Runs the checks as steps of a larger run.
pub(crate) fn steps(workspace: &Workspace, cleanups: &Cleanups, summary: &mut Summary) {
    summary.step("Layers", || layers::check(workspace));
    summary.step("Licences", || licences::check(workspace));
    summary.step("Formatting", || {
        Ok(Outcome::of_check(process::run(cleanups, &mut workspace.cargo(["fmt", "--all", "--check"]))?))
    });
    summary.step("Clippy", || {
        let mut command = workspace.cargo([
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "--deny",
            "warnings",
        ]);
        Ok(Outcome::of_check(process::run(cleanups, &mut command)?))
    });
}
