//! Lists that somebody goes through from place to place, where nobody asks how long they are.
//!
//! Both are extensions, of a request and of its answer: a page within this process asks so, and nothing that comes over the network can. There lists
//! keep their numbered pages and their `Total-Number`.

/// Asks a list for as many rows as its page holds that come after a place, without their number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoingOn {
    /// The place, as an answer named it; nothing is the beginning, and so is what no answer named.
    pub after: Option<String>,
}

/// The place from which such a list goes on; nothing when this is its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoesOn(pub Option<String>);
