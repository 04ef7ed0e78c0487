//! Which part of a list is asked for.

/// A window into an ordered list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Page {
    /// How many rows at most.
    pub limit: i64,
    /// How many rows to pass over first.
    pub offset: i64,
}

impl Page {
    /// The whole list.
    pub const ALL: Self = Self { limit: i64::MAX, offset: 0 };
}
