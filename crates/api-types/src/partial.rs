//! Partial updates.

use serde::{Deserialize, Deserializer, de::DeserializeOwned, de::Error as _};
use serde_json::{Map, Value};

/// Keeps `null` (`Some(None)`) apart from an absent member (`None`); for use with `#[serde(default)]`.
#[expect(clippy::option_option, reason = "the outer one tells absent, the inner one null")]
pub(crate) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// A member that may be absent but not `null`; for use with `#[serde(default)]`.
pub(crate) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// An object that may be absent but neither `null` nor a list, which serde would read as the members of a struct in their order; for use with
/// `#[serde(default)]`.
pub(crate) fn given_object<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    object(deserializer).map(Some)
}

/// An object that is not a list, which serde would read as the members of a struct in their order.
pub(crate) fn object<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let members = Map::<String, Value>::deserialize(deserializer)?;
    T::deserialize(Value::Object(members)).map_err(D::Error::custom)
}

/// A list of objects that may be absent or `null`, apart, none of which is a list; for use with `#[serde(default)]`.
#[expect(clippy::option_option, reason = "the outer one tells absent, the inner one null")]
pub(crate) fn present_objects<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<Vec<T>>>, D::Error> {
    let Some(objects) = Option::<Vec<Map<String, Value>>>::deserialize(deserializer)? else {
        return Ok(Some(None));
    };
    let objects = objects.into_iter().map(|members| T::deserialize(Value::Object(members)));
    objects.collect::<Result<_, _>>().map(|objects| Some(Some(objects))).map_err(D::Error::custom)
}
