//! Recording of exchanges, which are then held against the reference documents.

use std::{
    fs::OpenOptions,
    io::Write as _,
    path::PathBuf,
    sync::{LazyLock, Mutex},
};

/// The environment variable that names the file; one JSON object a line is appended: method, path, status, body.
pub const RECORD_VARIABLE: &str = "GUILDHALL_RECORD";

static FILE: LazyLock<Option<Mutex<std::fs::File>>> = LazyLock::new(|| {
    #[expect(clippy::disallowed_methods, reason = "tests are told by the environment where to record")]
    let path = PathBuf::from(std::env::var_os(RECORD_VARIABLE)?);
    #[expect(clippy::expect_used, reason = "a record that was asked for and cannot be kept must be noticed")]
    let file =
        OpenOptions::new().create(true).append(true).open(path).expect("the file named by GUILDHALL_RECORD");
    Some(Mutex::new(file))
});

/// Answers that the reference documents describe by alternatives which only a `format` tells apart, so that none can match alone: how their paths
/// begin, and the member that brings the alternatives in. What can be told is recorded without it.
const AMBIGUOUS: [(&str, &str); 5] = [
    ("/api/captcha-provider", "RecaptchaEnterprise"),
    ("/api/configs/jwt-customizer", "\"script\""),
    ("/api/connector", "\"selectItems\""),
    ("/api/email-templates", "\"contentType\""),
    ("/api/users/", "\"lastSubmission\":{"),
];

/// Whether an answer can be held against the reference.
fn can_be_told(path: &str, body: &str) -> bool {
    // A sample that has no user is one of a machine's token.
    let is_of_a_machine = body.contains("\"contextSample\":{\"application\"");
    is_of_a_machine
        || !AMBIGUOUS.iter().any(|(start, member)| path.starts_with(start) && body.contains(member))
}

/// Appends an exchange, if a record was asked for. A line is written at once, so that test processes can share the file.
pub fn exchange(method: &str, path: &str, status: u16, body: &str) {
    let Some(file) = &*FILE else { return };
    if !can_be_told(path, body) {
        return;
    }
    let line = serde_json::json!({ "method": method, "path": path, "status": status, "body": body });
    let mut line = line.to_string();
    line.push('\n');
    if let Ok(mut file) = file.lock() {
        #[expect(
            clippy::expect_used,
            reason = "a record that was asked for and cannot be kept must be noticed"
        )]
        file.write_all(line.as_bytes()).expect("the record can be written");
    }
}
