//! `cargo xtask bench`: builds the server as operators run it, and the load generator, and hands over to the latter.
//!
//! The measuring itself is the program `bench` beside this crate, so that this one stays quick to build and the load generator runs
//! optimized.

use std::process::Command;

use anyhow::{Context as _, Result};
use clap::Args;

use crate::{
    cleanup::Cleanups,
    console::say,
    dist,
    postgres::{self, Durability, Postgres},
    workspace::Workspace,
};

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    build: dist::Options,
    /// Measures a small database only, and writes no document.
    #[arg(long)]
    quick: bool,
    /// Measures what the gateway costs and nothing else, and writes no document.
    #[arg(long)]
    gateway_only: bool,
    /// Measures signing in and nothing else, and writes no document.
    #[arg(long, conflicts_with = "gateway_only")]
    sign_ins_only: bool,
    /// Measures lists and membership writes and nothing else, and writes no document.
    #[arg(long, conflicts_with_all = ["gateway_only", "sign_ins_only"])]
    lists_only: bool,
    /// Measures the pages of the console and nothing else, and writes no document.
    #[arg(long, conflicts_with_all = ["gateway_only", "sign_ins_only", "lists_only"])]
    console_only: bool,
    /// The largest number of users to load.
    #[arg(long, default_value_t = 1_000_000)]
    largest: u64,
    /// Also builds the server from nothing in an empty target folder and states how long that took.
    #[arg(long)]
    cold_build: bool,
    /// The day to write into the document, instead of today.
    #[arg(long)]
    date: Option<String>,
}

/// Measures; says whether every target was met.
pub(crate) fn run(workspace: &Workspace, cleanups: &Cleanups, options: &Options) -> Result<bool> {
    let programs = dist::build(workspace, cleanups, &options.build)?;
    // As durable as an operator's own, or its writes would be measured too fast.
    let cluster = if options.gateway_only || options.sign_ins_only {
        None
    } else if let Some(programs) = postgres::find_programs() {
        Some(Postgres::start(cleanups, &programs, Durability::Full)?)
    } else {
        say("There is no PostgreSQL on this machine: its half is left out.");
        None
    };
    let mut command = Command::new(programs.join(format!("bench{}", std::env::consts::EXE_SUFFIX)));
    if let Some(cluster) = &cluster {
        command.args(["--postgres", cluster.url()]);
    }
    command.args(["--largest", &options.largest.to_string()]);
    if options.quick {
        command.arg("--quick");
    }
    if options.gateway_only {
        command.arg("--gateway-only");
    }
    if options.sign_ins_only {
        command.arg("--sign-ins-only");
    }
    if options.lists_only {
        command.arg("--lists-only");
    }
    if options.console_only {
        command.arg("--console-only");
    }
    if options.cold_build {
        command.arg("--cold-build");
    }
    if let Some(date) = &options.date {
        command.args(["--date", date]);
    }
    Ok(command.status().context("cannot start the load generator")?.success())
}
