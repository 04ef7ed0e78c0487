//! `cargo xtask test`: the one test command.

use std::path::Path;

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};

use crate::{
    cleanup::Cleanups,
    console::{heading, say},
    environment::{self, is_continuous_integration, variable},
    generated::GeneratedFiles,
    lint,
    node::{self, Suites},
    postgres::{Durability, Postgres},
    prerequisites::Prerequisites,
    process, record,
    server::Server,
    summary::{Counts, Outcome, Summary},
    workspace::Workspace,
};

/// What to test.
#[derive(Args)]
pub(crate) struct Options {
    /// Runs only these parts.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// `cargo test` over the workspace, on SQLite and PostgreSQL, and behind nginx and Caddy.
    Rust,
    /// The official SDKs against the real binary.
    Sdk,
    /// A browser against the real binary.
    Browser,
    /// An application with each official SDK, in a browser, against the real binary.
    Apps,
    /// Formatting, clippy, layers.
    Lint,
}

impl Options {
    fn has(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }
}

/// Runs the tests; says whether all is well.
pub(crate) fn run(workspace: &Workspace, cleanups: &Cleanups, options: &Options) -> Result<bool> {
    let mut summary = Summary::new(is_continuous_integration());
    let generated = GeneratedFiles::read(workspace);
    let mut prerequisites = None;
    summary.step("Prerequisites", || {
        prerequisites = Some(Prerequisites::bring(cleanups)?);
        Ok(Outcome::of_check(true))
    });
    let prerequisites = prerequisites.context("prerequisites could not be looked for")?;

    if options.has(Part::Rust) {
        run_rust(workspace, cleanups, &prerequisites, &mut summary)?;
    }
    if [Part::Sdk, Part::Browser, Part::Apps].into_iter().any(|part| options.has(part)) {
        run_clients(workspace, cleanups, &prerequisites, options, &mut summary);
    }
    if options.has(Part::Lint) {
        lint::steps(workspace, cleanups, &mut summary);
    }
    summary.step("Generated files are as committed", || Ok(generated.check(workspace)));

    heading("Summary");
    if !options.only.is_empty() {
        say("Only a part was run (--only).");
    }
    say(&summary.to_string());
    Ok(summary.is_good())
}

fn run_rust(
    workspace: &Workspace,
    cleanups: &Cleanups,
    prerequisites: &Prerequisites,
    summary: &mut Summary,
) -> Result<()> {
    let record = if let Some(file) = variable(environment::RECORD) {
        file.into()
    } else {
        let file = workspace.artifacts()?.join("exchanges.jsonl");
        std::fs::write(&file, "").context("cannot empty the record of exchanges")?;
        file
    };
    let mut cluster = None;
    let mut url = None;
    summary.step("PostgreSQL", || {
        if let Some(given) = variable(environment::TEST_POSTGRES) {
            say("using the server that GUILDHALL_TEST_POSTGRES names");
            url = Some(given);
            return Ok(Outcome::of_check(true));
        }
        match &prerequisites.postgres {
            Ok(programs) => {
                let started = Postgres::start(cleanups, programs, Durability::None)?;
                say(&format!("a private cluster runs at {}", started.url()));
                url = Some(started.url().to_owned());
                cluster = Some(started);
                Ok(Outcome::of_check(true))
            }
            Err(hint) => Ok(Outcome::LeftOut(format!("Everything below ran on SQLite alone. {hint}"))),
        }
    });
    summary.step("Workspace", || run_workspace(workspace, cleanups, &record, url.as_deref()));
    if let Some(words) = cluster.as_ref().and_then(Postgres::last_words) {
        say(&format!("PostgreSQL ended while the tests ran. What it said last:\n{words}"));
    }
    summary.step("Operations for end users", || record::check(&record));
    drop(cluster);
    for (name, title, program) in
        [("nginx", "nginx", &prerequisites.nginx), ("caddy", "Caddy", &prerequisites.caddy)]
    {
        summary.step(title, || match program {
            Ok(_) => run_proxy(workspace, cleanups, &record, name),
            Err(hint) => Ok(Outcome::LeftOut(hint.clone())),
        });
    }
    Ok(())
}

/// The tests that need a proxy's program, which `cargo test` alone leaves out.
fn run_proxy(workspace: &Workspace, cleanups: &Cleanups, record: &Path, name: &str) -> Result<Outcome> {
    let filter = format!("proxies::{name}::");
    // Of the whole workspace, as before: another choice of packages has other features, and is compiled anew.
    let mut command = workspace.cargo(["test", "--workspace", "--test", "it", &filter, "--", "--ignored"]);
    command.env(environment::RECORD, record);
    Ok(Outcome::of_tests(process::run_counting(cleanups, &mut command, cargo_counts)?))
}

fn run_workspace(
    workspace: &Workspace,
    cleanups: &Cleanups,
    record: &Path,
    postgres: Option<&str>,
) -> Result<Outcome> {
    let mut command = workspace.cargo(["test", "--workspace", "--no-fail-fast"]);
    command.env(environment::RECORD, record);
    if let Some(url) = postgres {
        command.env(environment::TEST_POSTGRES, url);
    }
    Ok(Outcome::of_tests(process::run_counting(cleanups, &mut command, cargo_counts)?))
}

fn run_clients(
    workspace: &Workspace,
    cleanups: &Cleanups,
    prerequisites: &Prerequisites,
    options: &Options,
    summary: &mut Summary,
) {
    if let Err(hint) = &prerequisites.node {
        summary.step("SDKs and browser", || Ok(Outcome::LeftOut(hint.clone())));
        return;
    }
    let mut projects = vec![node::SDK];
    if options.has(Part::Browser) {
        projects.push(node::REACT);
    }
    if !summary.step("Packages", || node::install_packages(workspace, cleanups, &projects)) {
        return;
    }
    let mut server = None;
    summary.step("Server", || {
        server = Some(Server::start(workspace, cleanups)?);
        Ok(Outcome::of_check(true))
    });
    let Some(server) = &server else { return };
    let suites = Suites { workspace, cleanups, server };
    if options.has(Part::Sdk) {
        summary.step("SDKs", || suites.run_sdk_suites());
    }
    if options.has(Part::Browser) {
        summary.step("Browser", || match &prerequisites.chromium {
            Ok(chromium) => suites.run_browser_suites(chromium),
            Err(hint) => Ok(Outcome::LeftOut(hint.clone())),
        });
    }
    if options.has(Part::Apps) {
        summary.step("Applications", || match &prerequisites.chromium {
            Ok(chromium) => suites.run_application_suites(chromium),
            Err(hint) => Ok(Outcome::LeftOut(hint.clone())),
        });
    }
}

/// Reads the closing line of a test binary: `test result: ok. 12 passed; 0 failed; …`.
pub(crate) fn cargo_counts(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("test result: ")?;
    let number = |word: &str| {
        let before = rest.split(word).next()?;
        before.trim_end().rsplit(' ').next()?.parse().ok()
    };
    Some(Counts { passed: number(" passed;")?, failed: number(" failed;")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_of_a_test_binary_is_counted() {
        let good =
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(cargo_counts(good), Some(Counts { passed: 12, failed: 0 }));
        let bad = "test result: FAILED. 3 passed; 45 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(cargo_counts(bad), Some(Counts { passed: 3, failed: 45 }));
        assert_eq!(cargo_counts("test users::tests::a_test ... ok"), None);
    }
}
