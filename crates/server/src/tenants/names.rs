//! The hosts that a request names. There can be several, and proxies do not all look at the same one: a request whose names lead to different tenants is
//! refused, and not decided.

use std::borrow::Cow;

use domain::tenant::host_of;
use http::{HeaderMap, Request, header};

/// The header in which proxies say which host was asked for.
const FORWARDED_HOST: &str = "x-forwarded-host";

/// A request names a host in a way that no client may (RFC 9112 §3.2), or several.
#[derive(Debug, PartialEq, Eq)]
pub struct Unclear;

/// Whether a request names this host and no other, written just so: what nearly every request of a server of one tenant does.
pub fn is_plainly<B>(request: &Request<B>, authority: &str) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let named = match (request.uri().authority(), hosts.next()) {
        (None, Some(host)) => host.as_bytes(),
        (Some(authority), None) => authority.as_str().as_bytes(),
        _ => return false,
    };
    hosts.next().is_none() && named.eq_ignore_ascii_case(authority.as_bytes())
}

/// The host that a request is for: that of its target, where the target names one (HTTP/2, and absolute forms of HTTP/1.1), else of the header `Host`. Where there
/// are both they must be the same. `None` where a request of HTTP/1.0 names none.
pub fn asked_for<B>(request: &Request<B>) -> Result<Option<Cow<'_, str>>, Unclear> {
    let target =
        request.uri().authority().map(|authority| host_of(authority.as_str()).ok_or(Unclear)).transpose()?;
    let mut headers = request.headers().get_all(header::HOST).iter();
    let header =
        headers.next().map(|value| value.to_str().ok().and_then(host_of).ok_or(Unclear)).transpose()?;
    if headers.next().is_some() || (target.is_some() && header.is_some() && target != header) {
        return Err(Unclear);
    }
    Ok(target.or(header))
}

/// The host that the nearest proxy says was asked for. Names before the last are told by whoever asked, and are not believed.
pub fn forwarded(headers: &HeaderMap) -> Result<Option<Cow<'_, str>>, Unclear> {
    let Some(last) = headers.get_all(FORWARDED_HOST).iter().next_back() else { return Ok(None) };
    let last = last.to_str().map_err(|_| Unclear)?.rsplit(',').next().unwrap_or_default().trim();
    host_of(last).map(Some).ok_or(Unclear)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(target: &str, hosts: &[&str]) -> Request<()> {
        let mut request = Request::get(target);
        for host in hosts {
            request = request.header(header::HOST, *host);
        }
        request.body(()).unwrap()
    }

    #[test]
    fn one_name_is_the_name_and_others_must_be_the_same() {
        for (target, hosts, expected) in [
            ("/", &["acme.example"][..], Ok(Some("acme.example"))),
            ("/", &["ACME.example.:3001"], Ok(Some("acme.example"))),
            ("/", &[], Ok(None)),
            ("http://acme.example/", &[], Ok(Some("acme.example"))),
            ("http://acme.example:3001/", &["Acme.example"], Ok(Some("acme.example"))),
            ("http://acme.example/", &["beta.example"], Err(Unclear)),
            ("http://user@acme.example/", &[], Err(Unclear)),
            ("/", &["acme.example", "beta.example"], Err(Unclear)),
            ("/", &["acme.example", "acme.example"], Err(Unclear)),
            ("/", &[""], Err(Unclear)),
            ("/", &["acme.example:8o"], Err(Unclear)),
            ("/", &["acme.example, beta.example"], Err(Unclear)),
            ("/", &["acme.example@beta.example"], Err(Unclear)),
        ] {
            let request = request(target, hosts);
            let named = asked_for(&request);
            assert_eq!(
                named.as_ref().map(Option::as_deref),
                expected.as_ref().map(|name| *name),
                "{target} {hosts:?}"
            );
        }
    }

    #[test]
    fn only_a_request_that_names_the_host_and_nothing_else_does_so_plainly() {
        for (target, hosts, expected) in [
            ("/", &["id.example:3001"][..], true),
            ("/", &["ID.example:3001"], true),
            ("http://id.example:3001/", &[], true),
            ("http://id.example:3001/", &["id.example:3001"], false),
            ("/", &["id.example:3001", "acme.example"], false),
            ("/", &["id.example"], false),
            ("/", &["acme.example"], false),
            ("/", &[], false),
        ] {
            assert_eq!(
                is_plainly(&request(target, hosts), "id.example:3001"),
                expected,
                "{target} {hosts:?}"
            );
        }
    }

    #[test]
    fn of_forwarded_hosts_the_last_is_the_proxys() {
        let of = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(FORWARDED_HOST, value.parse().unwrap());
            }
            forwarded(&headers).map(|host| host.map(Cow::into_owned))
        };
        assert_eq!(of(&[]), Ok(None));
        assert_eq!(of(&["Acme.example"]), Ok(Some("acme.example".to_owned())));
        assert_eq!(of(&["beta.example, acme.example"]), Ok(Some("acme.example".to_owned())));
        assert_eq!(of(&["beta.example", "acme.example:443"]), Ok(Some("acme.example".to_owned())));
        assert_eq!((of(&["acme.example,"]), of(&["a b"])), (Err(Unclear), Err(Unclear)));
    }
}
