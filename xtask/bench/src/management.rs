//! Long lists and membership writes: what the Management API does with many users.
//!
//! Pages are compared with the first page of the same list, as their medians: a page is to cost the same wherever it is. Searches for what
//! one row has, each for that of another row, are compared with the first page of the whole list.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use crate::{
    load::{CONNECTIONS, Load, Measured, Order, Periods},
    scenario::Setup,
    subject::Subject,
};

const LIST_PERIODS: Periods = Periods { warm_up: Duration::from_secs(1), measured: Duration::from_secs(3) };
const WRITE_PERIODS: Periods = Periods { warm_up: Duration::from_secs(2), measured: Duration::from_secs(8) };
/// Rows that are searched for, each in turn. More than a server remembers anything of.
const NEEDLES: usize = 1_000;
/// How many memberships are being written at any time.
pub(crate) const WRITERS: usize = 32;
/// Each of so many users is made a member of each of so many organizations, one at a time.
const MEMBERS: usize = 1_000;
const ORGANIZATIONS: usize = 200;
/// The most rows of a page.
const PAGE: usize = 100;

/// One figure of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListFigure {
    /// The first twenty.
    First(Noun),
    /// Twenty after 19 980.
    Far(Noun),
    /// The first twenty of a search that finds one row or few.
    Rare(Noun),
    /// The first twenty of a search that finds all or nearly all.
    Common(Noun),
    /// Its thousandth page.
    CommonFar(Noun),
}

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noun {
    Users,
    Organizations,
}

impl Noun {
    const ALL: [Self; 2] = [Self::Users, Self::Organizations];

    const fn word(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Organizations => "organizations",
        }
    }

    pub(crate) fn path(self) -> String {
        format!("/api/{}", self.word())
    }

    /// The query that looks for a text anywhere.
    pub(crate) fn search(self, text: &str) -> String {
        match self {
            Self::Users => format!("search=%25{text}%25"),
            Self::Organizations => format!("q={text}"),
        }
    }
}

impl ListFigure {
    /// All of one list, the plain first page first.
    fn of(noun: Noun) -> [Self; 5] {
        [Self::First(noun), Self::Far(noun), Self::Rare(noun), Self::Common(noun), Self::CommonFar(noun)]
    }

    pub(crate) fn name(self) -> String {
        let (noun, what) = match self {
            Self::First(noun) => (noun, "page 1"),
            Self::Far(noun) => (noun, "page 1 000"),
            Self::Rare(noun) => (noun, "search that finds few"),
            Self::Common(noun) => (noun, "search that finds many, page 1"),
            Self::CommonFar(noun) => (noun, "search that finds many, page 1 000"),
        };
        format!("{}: {what}", noun.word())
    }

    /// What it is to be no more than twice of.
    pub(crate) const fn measure(self) -> Option<Self> {
        match self {
            Self::First(_) => None,
            Self::Far(noun) | Self::Rare(noun) | Self::Common(noun) => Some(Self::First(noun)),
            Self::CommonFar(noun) => Some(Self::Common(noun)),
        }
    }
}

/// What was measured on one database.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    pub(crate) lists: Vec<(ListFigure, Measured)>,
    pub(crate) memberships: Measured,
}

/// Measures a server whose database `guildhall load-test-data` has filled.
pub(crate) fn measure(subject: &Subject) -> Result<Figures> {
    let setup = Setup::new(subject)?;
    let mut lists = Vec::new();
    for noun in Noun::ALL {
        let needles = ids(&setup, noun, NEEDLES)?;
        for figure in ListFigure::of(noun) {
            let load = list(&setup, figure, &needles);
            lists.push((figure, load.run(LIST_PERIODS).with_context(|| figure.name())?));
        }
    }
    let memberships = memberships(&setup)?.run(WRITE_PERIODS).context("membership writes")?;
    Ok(Figures { lists, memberships })
}

fn list(setup: &Setup<'_>, figure: ListFigure, needles: &[String]) -> Load {
    let queries: Vec<String> = match figure {
        ListFigure::First(noun) => vec![format!("{}?page=1", noun.path())],
        ListFigure::Far(noun) => vec![format!("{}?page=1000", noun.path())],
        ListFigure::Rare(noun) => {
            // The middle of an id, which is in nobody else's.
            let middle = |id: &String| id.get(2..10).unwrap_or(id).to_owned();
            needles.iter().map(|id| format!("{}?{}", noun.path(), noun.search(&middle(id)))).collect()
        }
        ListFigure::Common(noun) => vec![format!("{}?{}&page=1", noun.path(), noun.search("load"))],
        ListFigure::CommonFar(noun) => vec![format!("{}?{}&page=1000", noun.path(), noun.search("load"))],
    };
    let request = |path: &String| setup.origin.request(&setup.managing("GET", path, None));
    Load {
        origin: setup.origin.clone(),
        requests: queries.iter().map(request).collect(),
        order: Order::InTurn,
        connections: CONNECTIONS,
        expected_status: 200,
    }
}

/// The ids of the first rows of a list.
pub(crate) fn ids(setup: &Setup<'_>, noun: Noun, count: usize) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    let mut page = 1;
    while ids.len() < count {
        let path = format!("{}?page={page}&page_size={PAGE}", noun.path());
        let rows = setup.management("GET", &path, None)?.expect(200, "reading a list")?.json()?;
        let rows = rows.as_array().context("a list is an array")?;
        ensure!(!rows.is_empty(), "there are only {} {}", ids.len(), noun.word());
        ids.extend(
            rows.iter().filter_map(|row| row.get("id").and_then(Value::as_str)).map(ToOwned::to_owned),
        );
        page += 1;
    }
    ids.truncate(count);
    Ok(ids)
}

/// Each request makes another user a member of another organization.
fn memberships(setup: &Setup<'_>) -> Result<Load> {
    let users = ids(setup, Noun::Users, MEMBERS)?;
    let mut requests = Vec::new();
    for number in 0..ORGANIZATIONS {
        let body = json!({ "name": format!("Members {number}") });
        let created = setup.management("POST", "/api/organizations", Some(body))?;
        let id = created.expect(201, "creating an organization")?.text("id")?;
        let path = format!("/api/organizations/{id}/users");
        let add = |user: &String| {
            setup.origin.request(&setup.managing("POST", &path, Some(json!({ "userIds": [user] }))))
        };
        requests.push(users.iter().map(add).collect::<Vec<_>>());
    }
    // Neighbours in time are of different organizations, as they would be.
    let requests = (0..MEMBERS)
        .flat_map(|user| requests.iter().filter_map(move |organization| organization.get(user).cloned()))
        .collect();
    Ok(Load {
        origin: setup.origin.clone(),
        requests,
        order: Order::EachOnce,
        connections: WRITERS,
        expected_status: 201,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_but_the_plain_page_is_held_against_another_of_its_list() {
        for noun in Noun::ALL {
            for figure in ListFigure::of(noun) {
                let measure = figure.measure();
                assert_eq!(measure.is_none(), figure == ListFigure::First(noun));
                assert!(
                    measure
                        .is_none_or(|measure| ListFigure::of(noun).contains(&measure) && measure != figure)
                );
                assert!(figure.name().starts_with(noun.word()));
            }
        }
    }
}
