//! The end of the program: asked for by a signal, then waited for until running requests are answered.

use tokio::sync::watch;

/// Tells every listener when to stop. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// A shutdown and what sets it off; dropping that sets it off too.
    pub fn new() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    /// Waits for SIGTERM or SIGINT in the background and sets the shutdown off then.
    pub fn on_signal() -> std::io::Result<Self> {
        let (sender, shutdown) = Self::new();
        let mut interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::spawn(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            tracing::info!("stopping: running requests are answered first");
            // Nobody listens any more when everything has ended already.
            let _ = sender.send(true);
        });
        Ok(shutdown)
    }

    /// Waits until the shutdown is set off.
    pub async fn requested(&mut self) {
        // An error means that the sender is gone, which counts as being set off.
        let _ = self.0.wait_for(|set_off| *set_off).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_listener_hears_of_it_whenever_it_asks() {
        let (sender, mut shutdown) = Shutdown::new();
        let mut late = shutdown.clone();
        sender.send(true).unwrap();
        shutdown.requested().await;
        late.requested().await;
        let (sender, mut abandoned) = Shutdown::new();
        drop(sender);
        abandoned.requested().await;
    }
}
