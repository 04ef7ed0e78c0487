//! Which operations for end users the record of exchanges shows. Clients that draw their own screens count on all of them, so that each is to
//! have done its work in some test: none makes up for another, as in a number of all operations together.
//!
//! Whether answers have the shape that they should is held elsewhere (docs/testing.md): here it is looked at which there were.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::{console::say, summary::Outcome};

/// The operations of the wire's documents, one a line; `never` stands before those that this server refuses always.
const DOCUMENTS: [(&str, &str); 2] = [
    ("Experience API", include_str!("record/experience.txt")),
    ("Account API", include_str!("record/user.txt")),
];

/// A line of the record, as far as it is looked at here.
#[derive(Deserialize)]
struct Exchange {
    method: String,
    path: String,
    status: u16,
}

/// An operation of a document.
struct Operation {
    line: &'static str,
    method: &'static str,
    path: &'static str,
    is_refused_always: bool,
}

impl Operation {
    fn read(line: &'static str) -> Result<Self> {
        let operation = line.strip_prefix("never ");
        let (method, path) =
            operation.unwrap_or(line).split_once(' ').with_context(|| format!("not an operation: {line}"))?;
        Ok(Self { line, method, path, is_refused_always: operation.is_some() })
    }

    /// Whether an exchange is one with this operation, which did its work.
    fn is_shown_by(&self, exchange: &Exchange) -> bool {
        let asked = exchange.path.split('?').next().unwrap_or_default().split('/');
        let fits = |(asked, known): (&str, &str)| known.starts_with('{') || asked == known;
        (200..300).contains(&exchange.status)
            && exchange.method == self.method
            && asked.clone().count() == self.path.split('/').count()
            && asked.zip(self.path.split('/')).all(fits)
    }
}

/// Whether every operation for end users did its work at least once, but for those that are refused always.
pub(crate) fn check(file: &Path) -> Result<Outcome> {
    let record = std::fs::read_to_string(file).context("cannot read the record of exchanges")?;
    let mut is_good = true;
    for (title, document) in DOCUMENTS {
        let (shown, complaints) = compare(document, &record)?;
        say(&format!("{title}: {shown} of {} operations are shown", document.lines().count()));
        for complaint in &complaints {
            say(&format!("{title}: {complaint}"));
        }
        is_good &= complaints.is_empty();
    }
    Ok(Outcome::of_check(is_good))
}

/// How many of a document's operations a record shows, and what is not as the document's list says.
fn compare(document: &'static str, record: &str) -> Result<(usize, Vec<String>)> {
    let operations = document.lines().map(Operation::read).collect::<Result<Vec<_>>>()?;
    let mut shown = BTreeSet::new();
    for line in record.lines() {
        let exchange: Exchange =
            serde_json::from_str(line).context("the record has a line of another form")?;
        shown.extend(operations.iter().filter(|one| one.is_shown_by(&exchange)).map(|one| one.line));
    }
    let mut complaints = Vec::new();
    for operation in &operations {
        match (operation.is_refused_always, shown.contains(operation.line)) {
            (false, false) => complaints.push(format!("not shown: {}", operation.line)),
            (true, true) => {
                complaints.push(format!(
                    "{} {} does its work: take `never` away",
                    operation.method, operation.path
                ));
            }
            _ => {}
        }
    }
    Ok((shown.len(), complaints))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "GET /api/one\nPOST /api/things/{id}/check\nnever POST /api/things/{id}/send";

    fn line(method: &str, path: &str, status: u16) -> String {
        format!("{{\"method\":\"{method}\",\"path\":\"{path}\",\"status\":{status},\"body\":\"\"}}\n")
    }

    #[test]
    fn an_operation_is_shown_by_its_own_success_only() {
        let record = line("GET", "/api/one?page=1", 200)
            + &line("POST", "/api/things/7/check", 204)
            + &line("POST", "/api/things/7/send", 404);
        assert_eq!(compare(DOCUMENT, &record).unwrap(), (2, Vec::new()));
        let others = line("GET", "/api/one", 404)
            + &line("PUT", "/api/one", 200)
            + &line("POST", "/api/things/7", 200)
            + &line("POST", "/api/things/7/check/more", 200);
        let missing = ["not shown: GET /api/one", "not shown: POST /api/things/{id}/check"];
        assert_eq!(compare(DOCUMENT, &others).unwrap(), (0, missing.map(str::to_owned).to_vec()));
    }

    #[test]
    fn an_operation_that_came_to_work_leaves_the_list_of_those_that_never_do() {
        let record = line("GET", "/api/one", 200)
            + &line("POST", "/api/things/7/check", 204)
            + &line("POST", "/api/things/7/send", 200);
        let expected = vec!["POST /api/things/{id}/send does its work: take `never` away".to_owned()];
        assert_eq!(compare(DOCUMENT, &record).unwrap(), (3, expected));
    }

    #[test]
    fn the_documents_have_as_many_operations_as_the_wire() {
        let counts = DOCUMENTS.map(|(_, document)| {
            let operations: Vec<_> = document.lines().map(|line| Operation::read(line).unwrap()).collect();
            (operations.len(), operations.iter().filter(|operation| operation.is_refused_always).count())
        });
        assert_eq!(counts, [(37, 0), (38, 1)]);
    }
}
