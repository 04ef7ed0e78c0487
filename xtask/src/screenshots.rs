//! `cargo xtask screenshots`: pictures of every page, in a wide and a narrow window and both colour schemes.

use anyhow::{Result, anyhow};
use clap::Args;

use crate::{
    cleanup::Cleanups,
    console::say,
    node::{self, Suites},
    prerequisites::Prerequisites,
    server::Server,
    summary::Outcome,
    workspace::Workspace,
};

/// Options of `cargo xtask screenshots`.
#[derive(Args)]
pub(crate) struct Options {
    /// Words in the names of the only ways to go (tests/sdk/support/ways); all if there are none.
    ways: Vec<String>,
}

/// Takes the pictures; says whether all could be taken.
pub(crate) fn run(workspace: &Workspace, cleanups: &Cleanups, options: &Options) -> Result<bool> {
    let prerequisites = Prerequisites::bring(cleanups)?;
    prerequisites.node.map_err(|hint| anyhow!(hint))?;
    let chromium = prerequisites.chromium.map_err(|hint| anyhow!(hint))?;
    if !matches!(node::install_packages(workspace, cleanups, &[node::SDK])?, Outcome::Good(_)) {
        return Ok(false);
    }
    let server = Server::start_inhabited(workspace, cleanups)?;
    let suites = Suites { workspace, cleanups, server: &server };
    let good = suites.run_gallery(&chromium, &options.ways)?;
    say(&format!("pictures are in {}", workspace.artifacts()?.join("screenshots").display()));
    Ok(good)
}
