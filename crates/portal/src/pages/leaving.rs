//! The two ways out: leaving the organization, and deleting it for everybody.

use axum::http::Method;

use super::{Outcome, confirm::Question, done};
use crate::{
    room::{Room, Section},
    session::{Posted, see_other},
};

fn leaving(room: &Room) -> Question<'static> {
    let words = &room.words;
    Question {
        place: (Section::General, None),
        heading: words.with("own-leave-question", "name", &room.organization.name),
        consequences: vec![words.say("own-leave-consequence")],
        typed: None,
        path: "leave",
        button: words.say("portal-leave"),
        back: "",
    }
}

fn deleting(room: &Room) -> Question<'_> {
    let (words, name) = (&room.words, room.organization.name.as_str());
    Question {
        place: (Section::General, None),
        heading: words.with("own-delete-question", "name", name),
        consequences: vec![
            words.say("portal-delete-access"),
            words.say("portal-delete-everything"),
            words.say("portal-gone-for-good"),
        ],
        typed: Some(name),
        path: "delete",
        button: words.say("portal-delete"),
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
