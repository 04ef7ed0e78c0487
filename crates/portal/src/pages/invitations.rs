//! The organization's invitations: the list, a new one, sending one again, taking one back.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::time::moment;
use http_kit::Form;
use serde_json::json;
use ui::{
    Page as _,
    components::{FieldState, Tone},
    pages::portal::{InvitationRow, PortalInvitationsPage, PortalInvitePage, Tab},
};

use super::{
    Outcome,
    choices::{chosen_roles, end, lifetimes, place_issues, role_choices},
    confirm::Question,
    done,
};
use crate::{
    api::{Invitation, PAGE_SIZE, Refusal, Role},
    room::{Room, Section, View, paging},
    session::{Posted, see_other},
};

const PLACE: (Section, Option<View>) = (Section::Members, Some(View::Invitations));
/// For how many days an invitation can be accepted.
const LIFETIMES: &[u32] = &[1, 7, 14, 30];
const USUAL_LIFETIME: &str = "7";
/// What the list can be narrowed to: what is asked for, and the message of the link.
const FILTERS: [(&str, &str); 5] = [
    ("Pending", "portal-pending"),
    ("Accepted", "portal-accepted"),
    ("Expired", "portal-expired"),
    ("Revoked", "portal-revoked"),
    ("All", "portal-all"),
];

/// `GET …/invitations`.
pub(crate) async fn list(room: Room) -> Outcome {
    let page = list_page(&room).await.map_err(|refusal| room.refused(&refusal))?;
    Ok(page.into_response())
}

async fn list_page(room: &Room) -> Result<PortalInvitationsPage, Refusal> {
    let asked = room.parameter("status").unwrap_or("Pending");
    let (status, _) = FILTERS.into_iter().find(|(status, _)| *status == asked).unwrap_or(("Pending", ""));
    let page = room.page();
    let narrowed = if status == "All" { "" } else { status };
    let call = room.get(&["invitations"]).query("status", narrowed).page(page, PAGE_SIZE);
    let answer = room.call(call).await?;
    let total = answer.total.items;
    let invitations: Vec<Invitation> = answer.read()?;
    let shown = invitations.len();
    let path = room.path("invitations");
    let filters = FILTERS.iter().map(|(known, label)| Tab {
        label: room.words.say(label),
        href: format!("{path}?status={known}"),
        is_current: *known == status,
    });
    Ok(PortalInvitationsPage {
        frame: room.frame(PLACE.0, PLACE.1),
        xsrf: room.visitor.xsrf(),
        filters: filters.collect(),
        invitations: invitations.into_iter().map(|invitation| row(room, invitation)).collect(),
        paging: paging(&path, &[("status", status)], (page, shown, total)),
        invite_url: room.may("create_invitation").then(|| room.path("invitations/new")),
    })
}

fn row(room: &Room, invitation: Invitation) -> InvitationRow {
    let now = room.portal.services.now();
    let is_over = invitation.expires_at <= now.0;
    let status = match invitation.status.as_str() {
        "Pending" if is_over => "Expired",
        other => other,
    };
    let is_open = status == "Pending";
    let url = |what: &str| room.path(&format!("invitations/{}/{what}", invitation.id));
    InvitationRow {
        tone: match status {
            "Pending" => Tone::Info,
            "Accepted" => Tone::Success,
            "Expired" => Tone::Warning,
            _ => Tone::Neutral,
        },
        link: is_open.then(|| (room.portal.invitation_link)(&invitation.id, &invitation.invitee)).flatten(),
        resend_url: (is_open && room.may("resend_invitation")).then(|| url("resend")),
        revoke_url: (is_open && room.may("revoke_invitation")).then(|| url("revoke")),
        status: room.words.say(status_key(status)),
        created_at: moment(&room.words, invitation.created_at, now),
        expires_at: moment(&room.words, invitation.expires_at, now),
        roles: invitation.organization_roles.into_iter().map(|role| role.name).collect(),
        invitee: invitation.invitee,
    }
}

/// The message of a status; that of one that is not known says that the invitation is not open.
fn status_key(status: &str) -> &'static str {
    FILTERS.iter().find(|(known, _)| *known == status).map_or("portal-revoked", |(_, key)| key)
}

/// `GET …/invitations/{invitation}/resend`, after a sign-in on the way: back to the list.
pub(crate) async fn back(room: Room) -> Outcome {
    Ok(see_other(&room.path("invitations")))
}

/// `POST …/invitations/{invitation}/resend`.
pub(crate) async fn resend(Path((_, id)): Path<(String, String)>, posted: Posted<Room>) -> Outcome {
    let room = posted.by;
    match room.call(room.write(Method::POST, &["invitations", &id, "resend"])).await {
        Ok(_) => Ok(see_other(&done::at(&room.path("invitations"), "resent"))),
        Err(refusal) => Err(list_again(&room, &refusal).await),
    }
}

/// The list again, with what is wrong above it.
async fn list_again(room: &Room, refusal: &Refusal) -> Response {
    match list_page(room).await {
        Ok(mut page) => {
            page.frame = room.frame_with(PLACE.0, PLACE.1, refusal);
            page.with_status(refusal.status)
        }
        Err(_) => room.refused(refusal),
    }
}

/// `GET …/invitations/new`.
pub(crate) async fn show_new(room: Room) -> Outcome {
    let blank: Form = [("expiresInDays", USUAL_LIFETIME), ("sendMessage", "yes")].into_iter().collect();
    let page = form_page(&room, &blank).await.map_err(|refusal| room.refused(&refusal))?;
    Ok(page.into_response())
}

async fn form_page(room: &Room, form: &Form) -> Result<PortalInvitePage, Refusal> {
    let roles = if room.may("list_roles") { room.list::<Role>(&["roles"]).await? } else { Vec::new() };
    let chosen = chosen_roles(form);
    Ok(PortalInvitePage {
        frame: room.frame(PLACE.0, PLACE.1),
        back_url: room.path("invitations"),
        action: room.path("invitations/new"),
        xsrf: room.visitor.xsrf(),
        invitee: FieldState { value: form.get("invitee").trim().to_owned(), error: None },
        roles: role_choices(room, roles, false, |name| chosen.iter().any(|chosen| chosen == name)),
        roles_error: None,
        lifetimes: lifetimes(&room.words, "portal-days", LIFETIMES, form.get("expiresInDays")),
        lifetime_error: None,
        sends_message: form.get("sendMessage") == "yes",
    })
}

/// `POST …/invitations/new`.
pub(crate) async fn create(posted: Posted<Room>) -> Outcome {
    let Posted { by: room, form } = posted;
    let sends_message = form.get("sendMessage") == "yes";
    let made = async {
        let expires_at = end(LIFETIMES, form.get("expiresInDays"), room.portal.services.now())?;
        let body = json!({
            "invitee": form.get("invitee").trim(),
            "roleNames": chosen_roles(&form),
            "expiresAt": expires_at,
            "sendMessage": sends_message,
        });
        room.call(room.send(Method::POST, &["invitations"], body)).await
    };
    match made.await {
        Ok(_) => {
            let word = if sends_message { "invited" } else { "invited-silently" };
            Ok(see_other(&done::at(&room.path("invitations"), word)))
        }
        Err(refusal) => Err(again(&room, &form, &refusal).await),
    }
}

/// The form again, with what was typed and what is wrong with it.
async fn again(room: &Room, form: &Form, refusal: &Refusal) -> Response {
    let Ok(mut page) = form_page(room, form).await else { return room.refused(refusal) };
    let mut lifetime = FieldState::default();
    let is_for_above = place_issues(
        &room.words,
        refusal,
        &mut [("invitee", &mut page.invitee), ("expiresInDays", &mut lifetime)],
    );
    page.lifetime_error = lifetime.error;
    match refusal.code.as_str() {
        "gateway.grant_exceeds_own" | "organization.role_names_not_found" => {
            page.roles_error = Some(room.told(refusal));
        }
        "entity.unique_integrity_violation" => {
            page.invitee.error = Some(room.words.say("portal-waits-already"));
        }
        // In the Management API's words: already a member, for one.
        "request.invalid_input" => {
            page.invitee.error = Some(room.told(refusal));
        }
        _ if is_for_above => page.frame = room.frame_with(PLACE.0, PLACE.1, refusal),
        _ => {}
    }
    page.with_status(refusal.status)
}

/// One invitation. There is no operation for one of the organization's, so the list is looked through.
async fn find(room: &Room, id: &str) -> Result<Invitation, Refusal> {
    let found = room.list::<Invitation>(&["invitations"]).await?;
    found.into_iter().find(|invitation| invitation.id == id).ok_or_else(Refusal::not_found)
}

fn revoking<'a>(room: &Room, invitee: &str, path: &'a str) -> Question<'a> {
    Question {
        place: PLACE,
        heading: room.words.with("portal-revoke-question", "name", invitee),
        consequences: vec![room.words.say("portal-revoke-consequence")],
        typed: None,
        path,
        button: room.words.say("portal-revoke-invitation"),
        back: "invitations",
    }
}

/// `GET …/invitations/{invitation}/revoke`.
pub(crate) async fn ask_to_revoke(room: Room, Path((_, id)): Path<(String, String)>) -> Outcome {
    let found = find(&room, &id).await.map_err(|refusal| room.refused(&refusal))?;
    Ok(revoking(&room, &found.invitee, &format!("invitations/{id}/revoke")).ask(&room))
}

/// `POST …/invitations/{invitation}/revoke`.
pub(crate) async fn revoke(Path((_, id)): Path<(String, String)>, posted: Posted<Room>) -> Outcome {
    let room = posted.by;
    match room.call(room.write(Method::DELETE, &["invitations", &id])).await {
        Ok(_) => Ok(see_other(&done::at(&room.path("invitations"), "revoked"))),
        Err(refusal) => Err(list_again(&room, &refusal).await),
    }
}
