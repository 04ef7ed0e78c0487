//! The picture: uploaded, or taken away.

use api_types::account_center::FieldAccess;
use axum::{body::Bytes, http::Method, response::Response};
use domain::user_asset::MAX_FILE_BYTES;
use hosted::{Answer, Call, Posted, PostedFile, Refusal, see_other};
use serde::Deserialize;
use serde_json::{Value, json};
use ui::{Page as _, pages::account::PictureForm};

use super::{Outcome, done, profile};
use crate::{holder::Holder, words::words};

/// How large a picture may be, in megabytes.
const MEGABYTES: u64 = (MAX_FILE_BYTES / (1024 * 1024)) as u64;
/// What stands between the parts of the form that the Account API gets. No picture begins with it.
const BOUNDARY: &str = "guildhall-picture";

#[derive(Deserialize)]
struct Kept {
    url: String,
}

/// The form, where the picture can be changed.
pub(super) fn form(holder: &Holder) -> Option<PictureForm> {
    (holder.settings.fields.avatar == Some(FieldAccess::Edit)).then(|| PictureForm {
        megabytes: MEGABYTES,
        is_removable: holder.account.text("avatar").is_some(),
        error: None,
    })
}

/// `GET /account/profile/picture` and below, after a sign-in on the way.
pub(crate) async fn back(_holder: Holder) -> Outcome {
    Ok(see_other(profile::PATH))
}

/// `POST /account/profile/picture`.
pub(crate) async fn upload(posted: PostedFile<Holder>) -> Outcome {
    let PostedFile { by: holder, file } = posted;
    let kept = async {
        let file = file.map_err(|error| {
            Refusal::new(error.status(), error.code().unwrap_or("guard.mime_type_not_allowed"))
        })?;
        let call = Call::new(Method::POST, &["api", "my-account", "user-assets", "avatar"]);
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        let kept: Kept = holder.call(call.content(&content_type, in_a_form(&file))).await?.read()?;
        set(&holder, kept.url.into()).await
    };
    match kept.await {
        Ok(_) => Ok(see_other(&done::at(profile::PATH, "picture"))),
        Err(refusal) => Err(refused(&holder, &refusal).await),
    }
}

/// `POST /account/profile/picture/remove`.
pub(crate) async fn remove(posted: Posted<Holder>) -> Outcome {
    let holder = posted.by;
    match set(&holder, Value::Null).await {
        Ok(_) => Ok(see_other(&done::at(profile::PATH, "picture-removed"))),
        Err(refusal) => Err(refused(&holder, &refusal).await),
    }
}

async fn set(holder: &Holder, avatar: Value) -> Result<Answer, Refusal> {
    let call = Call::new(Method::PATCH, &["api", "my-account"]).body(json!({ "avatar": avatar }));
    holder.call(call).await
}

async fn refused(holder: &Holder, refusal: &Refusal) -> Response {
    if let Some(answer) = holder.elsewhere(refusal, profile::PATH) {
        return answer;
    }
    let Ok(mut page) = profile::page(holder).await else { return holder.stop(refusal, profile::PATH) };
    if let Some(picture) = &mut page.picture {
        let words_of = &holder.words;
        picture.error = Some(match refusal.code.as_str() {
            "guard.file_size_exceeded" => words_of.count("account-picture-large", "size", MEGABYTES),
            "guard.invalid_input" => words_of.say("account-picture-choose"),
            _ => words(refusal, &holder.experience(), words_of),
        });
    }
    page.with_status(refusal.status)
}

/// A file as the form that the Account API takes (RFC 7578).
fn in_a_form(file: &[u8]) -> Bytes {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"picture\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    let foot = format!("\r\n--{BOUNDARY}--\r\n");
    [head.as_bytes(), file, foot.as_bytes()].concat().into()
}
