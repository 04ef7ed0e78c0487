//! The project's chores: `cargo xtask test`, `lint`, `dist`, `bench`, `screenshots`, `fuzz-api`.
//!
//! Needs nothing but Cargo to start; what a chore needs beyond that it brings or names. Knows the project's folders and programs, and
//! nothing of what is inside the crates.

mod bench;
mod cleanup;
mod console;
mod dist;
mod environment;
mod fuzz;
mod generated;
mod layers;
mod licences;
mod lint;
#[cfg(test)]
mod named_tests;
mod node;
mod postgres;
mod prerequisites;
mod process;
mod record;
mod screenshots;
mod server;
mod summary;
mod test;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::{cleanup::Cleanups, workspace::Workspace};

/// Chores of the Guildhall project.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Runs every test, after bringing what they need: the workspace on both databases, the official SDKs, the browser, the lints.
    Test(test::Options),
    /// Checks formatting, clippy with warnings as errors, and the layer rules.
    Lint,
    /// Builds the server as operators run it, guided by a profile of itself.
    Dist(dist::Options),
    /// Measures the server and writes docs/performance.md. Takes minutes; leave the machine alone meanwhile.
    Bench(bench::Options),
    /// Takes pictures of every page into artifacts/screenshots.
    Screenshots(screenshots::Options),
    /// Throws made-up requests at the Management API of a debug build, from its own OpenAPI document, for a limited time.
    FuzzApi(fuzz::Options),
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let workspace = Workspace::find()?;
    let cleanups = Cleanups::on_interrupt()?;
    let good = match arguments.chore {
        Chore::Test(options) => test::run(&workspace, &cleanups, &options)?,
        Chore::Lint => lint::run(&workspace, &cleanups),
        Chore::Dist(options) => dist::run(&workspace, &cleanups, &options)?,
        Chore::Bench(options) => bench::run(&workspace, &cleanups, &options)?,
        Chore::Screenshots(options) => screenshots::run(&workspace, &cleanups, &options)?,
        Chore::FuzzApi(options) => fuzz::run(&workspace, &cleanups, &options)?,
    };
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    /// What is wrong with one chore's options is told otherwise only by that chore, when somebody needs it.
    #[test]
    fn every_chore_can_be_called() {
        Arguments::command().debug_assert();
    }
}
