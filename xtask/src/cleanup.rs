//! What must not outlive a chore, however it ends: background processes and temporary folders.
//!
//! Each is removed by the value that owns it when that is dropped; on ctrl-c or a termination signal, when nothing is dropped, the handler
//! installed here removes all of them.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::{Context as _, Result};
use tempfile::TempDir;

use crate::{console::say, environment::Stopwatch};

/// How long a process has to end by itself after it was told to.
const GRACE: Duration = Duration::from_secs(10);
/// The exit status of a chore that was interrupted, as a shell would give it.
const INTERRUPTED: i32 = 130;

/// The list of what is still to be removed. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Cleanups(Arc<Mutex<Registered>>);

#[derive(Default)]
struct Registered {
    processes: Vec<(u64, Arc<Mutex<Child>>)>,
    folders: Vec<(u64, PathBuf)>,
    next: u64,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Cleanups {
    /// An empty list whose contents are removed when the chore is interrupted.
    pub(crate) fn on_interrupt() -> Result<Self> {
        let cleanups = Self::default();
        let handled = cleanups.clone();
        ctrlc::set_handler(move || {
            say("interrupted: stopping what was started");
            handled.run();
            std::process::exit(INTERRUPTED);
        })
        .context("cannot watch for interrupts")?;
        Ok(cleanups)
    }

    fn run(&self) {
        let (processes, folders) = {
            let mut registered = lock(&self.0);
            (std::mem::take(&mut registered.processes), std::mem::take(&mut registered.folders))
        };
        for (_, process) in processes.iter().rev() {
            end(&mut lock(process));
        }
        for (_, folder) in folders.iter().rev() {
            // Nobody is left to tell.
            let _ = std::fs::remove_dir_all(folder);
        }
    }

    /// Takes over a process that was just started.
    pub(crate) fn process(&self, child: Child) -> Process {
        let child = Arc::new(Mutex::new(child));
        let mut registered = lock(&self.0);
        let id = registered.next;
        registered.next += 1;
        registered.processes.push((id, Arc::clone(&child)));
        Process { child, id, cleanups: self.clone() }
    }

    /// Makes a temporary folder.
    pub(crate) fn folder(&self, prefix: &str) -> Result<Folder> {
        let folder =
            tempfile::Builder::new().prefix(prefix).tempdir().context("cannot make a temporary folder")?;
        let mut registered = lock(&self.0);
        let id = registered.next;
        registered.next += 1;
        registered.folders.push((id, folder.path().to_owned()));
        Ok(Folder { directory: folder, id, cleanups: self.clone() })
    }
}

/// A process that ends with this value.
pub(crate) struct Process {
    child: Arc<Mutex<Child>>,
    id: u64,
    cleanups: Cleanups,
}

impl Process {
    /// Whether the process has ended by itself.
    pub(crate) fn has_ended(&self) -> bool {
        !matches!(lock(&self.child).try_wait(), Ok(None))
    }

    /// Waits for the process to end by itself and says whether it succeeded.
    ///
    /// Polls, because waiting would hold the lock that an interrupt needs.
    pub(crate) fn wait(&self) -> Result<bool> {
        loop {
            if let Some(status) = lock(&self.child).try_wait().context("cannot wait for a process")? {
                return Ok(status.success());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        lock(&self.cleanups.0).processes.retain(|(id, _)| *id != self.id);
        end(&mut lock(&self.child));
    }
}

/// A temporary folder that is removed with this value.
pub(crate) struct Folder {
    directory: TempDir,
    id: u64,
    cleanups: Cleanups,
}

impl Folder {
    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        lock(&self.cleanups.0).folders.retain(|(id, _)| *id != self.id);
    }
}

/// Tells a process to end (SIGINT: a fast shutdown for PostgreSQL as for our own server), and kills it when it does not.
fn end(child: &mut Child) {
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    let told = Command::new("kill")
        .arg("-INT")
        .arg(child.id().to_string())
        .status()
        .is_ok_and(|status| status.success());
    let waiting = Stopwatch::start();
    while told && waiting.elapsed() < GRACE {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    // Both fail only when it has ended meanwhile.
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropping_a_process_ends_it() {
        let cleanups = Cleanups::default();
        let process = cleanups.process(Command::new("sleep").arg("60").spawn().unwrap());
        let child = Arc::clone(&process.child);
        assert!(!process.has_ended());
        drop(process);
        assert!(lock(&child).try_wait().unwrap().is_some());
        assert!(lock(&cleanups.0).processes.is_empty());
    }

    #[test]
    fn an_interrupt_ends_processes_and_removes_folders() {
        let cleanups = Cleanups::default();
        let process = cleanups.process(Command::new("sleep").arg("60").spawn().unwrap());
        let folder = cleanups.folder("xtask-test").unwrap();
        std::fs::write(folder.path().join("file"), "content").unwrap();
        cleanups.run();
        assert!(process.has_ended());
        assert!(!folder.path().exists());
    }
}
