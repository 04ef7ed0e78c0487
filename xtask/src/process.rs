//! Running programs in the foreground: their output goes to the terminal while it is read for the counts of tests.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result};

use crate::{cleanup::Cleanups, console::say, summary::Counts};

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// Runs a command whose output goes to the terminal. Says whether it succeeded.
pub(crate) fn run(cleanups: &Cleanups, command: &mut Command) -> Result<bool> {
    let child =
        command.stdin(Stdio::null()).spawn().with_context(|| format!("cannot start {}", name(command)))?;
    cleanups.process(child).wait()
}

/// Runs a command as [`run`] does, and adds up what `count` reads from the lines of its standard output.
pub(crate) fn run_counting(
    cleanups: &Cleanups,
    command: &mut Command,
    count: fn(&str) -> Option<Counts>,
) -> Result<(bool, Counts)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", name(command)))?;
    let output = child.stdout.take().context("a piped child has an output")?;
    let process = cleanups.process(child);
    let mut counts = Counts::default();
    for line in BufReader::new(output).split(b'\n') {
        let line = line.context("cannot read the output of a program")?;
        let line = String::from_utf8_lossy(&line);
        say(&line);
        counts += count(&line).unwrap_or_default();
    }
    Ok((process.wait()?, counts))
}

/// What a command prints, when it succeeds.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test::cargo_counts;

    #[test]
    fn counts_are_added_up_while_the_output_passes() {
        let text = "test result: ok. 3 passed; 0 failed; 0 ignored\\nnoise\\ntest result: FAILED. 1 passed; 2 failed; 0 ignored";
        let mut command = Command::new("printf");
        command.arg(text);
        let (good, counts) = run_counting(&Cleanups::default(), &mut command, cargo_counts).unwrap();
        assert!(good);
        assert_eq!(counts, Counts { passed: 4, failed: 2 });
    }

    #[test]
    fn a_failing_program_is_told_from_one_that_cannot_be_started() {
        let cleanups = Cleanups::default();
        assert!(!run(&cleanups, &mut Command::new("false")).unwrap());
        assert!(run(&cleanups, &mut Command::new("no-such-program-anywhere")).is_err());
    }
}
