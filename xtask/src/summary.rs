//! What a chore did, step by step, and the table it closes with.

use std::{fmt, ops::AddAssign, time::Duration};

use anyhow::Result;

use crate::{
    console::{heading, say},
    environment::Stopwatch,
};

/// Numbers of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// How a step ended.
pub(crate) enum Outcome {
    Good(Counts),
    Bad(Counts),
    /// Nothing was done, because something is missing; the text says what to install.
    LeftOut(String),
}

impl Outcome {
    /// The outcome of tests that a program ran and counted. Where none ran, what was named is gone, and that must not pass in silence.
    pub(crate) fn of_tests((good, counts): (bool, Counts)) -> Self {
        if good && counts.passed == 0 {
            say("error: no test ran");
        }
        Self::of(good && counts.passed > 0, counts)
    }

    /// The outcome of a check that counts nothing.
    pub(crate) fn of_check(good: bool) -> Self {
        Self::of(good, Counts::default())
    }

    fn of(good: bool, counts: Counts) -> Self {
        if good { Self::Good(counts) } else { Self::Bad(counts) }
    }
}

struct Step {
    name: String,
    outcome: Outcome,
    duration: Duration,
}

/// The steps of one run.
pub(crate) struct Summary {
    steps: Vec<Step>,
    /// Whether a step that was left out fails the run.
    strict: bool,
}

impl Summary {
    pub(crate) fn new(strict: bool) -> Self {
        Self { steps: Vec::new(), strict }
    }

    /// Runs a step under a heading. An error becomes a failed step: the steps after it still run. Says whether the step was good.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce() -> Result<Outcome>) -> bool {
        heading(name);
        let stopwatch = Stopwatch::start();
        let outcome = work().unwrap_or_else(|error| {
            say(&format!("error: {error:#}"));
            Outcome::Bad(Counts::default())
        });
        let duration = stopwatch.elapsed();
        say(&format!("---- {name}: {} in {:.1} s", word(&outcome), duration.as_secs_f64()));
        let good = matches!(outcome, Outcome::Good(_));
        self.steps.push(Step { name: name.to_owned(), outcome, duration });
        good
    }

    /// Whether nothing failed, and nothing was left out where that counts as failure.
    pub(crate) fn is_good(&self) -> bool {
        self.counts().failed == 0
    }

    /// All tests. A step that failed without a failed test (it did not compile, or counts nothing) counts as one.
    fn counts(&self) -> Counts {
        let mut sum = Counts::default();
        for step in &self.steps {
            sum += match &step.outcome {
                Outcome::Good(counts) => *counts,
                Outcome::Bad(counts) => Counts { failed: counts.failed.max(1), ..*counts },
                Outcome::LeftOut(_) => Counts { failed: u64::from(self.strict), passed: 0 },
            };
        }
        sum
    }
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Good(_) => "ok",
        Outcome::Bad(_) => "FAILED",
        Outcome::LeftOut(_) => "LEFT OUT",
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.steps.iter().map(|step| step.name.len()).max().unwrap_or(0);
        for Step { name, outcome, duration } in &self.steps {
            write!(f, "{name:width$}  {:8}  {:8.1} s", word(outcome), duration.as_secs_f64())?;
            match outcome {
                Outcome::Good(counts) | Outcome::Bad(counts) if *counts != Counts::default() => {
                    writeln!(f, "  {} passed, {} failed", counts.passed, counts.failed)?;
                }
                _ => writeln!(f)?,
            }
        }
        for step in &self.steps {
            if let Outcome::LeftOut(why) = &step.outcome {
                writeln!(f, "\n!!! LEFT OUT: {}. {why}", step.name)?;
            }
        }
        let Counts { passed, failed } = self.counts();
        write!(f, "\n{passed} passed, {failed} failed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(strict: bool, outcomes: Vec<Outcome>) -> Summary {
        let steps = outcomes
            .into_iter()
            .enumerate()
            .map(|(number, outcome)| Step {
                name: format!("step {number}"),
                outcome,
                duration: Duration::from_millis(1500),
            })
            .collect();
        Summary { steps, strict }
    }

    #[test]
    fn the_table_ends_with_the_plain_line_of_counts() {
        let good = Outcome::Good(Counts { passed: 12, failed: 0 });
        let bad = Outcome::Bad(Counts { passed: 3, failed: 2 });
        let left_out = Outcome::LeftOut("Install it.".to_owned());
        let text = summary(false, vec![good, bad, left_out]).to_string();
        assert_eq!(
            text,
            "step 0  ok             1.5 s  12 passed, 0 failed\n\
             step 1  FAILED         1.5 s  3 passed, 2 failed\n\
             step 2  LEFT OUT       1.5 s\n\
             \n!!! LEFT OUT: step 2. Install it.\n\
             \n15 passed, 2 failed"
        );
    }

    #[test]
    fn a_step_that_failed_without_a_test_counts_as_a_failure() {
        let summary =
            summary(false, vec![Outcome::Good(Counts { passed: 1, failed: 0 }), Outcome::of_check(false)]);
        assert!(!summary.is_good());
        assert!(summary.to_string().ends_with("\n1 passed, 1 failed"));
    }

    #[test]
    fn tests_of_which_none_ran_have_failed() {
        let outcome = |good, passed| Outcome::of_tests((good, Counts { passed, failed: 0 }));
        assert!(summary(false, vec![outcome(true, 1)]).is_good());
        assert!(!summary(false, vec![outcome(true, 1), outcome(true, 0)]).is_good());
        assert!(!summary(false, vec![outcome(false, 1)]).is_good());
    }

    #[test]
    fn what_was_left_out_fails_only_a_strict_run() {
        let left_out = || vec![Outcome::LeftOut("Install it.".to_owned())];
        assert!(summary(false, left_out()).is_good());
        assert!(!summary(true, left_out()).is_good());
    }

    #[test]
    fn an_error_is_a_failed_step_and_the_next_step_still_runs() {
        let mut summary = Summary::new(false);
        assert!(!summary.step("broken", || anyhow::bail!("no")));
        assert!(summary.step("sound", || Ok(Outcome::of_check(true))));
        assert!(!summary.is_good());
    }
}
