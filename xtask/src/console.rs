//! The only place that writes to the terminal.

/// Writes a line to standard output.
#[expect(clippy::print_stdout, reason = "a chore's output is what it is run for")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

/// Writes a heading that is easy to find in a long log.
pub(crate) fn heading(text: &str) {
    say(&format!("\n==== {text} ===="));
}
