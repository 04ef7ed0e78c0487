//! Lists whose exact length nobody asks for: somebody goes through them from place to place, or is content to hear that they are long.
//!
//! All are extensions, of a request and of its answer: a page within this process asks so, and nothing that comes over the network can. There lists
//! keep their numbered pages and their exact `Total-Number`.

/// Asks a list for as many rows as its page holds that come after a place, without their number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoingOn {
    /// The place, as an answer named it; nothing is the beginning, and so is what no answer named.
    pub after: Option<String>,
}

/// Asks a list to count its rows no further than this; the answer says whether it stopped there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountingUpTo(pub u32);

/// The place from which such a list goes on; nothing when this is its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoesOn(pub Option<String>);
