//! The catalogue: every factory there is.

use std::sync::LazyLock;

use crate::{Factory, social};

static FACTORIES: LazyLock<Vec<Factory>> = LazyLock::new(social::factories);

/// Every factory, in the order in which they are shown.
pub fn factories() -> &'static [Factory] {
    &FACTORIES
}

/// The factory with this id.
pub fn factory(id: &str) -> Option<&'static Factory> {
    factories().iter().find(|factory| factory.id == id)
}
