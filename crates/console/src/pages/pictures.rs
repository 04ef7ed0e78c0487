//! Pictures that are uploaded in the place of an address. A field of an address has one of a file beside it, whose name ends with `.file`; what is chosen
//! there is kept by the Management API, which looks at what it is and how large, and its address takes the place of what was typed. Where the rest of the
//! form is refused it is deleted again.

use axum::{
    body::Bytes,
    http::{Method, StatusCode},
};
use domain::user_asset::MAX_FILE_BYTES;
use hosted::{Answer, Call, Refusal};
use http_kit::Form;
use operations::user_assets;
use serde::Deserialize;
use ui::{
    Words,
    pages::console::{Control, FormField, FormPart},
};

use super::{Outcome, form::tell_in};
use crate::{operator::Operator, posted::PostedFiles};

/// How large a picture may be, in megabytes.
const MEGABYTES: u64 = (MAX_FILE_BYTES / (1024 * 1024)) as u64;
/// How the name of a field ends that has a file.
const FILE: &str = ".file";

#[derive(Deserialize)]
struct Uploaded {
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

/// What was kept of a form's pictures, until it is stored what they are for.
pub(crate) struct Kept {
    /// The form as it was typed.
    pub(crate) typed: Form,
    /// The same with the addresses of the pictures.
    pub(crate) form: Form,
    /// The fields that have one, and the names under which they are kept.
    files: Vec<(String, String)>,
    /// What is wrong with the first that could not be kept: its field, and what is said.
    wrong: Option<(String, String)>,
}

impl Kept {
    /// Whether all of them were kept.
    pub(crate) fn are_whole(&self) -> bool {
        self.wrong.is_none()
    }

    /// Says in the form as it is shown again what is wrong with a picture, and which are to be chosen once more: a browser keeps no file for that.
    pub(crate) fn tell(&self, words: &Words, parts: &mut [FormPart]) {
        if let Some((field, said)) = &self.wrong {
            tell_in(parts, field, said.clone());
        }
        for (field, _) in &self.files {
            tell_in(parts, field, words.say("console-picture-again"));
        }
    }

    /// The answer. Where the form was refused nothing has an address of these pictures, and they are deleted. What failed for other reasons may be stored.
    pub(crate) async fn settle(self, operator: &Operator, outcome: Outcome) -> Outcome {
        let is_refused = outcome.as_ref().is_err_and(|answer| answer.status().is_client_error());
        if is_refused {
            let names: Vec<_> = self.files.into_iter().map(|(_, name)| name).collect();
            user_assets::discard(&operator.console.services, &names).await;
        }
        outcome
    }
}

/// Keeps the pictures of a form among the fields that may have one. It stops at the first that cannot be kept.
pub(crate) async fn keep(posted: PostedFiles, fields: &[&str]) -> (Operator, Kept) {
    let PostedFiles { by: operator, form: typed, files } = posted;
    let mut kept = Kept { form: typed.clone(), typed, files: Vec::new(), wrong: None };
    for (name, file) in files {
        let Some(field) = name.strip_suffix(FILE).filter(|name| fields.contains(name)) else { continue };
        match keep_one(&operator, &file).await {
            Ok(url) => {
                let name = url.rsplit('/').next().unwrap_or_default().to_owned();
                kept.files.push((field.to_owned(), name));
                kept.form.set(field, url);
            }
            Err(refusal) => {
                kept.wrong = Some((field.to_owned(), said(&operator, &refusal)));
                break;
            }
        }
    }
    (operator, kept)
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
    let uploaded: Uploaded = operator.call(call).await?.read()?;
    Ok(uploaded.url)
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
