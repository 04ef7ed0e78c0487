//! So many at once for each: nobody takes all of what everybody shares.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::sync::Arc;

use parking_lot::Mutex;

/// How many places each has taken. Who has none takes no memory.
#[derive(Debug)]
pub(crate) struct Places<Key: Eq + Hash> {
    taken: Arc<Mutex<HashMap<Key, usize>>>,
    /// How many each may have.
    most: usize,
}

/// A place; it is free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Place<Key: Eq + Hash> {
    taken: Arc<Mutex<HashMap<Key, usize>>>,
    key: Option<Key>,
}

impl<Key: Eq + Hash + Clone> Places<Key> {
    /// `most` places for each.
    pub(crate) fn new(most: usize) -> Self {
        Self { taken: Arc::default(), most }
    }

    /// Takes a place, if `key` has one left.
    pub(crate) fn take(&self, key: Key) -> Option<Place<Key>> {
        let mut taken = self.taken.lock();
        let count = taken.get(&key).copied().unwrap_or_default();
        if count >= self.most {
            return None;
        }
        taken.insert(key.clone(), count + 1);
        Some(Place { taken: Arc::clone(&self.taken), key: Some(key) })
    }
}

impl<Key: Eq + Hash> Drop for Place<Key> {
    fn drop(&mut self) {
        let Some(key) = self.key.take() else { return };
        if let Entry::Occupied(mut count) = self.taken.lock().entry(key) {
            if *count.get() > 1 {
                *count.get_mut() -= 1;
            } else {
                count.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_so_many_places_and_gets_them_back() {
        let places = Places::new(2);
        let (one, two) = (places.take("fjord"), places.take("fjord"));
        assert!(one.is_some() && two.is_some() && places.take("fjord").is_none());
        assert!(places.take("lake").is_some(), "another has its own");
        drop(one);
        let three = places.take("fjord");
        assert!(three.is_some() && places.take("fjord").is_none());
        drop((two, three));
        assert!(places.taken.lock().is_empty());
    }
}
