//! Puts what an application has of its own into code.

use form_urlencoded::byte_serialize;

use super::{File, Returns};

/// What is put into code.
#[derive(Default)]
pub(crate) struct Known {
    /// The server.
    pub(crate) endpoint: String,
    /// The issuer of its tokens.
    pub(crate) issuer: String,
    /// The application.
    pub(crate) app_id: String,
    /// Its secret, on the one page that shows it.
    pub(crate) secret: Option<String>,
    /// Where sign-in returns to.
    pub(crate) redirect_uri: String,
    /// The API resource of the Management API.
    pub(crate) management_api: String,
    /// An API resource.
    pub(crate) resource: String,
    /// A permission of it.
    pub(crate) permission: String,
}

/// What stands in the place of a secret that is not shown.
const NO_SECRET: &str = "put the secret here";

/// Whether a redirect URI is one that a guide's code can stand behind.
pub(crate) fn usable(uri: &str, returns: &Returns) -> bool {
    let (origin, path) = split(uri);
    let is_web = origin.starts_with("http://") || origin.starts_with("https://");
    let is_path = returns.path.map_or(path.len() > 1, |needed| needed == path);
    let is_here = ["http://127.0.0.1:", "http://localhost:"].iter().any(|here| origin.starts_with(here));
    is_web && is_path && !uri.contains(['?', '#', '*']) && (is_here || !returns.is_loopback)
}

/// The origin of an address.
pub(crate) fn origin(uri: &str) -> &str {
    split(uri).0
}

/// The origin of an address, and its path.
pub(super) fn split(uri: &str) -> (&str, &str) {
    let after = uri.find("://").map_or(0, |at| at + 3);
    let path = uri.get(after..).and_then(|rest| rest.find('/')).map_or(uri.len(), |at| after + at);
    uri.split_at(path)
}

/// An address in which nothing ends a text of any of the languages.
fn quoted(uri: &str) -> String {
    let mut safe = String::with_capacity(uri.len());
    for c in uri.chars() {
        match c {
            '"' | '\'' | '\\' | '`' | '$' | '<' | '>' => {
                safe.extend(byte_serialize(c.encode_utf8(&mut [0; 4]).as_bytes()));
            }
            // Those that end a line or turn its direction are none to Unicode.
            c if c.is_control()
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
                {}
            c => safe.push(c),
        }
    }
    safe
}

impl Known {
    /// The name of a file.
    pub(crate) fn name_of(&self, file: &File) -> String {
        self.filled(file.name)
    }

    /// What a file holds.
    pub(crate) fn text_of(&self, file: &File) -> String {
        // What our own checks of the code are told is nothing to whoever takes it.
        let lines = file.text.lines().filter(|line| !line.starts_with("#![expect("));
        self.filled(lines.collect::<Vec<_>>().join("\n").trim_end())
    }

    fn filled(&self, text: &str) -> String {
        let (_, path) = split(&self.redirect_uri);
        let folders = path.split('/').filter(|part| !part.is_empty()).count().max(1);
        let in_query: String = byte_serialize(self.redirect_uri.as_bytes()).collect();
        let values = [
            ("__ENDPOINT__", quoted(&self.endpoint)),
            ("__GATEWAY__", quoted(&format!("{}/org", self.endpoint))),
            ("__ISSUER__", quoted(&self.issuer)),
            ("__APP_ID__", quoted(&self.app_id)),
            ("__APP_SECRET__", quoted(self.secret.as_deref().unwrap_or(NO_SECRET))),
            ("__REDIRECT_URI__", quoted(&self.redirect_uri)),
            ("__REDIRECT_URI_IN_QUERY__", in_query),
            ("__REDIRECT_PATH__", quoted(path)),
            ("__BASE_URL__", quoted(origin(&self.redirect_uri))),
            ("__APP_FOLDER__", "../".repeat(folders)),
            ("__MANAGEMENT_API__", quoted(&self.management_api)),
            ("__RESOURCE__", quoted(&self.resource)),
            ("__PERMISSION__", quoted(&self.permission)),
        ];
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        // From the left, each place once: a value that looks like a place stays what it is.
        while let Some(at) = rest.find("__") {
            let (before, here) = rest.split_at(at);
            filled.push_str(before);
            let found = values
                .iter()
                .filter(|(place, _)| here.starts_with(place))
                .max_by_key(|(place, _)| place.len());
            let (place, value) = found.map_or(("__", "__"), |(place, value)| (*place, value.as_str()));
            filled.push_str(value);
            rest = here.get(place.len()..).unwrap_or_default();
        }
        filled.push_str(rest);
        filled
    }
}
