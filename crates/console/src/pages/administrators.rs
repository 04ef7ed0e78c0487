//! `/console/administrators`: who operates the server. Owners only.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use domain::{
    UserId,
    account::User,
    console::{ConsoleRole, NewLink, Rights},
    sign_in_experience::MfaFactor,
};
use form_urlencoded::Serializer;
use hosted::failed;
use http_kit::Form;
use operations::{
    console::administrator::{self, Refusal},
    second_factor,
};
use ui::{
    Page as _,
    components::{Link, Person},
    pages::console::{
        AdministratorRow, ConsoleAdministratorPage, ConsoleAdministratorsPage, ConsoleNewAdministratorPage,
        ConsoleShownOncePage, Once,
    },
};

use super::{Outcome, done::done, question::Question, roles};
use crate::{operator::Operator, posted::Posted, routes::Routes};

/// Where they are.
pub(crate) const PATH: &str = "/console/administrators";
const NEW_PATH: &str = "/console/administrators/new";

/// The pages of owners.
pub(super) fn routes() -> Routes {
    let owner = ConsoleRole::Owner;
    Routes::default()
        .page(owner, PATH, show)
        .page(owner, NEW_PATH, ask_new)
        .form(owner, NEW_PATH, invite)
        .page(owner, "/console/administrators/{administrator}", show_one)
        .form(owner, "/console/administrators/{administrator}", set_rights)
        .form(owner, "/console/administrators/{administrator}/link", recover)
        .page(owner, "/console/administrators/{administrator}/remove", ask_to_remove)
        .form(owner, "/console/administrators/{administrator}/remove", remove)
}

fn person(user: &User) -> Person {
    let name = user.username.clone().unwrap_or_else(|| user.id.to_string());
    Person { id: user.id.to_string(), name, detail: None }
}

/// `GET /console/administrators`.
async fn show(operator: Operator) -> Outcome {
    let all = administrator::list(&operator.console.administrators).await;
    let all = all.map_err(|error| operator.failed(error))?;
    let own = &operator.signed_in().user.id;
    let rows = all.iter().map(|one| AdministratorRow {
        person: person(&one.user),
        role: roles::said(&operator.words, &one.rights),
        is_self: one.user.id == *own,
        has_second_factor: second_factor::factors_of_kind(&one.user, MfaFactor::Totp).next().is_some(),
        last_sign_in: one.user.last_sign_in_at.map(|at| operator.moment(at.0)),
        href: format!("{PATH}/{}", one.user.id),
    });
    Ok(ConsoleAdministratorsPage {
        rows: rows.collect(),
        add_url: NEW_PATH.to_owned(),
        frame: operator.frame(PATH),
    }
    .into_response())
}

/// The page that asks what somebody who joins may do.
fn new_page(operator: &Operator, rights: &Rights, error: Option<String>) -> ConsoleNewAdministratorPage {
    let list = operator.words.say("console-administrators");
    ConsoleNewAdministratorPage {
        roles: roles::choices(&operator.words, rights.role()),
        parts: roles::parts(&operator.words, rights),
        error,
        back_url: PATH.to_owned(),
        frame: operator.frame_below(PATH, &[(PATH, &list)]),
    }
}

/// `GET /console/administrators/new`.
async fn ask_new(operator: Operator) -> Outcome {
    Ok(new_page(&operator, &ConsoleRole::ReadOnly.into(), None).into_response())
}

/// The page that shows a link, once.
fn link_page(operator: &Operator, link: &NewLink, lead: String) -> Response {
    let query = Serializer::new(String::new()).append_pair("token", link.token.reveal()).finish();
    let value = format!("{}/console/set-up?{query}", operator.console.services.endpoint.base());
    ConsoleShownOncePage {
        heading: operator.words.say("console-link-title"),
        lead,
        values: vec![Once { label: operator.words.say("console-label-link"), value }],
        done: Link { href: PATH.to_owned(), label: operator.words.say("console-done") },
        frame: operator.frame(PATH),
    }
    .into_response()
}

/// `POST /console/administrators/new`.
async fn invite(Posted { by: operator, form }: Posted) -> Outcome {
    let Some(rights) = roles::typed(&form) else { return Err(operator.gone()) };
    if roles::are_none(&rights) {
        let error = operator.words.say("console-part-rights-missing");
        return Err(new_page(&operator, &rights, Some(error)).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let who = (operator.signed_in(), &operator.origin);
    match administrator::invite(&operator.console.administrators, who, &rights).await {
        Ok(link) => Ok(link_page(&operator, &link, operator.words.say("console-link-lead"))),
        Err(refusal) => Err(stop(&operator, refusal)),
    }
}

/// The administrator that the path names.
async fn find(operator: &Operator, id: &str) -> Result<(User, Rights), Response> {
    let all = administrator::list(&operator.console.administrators).await;
    let all = all.map_err(|error| operator.failed(error))?;
    let found = all.into_iter().find(|one| one.user.id.as_str() == id);
    found.map(|one| (one.user, one.rights)).ok_or_else(|| operator.gone())
}

fn page(
    operator: &Operator,
    (user, rights): (&User, &Rights),
    error: Option<String>,
) -> ConsoleAdministratorPage {
    let (list, base) = (operator.words.say("console-administrators"), format!("{PATH}/{}", user.id));
    ConsoleAdministratorPage {
        person: person(user),
        roles: roles::choices(&operator.words, rights.role()),
        parts: roles::parts(&operator.words, rights),
        error,
        recover_url: format!("{base}/link"),
        remove_url: format!("{base}/remove"),
        action: base,
        frame: operator.frame_below(PATH, &[(PATH, &list)]),
    }
}

/// `GET /console/administrators/{administrator}`.
async fn show_one(Path(id): Path<String>, operator: Operator) -> Outcome {
    let (user, rights) = find(&operator, &id).await?;
    Ok(page(&operator, (&user, &rights), None).into_response())
}

/// Asks an owner who takes that from themselves, which they cannot take back.
fn giving_up(operator: &Operator, form: &Form) -> Question<'static> {
    let own = format!("{PATH}/{}", operator.signed_in().user.id);
    Question {
        heading: operator.words.say("console-give-up-title"),
        consequences: &["console-give-up-now", "console-give-up-final"],
        typed: None,
        action: own.clone(),
        hidden: roles::fields(form),
        button: "console-give-up",
        back_url: own,
    }
}

/// `POST /console/administrators/{administrator}`.
async fn set_rights(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let Some(rights) = roles::typed(&form) else { return Err(operator.gone()) };
    if roles::are_none(&rights) {
        let (user, _) = find(&operator, &id).await?;
        let error = operator.words.say("console-part-rights-missing");
        let again = page(&operator, (&user, &rights), Some(error));
        return Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let who = (operator.signed_in(), &operator.origin);
    let whom = UserId::new(id.as_str());
    let is_given_up = whom == operator.signed_in().user.id && rights.role() != ConsoleRole::Owner;
    if is_given_up {
        giving_up(&operator, &form).must_be_meant(operator.frame(PATH), &form)?;
    }
    let changed = administrator::set_rights(&operator.console.administrators, who, (&whom, &rights)).await;
    match changed {
        Ok(()) if is_given_up => Ok(hosted::see_other(crate::console::PATH)),
        Ok(()) => Ok(done(&format!("{PATH}/{id}"), "console-saved")),
        Err(Refusal::LastOwner) => {
            let (user, rights) = find(&operator, &id).await?;
            let error = operator.words.say("console-last-owner");
            Err(page(&operator, (&user, &rights), Some(error)).with_status(StatusCode::CONFLICT))
        }
        Err(refusal) => Err(stop(&operator, refusal)),
    }
}

/// `POST /console/administrators/{administrator}/link`.
async fn recover(Path(id): Path<String>, Posted { by: operator, .. }: Posted) -> Outcome {
    let (user, _) = find(&operator, &id).await?;
    let who = (operator.signed_in(), &operator.origin);
    match administrator::recover(&operator.console.administrators, who, &user.id).await {
        Ok(link) => {
            let lead = operator.words.with("console-recovery-link-lead", "name", &person(&user).name);
            Ok(link_page(&operator, &link, lead))
        }
        Err(refusal) => Err(stop(&operator, refusal)),
    }
}

fn question<'a>(operator: &Operator, user: &User, name: &'a str) -> Question<'a> {
    Question {
        heading: operator.words.with("console-remove-administrator-title", "name", name),
        consequences: &["console-remove-administrator-consequence"],
        typed: Some(name),
        action: format!("{PATH}/{}/remove", user.id),
        hidden: Vec::new(),
        button: "console-remove-administrator",
        back_url: format!("{PATH}/{}", user.id),
    }
}

/// `GET /console/administrators/{administrator}/remove`.
async fn ask_to_remove(Path(id): Path<String>, operator: Operator) -> Outcome {
    let (user, _) = find(&operator, &id).await?;
    let name = person(&user).name;
    Ok(question(&operator, &user, &name).ask(operator.frame(PATH)))
}

/// `POST /console/administrators/{administrator}/remove`.
async fn remove(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let (user, rights) = find(&operator, &id).await?;
    let name = person(&user).name;
    question(&operator, &user, &name).must_be_meant(operator.frame(PATH), &form)?;
    let who = (operator.signed_in(), &operator.origin);
    match administrator::remove(&operator.console.administrators, who, &user.id).await {
        Ok(()) => Ok(done(PATH, "console-administrator-removed")),
        Err(Refusal::LastOwner) => {
            let error = operator.words.say("console-last-owner");
            Err(page(&operator, (&user, &rights), Some(error)).with_status(StatusCode::CONFLICT))
        }
        Err(refusal) => Err(stop(&operator, refusal)),
    }
}

fn stop(operator: &Operator, refusal: Refusal) -> Response {
    match refusal {
        Refusal::Operation(error) => operator.failed(failed(error)),
        Refusal::NotAnOwner => crate::notice::forbidden(&operator.console, operator.words.clone()),
        _ => operator.gone(),
    }
}
