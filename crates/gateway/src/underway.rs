//! Work that goes on whether or not its caller is still there: counted, so that whoever stops the process can wait for it.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How much of it goes on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Underway(Arc<watch::Sender<usize>>);

/// Counts one piece of work until it is dropped, however the work ends.
struct Counted(Underway);

impl Underway {
    /// Begins work in a task of its own.
    pub(crate) fn spawn<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> JoinHandle<T> {
        self.0.send_modify(|count| *count += 1);
        let counted = Counted(self.clone());
        tokio::spawn(async move {
            let _counted = counted;
            work.await
        })
    }

    /// Passes when nothing goes on.
    pub(crate) async fn idle(&self) {
        // Its sender is this.
        let mut count = self.0.subscribe();
        let _idle = count.wait_for(|count| *count == 0).await;
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count -= 1);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn whoever_waits_sees_the_end_of_what_was_begun_however_it_ends() {
        let underway = Underway::default();
        assert!(underway.idle().now_or_never().is_some());
        let short = underway.spawn(async { tokio::time::sleep(Duration::from_secs(1)).await });
        let broken = underway.spawn(async {
            tokio::time::sleep(Duration::from_secs(2)).await;
            panic!("it went wrong");
        });
        let aborted = underway.spawn(std::future::pending::<()>());
        short.await.unwrap();
        assert!(underway.idle().now_or_never().is_none(), "two go on");
        assert!(broken.await.is_err());
        assert!(underway.idle().now_or_never().is_none(), "one goes on");
        aborted.abort();
        underway.idle().await;
    }
}
