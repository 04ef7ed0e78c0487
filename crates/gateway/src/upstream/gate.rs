//! How many calls run at once and how many wait for that. Who finds no place, or waits too long, is told to come back: a queue
//! that only grows ends in answers that nobody waits for any more.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::UpstreamError;

/// The way in to one upstream.
#[derive(Debug)]
pub(super) struct Gate {
    places: Semaphore,
    most: usize,
    waiting: AtomicUsize,
    most_waiting: usize,
    longest_wait: Duration,
}

/// Somebody who waits, until dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Gate {
    pub(super) fn new(most: usize, most_waiting: usize, longest_wait: Duration) -> Self {
        let most = most.clamp(1, Semaphore::MAX_PERMITS);
        Self { places: Semaphore::new(most), most, waiting: AtomicUsize::new(0), most_waiting, longest_wait }
    }

    /// Waits for a place, which is given back when what this returns is dropped.
    pub(super) async fn enter(&self) -> Result<SemaphorePermit<'_>, UpstreamError> {
        if let Ok(place) = self.places.try_acquire() {
            return Ok(place);
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        if before >= self.most_waiting {
            return Err(UpstreamError::Busy);
        }
        match tokio::time::timeout(self.longest_wait, self.places.acquire()).await {
            Ok(Ok(place)) => Ok(place),
            // The semaphore is never closed; were it, nobody would pass.
            Ok(Err(_)) | Err(_) => Err(UpstreamError::Busy),
        }
    }

    /// How many calls run, and how many wait.
    pub(super) fn load(&self) -> (usize, usize) {
        let running = self.most.saturating_sub(self.places.available_permits());
        (running, self.waiting.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_finds_no_place_waits_and_who_finds_the_queue_full_does_not() {
        let gate = Arc::new(Gate::new(2, 1, Duration::from_secs(1)));
        let first = gate.enter().await.unwrap();
        let _second = gate.enter().await.unwrap();
        let waiting = tokio::spawn({
            let gate = Arc::clone(&gate);
            async move { gate.enter().await.map(drop) }
        });
        tokio::task::yield_now().await;
        assert_eq!(gate.load(), (2, 1));
        assert!(matches!(gate.enter().await, Err(UpstreamError::Busy)));
        drop(first);
        waiting.await.unwrap().unwrap();
        assert_eq!(gate.load(), (1, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_longer_than_the_longest_wait() {
        let gate = Gate::new(1, 10, Duration::from_secs(1));
        let _place = gate.enter().await.unwrap();
        assert!(matches!(gate.enter().await, Err(UpstreamError::Busy)));
        assert_eq!(gate.load(), (1, 0), "who went does not count as waiting");
    }

    #[tokio::test(start_paused = true)]
    async fn who_hangs_up_leaves_the_queue() {
        let gate = Gate::new(1, 1, Duration::from_secs(60));
        let place = gate.enter().await.unwrap();
        assert!(tokio::time::timeout(Duration::from_secs(1), gate.enter()).await.is_err());
        assert_eq!(gate.load(), (1, 0));
        drop(place);
        assert!(gate.enter().await.is_ok());
    }
}
