//! `guildhall console-pages`: the path of every page of the console, a line each. Not shown in the help; `cargo xtask bench` measures what it tells, so that
//! no new page is forgotten.

use std::io::Write as _;

use crate::failure::Failure;

/// Prints them.
pub fn run() -> Result<(), Failure> {
    let text = operator_console::pages().join("\n") + "\n";
    let written = std::io::stdout().lock().write_all(text.as_bytes());
    written.map_err(|error| Failure::because("standard output cannot be written", &error))
}
