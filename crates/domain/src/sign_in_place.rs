//! Where somebody signs in from, and whether that is unusual for them: what second factors that are asked for by risk (`adaptiveMfa`) go by.
//!
//! Only what this server can know is looked at: when the user was last here, from which networks they have come in with everything that was asked of
//! them, and the country and the place that the operator's own proxy tells. A network that is not known counts as unusual; a country or a place that no
//! proxy tells cannot be looked at.

use std::{net::IpAddr, time::Duration};

use crate::{UnixMillis, position::Position};

/// For how long a network is remembered after it was last used. When that was is told by when it ends.
pub const PLACE_TTL: Duration = Duration::from_secs(90 * 86_400);
/// After how long without a sign-in somebody has been away.
pub const LONG_INACTIVITY: Duration = Duration::from_secs(30 * 86_400);
/// The most networks that are remembered of one user.
pub const MAX_PLACES: i64 = 20;

/// How far apart two sign-ins must be for their speed to mean anything, in kilometres. Databases of addresses are wrong by tens of kilometres where an
/// address is that of a mobile network, and places are kept to eleven.
pub const MIN_TRAVEL_KILOMETRES: f64 = 100.0;
/// Faster than this nobody travels, in kilometres an hour: what airliners fly at. From airport to airport everybody is slower.
pub const MAX_SPEED_KILOMETRES_PER_HOUR: f64 = 900.0;

/// Where a request comes from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SignInPlace {
    /// The network of the address ([`network_of`]).
    pub network: Option<String>,
    /// The country (ISO 3166-1 alpha-2), where a proxy tells it.
    pub country: Option<String>,
    /// Where on earth, where a proxy tells it.
    pub position: Option<Position>,
}

/// Where a user has come from with everything that was asked of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownPlace {
    /// The network, with what was told of it last.
    pub place: SignInPlace,
    /// When they came from there last.
    pub seen_at: UnixMillis,
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
    /// From where they came last nobody gets here so fast.
    GeoVelocity,
}

impl RiskSignal {
    /// The word in events and in the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LongInactivity => "long_inactivity",
            Self::UntrustedNetwork => "untrusted_ip",
            Self::NewCountry => "new_country",
            Self::GeoVelocity => "geo_velocity",
        }
    }
}

/// What is unusual about a sign-in at `now` from `here` by somebody who has signed in last at `last_sign_in_at` and who is known from `places`.
pub fn risk_signals(
    last_sign_in_at: Option<UnixMillis>,
    places: &[KnownPlace],
    here: &SignInPlace,
    now: UnixMillis,
) -> Vec<RiskSignal> {
    let mut signals = Vec::new();
    if last_sign_in_at.is_none_or(|last| now.since(last) >= LONG_INACTIVITY) {
        signals.push(RiskSignal::LongInactivity);
    }
    if here.network.is_none() || !places.iter().any(|known| known.place.network == here.network) {
        signals.push(RiskSignal::UntrustedNetwork);
    }
    if here.country.is_some() && !places.iter().any(|known| known.place.country == here.country) {
        signals.push(RiskSignal::NewCountry);
    }
    if is_too_fast(places, here, now) {
        signals.push(RiskSignal::GeoVelocity);
    }
    signals
}

/// Whether nobody gets here by `now` from where the user was last, of the places that are told.
fn is_too_fast(places: &[KnownPlace], here: &SignInPlace, now: UnixMillis) -> bool {
    let located = places.iter().filter_map(|known| Some((known.seen_at, known.place.position?)));
    let (Some((seen_at, last)), Some(here)) = (located.max_by_key(|(seen_at, _)| *seen_at), here.position)
    else {
        return false;
    };
    let (kilometres, hours) = (last.kilometres_to(here), now.since(seen_at).as_secs_f64() / 3_600.0);
    kilometres >= MIN_TRAVEL_KILOMETRES && kilometres > MAX_SPEED_KILOMETRES_PER_HOUR * hours
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
        SignInPlace { network: network_of(network), country: country.map(str::to_owned), position: None }
    }

    /// A place that was used an hour ago.
    fn known(place: SignInPlace) -> KnownPlace {
        KnownPlace { place, seen_at: NOW.minus(Duration::from_secs(3_600)) }
    }

    fn located(north: i64, east: i64) -> SignInPlace {
        SignInPlace { position: Position::from_tenths(north, east), ..place("203.0.113.9", None) }
    }

    #[test]
    fn what_is_known_is_usual_and_what_is_not_is_told() {
        use RiskSignal::{LongInactivity, NewCountry, UntrustedNetwork};
        let known = [place("203.0.113.9", Some("NO")), place("2001:db8:1::9", None)].map(known);
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
        fn whoever_is_spared_was_here_lately_from_a_network_they_are_known_from(days in 0..90_u64, here in 0..5_u8, from in 0..5_u8, country in 0..3_usize) {
            let countries = [None, Some("NO"), Some("SE")];
            let at = |network: u8, country| place(&format!("203.0.{network}.1"), country);
            let last = NOW.minus(Duration::from_secs(days * 86_400));
            let signals = risk_signals(Some(last), &[super::tests::known(at(from, Some("NO")))], &at(here, countries[country]), NOW);
            let is_usual = days < 30 && here == from && countries[country] != Some("SE");
            proptest::prop_assert_eq!(signals.is_empty(), is_usual, "{:?}", signals);
        }
    }

    #[test]
    fn who_is_here_sooner_than_anybody_could_be_is_told() {
        let hour = Duration::from_secs(3_600);
        let signals = |known: &[KnownPlace], here: &SignInPlace| {
            risk_signals(Some(NOW.minus(hour)), known, here, NOW).contains(&RiskSignal::GeoVelocity)
        };
        let from = |north, east, ago| KnownPlace { place: located(north, east), seen_at: NOW.minus(ago) };
        // A degree of latitude is 111 kilometres: 889, 901 and 8,896 of them.
        let (start, near, far) = (from(0, 1, hour), located(80, 1), located(81, 1));
        let places = std::slice::from_ref(&start);
        assert!(!signals(places, &near) && signals(places, &far));
        assert!(
            signals(&[from(0, 1, 9 * hour)], &located(800, 1))
                && !signals(&[from(0, 1, 10 * hour)], &located(800, 1))
        );
        // Next door takes no time, and a hundred kilometres take some.
        assert!(!signals(&[from(0, 1, Duration::ZERO)], &located(8, 1)));
        assert!(signals(&[from(0, 1, Duration::ZERO)], &located(10, 1)));
        assert!(!signals(&[from(0, 1, hour / 8)], &located(10, 1)));
        // The clock of another node may be ahead.
        let ahead = KnownPlace { place: located(0, 1), seen_at: NOW.plus(hour) };
        assert!(signals(&[ahead], &far));
        // The last place counts, of those that are told, and nothing where none is.
        let told = |known: &[KnownPlace]| signals(known, &far);
        assert!(
            !told(&[start.clone(), from(81, 1, hour / 2)]) && told(&[from(81, 1, 2 * hour), start.clone()])
        );
        let untold = KnownPlace { place: place("203.0.113.9", None), seen_at: NOW };
        assert!(told(&[untold.clone(), start.clone()]) && !told(&[untold]) && !told(&[]));
        assert!(!signals(&[start], &place("203.0.113.9", None)));
    }

    proptest::proptest! {
        #[test]
        fn it_is_too_fast_if_and_only_if_it_is_far_and_faster_than_an_airliner(
            from in (-900..=900_i64, -1_800..=1_800_i64), to in (-900..=900_i64, -1_800..=1_800_i64), minutes in 0..1_500_u64,
        ) {
            let last = KnownPlace { place: located(from.0, from.1), seen_at: NOW.minus(Duration::from_secs(60 * minutes)) };
            let here = located(to.0, to.1);
            let is_told = |last: &KnownPlace, here: &SignInPlace| risk_signals(Some(last.seen_at), std::slice::from_ref(last), here, NOW).contains(&RiskSignal::GeoVelocity);
            let kilometres = last.place.position.unwrap().kilometres_to(here.position.unwrap());
            // Fifteen kilometres a minute.
            #[expect(clippy::cast_precision_loss, reason = "a few minutes")]
            let reachable = 15.0 * minutes as f64;
            proptest::prop_assume!((kilometres - reachable).abs() > 0.01 && (kilometres - 100.0).abs() > 0.01);
            proptest::prop_assert_eq!(is_told(&last, &here), kilometres > 100.0 && kilometres > reachable);
            // Going back takes as long, waiting makes nobody suspicious, and who stays is never told.
            let back = KnownPlace { place: here.clone(), seen_at: last.seen_at };
            proptest::prop_assert_eq!(is_told(&back, &last.place), is_told(&last, &here));
            let earlier = KnownPlace { seen_at: last.seen_at.minus(Duration::from_secs(3_600)), ..last.clone() };
            proptest::prop_assert!(is_told(&last, &here) || !is_told(&earlier, &here));
            proptest::prop_assert!(!is_told(&last, &last.place));
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
