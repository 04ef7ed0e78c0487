//! Request parameters as an ordered multi-map, read from a query, a form or a JSON object.
//!
//! Owns what RFC 6749 §3.1 and §3.2 say of all parameters: an empty value counts as absent, a repeated one is an
//! error; and the exact texts for it (wire contract §1.2, §3.2). Does not know what any single parameter means, nor
//! content types and body limits (those belong to the endpoint).

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::error::OAuthError;

/// The only parameter that may come more than once (RFC 8707 §2).
const REPEATABLE: &str = "resource";
/// More parameters than this in one request are refused: no honest request comes near.
const MAX_PARAMETERS: usize = 1000;
const NUL_IN_BODY: &str = "null bytes are not allowed in the request body";
const NUL_IN_QUERY: &str = "null bytes are not allowed in the request query";

/// The parameters of one request, in the order they came. `Debug` shows names only: values may be secrets.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters {
    pairs: Vec<(String, String)>,
}

impl fmt::Debug for Parameters {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.pairs.iter().map(|(name, _)| name)).finish()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self { pairs: pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect() }
    }
}

impl Parameters {
    /// Reads the query part of a URL, without its `?`.
    ///
    /// # Errors
    /// `invalid_request` for a NUL character, also an escaped one (no storage takes it), and for far too many
    /// parameters.
    pub fn from_query(query: &str) -> Result<Self, OAuthError> {
        Self::from_pairs(form_urlencoded::parse(query.as_bytes()).into_owned(), NUL_IN_QUERY)
    }

    /// Reads an `application/x-www-form-urlencoded` body.
    ///
    /// # Errors
    /// As [`Parameters::from_query`].
    pub fn from_form(body: &[u8]) -> Result<Self, OAuthError> {
        Self::from_pairs(form_urlencoded::parse(body).into_owned(), NUL_IN_BODY)
    }

    /// Reads an `application/json` body whose members are the parameters. Malformed JSON, and JSON that is no
    /// object, count as an empty body (wire contract §1.2). A number or boolean is taken as its text, an array of
    /// such values as a repeated parameter; `null` and anything nested carry no parameter.
    ///
    /// # Errors
    /// As [`Parameters::from_query`].
    pub fn from_json(body: &[u8]) -> Result<Self, OAuthError> {
        if body.contains(&0) {
            return Err(OAuthError::invalid_request(NUL_IN_BODY));
        }
        let members =
            serde_json::from_slice::<Members>(body).map_or_else(|_| Vec::new(), |members| members.0);
        let pairs = members.into_iter().flat_map(|(name, value)| {
            let values = match value {
                Value::Array(values) => values,
                value => vec![value],
            };
            values.into_iter().filter_map(move |value| Some((name.clone(), scalar_text(value)?)))
        });
        Self::from_pairs(pairs, NUL_IN_BODY)
    }

    fn from_pairs(
        pairs: impl Iterator<Item = (String, String)>,
        nul_description: &'static str,
    ) -> Result<Self, OAuthError> {
        let pairs: Vec<_> = pairs.take(MAX_PARAMETERS + 1).collect();
        if pairs.len() > MAX_PARAMETERS {
            return Err(OAuthError::invalid_request("too many parameters"));
        }
        if pairs.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(OAuthError::invalid_request(nul_description));
        }
        Ok(Self { pairs })
    }

    /// The first value of `name` that is not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of `name` that is not empty, in order, repetitions included.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.pairs
            .iter()
            .filter(move |(candidate, value)| candidate == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// Every distinct non-empty `resource`, in order of first appearance.
    pub fn resources(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        self.all(REPEATABLE).filter(|resource| seen.insert(*resource)).collect()
    }

    /// Names and values as they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether nothing came at all.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The value of `name`.
    ///
    /// # Errors
    /// `invalid_request` `missing required parameter '{name}'`; an empty value counts as missing.
    pub fn require(&self, name: &str) -> Result<&str, OAuthError> {
        self.get(name).ok_or_else(|| missing_parameters(&[name]))
    }

    /// Checks that each of `names` has a value.
    ///
    /// # Errors
    /// `invalid_request` that names all the missing ones, in the given order (wire contract §3.2).
    pub fn require_all(&self, names: &[&str]) -> Result<(), OAuthError> {
        let missing: Vec<&str> = names.iter().copied().filter(|name| self.get(name).is_none()).collect();
        if missing.is_empty() { Ok(()) } else { Err(missing_parameters(&missing)) }
    }

    /// Checks that no parameter the endpoint knows comes twice; `resource` may. Unknown ones are nobody's business
    /// (RFC 6749 §3.1: unrecognized parameters are ignored).
    ///
    /// # Errors
    /// `invalid_request` `'{name}' parameter must not be provided twice` for the first repeated one.
    pub fn reject_repeated(&self, known: &[&str]) -> Result<(), OAuthError> {
        let mut seen = HashSet::new();
        let repeated = self
            .pairs
            .iter()
            .map(|(name, _)| name.as_str())
            .filter(|name| *name != REPEATABLE && known.contains(name))
            .find(|name| !seen.insert(*name));
        repeated.map_or(Ok(()), |name| {
            Err(OAuthError::invalid_request(format!("'{name}' parameter must not be provided twice")))
        })
    }
}

/// The error for parameters that are required and absent (wire contract §3.2).
pub(crate) fn missing_parameters(names: &[&str]) -> OAuthError {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    let plural = if quoted.len() == 1 { "" } else { "s" };
    let list = match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first, second] => format!("{first} and {second}"),
        [earlier @ .., last] => format!("{}, and {last}", earlier.join(", ")),
    };
    OAuthError::invalid_request(format!("missing required parameter{plural} {list}"))
}

fn scalar_text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(boolean) => Some(boolean.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The members of a JSON object with repetitions kept, which a map would silently drop.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    if members.len() > MAX_PARAMETERS {
                        map.next_value::<IgnoredAny>()?;
                    } else {
                        members.push((name, map.next_value()?));
                    }
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn description(result: Result<impl fmt::Debug, OAuthError>) -> String {
        let error = result.unwrap_err();
        assert_eq!((error.code.as_str(), error.status), ("invalid_request", 400));
        error.description.unwrap().into_owned()
    }

    #[test]
    fn forms_queries_and_json_give_the_same_parameters() {
        let form = Parameters::from_form(b"scope=a+b%20c&resource=r1&resource=r2&empty=").unwrap();
        let query = Parameters::from_query("scope=a+b%20c&resource=r1&resource=r2&empty=").unwrap();
        let json = Parameters::from_json(br#"{"scope":"a b c","resource":["r1","r2"],"empty":""}"#).unwrap();
        assert_eq!(form, query);
        assert_eq!(form, json);
        assert_eq!(form.get("scope"), Some("a b c"));
        assert_eq!(form.resources(), ["r1", "r2"]);
        assert_eq!(form.get("empty"), None);
        assert_eq!(form.get("absent"), None);
    }

    #[test]
    fn json_that_is_no_object_is_an_empty_body() {
        for body in [&b"{"[..], b"[1]", br#""text""#, b"", b"nul", br#"{"a":"b"} x"#, b"\xff"] {
            assert!(Parameters::from_json(body).unwrap().is_empty(), "{body:?}");
        }
    }

    #[test]
    fn json_values_that_are_no_text_follow_their_rule() {
        let json = br#"{"max_age":3600,"flag":true,"nothing":null,"nested":{"a":1},"list":["x",{"y":1},2]}"#;
        let parameters = Parameters::from_json(json).unwrap();
        assert_eq!(
            parameters.iter().collect::<Vec<_>>(),
            [("max_age", "3600"), ("flag", "true"), ("list", "x"), ("list", "2")]
        );
    }

    #[test]
    fn a_nul_is_refused_however_it_is_written() {
        let texts = [
            description(Parameters::from_form(b"scope=a\0b")),
            description(Parameters::from_form(b"scope=a%00b")),
            description(Parameters::from_json(b"{\"scope\":\"a\0\"}")),
            description(Parameters::from_json(br#"{"sc\u0000ope":"a"}"#)),
        ];
        assert!(
            texts.iter().all(|text| text == "null bytes are not allowed in the request body"),
            "{texts:?}"
        );
        assert_eq!(
            description(Parameters::from_query("a=%00")),
            "null bytes are not allowed in the request query"
        );
    }

    #[test]
    fn a_thousand_parameters_are_enough() {
        assert!(Parameters::from_query(&"a=1&".repeat(1000)).is_ok());
        assert_eq!(description(Parameters::from_query(&"a=1&".repeat(1001))), "too many parameters");
        let many: Vec<String> = (0..1100).map(|index| format!("\"a{index}\":1")).collect();
        assert_eq!(
            description(Parameters::from_json(format!("{{{}}}", many.join(",")).as_bytes())),
            "too many parameters"
        );
    }

    #[test]
    fn a_repeated_parameter_is_refused_unless_it_is_resource_or_unknown() {
        let known = ["scope", "organization_id", "resource"];
        let repeated = Parameters::from_form(b"scope=a&organization_id=o&organization_id=o").unwrap();
        assert_eq!(
            description(repeated.reject_repeated(&known)),
            "'organization_id' parameter must not be provided twice"
        );
        let with_empty = Parameters::from_form(b"scope=&scope=a").unwrap();
        assert_eq!(
            description(with_empty.reject_repeated(&known)),
            "'scope' parameter must not be provided twice"
        );
        let in_json = Parameters::from_json(br#"{"scope":"a","scope":"b"}"#).unwrap();
        assert_eq!(
            description(in_json.reject_repeated(&known)),
            "'scope' parameter must not be provided twice"
        );
        let allowed = Parameters::from_form(b"resource=a&resource=b&other=1&other=2").unwrap();
        assert_eq!(allowed.reject_repeated(&known), Ok(()));
    }

    #[test]
    fn missing_parameters_are_named_together() {
        let empty = Parameters::from_form(b"grant_type=").unwrap();
        assert_eq!(description(empty.require("grant_type")), "missing required parameter 'grant_type'");
        assert_eq!(
            description(empty.require_all(&["subject_token", "subject_token_type"])),
            "missing required parameters 'subject_token' and 'subject_token_type'"
        );
        assert_eq!(
            description(empty.require_all(&["a", "b", "c"])),
            "missing required parameters 'a', 'b', and 'c'"
        );
        let one = Parameters::from_form(b"subject_token=x").unwrap();
        assert_eq!(
            description(one.require_all(&["subject_token", "subject_token_type"])),
            "missing required parameter 'subject_token_type'"
        );
        assert_eq!(one.require("subject_token"), Ok("x"));
        assert_eq!(one.require_all(&["subject_token"]), Ok(()));
    }

    #[test]
    fn resources_collapse_and_drop_empty_ones() {
        let parameters = Parameters::from_query("resource=b&resource=&resource=a&resource=b").unwrap();
        assert_eq!(parameters.resources(), ["b", "a"]);
    }

    #[test]
    fn debug_shows_no_value() {
        let parameters = Parameters::from_form(b"client_secret=hunter2").unwrap();
        assert_eq!(format!("{parameters:?}"), r#"["client_secret"]"#);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            for parameters in [Parameters::from_form(&body), Parameters::from_json(&body)].into_iter().flatten() {
                prop_assert!(parameters.iter().all(|(name, value)| !name.contains('\0') && !value.contains('\0')));
            }
        }

        #[test]
        fn forms_round_trip(pairs in proptest::collection::vec(("[a-z_]{1,8}", "[^\0]{0,12}"), 0..8)) {
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
            let parameters = Parameters::from_form(body.as_bytes()).unwrap();
            let read: Vec<(String, String)> =
                parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            prop_assert_eq!(read, pairs);
        }
    }
}
