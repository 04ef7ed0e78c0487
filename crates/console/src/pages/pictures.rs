//! Pictures that are uploaded in the place of an address. A field of an address has one of a file beside it, whose name ends with `.file`; what is chosen
//! there is kept by the Management API, which looks at what it is and how large, and its address takes the place of what was typed.

use axum::{
    body::Bytes,
    http::{Method, StatusCode},
};
use domain::user_asset::MAX_FILE_BYTES;
use hosted::{Answer, Call, Refusal};
use http_kit::Form;
use serde::Deserialize;
use ui::{
    Words,
    pages::console::{Control, FormField},
};

use crate::{operator::Operator, posted::PostedFiles};

/// How large a picture may be, in megabytes.
const MEGABYTES: u64 = (MAX_FILE_BYTES / (1024 * 1024)) as u64;
/// How the name of a field ends that has a file.
const FILE: &str = ".file";

#[derive(Deserialize)]
struct Kept {
    url: String,
}

#[derive(Deserialize)]
struct Status {
    status: String,
}

/// Whether this server keeps pictures.
pub(crate) async fn are_kept(operator: &Operator) -> bool {
    let call = Call::get(&["api", "user-assets", "service-status"]);
    let status = operator.call(call).await.and_then(Answer::read::<Status>);
    status.is_ok_and(|status| status.status == "ready")
}

/// The field of an address, with one for a file.
pub(crate) fn field(words: &Words, field: FormField, are_kept: bool) -> FormField {
    let hint = words.count("console-picture-hint", "size", MEGABYTES);
    field.control(Control::Picture { is_kept: are_kept, hint })
}

/// What is wrong with a picture: the field of its address, and what is said.
pub(crate) type Wrong = (String, String);

/// Keeps the pictures of a form among the fields that may have one, and puts their addresses into it. It stops at the first that cannot be kept.
pub(crate) async fn keep(posted: PostedFiles, fields: &[&str]) -> (Operator, Form, Option<Wrong>) {
    let PostedFiles { by: operator, mut form, files } = posted;
    for (name, file) in files {
        let Some(name) = name.strip_suffix(FILE).filter(|name| fields.contains(name)) else { continue };
        match keep_one(&operator, &file).await {
            Ok(url) => form.set(name, url),
            Err(refusal) => {
                let said = said(&operator, &refusal);
                return (operator, form, Some((name.to_owned(), said)));
            }
        }
    }
    (operator, form, None)
}

async fn keep_one(operator: &Operator, file: &[u8]) -> Result<String, Refusal> {
    if file.len() > MAX_FILE_BYTES {
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "guard.file_size_exceeded"));
    }
    // What stands between the parts of a form. Nobody can put it into a file beforehand.
    let boundary = operator.console.services.entropy.base64_43();
    let content_type = format!("multipart/form-data; boundary={boundary}");
    let form = in_a_form(file, &boundary);
    let call = Call::new(Method::POST, &["api", "user-assets"]).content(&content_type, form);
    let kept: Kept = operator.call(call).await?.read()?;
    Ok(kept.url)
}

fn said(operator: &Operator, refusal: &Refusal) -> String {
    let words = &operator.words;
    match refusal.code.as_str() {
        "guard.file_size_exceeded" => words.count("console-picture-large", "size", MEGABYTES),
        "guard.mime_type_not_allowed" => words.say("console-picture-kind"),
        "storage.quota_exceeded" => words.say("console-picture-full"),
        _ => operator.said(refusal),
    }
}

/// A file as the form that the Management API takes (RFC 7578).
fn in_a_form(file: &[u8], boundary: &str) -> Bytes {
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"picture\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    let foot = format!("\r\n--{boundary}--\r\n");
    [head.as_bytes(), file, foot.as_bytes()].concat().into()
}
