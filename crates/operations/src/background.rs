//! Work that goes on after its answer: so much at a time, and whoever stops the server waits for it.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How much work goes on at a time. Each is a message on its way.
const PLACES: u32 = 256;

/// Where such work is counted.
#[derive(Clone, Debug)]
pub struct Background(Arc<Semaphore>);

/// A place for one piece of work, held while it goes on.
#[derive(Debug)]
#[must_use = "work without its place is not waited for"]
pub struct Place(OwnedSemaphorePermit);

impl Default for Background {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(PLACES as usize)))
    }
}

impl Background {
    /// A place, unless too much goes on already.
    pub fn place(&self) -> Option<Place> {
        Arc::clone(&self.0).try_acquire_owned().ok().map(Place)
    }

    /// Passes when nothing goes on.
    pub async fn idle(&self) {
        // Nobody closes the semaphore.
        let _all = self.0.acquire_many(PLACES).await;
    }
}

impl Place {
    /// Begins work in this place.
    pub fn spawn(self, work: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(async move {
            let Self(_held) = self;
            work.await;
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[tokio::test]
    async fn whoever_waits_sees_the_end_of_what_was_begun() {
        let (background, done) = (Background::default(), Arc::new(AtomicBool::new(false)));
        let seen = Arc::clone(&done);
        background.place().unwrap().spawn(async move {
            tokio::task::yield_now().await;
            seen.store(true, Ordering::SeqCst);
        });
        background.idle().await;
        assert!(done.load(Ordering::SeqCst));
    }

    #[tokio::test]
    async fn there_is_an_end_to_places() {
        let background = Background::default();
        let held: Vec<_> = std::iter::from_fn(|| background.place()).collect();
        assert_eq!(held.len(), PLACES as usize);
        drop(held);
        assert!(background.place().is_some());
    }
}
