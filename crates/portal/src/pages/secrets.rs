//! Secrets of an API key: made, shown once, deleted.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use serde_json::json;
use ui::{Page as _, pages::portal::PortalSecretPage};

use super::{
    Outcome,
    applications::encoded,
    applications::{page, without_nulls},
    choices::{end, lifetimes, place_issues},
    confirm::Question,
    done,
};
use crate::{
    api::{Refusal, Secret},
    room::{Room, Section},
    session::{Posted, see_other},
};

/// How many days a secret can live; 0 is for ever.
pub(super) const LIFETIMES: &[u32] = &[0, 30, 90, 365];

/// The command with which a program fetches a token for this organization.
pub(super) fn command(room: &Room, client_id: &str, secret: &str) -> String {
    let issuer = room.portal.services.endpoint.issuer();
    format!(
        "curl {issuer}/token \\\n  -u \"{client_id}:{secret}\" \\\n  -d grant_type=client_credentials \\\n  -d organization_id={}",
        room.id
    )
}

/// The page that shows a new secret.
pub(super) fn shown_once(room: &Room, (id, name): (&str, &str), secret: &str) -> Response {
    PortalSecretPage {
        frame: room.frame(Section::Applications, None),
        name: name.to_owned(),
        client_id: id.to_owned(),
        secret: secret.to_owned(),
        command: command(room, id, secret),
        application_url: room.path(&format!("api-keys/{id}")),
    }
    .into_response()
}

/// `POST …/api-keys/{application}/secrets`: answers with the secret itself.
pub(crate) async fn create(Path((_, id)): Path<(String, String)>, posted: Posted<Room>) -> Outcome {
    let Posted { by: room, form } = posted;
    let (name, lifetime) = (form.get("secretName").trim(), form.get("expiresInDays"));
    let made = async {
        let expires_at = end(LIFETIMES, lifetime, room.portal.services.now())?;
        let body = without_nulls(json!({ "name": name, "expiresAt": expires_at }));
        room.call(room.send(Method::POST, &["applications", &id, "secrets"], body)).await?.read::<Secret>()
    };
    let refusal = match made.await {
        Ok(Secret { value: Some(value), .. }) => {
            let page = page(&room, &id).await.map_err(|refusal| room.refused(&refusal))?;
            return Ok(shown_once(&room, (&id, &page.name.value), &value));
        }
        Ok(_) => Refusal::failed(),
        Err(refusal) => refusal,
    };
    let Ok(mut page) = page(&room, &id).await else { return Err(room.refused(&refusal)) };
    name.clone_into(&mut page.secret_name.value);
    page.lifetimes = lifetimes(&room.words, "own-token-days", LIFETIMES, lifetime);
    let mut end = ui::components::FieldState::default();
    if place_issues(
        &room.words,
        &refusal,
        &mut [("name", &mut page.secret_name), ("expiresInDays", &mut end)],
    ) {
        page.secret_name.error = Some(room.told(&refusal));
    }
    page.lifetime_error = end.error;
    Err(page.with_status(refusal.status))
}

fn deleting<'a>(room: &Room, name: &str, paths: &'a (String, String)) -> Question<'a> {
    Question {
        place: (Section::Applications, None),
        heading: room.words.with("own-delete-question", "name", name),
        consequences: vec![room.words.say("portal-delete-secret-consequence")],
        typed: None,
        path: &paths.0,
        button: room.words.say("portal-delete-secret"),
        back: &paths.1,
    }
}

fn paths(id: &str, name: &str) -> (String, String) {
    (format!("api-keys/{id}/secrets/{}/delete", encoded(name)), format!("api-keys/{id}"))
}

/// `GET …/secrets/{name}/delete`.
pub(crate) async fn ask_to_delete(
    room: Room,
    Path((_, id, name)): Path<(String, String, String)>,
) -> Outcome {
    Ok(deleting(&room, &name, &paths(&id, &name)).ask(&room))
}

/// `POST …/secrets/{name}/delete`.
pub(crate) async fn delete(
    Path((_, id, name)): Path<(String, String, String)>,
    posted: Posted<Room>,
) -> Outcome {
    let room = posted.by;
    match room.call(room.write(Method::DELETE, &["applications", &id, "secrets", &name])).await {
        Ok(_) => Ok(see_other(&done::at(&room.path(&format!("api-keys/{id}")), "secret-deleted"))),
        Err(refusal) => Err(deleting(&room, &name, &paths(&id, &name)).refused(&room, &refusal)),
    }
}
