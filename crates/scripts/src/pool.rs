//! Where scripts run: threads of their own, as many at a time as there are places, and a queue of bounded length before them.
//!
//! The engine looks at the time often, but not within every function of the language's library. Those without an end are replaced
//! (`library.js`); some others go on for a while, writing down a huge number, say. Nobody waits for such a run longer than the limits say; its
//! thread is left to itself, another one takes its place, and the script is not run again. There are only so many such threads; with more, no
//! script runs until one of them ends, or until nobody has asked for its script for a while: it was replaced.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    num::NonZeroUsize,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use tokio::{
    sync::{Semaphore, oneshot},
    time::Instant,
};

use crate::{Limits, Outcome, Script, ScriptError, engine};

/// How many runs may wait for each that can run.
const WAITING_PER_PLACE: usize = 64;
/// How many threads may be left to themselves at a time.
const MAX_ABANDONED: usize = 8;
/// As above, where scripts are tried.
const MAX_ABANDONED_TRIALS: usize = 2;
/// How many times as many there may be in all, with those whose scripts nobody asks for any more.
const FORGOTTEN_TOO: usize = 4;
/// After how long without anybody who asks for it a script is taken for replaced, so that its threads no longer count.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(10 * 60);
/// The stack of a thread beyond what a script may use of it, in bytes: the engine's own functions need some.
const STACK_MARGIN: usize = 1 << 20;

/// The pool. Cheap to clone; its threads end when the last clone is dropped and they have nothing left to do.
#[derive(Clone, Debug)]
pub struct ScriptPool(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    limits: Limits,
    max_abandoned: usize,
    forgotten_after: Duration,
    places: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    queue: Arc<Queue>,
}

/// What the threads share with the pool.
#[derive(Debug, Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    runs: VecDeque<Run>,
    /// How many threads wait for a run.
    idle: usize,
    /// The threads that were left to themselves, by the marks of their scripts.
    abandoned: HashMap<u64, Abandoned>,
    /// Marks of the scripts for which that happened. They are not run again.
    refused: HashSet<u64>,
    is_closed: bool,
}

/// Threads that run one script and were left to themselves.
#[derive(Debug)]
struct Abandoned {
    threads: usize,
    /// When somebody last asked for the script.
    asked_at: Instant,
}

#[derive(Debug)]
struct Run {
    script: Script,
    limits: Limits,
    answer: oneshot::Sender<Result<Outcome, ScriptError>>,
}

impl std::fmt::Debug for Script {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Its argument holds secrets, its source may.
        f.debug_struct("Script").field("function", &self.function).finish_non_exhaustive()
    }
}

impl ScriptPool {
    /// A pool with as many places as the machine has cores.
    pub fn standard() -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self::new(cores, Limits::STANDARD)
    }

    /// A pool with one place, for scripts that are tried by whoever writes them.
    pub fn for_trials() -> Self {
        Self::with_abandoned(1, (MAX_ABANDONED_TRIALS, FORGOTTEN_AFTER), Limits::STANDARD)
    }

    /// A pool with this many places, whose runs have these limits.
    pub fn new(places: usize, limits: Limits) -> Self {
        Self::with_abandoned(places, (MAX_ABANDONED, FORGOTTEN_AFTER), limits)
    }

    pub(crate) fn with_abandoned(
        places: usize,
        (max_abandoned, forgotten_after): (usize, Duration),
        limits: Limits,
    ) -> Self {
        let places = places.max(1);
        Self(Arc::new(Shared {
            limits,
            max_abandoned,
            forgotten_after,
            places: Arc::new(Semaphore::new(places)),
            waiting: Arc::new(Semaphore::new(places * (1 + WAITING_PER_PLACE))),
            queue: Arc::default(),
        }))
    }

    /// Runs a script as soon as there is a place.
    ///
    /// # Errors
    /// What went wrong with the script, or [`ScriptError::Busy`].
    pub async fn run(&self, script: Script) -> Result<Outcome, ScriptError> {
        let shared = &self.0;
        let _waiting = Arc::clone(&shared.waiting).try_acquire_owned().map_err(|_| ScriptError::Busy)?;
        let place = Arc::clone(&shared.places).acquire_owned().await.map_err(|_| ScriptError::Busy)?;
        let mark = mark_of(&script);
        let answer = shared.push(script, mark)?;
        let (queue, patience) = (Arc::clone(&shared.queue), shared.limits.time + shared.limits.grace);
        // A task of its own keeps the place until the run ends, also when the caller goes away.
        let watched = tokio::spawn(async move {
            let mut answer = answer;
            let answered = tokio::time::timeout(patience, &mut answer).await;
            drop(place);
            let Ok(answered) = answered else {
                queue.abandon(mark);
                tokio::spawn(async move {
                    let _ = answer.await;
                    queue.end_abandoned(mark);
                });
                return Err(ScriptError::TimedOut);
            };
            answered.unwrap_or_else(|_| Err(ScriptError::Failed("the engine failed".to_owned())))
        });
        watched.await.unwrap_or(Err(ScriptError::Busy))
    }
}

impl Shared {
    /// Gives a run to a thread that waits for one, or to a new one.
    fn push(
        &self,
        script: Script,
        mark: u64,
    ) -> Result<oneshot::Receiver<Result<Outcome, ScriptError>>, ScriptError> {
        let limits = self.limits;
        let mut state = self.queue.lock();
        if state.refused.contains(&mark) {
            if let Some(abandoned) = state.abandoned.get_mut(&mark) {
                abandoned.asked_at = Instant::now();
            }
            return Err(ScriptError::TimedOut);
        }
        let (all, asked_for) = state.abandoned_threads(self.forgotten_after);
        if asked_for >= self.max_abandoned || all >= self.max_abandoned * FORGOTTEN_TOO {
            return Err(ScriptError::Busy);
        }
        let (answer, receiver) = oneshot::channel();
        state.runs.push_back(Run { script, limits, answer });
        if state.idle < state.runs.len() {
            let queue = Arc::clone(&self.queue);
            let thread = thread::Builder::new()
                .name("script".to_owned())
                .stack_size(limits.stack_bytes + STACK_MARGIN)
                .spawn(move || queue.work());
            if thread.is_err() {
                state.runs.pop_back();
                return Err(ScriptError::Busy);
            }
        }
        drop(state);
        self.queue.changed.notify_one();
        Ok(receiver)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.queue.lock().is_closed = true;
        self.queue.changed.notify_all();
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock can fail halfway.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a thread does: one run after the other, until there is enough of its kind.
    fn work(&self) {
        let mut state = self.lock();
        loop {
            if let Some(run) = state.runs.pop_front() {
                drop(state);
                let _ = run.answer.send(engine::run(&run.script, &run.limits));
                state = self.lock();
            } else if state.is_closed {
                return;
            } else {
                state.idle += 1;
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                state.idle -= 1;
            }
        }
    }

    /// Notes that a thread was left to itself with a script of this mark.
    fn abandon(&self, mark: u64) {
        let mut state = self.lock();
        let asked_at = Instant::now();
        state.abandoned.entry(mark).or_insert(Abandoned { threads: 0, asked_at }).threads += 1;
        state.refused.insert(mark);
    }

    /// Notes that such a thread came to its end and works again. Its script stays refused.
    fn end_abandoned(&self, mark: u64) {
        let mut state = self.lock();
        let Some(abandoned) = state.abandoned.get_mut(&mark) else { return };
        abandoned.threads -= 1;
        if abandoned.threads == 0 {
            state.abandoned.remove(&mark);
        }
    }
}

impl State {
    /// How many threads were left to themselves, and how many of them with a script that somebody asked for lately.
    fn abandoned_threads(&self, forgotten_after: Duration) -> (usize, usize) {
        let now = Instant::now();
        self.abandoned.values().fold((0, 0), |(all, asked_for), abandoned| {
            let is_asked_for = now.duration_since(abandoned.asked_at) < forgotten_after;
            let counted = if is_asked_for { abandoned.threads } else { 0 };
            (all + abandoned.threads, asked_for + counted)
        })
    }
}

/// What tells one script from another.
fn mark_of(script: &Script) -> u64 {
    let mut hasher = DefaultHasher::new();
    (script.function, &script.source).hash(&mut hasher);
    hasher.finish()
}
