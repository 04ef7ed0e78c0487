//! `cargo xtask screenshots`: pictures of every page, in both widths and both colour schemes.

use anyhow::{Result, anyhow};

use crate::{
    cleanup::Cleanups,
    console::say,
    node::{self, Suites},
    prerequisites::Prerequisites,
    server::Server,
    summary::Outcome,
    workspace::Workspace,
};

/// Takes the pictures; says whether all could be taken.
pub(crate) fn run(workspace: &Workspace, cleanups: &Cleanups) -> Result<bool> {
    let prerequisites = Prerequisites::bring(cleanups)?;
    prerequisites.node.map_err(|hint| anyhow!(hint))?;
    let chromium = prerequisites.chromium.map_err(|hint| anyhow!(hint))?;
    if !matches!(node::install_packages(workspace, cleanups, &[node::SDK])?, Outcome::Good(_)) {
        return Ok(false);
    }
    let server = Server::start(workspace, cleanups)?;
    let suites = Suites { workspace, cleanups, server: &server };
    let good = suites.run_gallery(&chromium)?;
    say(&format!("pictures are in {}", workspace.artifacts()?.join("screenshots").display()));
    Ok(good)
}
