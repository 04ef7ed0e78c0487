//! `cargo xtask dist`: builds the server as operators run it, guided by a profile of itself.
//!
//! It is built twice: once with counters, under which the load generator signs users in, refreshes tokens and calls through the gateway, and then for good, with what was
//! counted. The compiler lays out and inlines what is run, which makes a sign-in, beside its hash and its waits for the disk, about a fifth quicker than the profile `dist` alone.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use clap::Args;

use crate::{cleanup::Cleanups, console::say, process, workspace::Workspace};

/// How to build.
#[derive(Args)]
// A name of its own: what measures has these beside its own.
#[group(id = "build")]
pub(crate) struct Options {
    /// Builds once, without a profile: in a third of the time; the server takes a fifth longer for a sign-in, beside the password.
    #[arg(long)]
    pub(crate) unguided: bool,
}

/// Builds the server.
pub(crate) fn run(workspace: &Workspace, cleanups: &Cleanups, options: &Options) -> Result<bool> {
    let program =
        build(workspace, cleanups, options)?.join(format!("guildhall{}", std::env::consts::EXE_SUFFIX));
    say(&format!("{} can be copied to where it runs", program.display()));
    Ok(true)
}

/// Builds the server and the load generator; returns the folder in which both are.
pub(crate) fn build(workspace: &Workspace, cleanups: &Cleanups, options: &Options) -> Result<PathBuf> {
    let target = workspace.metadata.target_directory.as_std_path();
    if options.unguided {
        return Build { workspace, cleanups, folder: target, flags: None }.run();
    }
    let Compiler { host, profdata } = Compiler::find()?;
    let guided = target.join("guided");
    let (counts, profile) = (guided.join("counts"), guided.join("server.profdata"));
    // Counts of an earlier build fit no function of this one.
    let _ = std::fs::remove_dir_all(&counts);
    std::fs::create_dir_all(&counts).with_context(|| format!("cannot make {}", counts.display()))?;
    say("Building with counters");
    let flags = format!("-Cprofile-generate={}", counts.display());
    let counting = Build { workspace, cleanups, folder: &guided, flags: Some((&host, &flags)) }.run()?;
    say("Counting what is run");
    let mut train = Command::new(counting.join(format!("bench{}", std::env::consts::EXE_SUFFIX)));
    ensure!(process::run(cleanups, train.arg("--train"))?, "the load generator failed");
    let mut merge = Command::new(profdata);
    merge.arg("merge").arg("--output").arg(&profile).arg(&counts);
    ensure!(process::run(cleanups, &mut merge)?, "what was counted could not be put together");
    say("Building with what was counted");
    let flags = format!("-Cprofile-use={}", profile.display());
    Build { workspace, cleanups, folder: target, flags: Some((&host, &flags)) }.run()
}

/// One build with the profile `dist`.
struct Build<'a> {
    workspace: &'a Workspace,
    cleanups: &'a Cleanups,
    /// Cargo's target folder.
    folder: &'a Path,
    /// The target, and flags of the compiler for what is built for it: not for build scripts and macros, which run at another time.
    flags: Option<(&'a str, &'a str)>,
}

impl Build<'_> {
    /// Returns the folder with the programs.
    fn run(&self) -> Result<PathBuf> {
        // Both in one build, also when one is wanted: which packages are built together is part of the names that a profile knows functions by.
        let mut cargo =
            self.workspace.cargo(["build", "--profile", "dist", "--package", "server", "--package", "bench"]);
        cargo.arg("--target-dir").arg(self.folder);
        let mut programs = self.folder.to_owned();
        if let Some((target, flags)) = self.flags {
            // Not by `RUSTFLAGS`, which a folder with a space in its name would take apart.
            cargo.args(["--target", target]).env("CARGO_ENCODED_RUSTFLAGS", flags);
            programs.push(target);
        }
        ensure!(process::run(self.cleanups, &mut cargo)?, "the build with the profile dist failed");
        programs.push("dist");
        Ok(programs)
    }
}

/// What is to be known of the compiler.
struct Compiler {
    /// The target that it runs on.
    host: String,
    /// The program that puts counts together, which must be as new as the compiler.
    profdata: PathBuf,
}

impl Compiler {
    fn find() -> Result<Self> {
        let version = process::output(Command::new("rustc").arg("-vV")).context("cannot start rustc")?;
        let host = host_of(&version).context("rustc does not say what it runs on")?;
        let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))
            .context("cannot start rustc")?;
        let folder = Path::new(&sysroot).join("lib/rustlib").join(host).join("bin");
        let profdata = folder.join(format!("llvm-profdata{}", std::env::consts::EXE_SUFFIX));
        ensure!(
            profdata.is_file(),
            "There is no llvm-profdata. Install it (rustup component add llvm-tools), or build without a profile (--unguided)."
        );
        Ok(Self { host: host.to_owned(), profdata })
    }
}

/// Reads the line `host: …` of `rustc -vV`.
fn host_of(version: &str) -> Option<&str> {
    version.lines().find_map(|line| line.strip_prefix("host: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read_from_the_version() {
        let version = "rustc 1.95.0 (59807616e 2026-04-14)\nbinary: rustc\nhost: x86_64-unknown-linux-gnu\nrelease: 1.95.0";
        assert_eq!(host_of(version), Some("x86_64-unknown-linux-gnu"));
        assert_eq!(host_of("rustc 1.95.0"), None);
    }
}
