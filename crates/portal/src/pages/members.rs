//! Members: the list, one of them, their roles, and removing them.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::time::moment;
use serde_json::json;
use ui::{
    Page as _,
    components::Person,
    pages::portal::{MemberRow, PortalMemberPage, PortalMembersPage},
};

use super::{
    Outcome,
    choices::{chosen_roles, role_choices},
    confirm::Question,
    done,
};
use crate::{
    api::{Member, PAGE_SIZE, Refusal, Role},
    room::{Room, Section, View, paging},
    session::{Posted, see_other},
};

const PLACE: (Section, Option<View>) = (Section::Members, Some(View::Members));

/// `GET …/members`.
pub(crate) async fn list(room: Room) -> Outcome {
    let (search, page) = (room.search(), room.page());
    let call = room.get(&["members"]).query("q", &search).page(page, PAGE_SIZE);
    let answer = room.call(call).await.map_err(|refusal| room.refused(&refusal))?;
    let total = answer.total.items;
    let members: Vec<Member> = answer.read().map_err(|refusal| room.refused(&refusal))?;
    let shown = members.len();
    let action = room.path("members");
    Ok(PortalMembersPage {
        frame: room.frame(PLACE.0, PLACE.1),
        members: members.into_iter().map(|member| row(&room, member)).collect(),
        paging: paging(&action, &[("q", &search)], (page, shown, total)),
        search,
        action,
        invite_url: room.may("create_invitation").then(|| room.path("invitations/new")),
    }
    .into_response())
}

fn row(room: &Room, member: Member) -> MemberRow {
    let now = room.portal.services.now();
    let known = [&member.name, &member.username, &member.primary_email, &member.primary_phone];
    let name = known.into_iter().flatten().next().unwrap_or(&member.id).clone();
    let details = [&member.primary_email, &member.username, &member.primary_phone];
    let detail = details.into_iter().flatten().find(|text| **text != name).cloned();
    MemberRow {
        is_me: member.id == room.visitor.user.id.as_str(),
        is_suspended: member.is_suspended,
        roles: member.organization_roles.into_iter().map(|role| role.name).collect(),
        last_sign_in_at: member.last_sign_in_at.map(|at| moment(&room.words, at, now)),
        href: room.path(&format!("members/{}", member.id)),
        person: Person { id: member.id, name, detail },
    }
}

/// One member. There is no operation for one, but a search finds ids.
async fn find(room: &Room, id: &str) -> Result<Member, Refusal> {
    let call = room.get(&["members"]).query("q", id).page(1, 100);
    let found: Vec<Member> = room.call(call).await?.read()?;
    found.into_iter().find(|member| member.id == id).ok_or_else(Refusal::not_found)
}

/// `GET …/members/{user}`.
pub(crate) async fn show(room: Room, Path((_, id)): Path<(String, String)>) -> Outcome {
    let page = page(&room, &id, None).await.map_err(|refusal| room.refused(&refusal))?;
    Ok(page.into_response())
}

async fn page(room: &Room, id: &str, chosen: Option<&[String]>) -> Result<PortalMemberPage, Refusal> {
    let member = find(room, id).await?;
    let created_at = member.created_at.map(|at| moment(&room.words, at, room.portal.services.now()));
    let row = row(room, member);
    let may_change = room.may("set_member_roles") && room.may("list_roles");
    let roles = if may_change { room.list::<Role>(&["roles"]).await? } else { Vec::new() };
    let held = chosen.unwrap_or(&row.roles);
    let roles = role_choices(room, roles, false, |name| held.iter().any(|held| held == name));
    // Removing takes every role away: offered to whoever may take all of them.
    let may_remove = room.may("remove_member") && !row.is_me;
    Ok(PortalMemberPage {
        frame: room.frame(PLACE.0, PLACE.1),
        back_url: room.path("members"),
        action: may_change.then(|| row.href.clone()),
        xsrf: room.visitor.xsrf(),
        created_at,
        roles,
        roles_error: None,
        remove_url: may_remove.then(|| format!("{}/remove", row.href)),
        member: row,
    })
}

/// `POST …/members/{user}`.
pub(crate) async fn save_roles(Path((_, id)): Path<(String, String)>, posted: Posted<Room>) -> Outcome {
    let Posted { by: room, form } = posted;
    let chosen = chosen_roles(&form);
    let call = room.send(Method::PUT, &["members", &id, "roles"], json!({ "roleNames": chosen }));
    match room.call(call).await {
        Ok(_) => Ok(see_other(&done::at(&room.path(&format!("members/{id}")), "roles-saved"))),
        Err(refusal) => Err(again(&room, &id, &chosen, &refusal).await),
    }
}

/// The member again, with what is wrong with the choice beside it.
async fn again(room: &Room, id: &str, chosen: &[String], refusal: &Refusal) -> Response {
    match page(room, id, Some(chosen)).await {
        Ok(mut page) if page.action.is_some() => {
            page.roles_error = Some(room.told(refusal));
            page.with_status(refusal.status)
        }
        _ => room.refused(refusal),
    }
}

fn removing<'a>(room: &Room, name: &str, paths: &'a (String, String)) -> Question<'a> {
    Question {
        place: PLACE,
        heading: room.words.with("own-remove-question", "name", name),
        consequences: vec![
            room.words.say("portal-remove-member-access"),
            room.words.say("portal-remove-member-account"),
        ],
        typed: None,
        path: &paths.0,
        button: room.words.say("portal-remove-member"),
        back: &paths.1,
    }
}

fn paths(id: &str) -> (String, String) {
    (format!("members/{id}/remove"), format!("members/{id}"))
}

/// `GET …/members/{user}/remove`.
pub(crate) async fn ask_to_remove(room: Room, Path((_, id)): Path<(String, String)>) -> Outcome {
    let member = find(&room, &id).await.map_err(|refusal| room.refused(&refusal))?;
    let name = row(&room, member).person.name;
    Ok(removing(&room, &name, &paths(&id)).ask(&room))
}

/// `POST …/members/{user}/remove`.
pub(crate) async fn remove(Path((_, id)): Path<(String, String)>, posted: Posted<Room>) -> Outcome {
    let room = posted.by;
    match room.call(room.write(Method::DELETE, &["members", &id])).await {
        Ok(_) => Ok(see_other(&done::at(&room.path("members"), "removed"))),
        Err(refusal) => {
            let Ok(member) = find(&room, &id).await else { return Err(room.refused(&refusal)) };
            let name = row(&room, member).person.name;
            Err(removing(&room, &name, &paths(&id)).refused(&room, &refusal))
        }
    }
}
