//! The two ways out: leaving the organization, and deleting it for everybody.

use axum::http::Method;

use super::{Outcome, confirm::Question, done};
use crate::{
    room::{Room, Section},
    session::{Posted, see_other},
};

fn leaving(room: &Room) -> Question<'static> {
    Question {
        place: (Section::General, None),
        heading: format!("Leave {}?", room.organization.name),
        consequences: vec![
            "You lose your roles in it and everything they allow, at once.".to_owned(),
            "To come back, somebody in it has to invite you.".to_owned(),
        ],
        typed: None,
        path: "leave",
        button: "Leave organization",
        back: "",
    }
}

fn deleting(room: &Room) -> Question<'_> {
    let name = room.organization.name.as_str();
    Question {
        place: (Section::General, None),
        heading: format!("Delete {name}?"),
        consequences: vec![
            "Every member loses access at once.".to_owned(),
            "Invitations, API keys and verified domains of the organization are deleted with it.".to_owned(),
            "It cannot be brought back.".to_owned(),
        ],
        typed: Some(name),
        path: "delete",
        button: "Delete organization",
        back: "",
    }
}

/// `GET …/leave`.
pub(crate) async fn ask_to_leave(room: Room) -> Outcome {
    Ok(leaving(&room).ask(&room))
}

/// `POST …/leave`.
pub(crate) async fn leave(posted: Posted<Room>) -> Outcome {
    let room = posted.by;
    match room.call(room.write(Method::DELETE, &["members", "me"])).await {
        Ok(_) => Ok(see_other(&done::at("/portal", "left"))),
        Err(refusal) => Err(leaving(&room).refused(&room, &refusal)),
    }
}

/// `GET …/delete`.
pub(crate) async fn ask_to_delete(room: Room) -> Outcome {
    Ok(deleting(&room).ask(&room))
}

/// `POST …/delete`, with the organization's name typed.
pub(crate) async fn delete(posted: Posted<Room>) -> Outcome {
    let Posted { by: room, form } = posted;
    let question = deleting(&room);
    question.check(&room, &form).map_err(|page| *page)?;
    match room.call(room.write(Method::DELETE, &[])).await {
        Ok(_) => Ok(see_other(&done::at("/portal", "deleted"))),
        Err(refusal) => Err(question.refused(&room, &refusal)),
    }
}
