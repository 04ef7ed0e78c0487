//! Where somebody signs in from, and whether that is unusual for them: what second factors that are asked for by risk (`adaptiveMfa`) go by.
//!
//! Only what this server can know is looked at: when the user was last here, from which networks they have come in with everything that was asked of
//! them, and the country that the operator's own proxy names. What is not known counts as unusual.

use std::{net::IpAddr, time::Duration};

use crate::UnixMillis;

/// For how long a network is remembered after it was last used.
pub const PLACE_TTL: Duration = Duration::from_secs(90 * 86_400);
/// After how long without a sign-in somebody has been away.
pub const LONG_INACTIVITY: Duration = Duration::from_secs(30 * 86_400);
/// The most networks that are remembered of one user.
pub const MAX_PLACES: i64 = 20;

/// Where a request comes from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SignInPlace {
    /// The network of the address ([`network_of`]).
    pub network: Option<String>,
    /// The country (ISO 3166-1 alpha-2), where a proxy tells it.
    pub country: Option<String>,
}

/// Why a second factor is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RiskSignal {
    /// The user has not signed in for long, or never.
    LongInactivity,
    /// They have not come from this network, or from where is not known.
    UntrustedNetwork,
    /// They have not come from this country.
    NewCountry,
}

impl RiskSignal {
    /// The word in events and in the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LongInactivity => "long_inactivity",
            Self::UntrustedNetwork => "untrusted_ip",
            Self::NewCountry => "new_country",
        }
    }
}

/// What is unusual about a sign-in at `now` from `here` by somebody who has signed in last at `last_sign_in_at` and who is known from `places`.
pub fn risk_signals(
    last_sign_in_at: Option<UnixMillis>,
    places: &[SignInPlace],
    here: &SignInPlace,
    now: UnixMillis,
) -> Vec<RiskSignal> {
    let mut signals = Vec::new();
    if last_sign_in_at.is_none_or(|last| now.since(last) >= LONG_INACTIVITY) {
        signals.push(RiskSignal::LongInactivity);
    }
    if here.network.is_none() || !places.iter().any(|place| place.network == here.network) {
        signals.push(RiskSignal::UntrustedNetwork);
    }
    if here.country.is_some() && !places.iter().any(|place| place.country == here.country) {
        signals.push(RiskSignal::NewCountry);
    }
    signals
}

/// The network that an address is in: 24 bits of IPv4, which is what a household or an office has, and 48 of IPv6. `None` for what is no address.
pub fn network_of(ip: &str) -> Option<String> {
    Some(match ip.parse::<IpAddr>().ok()?.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    })
}

/// Reads the country that a proxy names: two letters. `XX` and `T1` are what proxies say where they do not know.
pub fn parse_country(text: &str) -> Option<String> {
    let country = text.trim().to_ascii_uppercase();
    let is_country = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_country && country != "XX").then_some(country)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_000_000_000_000);

    fn place(network: &str, country: Option<&str>) -> SignInPlace {
        SignInPlace { network: network_of(network), country: country.map(str::to_owned) }
    }

    #[test]
    fn what_is_known_is_usual_and_what_is_not_is_told() {
        use RiskSignal::{LongInactivity, NewCountry, UntrustedNetwork};
        let known = [place("203.0.113.9", Some("NO")), place("2001:db8:1::9", None)];
        let yesterday = Some(NOW.minus(Duration::from_secs(86_400)));
        let of = |last, here: &SignInPlace| risk_signals(last, &known, here, NOW);
        assert_eq!(of(yesterday, &place("203.0.113.200", Some("NO"))), []);
        assert_eq!(of(yesterday, &place("203.0.113.200", None)), []);
        assert_eq!(of(yesterday, &place("2001:db8:1:ffff::1", Some("NO"))), []);
        assert_eq!(of(yesterday, &place("203.0.114.9", Some("NO"))), [UntrustedNetwork]);
        assert_eq!(of(yesterday, &place("203.0.113.9", Some("SE"))), [NewCountry]);
        assert_eq!(of(yesterday, &place("nonsense", None)), [UntrustedNetwork]);
        assert_eq!(of(None, &place("203.0.113.9", None)), [LongInactivity]);
        let long_ago = Some(NOW.minus(LONG_INACTIVITY));
        assert_eq!(
            of(long_ago, &place("2001:db8:2::9", Some("SE"))),
            [LongInactivity, UntrustedNetwork, NewCountry]
        );
        assert_eq!(of(long_ago.map(|at| at.plus(Duration::from_millis(1))), &place("203.0.113.9", None)), []);
    }

    #[test]
    fn networks_hold_their_addresses_and_no_others() {
        assert_eq!(network_of("203.0.113.9").as_deref(), Some("203.0.113.0/24"));
        assert_eq!(network_of("::ffff:203.0.113.9").as_deref(), Some("203.0.113.0/24"));
        assert_eq!(network_of("2001:db8::1").as_deref(), Some("2001:db8:0::/48"));
        for nonsense in ["", "203.0.113", "203.0.113.9:80", "localhost", "203.0.113.009"] {
            assert_eq!(network_of(nonsense), None, "{nonsense}");
        }
    }

    proptest::proptest! {
        #[test]
        fn two_addresses_share_a_network_if_and_only_if_they_begin_alike(one: u32, other: u32) {
            let network = |address: u32| network_of(&std::net::Ipv4Addr::from(address).to_string());
            proptest::prop_assert_eq!(network(one) == network(other), one >> 8 == other >> 8);
            proptest::prop_assert_eq!(network(one), network(one ^ 0xff));
        }

        #[test]
        fn whoever_is_spared_was_here_lately_from_a_network_they_are_known_from(days in 0..90_u64, here in 0..5_u8, known in 0..5_u8, country in 0..3_usize) {
            let countries = [None, Some("NO"), Some("SE")];
            let at = |network: u8, country| place(&format!("203.0.{network}.1"), country);
            let last = NOW.minus(Duration::from_secs(days * 86_400));
            let signals = risk_signals(Some(last), &[at(known, Some("NO"))], &at(here, countries[country]), NOW);
            let is_usual = days < 30 && here == known && countries[country] != Some("SE");
            proptest::prop_assert_eq!(signals.is_empty(), is_usual, "{:?}", signals);
        }
    }

    #[test]
    fn countries_are_two_letters() {
        assert_eq!(parse_country(" no ").as_deref(), Some("NO"));
        for nonsense in ["", "N", "NOR", "XX", "T1", "N0", "ÅÅ"] {
            assert_eq!(parse_country(nonsense), None, "{nonsense}");
        }
    }
}
