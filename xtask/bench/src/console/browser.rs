//! A browser in which an administrator is signed in, on one connection.

use std::{
    collections::{BTreeSet, HashMap},
    io::Write as _,
    path::Path,
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use flate2::{Compression, write::GzEncoder};
use form_urlencoded::Serializer;

use super::html::{attribute, elements, hidden};
use crate::{
    client::{Connection, Origin, Request, Response},
    clock::Stopwatch,
    sign_in::CookieJar,
    subject::Operator,
};

const SIGN_IN: &str = "/console/sign-in";
/// A page with a form.
const WITH_FORM: &str = "/console/account";
/// Elements that load files, and by which attribute.
const LOADING: [(&str, &str); 3] = [("link", "href"), ("script", "src"), ("img", "src")];

/// The browser.
pub(super) struct Browser<'a> {
    connection: Connection<'a>,
    jar: CookieJar,
    /// What files weigh, compressed, and what they import.
    files: HashMap<String, (u64, Vec<String>)>,
}

impl<'a> Browser<'a> {
    pub(super) fn new(origin: &'a Origin) -> Result<Self> {
        Ok(Self { connection: origin.connect()?, jar: CookieJar::default(), files: HashMap::new() })
    }

    /// Signs in with a password, as the page does.
    pub(super) fn sign_in(&mut self, operator: &Operator) -> Result<()> {
        let page = self.get(SIGN_IN)?.expect(200, "opening the console")?;
        let xsrf = hidden(&page.body, "xsrf").context("the sign-in page has a form")?;
        let form = [
            ("xsrf", xsrf.as_str()),
            ("return_to", "/console"),
            ("username", operator.username.as_str()),
            ("password", operator.password.as_str()),
        ];
        let answer = self.send_form(SIGN_IN, &form)?.expect(303, "signing in to the console")?;
        ensure!(answer.header("location")? == "/console", "the sign-in leads elsewhere");
        Ok(())
    }

    pub(super) fn get(&mut self, path: &str) -> Result<Response> {
        Ok(self.timed(path)?.0)
    }

    /// A page, and how long it took from the first byte that was sent to the last that came.
    pub(super) fn timed(&mut self, path: &str) -> Result<(Response, Duration)> {
        let headers = vec![("cookie", self.jar.header(path)), ("accept-language", "en".to_owned())];
        let request = Request { method: "GET", path, headers, body: None };
        let stopwatch = Stopwatch::start();
        let response = self.connection.send(&request)?;
        let time = stopwatch.elapsed();
        self.jar.keep(&response);
        Ok((response, time))
    }

    /// Sends a form of a page of this session.
    pub(super) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Response> {
        let page = self.get(WITH_FORM)?.expect(200, "opening a page with a form")?;
        let xsrf = hidden(&page.body, "xsrf").context("the page has a form")?;
        let form: Vec<_> = std::iter::once(("xsrf", xsrf.as_str())).chain(fields.iter().copied()).collect();
        self.send_form(path, &form)
    }

    fn send_form(&mut self, path: &str, form: &[(&str, &str)]) -> Result<Response> {
        let body = Serializer::new(String::new()).extend_pairs(form).finish();
        let response = self.connection.send(&Request {
            method: "POST",
            path,
            headers: vec![("cookie", self.jar.header(path))],
            body: Some(("application/x-www-form-urlencoded", body)),
        })?;
        self.jar.keep(&response);
        Ok(response)
    }

    /// What the files of this server weigh that a document loads, and those that its scripts import.
    pub(super) fn weight_of_files(&mut self, html: &str) -> Result<u64> {
        let mut ahead: Vec<String> = LOADING
            .iter()
            .flat_map(|(element, name)| {
                elements(html, element).into_iter().filter_map(move |tag| attribute(tag, name))
            })
            .filter(|address| address.starts_with('/'))
            .collect();
        let (mut known, mut bytes) = (BTreeSet::new(), 0);
        while let Some(address) = ahead.pop() {
            if known.insert(address.clone()) {
                let (weight, imported) = self.file(&address)?;
                bytes += weight;
                ahead.extend(imported.iter().cloned());
            }
        }
        Ok(bytes)
    }

    fn file(&mut self, address: &str) -> Result<&(u64, Vec<String>)> {
        if !self.files.contains_key(address) {
            let file = self.get(address)?.expect(200, address)?;
            let known = (compressed(&file.body)?, imports(&file.body, address));
            self.files.insert(address.to_owned(), known);
        }
        self.files.get(address).context("a file is known")
    }
}

/// The addresses that a script at an address imports.
fn imports(script: &str, address: &str) -> Vec<String> {
    let folder = address.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = Path::new(address.split('?').next().unwrap_or(address));
    let is_script = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("js"));
    let lines = script.lines().filter(|line| is_script && line.starts_with("import"));
    lines
        .filter_map(|line| line.rsplit_once(" from ")?.1.trim().strip_prefix('"')?.split('"').next())
        .filter_map(|named| match named.strip_prefix("./") {
            Some(beside) => Some(format!("{folder}/{beside}")),
            None => named.starts_with('/').then(|| named.to_owned()),
        })
        .collect()
}

/// How many bytes a text takes as a proxy sends it.
pub(super) fn compressed(text: &str) -> Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).context("cannot compress")?;
    Ok(encoder.finish().context("cannot compress")?.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_of_scripts_are_loaded_too() {
        let script =
            "// import of\nimport { a } from \"./dom.1.js\";\nimport * as b from \"/assets/b.js\";\nlet c;\n";
        assert_eq!(imports(script, "/assets/walk.js"), ["/assets/dom.1.js", "/assets/b.js"]);
        assert_eq!(imports(script, "/assets/walk.css"), [""; 0]);
    }

    #[test]
    fn a_text_that_repeats_itself_weighs_little() {
        let (once, often) = (compressed("fjord ").unwrap(), compressed(&"fjord ".repeat(1_000)).unwrap());
        assert!(once > 6 && often < 100, "{once} {often}");
    }
}
