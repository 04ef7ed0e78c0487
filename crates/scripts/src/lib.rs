//! Runs operators' scripts: small JavaScript programs that decide about what a token says or whether somebody may go on.
//!
//! A script gets one argument and gives back one value, both JSON. Beyond the language itself it has nothing: no files, no network, no
//! timers, no modules. Each run has an engine of its own, so that nothing one run does is seen by another. Time, memory, stack and the
//! size of what comes back are bounded ([`Limits`]), and runs have threads of their own ([`ScriptPool`]), so that a slow script slows only
//! itself.

mod engine;
mod output;
mod pool;
#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use serde_json::Value;

pub use pool::ScriptPool;

/// A script and what it is run with.
#[derive(Clone)]
pub struct Script {
    /// The program text.
    pub source: Arc<str>,
    /// The function that it must define, which is called.
    pub function: &'static str,
    /// The one argument of that function, serialized. Beside its members the function gets `api`.
    pub argument: String,
}

/// How much a run may use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// How long it may take.
    pub time: Duration,
    /// How much longer it may take to notice that its time is over.
    pub grace: Duration,
    /// How much memory it may hold, in bytes.
    pub memory_bytes: usize,
    /// How deep its calls may go, in bytes of stack.
    pub stack_bytes: usize,
    /// How large what it gives back may be, in bytes of JSON.
    pub output_bytes: usize,
}

impl Limits {
    /// What every script of a tenant may use.
    pub const STANDARD: Self = Self {
        time: Duration::from_secs(2),
        grace: Duration::from_secs(1),
        // What takes the square of its input's length, as a search in a text does, is over in minutes so.
        memory_bytes: 8 << 20,
        stack_bytes: 256 << 10,
        // A token with so many claims is still one that verifiers and the headers of requests take.
        output_bytes: 8 << 10,
    };
}

/// How a run ended well.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// It gave back this; `None` for `undefined`.
    Returned(Option<Value>),
    /// It called `api.denyAccess`, with this message.
    Denied(Option<String>),
}

/// Why a run gave nothing back.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ScriptError {
    /// It did not compile, threw, or used up its memory. The text is the script's own.
    #[error("{0}")]
    Failed(String),
    /// It does not define the function it must.
    #[error("the script does not define the function `{0}`")]
    NoFunction(&'static str),
    /// It took too long.
    #[error("the script took too long")]
    TimedOut,
    /// Its promise was never resolved: there is nothing that it could wait for.
    #[error("the script waits for what never happens")]
    NeverResolved,
    /// What it gave back is too large.
    #[error("what the script gave back is too large")]
    TooLarge,
    /// What it gave back is no JSON: nested too deep, or with characters that are none.
    #[error("what the script gave back cannot be used")]
    Unusable,
    /// Too many scripts wait already. No fault of the script's.
    #[error("too many scripts wait to be run")]
    Busy,
}
