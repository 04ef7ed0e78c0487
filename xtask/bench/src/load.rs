//! The load: connections, sixteen as a rule, that each send a request as soon as the last one is answered, driven by one thread.
//!
//! One thread that waits for all connections at once costs the least: the generator shares the machine's cores with what it measures, and
//! a thread for each connection would spend much of them on switching. Requests are built beforehand and answers are read no further than
//! their status and length.

use std::{
    collections::VecDeque,
    io::{ErrorKind, Read as _, Write as _},
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use mio::{Events, Interest, Poll, Token, net::TcpStream};

use crate::{client::Origin, clock::Stopwatch, response::frame};

/// How many requests are under way at any time, unless a load says otherwise.
pub(crate) const CONNECTIONS: usize = 16;
const SILENCE: Duration = Duration::from_secs(10);
const BUFFER_BYTES: usize = 64 * 1024;

/// What to send, and what must come back.
pub(crate) struct Load {
    pub(crate) origin: Origin,
    pub(crate) requests: Vec<Vec<u8>>,
    pub(crate) order: Order,
    /// How many requests are under way at any time.
    pub(crate) connections: usize,
    pub(crate) expected_status: u16,
}

/// Which connection sends which request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    /// Connection number n sends request number n, modulo their number, again and again.
    OwnRequest,
    /// Whichever connection is free sends the next one; after the last comes the first.
    InTurn,
    /// The same, but no request is sent twice: the load ends early when there are no more.
    EachOnce,
}

/// How long to load.
#[derive(Clone, Copy)]
pub(crate) struct Periods {
    pub(crate) warm_up: Duration,
    pub(crate) measured: Duration,
}

/// What was measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    pub(crate) per_second: f64,
    /// Half of the answers took no longer.
    pub(crate) median: Duration,
    /// 99 of 100 answers took no longer.
    pub(crate) percentile_99: Duration,
}

struct Connection<'a> {
    stream: TcpStream,
    request: &'a [u8],
    buffer: Box<[u8]>,
    filled: usize,
    sent: Stopwatch,
}

impl Load {
    /// Loads the server for both periods; counts in the second.
    pub(crate) fn run(&self, periods: Periods) -> Result<Measured> {
        let mut poll = Poll::new().context("cannot wait for connections")?;
        let mut connections = self.connect(&poll)?;
        let mut sent = 0;
        for (number, connection) in connections.iter_mut().enumerate() {
            connection.request = self.request(number, sent).context("there are too few requests")?;
            sent += 1;
            connection.send()?;
        }
        let mut events = Events::with_capacity(self.connections);
        let whole = Stopwatch::start();
        let mut latencies: Vec<u32> = Vec::new();
        loop {
            if let Err(error) = poll.poll(&mut events, Some(SILENCE)) {
                ensure!(error.kind() == ErrorKind::Interrupted, "cannot wait for connections: {error}");
            }
            ensure!(!events.is_empty(), "the server has not answered for {} seconds", SILENCE.as_secs());
            let elapsed = whole.elapsed();
            for event in &events {
                let connection =
                    connections.get_mut(event.token().0).context("an event of an unknown connection")?;
                if connection.receive(self.expected_status)? {
                    if elapsed >= periods.warm_up {
                        latencies
                            .push(u32::try_from(connection.sent.elapsed().as_micros()).unwrap_or(u32::MAX));
                    }
                    let Some(request) = self.request(event.token().0, sent) else {
                        return Measured::new(latencies, elapsed.saturating_sub(periods.warm_up));
                    };
                    connection.request = request;
                    sent += 1;
                    connection.send()?;
                }
            }
            if elapsed >= periods.warm_up + periods.measured {
                return Measured::new(latencies, elapsed.saturating_sub(periods.warm_up));
            }
        }
    }

    /// As [`Self::run`], but with so many requests a second, of which each is sent when its time has come and a connection is free.
    pub(crate) fn run_at(&self, per_second: u32, periods: Periods) -> Result<Measured> {
        let mut poll = Poll::new().context("cannot wait for connections")?;
        let mut connections = self.connect(&poll)?;
        let mut free: VecDeque<usize> = (0..connections.len()).collect();
        let interval = Duration::from_secs(1) / per_second;
        let mut events = Events::with_capacity(self.connections);
        let mut latencies: Vec<u32> = Vec::new();
        let (mut sent, mut due, mut answered) = (0, Duration::ZERO, Duration::ZERO);
        let whole = Stopwatch::start();
        loop {
            let elapsed = whole.elapsed();
            if elapsed >= periods.warm_up + periods.measured {
                return Measured::new(latencies, periods.measured);
            }
            ensure!(
                elapsed < answered + SILENCE,
                "the server has not answered for {} seconds",
                SILENCE.as_secs()
            );
            while due <= elapsed
                && let Some(number) = free.pop_front()
            {
                let connection = connections.get_mut(number).context("there is no such connection")?;
                connection.request = self.request(number, sent).context("there are too few requests")?;
                connection.send()?;
                sent += 1;
                due += interval;
            }
            if let Err(error) = poll.poll(&mut events, Some(due.saturating_sub(elapsed))) {
                ensure!(error.kind() == ErrorKind::Interrupted, "cannot wait for connections: {error}");
            }
            for event in &events {
                let connection =
                    connections.get_mut(event.token().0).context("an event of an unknown connection")?;
                if connection.receive(self.expected_status)? {
                    answered = whole.elapsed();
                    if answered >= periods.warm_up {
                        latencies
                            .push(u32::try_from(connection.sent.elapsed().as_micros()).unwrap_or(u32::MAX));
                    }
                    free.push_back(event.token().0);
                }
            }
        }
    }

    /// What a connection sends after so many requests of all connections.
    fn request(&self, connection: usize, sent: usize) -> Option<&[u8]> {
        let number = match self.order {
            Order::OwnRequest => connection % self.requests.len().max(1),
            Order::InTurn => sent % self.requests.len().max(1),
            Order::EachOnce => sent,
        };
        self.requests.get(number).map(Vec::as_slice)
    }

    fn connect(&self, poll: &Poll) -> Result<Vec<Connection<'_>>> {
        (0..self.connections)
            .map(|number| {
                let stream = std::net::TcpStream::connect(self.origin.address)
                    .context("the server does not listen")?;
                stream.set_nodelay(true).context("cannot set an option of a connection")?;
                stream.set_nonblocking(true).context("cannot set an option of a connection")?;
                let mut stream = TcpStream::from_std(stream);
                poll.registry()
                    .register(&mut stream, Token(number), Interest::READABLE)
                    .context("cannot wait for a connection")?;
                Ok(Connection {
                    stream,
                    request: &[],
                    buffer: vec![0; BUFFER_BYTES].into(),
                    filled: 0,
                    sent: Stopwatch::start(),
                })
            })
            .collect()
    }
}

impl Connection<'_> {
    fn send(&mut self) -> Result<()> {
        self.sent = Stopwatch::start();
        // A request is smaller than a socket's buffer, which is empty: the last request was read before it was answered.
        self.stream.write_all(self.request).context("the server does not read")
    }

    /// Reads what has come. Says whether the answer is complete.
    fn receive(&mut self, expected_status: u16) -> Result<bool> {
        loop {
            let free = self.buffer.get_mut(self.filled..).unwrap_or_default();
            ensure!(!free.is_empty(), "an answer is longer than {BUFFER_BYTES} bytes");
            match self.stream.read(free) {
                Ok(0) => bail!("the server closed a connection"),
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error).context("the server broke a connection"),
            }
            let received = self.buffer.get(..self.filled).unwrap_or_default();
            let Some(frame) = frame(received)? else { continue };
            if frame.status != expected_status {
                bail!(
                    "status {} instead of {expected_status}: {}",
                    frame.status,
                    String::from_utf8_lossy(received)
                );
            }
            if self.filled >= frame.end {
                ensure!(self.filled == frame.end, "the server sent more than it was asked for");
                self.filled = 0;
                return Ok(true);
            }
        }
    }
}

impl Measured {
    #[expect(clippy::cast_precision_loss, reason = "no run makes 2^52 requests")]
    fn new(mut latencies: Vec<u32>, period: Duration) -> Result<Self> {
        ensure!(!latencies.is_empty(), "nothing was answered in the measured period");
        latencies.sort_unstable();
        let at = |percent: usize| {
            let latency = latencies
                .get((latencies.len() * percent / 100).min(latencies.len() - 1))
                .copied()
                .unwrap_or_default();
            Duration::from_micros(latency.into())
        };
        Ok(Self {
            per_second: latencies.len() as f64 / period.as_secs_f64(),
            median: at(50),
            percentile_99: at(99),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{io::BufRead as _, net::TcpListener};

    use super::*;

    /// Answers every request of every connection with `answer`, in two pieces.
    fn serve(answer: &'static str) -> Origin {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = Origin::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                std::thread::spawn(move || {
                    let reader = std::io::BufReader::new(stream.try_clone().unwrap());
                    for line in reader.lines() {
                        if line.unwrap_or_default().is_empty() {
                            let (first, second) = answer.split_at(20);
                            if stream
                                .write_all(first.as_bytes())
                                .and_then(|()| stream.write_all(second.as_bytes()))
                                .is_err()
                            {
                                return;
                            }
                        }
                    }
                });
            }
        });
        origin
    }

    fn load(answer: &'static str) -> Result<Measured> {
        let load = Load {
            origin: serve(answer),
            requests: vec![b"GET / HTTP/1.1\r\n\r\n".to_vec()],
            order: Order::OwnRequest,
            connections: CONNECTIONS,
            expected_status: 200,
        };
        load.run(Periods { warm_up: Duration::from_millis(20), measured: Duration::from_millis(80) })
    }

    #[test]
    fn answers_are_counted_and_timed() {
        let measured = load("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").unwrap();
        assert!(measured.per_second > 100.0, "{measured:?}");
        assert!(
            measured.median <= measured.percentile_99 && measured.percentile_99 > Duration::ZERO,
            "{measured:?}"
        );
    }

    #[test]
    fn a_steady_rate_is_kept() {
        let load = Load {
            origin: serve("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"),
            requests: vec![b"GET / HTTP/1.1\r\n\r\n".to_vec()],
            order: Order::OwnRequest,
            connections: CONNECTIONS,
            expected_status: 200,
        };
        let periods = Periods { warm_up: Duration::from_millis(100), measured: Duration::from_millis(500) };
        let measured = load.run_at(100, periods).unwrap();
        assert!((60.0..=110.0).contains(&measured.per_second), "{measured:?}");
    }

    #[test]
    fn a_wrong_answer_ends_the_run_and_is_shown() {
        let error = load("HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\n\r\nno").unwrap_err().to_string();
        assert!(error.starts_with("status 401 instead of 200") && error.ends_with("no"), "{error}");
    }

    #[test]
    fn requests_are_sent_again_in_turn_or_once() {
        let load = |order| Load {
            origin: Origin::parse("http://127.0.0.1:1").unwrap(),
            requests: vec![b"a".to_vec(), b"b".to_vec()],
            order,
            connections: CONNECTIONS,
            expected_status: 200,
        };
        let sent = |order| {
            let load = load(order);
            (0..4).map(|sent| load.request(1, sent).map(<[u8]>::to_vec)).collect::<Vec<_>>()
        };
        let [a, b] = [Some(b"a".to_vec()), Some(b"b".to_vec())];
        assert_eq!(sent(Order::OwnRequest), [b.clone(), b.clone(), b.clone(), b.clone()]);
        assert_eq!(sent(Order::InTurn), [a.clone(), b.clone(), a.clone(), b.clone()]);
        assert_eq!(sent(Order::EachOnce), [a, b, None, None]);
    }

    #[test]
    fn percentiles_are_taken_from_the_sorted_latencies() {
        let latencies = (1..=200).rev().collect();
        let measured = Measured::new(latencies, Duration::from_secs(2)).unwrap();
        assert!((measured.per_second - 100.0).abs() < 1e-9);
        assert_eq!(
            (measured.median, measured.percentile_99),
            (Duration::from_micros(101), Duration::from_micros(199))
        );
    }
}
