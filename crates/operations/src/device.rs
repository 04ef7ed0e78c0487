//! Devices that wait for their user (RFC 8628; OIDC contract §4.7): the code that the user types, and finding the device by it.
//!
//! A code has eight letters of twenty, 34 bits, and lives for ten minutes. It is kept as a keyed hash, and guesses are counted by the address
//! that they come from, by the network that a hoster gives away at once, and all together: whoever has many networks gets no further than
//! whoever has one for it.

use std::{net::IpAddr, time::Duration};

use domain::{
    HashedToken,
    sentinel::{SentinelIdentifier, SentinelPolicy},
};
use store::device_code::{self, DeviceCode, DeviceCodeState};

use crate::{
    configuration::TenantConfiguration,
    sentinel::{self, OpenAttempt},
    services::{OperationError, Services},
};

/// The cookie that hands the token against forged posts to the device pages.
pub const XSRF_COOKIE: &str = "_logto_device_flow_xsrf";
/// The letters of a code: no vowels, so that no words come about, and none that looks like another or like a digit.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
/// How many letters a code has.
const LENGTH: usize = 8;
/// The longest text that is read as a code, in bytes.
const MAX_TYPED: usize = 64;
/// How often somebody may mistype a code, and for how long they wait then.
const BY_ADDRESS: SentinelPolicy = policy(10, 600);
/// How often all of a large network of IPv6 may.
const BY_NETWORK: SentinelPolicy = policy(100, 600);
/// How often everybody together may. It holds up the devices of all, so not for long: a thousand guesses a minute find one of a thousand
/// devices that wait once in 25,000 minutes.
const BY_ALL: SentinelPolicy = policy(1_000, 60);

const fn policy(max_attempts: u32, lockout_seconds: u64) -> SentinelPolicy {
    SentinelPolicy {
        max_attempts,
        window: Duration::from_secs(600),
        lockout: Duration::from_secs(lockout_seconds),
    }
}

/// A fresh code as devices show it: `XXXX-XXXX`.
pub fn new_user_code(services: &Services) -> String {
    let letters = services.entropy.text_of(LETTERS, LENGTH);
    let (first, second) = letters.split_at(LENGTH / 2);
    format!("{first}-{second}")
}

/// What is kept of a code however it is typed: in any case, with or without its hyphen and blanks. `None` for what is no code.
pub fn user_code_hash(configuration: &TenantConfiguration, typed: &str) -> Option<HashedToken> {
    let letters = letters_of(typed)?;
    let key = configuration.verification_code_key.reveal();
    let hash = jose::hmac_sha256(key, format!("device user code\n{letters}").as_bytes());
    Some(HashedToken::from_bytes(hash))
}

/// A code as devices show it, however it is typed.
pub fn as_shown(typed: &str) -> Option<String> {
    let letters = letters_of(typed)?;
    let (first, second) = letters.split_at(LENGTH / 2);
    Some(format!("{first}-{second}"))
}

fn letters_of(typed: &str) -> Option<String> {
    if typed.len() > MAX_TYPED {
        return None;
    }
    let counted = typed.chars().filter(|character| !matches!(character, '-' | ' '));
    let letters: String = counted.map(|character| character.to_ascii_uppercase()).collect();
    let is_code = letters.len() == LENGTH && letters.bytes().all(|letter| LETTERS.contains(&letter));
    is_code.then_some(letters)
}

/// What a typed code leads to.
#[derive(Debug)]
pub enum Found {
    /// A device that waits for its user.
    Waiting(Box<DeviceCode>),
    /// Nothing, or nothing any more.
    Nothing,
    /// There were too many wrong ones from this address.
    TooManyAttempts,
}

/// Finds the device that shows a code. A wrong one is counted against the `address` that it came from, against its network, and against all.
pub async fn find(
    services: &Services,
    configuration: &TenantConfiguration,
    typed: &str,
    address: Option<IpAddr>,
) -> Result<Found, OperationError> {
    let Some(hash) = user_code_hash(configuration, typed) else { return Ok(Found::Nothing) };
    let Some(attempts) = begin_attempts(services, address).await? else {
        return Ok(Found::TooManyAttempts);
    };
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let Some(found) = device_code::find_by_user_code(exec, tenant, &hash, now).await? else {
        return Ok(Found::Nothing);
    };
    take_back(services, attempts).await?;
    let is_waiting = matches!(found.state, DeviceCodeState::Pending | DeviceCodeState::Claimed);
    Ok(if is_waiting { Found::Waiting(Box::new(found)) } else { Found::Nothing })
}

/// Counts an attempt everywhere where it counts; `None` where one of the counts is full, and then it counts nowhere.
async fn begin_attempts(
    services: &Services,
    address: Option<IpAddr>,
) -> Result<Option<Vec<OpenAttempt>>, OperationError> {
    let address = address.map(|address| address.to_canonical());
    let by_network = network(address).map(|network| (network, &BY_NETWORK));
    let counts = [(guesser(address), &BY_ADDRESS)].into_iter().chain(by_network);
    let mut attempts = Vec::new();
    for (guesser, policy) in counts.chain([("everybody".to_owned(), &BY_ALL)]) {
        let identifier = SentinelIdentifier::new("device-user-code", &guesser);
        let Ok(attempt) = sentinel::begin_attempt(services, identifier, policy).await? else {
            take_back(services, attempts).await?;
            return Ok(None);
        };
        attempts.push(attempt);
    }
    Ok(Some(attempts))
}

async fn take_back(services: &Services, attempts: Vec<OpenAttempt>) -> Result<(), OperationError> {
    for attempt in attempts {
        attempt.take_back(services).await?;
    }
    Ok(())
}

/// Whose guesses are counted together: an address, of the sixth version the network that one household or host has.
fn guesser(address: Option<IpAddr>) -> String {
    match address {
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Some(IpAddr::V4(address)) => address.to_string(),
        None => "unknown".to_owned(),
    }
}

/// The network that one customer of a hoster has, of the sixth version: 65,536 of those.
fn network(address: Option<IpAddr>) -> Option<String> {
    let Some(IpAddr::V6(address)) = address else { return None };
    let [a, b, c, ..] = address.segments();
    Some(format!("{a:x}:{b:x}:{c:x}::/48"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for typed in ["BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "B-C-D-F-G-H-J-K"] {
            assert_eq!(as_shown(typed).as_deref(), Some("BCDF-GHJK"), "{typed}");
        }
        for typed in ["", "BCDF-GHJ", "BCDF-GHJKL", "ACDF-GHJK", "BCDF-GHJ0", "ßCDF-GHJ", &"-".repeat(80)] {
            assert_eq!(as_shown(typed), None, "{typed}");
        }
    }

    #[test]
    fn guesses_are_counted_by_address_and_by_network() {
        let of = |text: &str| guesser(text.parse().ok().map(|address: IpAddr| address.to_canonical()));
        assert_eq!(of("203.0.113.9"), "203.0.113.9");
        assert_eq!(of("::ffff:203.0.113.9"), "203.0.113.9");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        let network_of = |text: &str| network(text.parse().ok());
        assert_eq!(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
        assert_ne!(network_of("2001:db8:1:2::1"), network_of("2001:db8:2:2::1"));
        assert_eq!(network_of("203.0.113.9"), None);
    }
}
