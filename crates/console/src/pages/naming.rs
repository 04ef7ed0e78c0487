//! What those are called whom a page names by their ids: records of the audit log, and sessions.
//!
//! Names are read by the process itself, to read only, all of a page at once; and only those that the administrator could read on a page of its own.

use std::collections::{BTreeMap, BTreeSet};

use axum::response::Response;
use domain::console::ConsoleRole;
use operations::{
    application::EMBEDDED_GATEWAY_CLIENT_ID,
    naming::{Named, names},
};
use serde_json::{Map, Value};
use ui::{Words, pages::console::Called};

use super::{applications, organizations, users};
use crate::{operator::Operator, parts};

/// Every kind, with the part of the API that tells of it, where its pages are, and the member of records that names one.
const KINDS: [(Named, &str, &str, &str); 3] = [
    (Named::User, parts::USERS, users::PATH, "userId"),
    (Named::Application, parts::APPLICATIONS, applications::PATH, "applicationId"),
    (Named::Organization, parts::ORGANIZATIONS, organizations::PATH, "organizationId"),
];

/// Ids that a page shows.
#[derive(Default)]
pub(crate) struct Ids(BTreeMap<Named, BTreeSet<String>>);

impl Ids {
    /// With one more.
    pub(crate) fn add(&mut self, kind: Named, id: &str) {
        if !id.is_empty() {
            self.0.entry(kind).or_default().insert(id.to_owned());
        }
    }

    /// With everything that a record of the audit log names.
    pub(crate) fn add_of(&mut self, payload: &Map<String, Value>) {
        for (kind, .., member) in KINDS {
            self.add(kind, payload.get(member).and_then(Value::as_str).unwrap_or_default());
        }
    }

    /// Their names: a statement for each kind that there is.
    pub(crate) async fn names(self, operator: &Operator) -> Result<Names, Response> {
        let mut found = BTreeMap::new();
        for (kind, part, ..) in KINDS {
            let Some(ids) = self.0.get(&kind) else { continue };
            if operator.rights().within(part) < ConsoleRole::ReadOnly {
                continue;
            }
            let ids: Vec<String> = ids.iter().cloned().collect();
            let names = names(&operator.console.services, kind, &ids).await;
            found.insert(kind, names.map_err(|error| operator.failed(error))?);
        }
        Ok(Names { found, words: operator.words.clone() })
    }
}

/// The names of a page.
pub(crate) struct Names {
    /// By ids; a kind is missing where nothing was asked for, or the administrator may not read it.
    found: BTreeMap<Named, BTreeMap<String, String>>,
    words: Words,
}

impl Names {
    /// What somebody is called: by the name with the id beside it, by the id where the name may not be read, and by the id and so much where there is no
    /// such thing any more.
    pub(crate) fn called(&self, kind: Named, id: &str) -> Called {
        let id_alone = |note: String| Called { name: id.to_owned(), id: None, note };
        match self.found.get(&kind).map(|names| names.get(id)) {
            Some(Some(name)) if name == id => id_alone(String::new()),
            Some(Some(name)) => Called { name: name.clone(), id: Some(id.to_owned()), note: String::new() },
            Some(None) => id_alone(self.words.say("console-named-gone")),
            None => id_alone(String::new()),
        }
    }

    /// The same, with the address of its page, where there is one.
    pub(crate) fn linked(&self, kind: Named, id: &str) -> (Called, Option<String>) {
        // What calls as the gateway is no application, and has no page.
        let is_there = id != EMBEDDED_GATEWAY_CLIENT_ID
            && self.found.get(&kind).is_some_and(|names| names.contains_key(id));
        let area = KINDS.iter().find(|(known, ..)| *known == kind).map(|(_, _, area, _)| area);
        (self.called(kind, id), area.filter(|_| is_there).map(|area| format!("{area}/{id}")))
    }

    /// What a record names, the first of them that did it or that it is about, and then the others; `but` is left out of those.
    pub(crate) fn of(&self, payload: &Map<String, Value>, but: &str) -> (Option<Called>, Vec<Called>) {
        let text = |member: &str| payload.get(member).and_then(Value::as_str).filter(|text| !text.is_empty());
        let administrator = text("administrator").map(|name| Called::by_name(name.to_owned()));
        let named = KINDS.iter().filter_map(|(kind, _, _, member)| Some((*kind, text(member)?)));
        let mut named: Vec<_> = named.collect();
        // An organization does nothing itself.
        let acts =
            administrator.is_none() && named.first().is_some_and(|(kind, _)| *kind != Named::Organization);
        let actor = acts.then(|| named.remove(0)).map(|(kind, id)| self.called(kind, id));
        let others = named.into_iter().filter(|(_, id)| *id != but);
        (administrator.or(actor), others.map(|(kind, id)| self.called(kind, id)).collect())
    }
}
