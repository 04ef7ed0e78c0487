//! The places that a listener has for connections, and who has to leave one when there is none for a newcomer: the connection on which
//! nothing has been asked for the longest. A client that only keeps connections open shuts nobody out so.
//!
//! It knows when requests of a connection begin and end, not what they are.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
    time::Duration,
};

use parking_lot::Mutex;
use tokio::{sync::Notify, time::Instant};

/// How long a connection must have been idle before it is closed to make room: its last answer may still be on its way out.
const SETTLED: Duration = Duration::from_secs(1);
/// How often it is looked again for a place, when none was free and nobody was idle for long enough.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// How many connections a listener has open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// At the most.
    pub connections: usize,
    /// At the most from one address (of IPv6, from one network of 64 bits). Behind a proxy all come from the proxy's.
    pub of_one_peer: usize,
}

impl Limits {
    /// How many connections a listener of the program has open at the most.
    const CONNECTIONS: usize = 8_192;
    /// The limits of a listener that others reach directly: one address has an eighth of the places.
    pub const DIRECT: Self = Self { connections: Self::CONNECTIONS, of_one_peer: Self::CONNECTIONS / 8 };
    /// The limits of a listener behind a proxy.
    pub const BEHIND_PROXY: Self = Self { connections: Self::CONNECTIONS, of_one_peer: Self::CONNECTIONS };
}

/// The places of one listener.
#[derive(Debug)]
pub(super) struct Places {
    limits: Limits,
    taken: Mutex<Taken>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct Taken {
    next_id: u64,
    by_id: HashMap<u64, Holder>,
    by_peer: HashMap<IpAddr, usize>,
}

#[derive(Debug)]
struct Holder {
    peer: IpAddr,
    /// Since when nothing is asked; `None` while something is being answered.
    idle_since: Option<Instant>,
    running: usize,
    told_to_leave: Arc<Notify>,
}

/// A place, until this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    id: u64,
    told_to_leave: Arc<Notify>,
}

/// A request that is being answered until this is dropped.
pub(super) struct Running(Arc<Place>);

impl Places {
    pub(super) fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self { limits, taken: Mutex::default(), freed: Notify::new() })
    }

    /// A place for a connection from `peer`, once there is one; `None` when the peer has its share already and uses all of it.
    pub(super) async fn take(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let peer = network(peer);
        loop {
            // Asked for before it is looked, so that a place that is freed in between is noticed.
            let freed = self.freed.notified();
            {
                let mut taken = self.taken.lock();
                if taken.by_peer.get(&peer).is_some_and(|held| *held >= self.limits.of_one_peer)
                    && !taken.make_room(|holder| holder.peer == peer)
                {
                    return None;
                }
                if taken.by_id.len() < self.limits.connections || taken.make_room(|_| true) {
                    let (id, told_to_leave) = taken.add(peer);
                    return Some(Place { places: Arc::clone(self), id, told_to_leave });
                }
            }
            tokio::select! {
                () = freed => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
    }
}

impl Taken {
    fn add(&mut self, peer: IpAddr) -> (u64, Arc<Notify>) {
        let (id, told_to_leave) = (self.next_id, Arc::new(Notify::new()));
        self.next_id += 1;
        let idle_since = Some(Instant::now());
        let holder = Holder { peer, idle_since, running: 0, told_to_leave: Arc::clone(&told_to_leave) };
        self.by_id.insert(id, holder);
        *self.by_peer.entry(peer).or_default() += 1;
        (id, told_to_leave)
    }

    /// Takes the place of the connection that has been idle for the longest, among those that `may_leave`; `false` when none has been
    /// for long enough.
    fn make_room(&mut self, may_leave: impl Fn(&Holder) -> bool) -> bool {
        let idle = self.by_id.iter().filter(|(_, holder)| may_leave(holder));
        let idle = idle.filter_map(|(id, holder)| Some((holder.idle_since?, *id)));
        match idle.min() {
            Some((since, id)) if since.elapsed() >= SETTLED => {
                self.remove(id);
                true
            }
            _ => false,
        }
    }

    fn remove(&mut self, id: u64) {
        let Some(holder) = self.by_id.remove(&id) else { return };
        holder.told_to_leave.notify_one();
        if let Some(held) = self.by_peer.get_mut(&holder.peer) {
            *held -= 1;
            if *held == 0 {
                self.by_peer.remove(&holder.peer);
            }
        }
    }
}

impl Place {
    /// Notes a request.
    pub(super) fn begin(self: &Arc<Self>) -> Running {
        if let Some(holder) = self.places.taken.lock().by_id.get_mut(&self.id) {
            holder.running += 1;
            holder.idle_since = None;
        }
        Running(Arc::clone(self))
    }

    /// Waits until the place is somebody else's.
    pub(super) async fn lost(&self) {
        self.told_to_leave.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.taken.lock().remove(self.id);
        self.places.freed.notify_one();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(holder) = self.0.places.taken.lock().by_id.get_mut(&self.0.id) {
            holder.running = holder.running.saturating_sub(1);
            if holder.running == 0 {
                holder.idle_since = Some(Instant::now());
            }
        }
    }
}

/// Whose connections are counted together: an address, or the 64 bits of IPv6 that one subscriber has to give away.
fn network(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAIT: Duration = Duration::from_secs(5);

    fn peer(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    async fn is_lost(place: &Place) -> bool {
        tokio::time::timeout(Duration::from_millis(1), place.lost()).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn the_connection_that_has_been_idle_for_the_longest_makes_room() {
        let places = Places::new(Limits { connections: 3, of_one_peer: 3 });
        let mut held = Vec::new();
        for _ in 0..3 {
            held.push(Arc::new(places.take(peer("192.0.2.1")).await.unwrap()));
            tokio::time::sleep(WAIT).await;
        }
        drop(held[0].begin());
        let running = held[1].begin();
        let newcomer = places.take(peer("192.0.2.2")).await.unwrap();
        assert_eq!(
            [is_lost(&held[0]).await, is_lost(&held[1]).await, is_lost(&held[2]).await],
            [false, false, true]
        );
        // Those who were answered a moment ago stay for that moment.
        let started = Instant::now();
        let busy = [held[1].begin(), Arc::new(newcomer).begin()];
        drop(held[0].begin());
        assert!(places.take(peer("192.0.2.3")).await.is_some());
        assert!(started.elapsed() >= SETTLED && is_lost(&held[0]).await);
        drop((running, busy));
    }

    #[tokio::test(start_paused = true)]
    async fn a_place_that_is_freed_is_given_to_who_waits() {
        let places = Places::new(Limits { connections: 1, of_one_peer: 1 });
        let first = Arc::new(places.take(peer("192.0.2.1")).await.unwrap());
        let running = first.begin();
        let waiting = {
            let places = Arc::clone(&places);
            tokio::spawn(async move { places.take(peer("192.0.2.2")).await.is_some() })
        };
        tokio::time::sleep(WAIT).await;
        assert!(!waiting.is_finished());
        drop((running, first));
        assert!(waiting.await.unwrap());
        assert_eq!(places.taken.lock().by_peer.len(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn one_peer_has_its_share_and_no_more() {
        let places = Places::new(Limits { connections: 9, of_one_peer: 2 });
        for (one, same, other) in [
            ("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2"),
            ("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1"),
        ] {
            let first = Arc::new(places.take(peer(one)).await.unwrap());
            let second = Arc::new(places.take(peer(same)).await.unwrap());
            let running = [first.begin(), second.begin()];
            assert!(places.take(peer(one)).await.is_none(), "{one}");
            assert!(places.take(peer(other)).await.is_some(), "{other}");
            drop(running);
            tokio::time::sleep(WAIT).await;
            assert!(places.take(peer(same)).await.is_some());
            assert_ne!(is_lost(&first).await, is_lost(&second).await);
        }
    }
}
