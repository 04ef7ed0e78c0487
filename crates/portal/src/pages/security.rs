//! What the organization asks of its members when they come.

use axum::{http::Method, response::IntoResponse as _};
use serde_json::json;
use ui::{Page as _, pages::portal::PortalSecurityPage};

use super::{Outcome, done};
use crate::{
    api::Security,
    room::{Room, Section, View},
    session::{Posted, see_other},
};

const PLACE: (Section, Option<View>) = (Section::Security, Some(View::SignIn));

/// `GET …/security`.
pub(crate) async fn show(room: Room) -> Outcome {
    let read = async { room.call(room.get(&["security"])).await?.read::<Security>() };
    let security = read.await.map_err(|refusal| room.refused(&refusal))?;
    Ok(page(&room, security.is_mfa_required).into_response())
}

fn page(room: &Room, is_mfa_required: bool) -> PortalSecurityPage {
    PortalSecurityPage {
        frame: room.frame(PLACE.0, PLACE.1),
        action: room.may("update_security").then(|| room.path("security")),
        xsrf: room.visitor.xsrf(),
        is_mfa_required,
        error: None,
    }
}

/// `POST …/security`.
pub(crate) async fn save(posted: Posted<Room>) -> Outcome {
    let Posted { by: room, form } = posted;
    let is_mfa_required = form.get("isMfaRequired") == "yes";
    let call = room.send(Method::PATCH, &["security"], json!({ "isMfaRequired": is_mfa_required }));
    match room.call(call).await {
        Ok(_) => Ok(see_other(&done::at(&room.path("security"), "saved"))),
        Err(refusal) => {
            let mut page = page(&room, is_mfa_required);
            page.error = Some(room.told(&refusal));
            Err(page.with_status(refusal.status))
        }
    }
}
