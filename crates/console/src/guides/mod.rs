//! Code that the console shows to developers: for a framework, with the addresses and ids of their own application in it.
//!
//! The code itself is in `crates/console/guides`, files that parse, compile and run as they are: `tests/apps` builds and runs them, the crates `client`
//! and `guard` compile what is Rust. What differs from one application to the next stands there as `__NAME__`, always in a text.

mod catalog;
mod fill;
#[cfg(test)]
mod tests;

pub(crate) use catalog::{for_api, for_kind};
pub(crate) use fill::{Known, origin, usable};

/// How something signs in, or checks who calls.
pub(crate) struct Guide {
    /// Its name in an address.
    pub(crate) key: &'static str,
    /// What it is called, which is not translated.
    pub(crate) title: &'static str,
    /// What else distinguishes it.
    pub(crate) detail: &'static str,
    /// Where browsers return to, for what people sign in to.
    pub(crate) returns: Option<Returns>,
    /// One after the other.
    pub(crate) steps: &'static [Step],
}

/// Where browsers return to.
#[derive(Clone, Copy)]
pub(crate) struct Returns {
    /// The redirect URI that is proposed where none is registered that would do.
    pub(crate) usual: &'static str,
    /// The path that it must have, where the SDK has one of its own.
    pub(crate) path: Option<&'static str>,
    /// Whether a program on the same machine listens there.
    pub(crate) is_loopback: bool,
    /// What follows the origin in the address after the sign-out; nothing where nobody signs out by a browser.
    pub(crate) sign_out: Option<&'static str>,
}

/// Something to do.
pub(crate) struct Step {
    /// What it is: a message, and one that says more.
    pub(crate) words: (&'static str, &'static str),
    /// What is to be done beside putting code somewhere.
    pub(crate) part: Part,
    /// Files by their names, or commands without one.
    pub(crate) files: &'static [File],
}

/// What a step has beside code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// Nothing.
    Code,
    /// The addresses that have to be registered.
    Addresses,
    /// The application's secret goes here.
    Secret,
}

/// What stands for the name of a file where there is none, but a command.
pub(crate) const COMMAND: &str = "$";

/// A file.
pub(crate) struct File {
    /// What it is called, or [`COMMAND`].
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) text: &'static str,
}
