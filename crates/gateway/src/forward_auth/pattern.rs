//! Patterns of paths: `/orders/{organizationId}/{orderId}`, `/assets/**`.

use domain::OrganizationId;

use super::path::{OriginalPath, is_bare};
use crate::request::path::is_id;

/// The parameter that is the organization.
const ORGANIZATION: &str = "{organizationId}";
/// What stands at the end for everything below, and for the place itself.
const REST: &str = "**";

/// A pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    segments: Vec<Segment>,
    is_open: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Literal(String),
    OrganizationId,
    Any,
}

/// How a path and a pattern go together.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// They do; the organization that the path names, where the pattern has it.
    Exact(Option<OrganizationId>),
    /// They would, if case made no difference: to some applications it makes none.
    ButForCase,
    /// They do not.
    No,
}

impl Pattern {
    /// Reads a pattern. `Err` says what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let whole = text.strip_prefix('/').ok_or("does not begin with a slash")?;
        let mut texts: Vec<&str> = if whole.is_empty() { Vec::new() } else { whole.split('/').collect() };
        let is_open = texts.pop_if(|last| *last == REST).is_some();
        let segments = texts.into_iter().map(segment).collect::<Result<Vec<_>, _>>()?;
        if segments.iter().filter(|segment| **segment == Segment::OrganizationId).count() > 1 {
            return Err("names the organization twice");
        }
        Ok(Self { segments, is_open })
    }

    /// Whether paths of this pattern name an organization.
    pub(super) fn has_organization(&self) -> bool {
        self.segments.contains(&Segment::OrganizationId)
    }

    pub(super) fn matches(&self, path: &OriginalPath<'_>) -> Match {
        let path = path.segments();
        let is_long_enough =
            if self.is_open { path.len() >= self.segments.len() } else { path.len() == self.segments.len() };
        if !is_long_enough {
            return Match::No;
        }
        let mut organization = None;
        let mut is_exact = true;
        for (own, &given) in self.segments.iter().zip(path) {
            match own {
                Segment::Literal(literal) if literal == given => {}
                Segment::Literal(literal) if literal.eq_ignore_ascii_case(given) => is_exact = false,
                Segment::OrganizationId if is_id(given) => organization = Some(OrganizationId::new(given)),
                Segment::Any => {}
                Segment::Literal(_) | Segment::OrganizationId => return Match::No,
            }
        }
        if is_exact { Match::Exact(organization) } else { Match::ButForCase }
    }
}

fn segment(text: &str) -> Result<Segment, &'static str> {
    if text == ORGANIZATION {
        return Ok(Segment::OrganizationId);
    }
    if let Some(name) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        // A misspelt organization would be none.
        let is_close = ["organization_id", "organizationid", "organization-id", "orgid", "organization"]
            .contains(&name.to_ascii_lowercase().as_str());
        return match name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            true => Err("has a parameter whose name is not of letters and digits"),
            false if is_close => Err("names an organization otherwise than {organizationId}"),
            false => Ok(Segment::Any),
        };
    }
    if text.contains('*') {
        return Err("has a `*` elsewhere than as `/**` at its end");
    }
    if text.is_empty() || text.bytes().all(|byte| byte == b'.') || !text.bytes().all(is_bare) {
        return Err("has an empty or a dot segment, or characters that no path has which is let through");
    }
    Ok(Segment::Literal(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> Match {
        Pattern::parse(pattern).unwrap().matches(&OriginalPath::parse(path, true).unwrap())
    }

    fn exact(organization: Option<&str>) -> Match {
        Match::Exact(organization.map(OrganizationId::new))
    }

    #[test]
    fn paths_meet_their_patterns_and_no_other() {
        assert_eq!(matches("/", "/"), exact(None));
        assert_eq!(matches("/", "/a"), Match::No);
        assert_eq!(matches("/**", "/"), exact(None));
        assert_eq!(matches("/**", "/a/b"), exact(None));
        assert_eq!(matches("/assets/**", "/assets"), exact(None));
        assert_eq!(matches("/assets/**", "/assets/a/b"), exact(None));
        assert_eq!(matches("/assets/**", "/assetsx"), Match::No);
        assert_eq!(matches("/o/{organizationId}/orders", "/o/fjord/orders/"), exact(Some("fjord")));
        assert_eq!(matches("/o/{organizationId}/orders", "/o/fjord"), Match::No);
        assert_eq!(matches("/o/{organizationId}/{order}", "/o/fjord/a%20b"), exact(Some("fjord")));
        for no_id in ["/o/a.b", "/o/a%20b", "/o/a~b", "/o/a:b"] {
            assert_eq!(matches("/o/{organizationId}", no_id), Match::No, "{no_id}");
        }
    }

    #[test]
    fn a_literal_in_another_case_is_told_apart() {
        assert_eq!(matches("/Orders/{id}", "/orders/1"), Match::ButForCase);
        assert_eq!(matches("/admin/**", "/ADMIN/x"), Match::ButForCase);
        assert_eq!(matches("/admin/x", "/ADMIN/y"), Match::No);
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        for text in [
            "",
            "orders",
            "/a//b",
            "/a/",
            "/a/../b",
            "/a/*",
            "/a/**/b",
            "/a*",
            "/{}",
            "/{a b}",
            "/{a",
            "/a%20b",
            "/a;b",
            "/a?b",
            "/{organizationId}/{organizationId}",
            "/{organization_id}",
            "/{OrganizationId}",
            "/{orgId}",
            "//**",
        ] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }
}
