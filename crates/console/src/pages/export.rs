//! Lists as files: what a list shows, up to ten thousand rows instead of a page, as CSV or JSON. It is read a page at a time while it is sent.

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use form_urlencoded::Serializer;
use futures_util::stream;
use hosted::Call;
use serde_json::Value;
use ui::{components::Link, pages::console::ConsoleFrame};

use super::Outcome;
use crate::operator::Operator;

/// How many rows are read at a time.
const STEP: u64 = 100;
/// How many pages are read at the most: ten thousand rows.
const MAX_PAGES: u64 = 100;

/// A list that can be a file.
pub(crate) struct Export {
    /// What the file is called, without its ending.
    pub(crate) file: &'static str,
    /// Where the list is in the Management API.
    pub(crate) area: &'static str,
    /// What it is narrowed by.
    pub(crate) query: Vec<(&'static str, String)>,
    /// What the columns of a CSV are called, and where each is in a row.
    pub(crate) columns: &'static [(&'static str, &'static str)],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Json,
}

impl Export {
    fn call(&self, page: u64) -> Call<'static> {
        let query = self.query.iter();
        query
            .fold(Call::get(&["api", self.area]), |call, (name, value)| call.query(name, value))
            .page(page, STEP)
    }

    /// The rows of a page as text. `is_first` begins the file.
    fn text(&self, format: Format, rows: &[Value], is_first: bool) -> String {
        let mut text = String::new();
        match format {
            Format::Csv => {
                if is_first {
                    line(&mut text, self.columns.iter().map(|(name, _)| (*name).to_owned()));
                }
                for row in rows {
                    line(&mut text, self.columns.iter().map(|(_, pointer)| cell(row.pointer(pointer))));
                }
            }
            Format::Json => {
                for (at, row) in rows.iter().enumerate() {
                    text.push_str(if is_first && at == 0 { "[\n" } else { ",\n" });
                    text.push_str(&row.to_string());
                }
                if is_first && rows.is_empty() {
                    text.push('[');
                }
            }
        }
        text
    }
}

/// What may end a cell, depending on where a spreadsheet was made.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// A value as a cell. What a spreadsheet would take for a formula stands as text, also where it takes a semicolon or a tab for the end of a cell.
fn cell(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if text.parse::<f64>().is_ok() {
        return text;
    }
    let mut safe = String::with_capacity(text.len());
    let mut begins = true;
    for character in text.chars() {
        if begins
            && (matches!(character, '=' | '+' | '-' | '@')
                || (safe.is_empty() && SEPARATORS.contains(&character)))
        {
            safe.push('\'');
        }
        safe.push(character);
        begins = SEPARATORS.contains(&character) || (begins && character.is_whitespace());
    }
    safe
}

/// A line of a CSV (RFC 4180).
fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    let quoted = |cell: String| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell
        }
    };
    text.push_str(&cells.map(quoted).collect::<Vec<_>>().join(","));
    text.push_str("\r\n");
}

/// What is around the list of the area at `area`, with links to it as files, which keep what it is narrowed by.
pub(crate) fn offered(operator: &Operator, area: &str, kept: &[(&str, &str)]) -> ConsoleFrame {
    let link = |(format, label): (&str, &str)| {
        let mut query = Serializer::new(String::new());
        query.append_pair("format", format);
        query.extend_pairs(kept.iter().filter(|(_, value)| !value.is_empty()));
        Link { href: format!("{area}/export?{}", query.finish()), label: operator.words.say(label) }
    };
    let exports = [("csv", "console-export-csv"), ("json", "console-export-json")].map(link).into();
    ConsoleFrame { exports, ..operator.frame(area) }
}

/// Where a file is in its making.
struct Progress {
    operator: Operator,
    export: Export,
    format: Format,
    page: u64,
    is_done: bool,
}

/// The file. The first page is read before anything is sent, so that a refusal is a page that says so.
pub(crate) async fn answer(operator: Operator, export: Export) -> Outcome {
    let format = if operator.query.get("format") == Some("json") { Format::Json } else { Format::Csv };
    let answer = operator.call(export.call(1)).await.map_err(|refusal| operator.stop(&refusal))?;
    let rows: Vec<Value> = answer.read().map_err(|refusal| operator.stop(&refusal))?;
    let (kind, ending) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Json => ("application/json", "json"),
    };
    let file = format!("attachment; filename=\"{}.{ending}\"", export.file);
    let first = export.text(format, &rows, true);
    let is_done = (rows.len() as u64) < STEP;
    let progress = Progress { operator, export, format, page: 1, is_done };
    let start = stream::iter([Ok::<_, std::io::Error>(Bytes::from(first))]);
    let body = futures_util::StreamExt::chain(start, stream::unfold(Some(progress), next));
    let mut response: Response = Body::from_stream(body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(file) = HeaderValue::try_from(file) {
        headers.insert(header::CONTENT_DISPOSITION, file);
    }
    Ok(response)
}

type Part = Result<Bytes, std::io::Error>;

/// The next page of the file, and then its end. A page that cannot be read breaks the file off, which browsers tell.
async fn next(progress: Option<Progress>) -> Option<(Part, Option<Progress>)> {
    let mut progress = progress?;
    if progress.is_done || progress.page >= MAX_PAGES {
        let end = if progress.format == Format::Json { "\n]\n" } else { "" };
        return Some((Ok(Bytes::from_static(end.as_bytes())), None));
    }
    progress.page += 1;
    let answer = progress.operator.call(progress.export.call(progress.page)).await;
    match answer.and_then(hosted::Answer::read::<Vec<Value>>) {
        Ok(rows) => {
            progress.is_done = (rows.len() as u64) < STEP;
            let text = progress.export.text(progress.format, &rows, false);
            Some((Ok(Bytes::from(text)), Some(progress)))
        }
        Err(refusal) => Some((Err(std::io::Error::other(refusal.code)), None)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn cells_are_quoted_and_no_formula() {
        let mut text = String::new();
        let cells = [
            json!("a,b"),
            json!("say \"hi\""),
            json!("=HYPERLINK(1)"),
            json!(-5),
            json!(null),
            json!({ "a": 1 }),
        ];
        line(&mut text, cells.iter().map(|value| cell(Some(value))));
        for (typed, safe) in [
            ("Ida; Ola", "Ida; Ola"),
            ("x;=cmd|'/C calc'!A0;", "x;'=cmd|'/C calc'!A0;"),
            ("x; \t+1", "x; \t'+1"),
            ("\t=1", "'\t'=1"),
            ("a-b@c", "a-b@c"),
        ] {
            assert_eq!(cell(Some(&json!(typed))), safe);
        }
        assert_eq!(text, "\"a,b\",\"say \"\"hi\"\"\",'=HYPERLINK(1),-5,,\"{\"\"a\"\":1}\"\r\n");
    }
}
