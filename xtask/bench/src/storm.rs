//! Signing in with a password: what it costs beside the hash, how many get in a second when everybody comes at once, and whether those who
//! are in notice.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, anyhow};

use crate::{
    clock::Stopwatch,
    load::{CONNECTIONS, Load, Measured, Order, Periods},
    scenario::Setup,
    sign_in::{Client, Login, refresh_token, sign_in},
    subject::Subject,
};

/// So many sign-ins, one after the other, of which the middle one counts.
const ALONE: usize = 300;
/// So many people sign in at once, again and again.
pub(crate) const BROWSERS: usize = 32;
/// Renewals of tokens a second, before the storm and in it.
pub(crate) const REFRESH_RATE: u32 = 100;
const PERIODS: Periods = Periods { warm_up: Duration::from_secs(3), measured: Duration::from_secs(12) };

/// What was measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figures {
    /// What the server spent on a sign-in beside the hash, by its own clock, on average: from each request's head to the head of its answer.
    pub(crate) without_hash: Duration,
    /// What of it was waiting for the disk, on average.
    pub(crate) disk: Duration,
    /// All requests of a sign-in but the one with the password, as its browser saw them, half of them at most.
    pub(crate) others: Duration,
    /// Sign-ins a second of [`BROWSERS`] at once.
    pub(crate) per_second: f64,
    /// Renewals of organization tokens while nobody signs in.
    pub(crate) refresh_before: Measured,
    /// The same while [`BROWSERS`] sign in.
    pub(crate) refresh_during: Measured,
}

/// Measures a server that nobody else uses.
pub(crate) fn measure(subject: &Subject) -> Result<Figures> {
    let setup = Setup::new(subject)?;
    let client = setup.create_client()?;
    let logins: Vec<Login> =
        (0..BROWSERS).map(|number| setup.create_member(number)).collect::<Result<_>>()?;
    let refreshing = refreshing(&setup, &client, &logins)?;
    let refresh_before = refreshing.run_at(REFRESH_RATE, PERIODS).context("renewing before the storm")?;
    let ((without_hash, disk), others) =
        alone(subject, (&setup, &client, logins.first().context("there are logins")?))?;
    let (per_second, refresh_during) = storm(&setup, &client, &logins, &refreshing)?;
    Ok(Figures { without_hash, disk, others, per_second, refresh_before, refresh_during })
}

fn refreshing(setup: &Setup<'_>, client: &Client, logins: &[Login]) -> Result<Load> {
    let mut requests = Vec::new();
    for login in logins.iter().take(CONNECTIONS) {
        let token = refresh_token(&setup.origin, client, login)?;
        requests.push(setup.origin.request(&setup.organization_token_request(client, &token)));
    }
    Ok(Load {
        origin: setup.origin.clone(),
        requests,
        order: Order::OwnRequest,
        connections: CONNECTIONS,
        expected_status: 200,
    })
}

/// What the server spends on a sign-in beside the hash, what of it is the disk, and what the middle one of many browsers sees of it.
fn alone(
    subject: &Subject,
    (setup, client, login): (&Setup<'_>, &Client, &Login),
) -> Result<((Duration, Duration), Duration)> {
    let before = subject.work()?;
    let mut others = Vec::new();
    for _ in 0..ALONE {
        others.push(sign_in(&setup.origin, client, login)?.others);
    }
    let after = subject.work()?;
    let (spent, disk) = (after.without_hashes_since(before), after.disk.saturating_sub(before.disk));
    others.sort_unstable();
    let each = u32::try_from(ALONE)?;
    Ok(((spent / each, disk / each), others.get(ALONE / 2).copied().unwrap_or_default()))
}

/// Everybody signs in at once while tokens are renewed: how many got in a second, and how long the renewals took.
fn storm(setup: &Setup<'_>, client: &Client, logins: &[Login], refreshing: &Load) -> Result<(f64, Measured)> {
    let (over, done) = (AtomicBool::new(false), AtomicUsize::new(0));
    let sign_in_again_and_again = |login: &Login| -> Result<()> {
        while !over.load(Ordering::Acquire) {
            sign_in(&setup.origin, client, login)?;
            done.fetch_add(1, Ordering::AcqRel);
        }
        Ok(())
    };
    thread::scope(|scope| {
        let browsers: Vec<_> =
            logins.iter().map(|login| scope.spawn(|| sign_in_again_and_again(login))).collect();
        thread::sleep(PERIODS.warm_up);
        let (before, stopwatch) = (done.load(Ordering::Acquire), Stopwatch::start());
        let renewed = refreshing.run_at(REFRESH_RATE, PERIODS).context("renewing in the storm");
        let (count, period) = (done.load(Ordering::Acquire) - before, stopwatch.elapsed());
        over.store(true, Ordering::Release);
        for browser in browsers {
            browser.join().map_err(|_| anyhow!("a browser failed"))?.context("signing in in the storm")?;
        }
        let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        Ok((count / period.as_secs_f64(), renewed?))
    })
}
