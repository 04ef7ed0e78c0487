//! Something concrete for each page: followed from link to link, as far as the pages lead.

use std::collections::{BTreeMap, VecDeque};

use anyhow::Result;

use super::{
    browser::Browser,
    html::{attribute, elements},
};
use crate::client::Response;

const CONSOLE: &str = "/console";
/// How many addresses of one page are tried that show nothing.
const TRIES: usize = 5;

/// What was found.
pub(super) struct Found {
    /// Pages, each with an address.
    pub(super) reached: Vec<(String, String)>,
    /// Those without.
    pub(super) unreached: Vec<String>,
}

/// Whether a page is there: what it shows, or where it leads that is not the sign-in.
pub(super) fn is_shown(response: &Response) -> bool {
    let leads_away = || {
        let location = response.header_values("location");
        location.first().is_some_and(|location| !location.starts_with("/console/sign-in?"))
    };
    response.status == 200 || response.status == 303 && leads_away()
}

/// The route that a path is of: the one that says most of it.
fn route_of(routes: &[&str], address: &str) -> Option<usize> {
    let path = address.split('?').next().unwrap_or(address);
    let is_of = |route: &str| {
        let parts = || route.split('/').zip(path.split('/'));
        route.split('/').count() == path.split('/').count()
            && parts().all(|(part, given)| part == given || part.starts_with('{') && !given.is_empty())
    };
    let known = routes.iter().enumerate().filter(|(_, route)| is_of(route));
    known.min_by_key(|(_, route)| route.matches('{').count()).map(|(number, _)| number)
}

/// The addresses of the console that a page links to, without downloads.
fn links(html: &str) -> Vec<String> {
    let followed = elements(html, "a").into_iter().filter(|tag| !tag.ends_with(" download"));
    followed
        .filter_map(|tag| attribute(tag, "href"))
        .map(|address| address.split('#').next().unwrap_or_default().to_owned())
        .filter(|address| address.starts_with(CONSOLE))
        .collect()
}

/// An address for each route: the first that shows a page, of those given, then of those that pages lead to.
pub(super) fn addresses(browser: &mut Browser<'_>, routes: &[&str], given: Vec<String>) -> Result<Found> {
    let plain = routes.iter().filter(|route| !route.contains('{')).map(|route| (*route).to_owned());
    let mut ahead: VecDeque<String> = given.into_iter().chain(plain).collect();
    let mut reached: BTreeMap<usize, String> = BTreeMap::new();
    let mut tries: BTreeMap<usize, usize> = BTreeMap::new();
    while let Some(address) = ahead.pop_front() {
        let Some(route) = route_of(routes, &address) else { continue };
        let tries = tries.entry(route).or_default();
        if reached.contains_key(&route) || *tries >= TRIES {
            continue;
        }
        let page = browser.get(&address)?;
        if is_shown(&page) {
            ahead.extend(links(&page.body));
            reached.insert(route, address);
        } else {
            *tries += 1;
        }
    }
    let named = |(number, route): (usize, &&str)| (number, (*route).to_owned());
    let (with, without): (Vec<_>, Vec<_>) =
        routes.iter().enumerate().map(named).partition(|(number, _)| reached.contains_key(number));
    Ok(Found {
        reached: with
            .into_iter()
            .filter_map(|(number, route)| Some((route, reached.remove(&number)?)))
            .collect(),
        unreached: without.into_iter().map(|(_, route)| route).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_of_the_route_that_says_most_of_it() {
        let routes =
            ["/console/users", "/console/users/{user}", "/console/users/new", "/console/users/{user}/roles"];
        for (address, route) in [
            ("/console/users?page=2", Some(0)),
            ("/console/users/new", Some(2)),
            ("/console/users/u1", Some(1)),
            ("/console/users/u1/roles", Some(3)),
            ("/console/users/u1/other", None),
            ("/console/users/", None),
        ] {
            assert_eq!(route_of(&routes, address), route, "{address}");
        }
    }

    #[test]
    fn links_to_files_and_to_other_places_are_not_followed() {
        let html = r#"<a href="/console/logs?page=2#top">A</a><a href="/console/logs/export" download>B</a><a href="/docs">C</a>"#;
        assert_eq!(links(html), ["/console/logs?page=2"]);
    }
}
