//! API keys: the organization's programs, their names and roles. Their secrets are in [`super::secrets`].

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::time::moment;
use http_kit::Form;
use serde_json::{Value, json};
use ui::{
    Page as _,
    components::FieldState,
    pages::portal::{
        ApplicationRow, PortalApplicationPage, PortalApplicationsPage, PortalNewApplicationPage, SecretRow,
    },
};

use super::{
    Outcome,
    choices::{chosen_roles, lifetimes, place_issues, role_choices},
    confirm::Question,
    done,
    secrets::{LIFETIMES, command, shown_once},
};
use crate::{
    api::{Application, NewApplication, PAGE_SIZE, Refusal, Role, Secret},
    room::{Room, Section, paging},
    session::{Posted, see_other},
};

const SECTION: Section = Section::Applications;

/// `GET …/api-keys`.
pub(crate) async fn list(room: Room) -> Outcome {
    let page = room.page();
    let read = async {
        let answer = room.call(room.get(&["applications"]).page(page, PAGE_SIZE)).await?;
        let total = answer.total.items;
        Ok::<_, Refusal>((answer.read::<Vec<Application>>()?, total))
    };
    let (applications, total) = read.await.map_err(|refusal| room.refused(&refusal))?;
    let shown = applications.len();
    let path = room.path("api-keys");
    Ok(PortalApplicationsPage {
        frame: room.frame(SECTION, None),
        applications: applications.into_iter().map(|application| row(&room, application)).collect(),
        paging: paging(&path, &[], (page, shown, total)),
        create_url: room.may("create_application").then(|| room.path("api-keys/new")),
    }
    .into_response())
}

fn row(room: &Room, application: Application) -> ApplicationRow {
    ApplicationRow {
        href: room.path(&format!("api-keys/{}", application.id)),
        id: application.id,
        name: application.name,
        description: application.description.filter(|text| !text.is_empty()),
        roles: application.organization_roles.into_iter().map(|role| role.name).collect(),
        created_at: application.created_at.map(|at| moment(&room.words, at, room.portal.services.now())),
    }
}

/// `GET …/api-keys/new`.
pub(crate) async fn show_new(room: Room) -> Outcome {
    let page = form_page(&room, &Form::default()).await.map_err(|refusal| room.refused(&refusal))?;
    Ok(page.into_response())
}

async fn form_page(room: &Room, form: &Form) -> Result<PortalNewApplicationPage, Refusal> {
    let chosen = chosen_roles(form);
    Ok(PortalNewApplicationPage {
        frame: room.frame(SECTION, None),
        back_url: room.path("api-keys"),
        action: room.path("api-keys/new"),
        xsrf: room.visitor.xsrf(),
        name: typed(form, "name"),
        description: typed(form, "description"),
        roles: role_choices(room, roles(room).await?, true, |name| {
            chosen.iter().any(|chosen| chosen == name)
        }),
        roles_error: None,
    })
}

fn typed(form: &Form, name: &str) -> FieldState {
    FieldState { value: form.get(name).trim().to_owned(), error: None }
}

async fn roles(room: &Room) -> Result<Vec<Role>, Refusal> {
    if room.may("list_roles") { room.list::<Role>(&["roles"]).await } else { Ok(Vec::new()) }
}

/// `POST …/api-keys/new`: answers with the secret itself, which no address holds and no other page shows.
pub(crate) async fn create(posted: Posted<Room>) -> Outcome {
    let Posted { by: room, form } = posted;
    let made = async {
        let description = form.get("description").trim();
        let body = json!({
            "name": form.get("name").trim(),
            "description": (!description.is_empty()).then_some(description),
            "roleNames": chosen_roles(&form),
        });
        let body = without_nulls(body);
        room.call(room.send(Method::POST, &["applications"], body)).await?.read::<NewApplication>()
    };
    let refusal = match made.await {
        Ok(NewApplication { id, name, secret }) => {
            return Ok(shown_once(&room, (&id, &name), secret.reveal()));
        }
        Err(refusal) => refusal,
    };
    let Ok(mut page) = form_page(&room, &form).await else { return Err(room.refused(&refusal)) };
    let is_for_above = place_issues(
        &room.words,
        &refusal,
        &mut [("name", &mut page.name), ("description", &mut page.description)],
    );
    if is_about_roles(&refusal) {
        page.roles_error = Some(room.told(&refusal));
    } else if is_for_above {
        page.frame = room.frame_with(SECTION, None, &refusal);
    }
    Err(page.with_status(refusal.status))
}

/// A body without the members that have no value.
pub(super) fn without_nulls(mut body: Value) -> Value {
    if let Some(members) = body.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    body
}

fn is_about_roles(refusal: &Refusal) -> bool {
    matches!(refusal.code.as_str(), "gateway.grant_exceeds_own" | "organization.role_names_not_found")
}

/// What is shown of an application.
pub(super) async fn page(room: &Room, id: &str) -> Result<PortalApplicationPage, Refusal> {
    let (application, secrets, roles) = futures_util::try_join!(
        async { room.call(room.get(&["applications", id])).await?.read::<Application>() },
        async { room.call(room.get(&["applications", id, "secrets"])).await?.read::<Vec<Secret>>() },
        roles(room),
    )?;
    let now = room.portal.services.now();
    let action = room.path(&format!("api-keys/{}", application.id));
    let secret = |secret: Secret| SecretRow {
        created_at: secret.created_at.map(|at| moment(&room.words, at, now)),
        expires_at: secret.expires_at.map(|at| moment(&room.words, at, now)),
        is_expired: secret.expires_at.is_some_and(|at| at <= now.0),
        delete_url: format!("{action}/secrets/{}/delete", encoded(&secret.name)),
        name: secret.name,
    };
    let secrets = secrets.into_iter().map(secret).collect();
    let held: Vec<_> = application.organization_roles.iter().map(|role| role.name.clone()).collect();
    let field = |value: String| FieldState { value, error: None };
    Ok(PortalApplicationPage {
        frame: room.frame(SECTION, None),
        back_url: room.path("api-keys"),
        xsrf: room.visitor.xsrf(),
        created_at: application.created_at.map(|at| moment(&room.words, at, now)),
        roles: role_choices(room, roles, true, |name| held.iter().any(|held| held == name)),
        roles_error: None,
        secrets,
        secret_name: FieldState::default(),
        lifetimes: lifetimes(&room.words, "own-token-days", LIFETIMES, "0"),
        lifetime_error: None,
        command: command(room, &application.id, "$SECRET"),
        name: field(application.name),
        description: field(application.description.unwrap_or_default()),
        client_id: application.id,
        action,
    })
}

/// A name as a part of an address.
pub(super) fn encoded(name: &str) -> String {
    form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20")
}

/// `GET …/api-keys/{application}`.
pub(crate) async fn show(room: Room, Path((_, id)): Path<(String, String)>) -> Outcome {
    let page = page(&room, &id).await.map_err(|refusal| room.refused(&refusal))?;
    Ok(page.into_response())
}

/// `GET` of what is only posted to, after a sign-in on the way: back to the application.
pub(crate) async fn back(room: Room, Path((_, id)): Path<(String, String)>) -> Outcome {
    Ok(see_other(&room.path(&format!("api-keys/{id}"))))
}

/// `POST …/api-keys/{application}`.
pub(crate) async fn save(Path((_, id)): Path<(String, String)>, posted: Posted<Room>) -> Outcome {
    let Posted { by: room, form } = posted;
    let description = form.get("description").trim();
    let body = json!({
        "name": form.get("name").trim(),
        "description": (!description.is_empty()).then_some(description),
    });
    let Err(refusal) = room.call(room.send(Method::PATCH, &["applications", &id], body)).await else {
        return Ok(see_other(&done::at(&room.path(&format!("api-keys/{id}")), "saved")));
    };
    let Ok(mut page) = page(&room, &id).await else { return Err(room.refused(&refusal)) };
    page.name = typed(&form, "name");
    page.description = typed(&form, "description");
    let is_for_above = place_issues(
        &room.words,
        &refusal,
        &mut [("name", &mut page.name), ("description", &mut page.description)],
    );
    if is_for_above {
        page.frame = room.frame_with(SECTION, None, &refusal);
    }
    Err(page.with_status(refusal.status))
}

/// `POST …/api-keys/{application}/roles`.
pub(crate) async fn save_roles(Path((_, id)): Path<(String, String)>, posted: Posted<Room>) -> Outcome {
    let Posted { by: room, form } = posted;
    let body = json!({ "roleNames": chosen_roles(&form) });
    match room.call(room.send(Method::PUT, &["applications", &id, "roles"], body)).await {
        Ok(_) => Ok(see_other(&done::at(&room.path(&format!("api-keys/{id}")), "roles-saved"))),
        Err(refusal) => Err(with_roles_error(&room, &id, &refusal).await),
    }
}

async fn with_roles_error(room: &Room, id: &str, refusal: &Refusal) -> Response {
    let Ok(mut page) = page(room, id).await else { return room.refused(refusal) };
    page.roles_error = Some(room.told(refusal));
    page.with_status(refusal.status)
}

fn deleting<'a>(room: &Room, name: &'a str, paths: &'a (String, String)) -> Question<'a> {
    Question {
        place: (SECTION, None),
        heading: room.words.with("own-delete-question", "name", name),
        consequences: vec![
            room.words.say("portal-delete-key-consequence"),
            room.words.say("portal-gone-for-good"),
        ],
        typed: Some(name),
        path: &paths.0,
        button: room.words.say("portal-delete-key"),
        back: &paths.1,
    }
}

fn paths(id: &str) -> (String, String) {
    (format!("api-keys/{id}/delete"), format!("api-keys/{id}"))
}

async fn name_of(room: &Room, id: &str) -> Result<String, Response> {
    let read = async { room.call(room.get(&["applications", id])).await?.read::<Application>() };
    read.await.map(|application| application.name).map_err(|refusal| room.refused(&refusal))
}

/// `GET …/api-keys/{application}/delete`.
pub(crate) async fn ask_to_delete(room: Room, Path((_, id)): Path<(String, String)>) -> Outcome {
    let name = name_of(&room, &id).await?;
    Ok(deleting(&room, &name, &paths(&id)).ask(&room))
}

/// `POST …/api-keys/{application}/delete`, with its name typed.
pub(crate) async fn delete(Path((_, id)): Path<(String, String)>, posted: Posted<Room>) -> Outcome {
    let Posted { by: room, form } = posted;
    let (name, paths) = (name_of(&room, &id).await?, paths(&id));
    let question = deleting(&room, &name, &paths);
    question.check(&room, &form).map_err(|page| *page)?;
    match room.call(room.write(Method::DELETE, &["applications", &id])).await {
        Ok(_) => Ok(see_other(&done::at(&room.path("api-keys"), "key-deleted"))),
        Err(refusal) => Err(question.refused(&room, &refusal)),
    }
}
