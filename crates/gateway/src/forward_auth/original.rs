//! The request that a proxy was asked, from what the proxy says about it.
//!
//! Each kind of proxy says it in its own way, and only that way is listened to. Proxies send on the headers of their client too, so
//! whatever could have come from there and means something, here or to the application, is refused: the other kinds' headers,
//! those that name a user, those that make another method or path of a request for some frameworks, and all of them in the spelling
//! with underscores, which CGI and its heirs do not tell from ours.

use guard::Rejection;
use http::request::Parts;
use http::{HeaderMap, HeaderName, Version, header};

use super::PATH;
use super::policy::ProxyKind;
use super::refusals::{ambiguous_request, original_request_missing};

/// Names that begin so say who was let through: the proxy's alone.
const OURS: &str = "x-guildhall-";

const ORIGINAL_URI: HeaderName = HeaderName::from_static("x-original-uri");
const ORIGINAL_METHOD: HeaderName = HeaderName::from_static("x-original-method");
const ORIGINAL_HOST: HeaderName = HeaderName::from_static("x-original-host");
const FORWARDED_URI: HeaderName = HeaderName::from_static("x-forwarded-uri");
const FORWARDED_METHOD: HeaderName = HeaderName::from_static("x-forwarded-method");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// Some frameworks take another method or path from these than the request's own.
const OVERRIDES: [&str; 5] =
    ["x-http-method-override", "x-http-method", "x-method-override", "x-original-url", "x-rewrite-url"];
/// The query parameter by which some frameworks take another method.
const METHOD_PARAMETER: &str = "_method";
/// What a name with underscores must not begin with, once they are hyphens.
const DECISIVE_BEGINNINGS: [&str; 7] = [
    OURS,
    "x-original-",
    "x-forwarded-",
    "x-http-method",
    "x-method-override",
    "x-rewrite-",
    "authorization",
];

/// A request as the proxy got it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Original<'a> {
    pub(super) method: &'a str,
    /// Path and query, as they were sent.
    pub(super) target: &'a str,
    /// The host without its port, in the case in which it came.
    pub(super) host: Option<&'a str>,
}

/// Where a proxy of this kind says method, target and host; nothing for one that asks with the request itself.
pub(super) fn names(proxy: ProxyKind) -> Option<[HeaderName; 3]> {
    match proxy {
        ProxyKind::Nginx => Some([ORIGINAL_METHOD, ORIGINAL_URI, ORIGINAL_HOST]),
        ProxyKind::Caddy | ProxyKind::Traefik => Some([FORWARDED_METHOD, FORWARDED_URI, FORWARDED_HOST]),
        ProxyKind::Envoy => None,
    }
}

/// What a proxy of this kind says of the request it was asked.
pub(super) fn read(proxy: ProxyKind, parts: &Parts) -> Result<Original<'_>, Rejection> {
    let headers = &parts.headers;
    refuse_what_only_the_proxy_may_say(headers)?;
    let original = match proxy {
        ProxyKind::Nginx => {
            refuse(headers, &[FORWARDED_URI, FORWARDED_METHOD])?;
            by_headers(headers, [&ORIGINAL_METHOD, &ORIGINAL_URI, &ORIGINAL_HOST])?
        }
        ProxyKind::Caddy | ProxyKind::Traefik => {
            refuse(headers, &[ORIGINAL_URI, ORIGINAL_METHOD, ORIGINAL_HOST])?;
            by_headers(headers, [&FORWARDED_METHOD, &FORWARDED_URI, &FORWARDED_HOST])?
        }
        ProxyKind::Envoy => {
            let foreign = [ORIGINAL_URI, ORIGINAL_METHOD, ORIGINAL_HOST, FORWARDED_URI, FORWARDED_METHOD];
            refuse(headers, &foreign)?;
            by_itself(parts)?
        }
    };
    let is_method = !original.method.is_empty()
        && original.method.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    // `CONNECT` and `TRACE` have no path that a rule could be about.
    if !is_method || matches!(original.method, "CONNECT" | "TRACE") || overrides_method(original.target) {
        return Err(ambiguous_request());
    }
    Ok(original)
}

fn refuse_what_only_the_proxy_may_say(headers: &HeaderMap) -> Result<(), Rejection> {
    for name in headers.keys().map(HeaderName::as_str) {
        let is_decisive = if name.contains('_') {
            let hyphens = name.replace('_', "-");
            DECISIVE_BEGINNINGS.iter().any(|beginning| hyphens.starts_with(beginning))
        } else {
            name.starts_with(OURS) || OVERRIDES.contains(&name)
        };
        if is_decisive {
            return Err(ambiguous_request());
        }
    }
    Ok(())
}

fn refuse(headers: &HeaderMap, names: &[HeaderName]) -> Result<(), Rejection> {
    if names.iter().any(|name| headers.contains_key(name)) {
        return Err(original_request_missing());
    }
    Ok(())
}

fn by_headers<'a>(
    headers: &'a HeaderMap,
    [method, target, host]: [&HeaderName; 3],
) -> Result<Original<'a>, Rejection> {
    Ok(Original {
        method: single(headers, method)?.ok_or_else(original_request_missing)?,
        target: single(headers, target)?.ok_or_else(original_request_missing)?,
        host: single(headers, host)?.map(without_port).transpose()?,
    })
}

/// The request with the prefix taken off that the proxy puts before its path.
fn by_itself(parts: &Parts) -> Result<Original<'_>, Rejection> {
    if parts.version <= Version::HTTP_11 && parts.uri.authority().is_some() {
        return Err(ambiguous_request());
    }
    let target = parts.uri.path_and_query().map_or("", http::uri::PathAndQuery::as_str);
    let target = target.strip_prefix(PATH).filter(|rest| rest.starts_with('/'));
    let named = single(&parts.headers, &header::HOST)?;
    let authority = parts.uri.authority().map(http::uri::Authority::as_str);
    let host = match (named, authority) {
        (Some(named), Some(authority)) if named != authority => return Err(ambiguous_request()),
        (named, authority) => named.or(authority),
    };
    Ok(Original {
        method: parts.method.as_str(),
        target: target.ok_or_else(original_request_missing)?,
        host: host.map(without_port).transpose()?,
    })
}

/// The value of a header that may come once.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Rejection> {
    let mut values = headers.get_all(name).iter();
    let value = values.next();
    if values.next().is_some() {
        return Err(ambiguous_request());
    }
    value.map(|value| value.to_str().map_err(|_| ambiguous_request())).transpose()
}

/// The host of `host[:port]`.
fn without_port(authority: &str) -> Result<&str, Rejection> {
    let end =
        if authority.starts_with('[') { authority.find(']').map(|at| at + 1) } else { authority.find(':') };
    let (host, port) =
        authority.split_at_checked(end.unwrap_or(authority.len())).ok_or_else(ambiguous_request)?;
    let is_port = port.is_empty()
        || port.strip_prefix(':').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    if is_port && is_host(host) { Ok(host) } else { Err(ambiguous_request()) }
}

/// Whether this is a name of letters, digits, hyphens and dots, or an address in brackets.
pub(super) fn is_host(host: &str) -> bool {
    let is_name = !host.is_empty()
        && !host.starts_with('.')
        && !host.ends_with('.')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    let is_address = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok());
    is_name || is_address
}

fn overrides_method(target: &str) -> bool {
    let Some((_, query)) = target.split_once('?') else { return false };
    form_urlencoded::parse(query.as_bytes()).any(|(name, _)| is_read_as_method(&name))
}

/// Whether somebody reads this name as [`METHOD_PARAMETER`]. PHP takes dots, spaces and brackets for underscores, leaves out spaces before a name
/// and ends it at NUL; others read `_method[]` as a list of that name.
fn is_read_as_method(name: &str) -> bool {
    let name = name.trim_start().split('\0').next().unwrap_or_default();
    let name: String =
        name.chars().map(|letter| if matches!(letter, '.' | ' ' | '[') { '_' } else { letter }).collect();
    let name = name.to_ascii_lowercase();
    name.strip_prefix(METHOD_PARAMETER).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}
