//! Where on earth a request comes from, as an operator's proxy tells it, and how far that is from elsewhere.
//!
//! It is kept to a tenth of a degree, eleven kilometres at the most: databases of addresses know no better than the town, and nobody needs to know
//! more of somebody who signs in.

/// A place on earth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// Tenths of a degree north of the equator.
    latitude: i32,
    /// Tenths of a degree east of Greenwich.
    longitude: i32,
}

/// The mean radius of the earth.
const RADIUS_KILOMETRES: f64 = 6_371.0;
/// The farthest from the equator, in tenths of a degree.
const MAX_LATITUDE: i32 = 900;
/// The farthest from Greenwich.
const MAX_LONGITUDE: i32 = 1_800;

impl Position {
    /// Reads what a proxy says, in degrees with a decimal point. `None` for what is no place on earth, and for where both are naught, which is what
    /// stands for not knowing: nobody lives there.
    pub fn parse(latitude: &str, longitude: &str) -> Option<Self> {
        let position =
            Self { latitude: tenths(latitude, MAX_LATITUDE)?, longitude: tenths(longitude, MAX_LONGITUDE)? };
        (position != Self { latitude: 0, longitude: 0 }).then_some(position)
    }

    /// From tenths of a degree, north and east; `None` for what is no place on earth.
    pub fn from_tenths(latitude: i64, longitude: i64) -> Option<Self> {
        let within =
            |tenths: i64, most: i32| i32::try_from(tenths).ok().filter(|tenths| tenths.abs() <= most);
        Some(Self { latitude: within(latitude, MAX_LATITUDE)?, longitude: within(longitude, MAX_LONGITUDE)? })
    }

    /// Tenths of a degree north of the equator.
    pub fn latitude_tenths(self) -> i64 {
        self.latitude.into()
    }

    /// Tenths of a degree east of Greenwich.
    pub fn longitude_tenths(self) -> i64 {
        self.longitude.into()
    }

    /// Degrees north of the equator.
    pub fn latitude_degrees(self) -> f64 {
        f64::from(self.latitude) / 10.0
    }

    /// Degrees east of Greenwich.
    pub fn longitude_degrees(self) -> f64 {
        f64::from(self.longitude) / 10.0
    }

    /// How far it is to `other` over the ground, in kilometres (the haversine formula).
    pub fn kilometres_to(self, other: Self) -> f64 {
        let (from, to) = (self.latitude_degrees().to_radians(), other.latitude_degrees().to_radians());
        let east = (other.longitude_degrees() - self.longitude_degrees()).to_radians();
        let half = ((to - from) / 2.0).sin().powi(2) + from.cos() * to.cos() * (east / 2.0).sin().powi(2);
        2.0 * RADIUS_KILOMETRES * half.clamp(0.0, 1.0).sqrt().asin()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "what is not within a small bound is refused before")]
fn tenths(degrees: &str, most: i32) -> Option<i32> {
    let degrees: f64 = degrees.trim().parse().ok()?;
    // Also what is no number is not within it.
    (degrees.abs() * 10.0 <= f64::from(most)).then(|| (degrees * 10.0).round() as i32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(latitude: &str, longitude: &str) -> Position {
        Position::parse(latitude, longitude).unwrap()
    }

    #[test]
    fn distances_are_those_of_the_map() {
        let (oslo, bergen, tokyo) =
            (at("59.9127", "10.7461"), at("60.3930", "5.3242"), at("35.6895", "139.6917"));
        for (from, to, kilometres) in
            [(oslo, bergen, 306.0), (oslo, tokyo, 8_414.0), (tokyo, bergen, 8_550.0)]
        {
            let told = from.kilometres_to(to);
            assert!((told - kilometres).abs() < 25.0, "{told} instead of {kilometres}");
        }
        // Over the line where the day changes it is not far.
        assert!(at("-17.7", "179.9").kilometres_to(at("-17.7", "-179.9")) < 25.0);
    }

    #[test]
    fn what_is_no_place_is_none() {
        for (latitude, longitude) in [
            ("", ""),
            ("59.9", ""),
            ("north", "10"),
            ("NaN", "10"),
            ("inf", "10"),
            ("90.1", "0"),
            ("0", "180.1"),
            ("-91", "10"),
            ("1e9", "10"),
            ("0", "0"),
            ("0.00000", "-0.0"),
            ("59,9", "10"),
            ("59.9 10.7", "1"),
        ] {
            assert_eq!(Position::parse(latitude, longitude), None, "{latitude} {longitude}");
        }
        assert_eq!(Position::parse(" 59.9127 ", "10.7461"), Position::from_tenths(599, 107));
        assert_eq!(Position::parse("-90", "-180"), Position::from_tenths(-900, -1_800));
        for (latitude, longitude) in [(901, 0), (0, -1_801), (i64::MAX, 0), (i64::MIN, 0)] {
            assert_eq!(Position::from_tenths(latitude, longitude), None);
        }
    }

    fn any() -> impl Strategy<Value = Position> {
        (-900..=900_i64, -1_800..=1_800_i64)
            .prop_map(|(latitude, longitude)| Position::from_tenths(latitude, longitude).unwrap())
    }

    proptest! {
        #[test]
        fn distances_are_distances(one in any(), other in any(), third in any()) {
            let far = one.kilometres_to(other);
            prop_assert!((0.0..=20_016.0).contains(&far), "{far}");
            prop_assert!((far - other.kilometres_to(one)).abs() < 1e-6);
            prop_assert!(one.kilometres_to(one) < 1e-6);
            prop_assert!(far <= one.kilometres_to(third) + third.kilometres_to(other) + 1e-3);
        }

        #[test]
        fn whatever_a_proxy_says_is_a_place_or_none(latitude in ".*", longitude in ".*", north in -200.0..200.0_f64, east in -400.0..400.0_f64) {
            prop_assert!(Position::parse(&latitude, "x").is_none() && Position::parse("x", &longitude).is_none());
            let read = Position::parse(&north.to_string(), &east.to_string());
            prop_assert_eq!(read.is_some(), north.abs() <= 90.0 && east.abs() <= 180.0 && (north.abs() >= 0.05 || east.abs() >= 0.05));
            if let Some(read) = read {
                prop_assert!((read.latitude_degrees() - north).abs() < 0.051 && (read.longitude_degrees() - east).abs() < 0.051);
                prop_assert_eq!(Position::from_tenths(read.latitude_tenths(), read.longitude_tenths()), Some(read));
            }
        }
    }
}
