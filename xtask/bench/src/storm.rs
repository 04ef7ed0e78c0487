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
    /// The request with the password, half of them at most.
    pub(crate) password: Duration,
    /// All other requests of a sign-in, from the authorization request to the tokens, half of them at most.
    pub(crate) others: Duration,
    /// Sign-ins a second of [`BROWSERS`] at once.
    pub(crate) per_second: f64,
    /// Renewals of organization tokens while nobody signs in.
    pub(crate) refresh_before: Measured,
    /// The same while [`BROWSERS`] sign in.
    pub(crate) refresh_during: Measured,
}

impl Figures {
    /// What a sign-in costs beside the hash, which takes so long alone.
    pub(crate) fn without_hash(&self, hash: Duration) -> Duration {
        self.others + self.password.saturating_sub(hash)
    }
}

/// Measures a server that nobody else uses.
pub(crate) fn measure(subject: &Subject) -> Result<Figures> {
    let setup = Setup::new(subject)?;
    let client = setup.create_client()?;
    let logins: Vec<Login> =
        (0..BROWSERS).map(|number| setup.create_member(number)).collect::<Result<_>>()?;
    let refreshing = refreshing(&setup, &client, &logins)?;
    let refresh_before = refreshing.run_at(REFRESH_RATE, PERIODS).context("renewing before the storm")?;
    let (password, others) = alone(&setup, &client, logins.first().context("there are logins")?)?;
    let (per_second, refresh_during) = storm(&setup, &client, &logins, &refreshing)?;
    Ok(Figures { password, others, per_second, refresh_before, refresh_during })
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

/// The request with the password, and all others, of the middle one of many sign-ins.
fn alone(setup: &Setup<'_>, client: &Client, login: &Login) -> Result<(Duration, Duration)> {
    let (mut password, mut others) = (Vec::new(), Vec::new());
    for _ in 0..ALONE {
        let done = sign_in(&setup.origin, client, login)?;
        password.push(done.password);
        others.push(done.others);
    }
    let middle = |mut durations: Vec<Duration>| {
        durations.sort_unstable();
        durations.get(ALONE / 2).copied().unwrap_or_default()
    };
    Ok((middle(password), middle(others)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_taken_off_the_request_that_waits_for_it() {
        let millis = Duration::from_millis;
        let measured = Measured { per_second: 100.0, median: millis(1), percentile_99: millis(2) };
        let figures = Figures {
            password: millis(31),
            others: millis(1),
            per_second: 50.0,
            refresh_before: measured,
            refresh_during: measured,
        };
        assert_eq!(figures.without_hash(millis(30)), millis(2));
        assert_eq!(figures.without_hash(millis(40)), millis(1));
    }
}
