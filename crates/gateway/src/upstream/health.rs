//! How an upstream over HTTP is doing, for metrics.

/// What a circuit breaker lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Circuit {
    /// Everything.
    Closed,
    /// A few calls at a time, to find out whether the upstream works again.
    HalfOpen,
    /// Nothing.
    Open,
}

impl Circuit {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Closed, Self::HalfOpen, Self::Open];

    /// Its name in metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::HalfOpen => "half_open",
            Self::Open => "open",
        }
    }
}

/// How an upstream is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpstreamHealth {
    /// What is let through now, of calls that send no messages. Those that do have a circuit of their own, which is in the log.
    pub circuit: Circuit,
    /// How often the circuit was opened.
    pub times_opened: u64,
    /// Calls that run now.
    pub running: usize,
    /// Calls that wait for a place.
    pub waiting: usize,
    /// Calls that were answered, whatever the answer.
    pub answered: u64,
    /// Calls that failed on the way or were not answered in time.
    pub failed: u64,
    /// Calls that were not made: the circuit was open, or too many were under way.
    pub turned_away: u64,
}
