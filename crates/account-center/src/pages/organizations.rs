//! `/account/organizations`: where somebody belongs, and what they are invited to.

use api_types::account_center::FieldAccess;
use axum::{
    extract::Path,
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use hosted::{Answer, Call, Posted, Refusal, see_other, time::said};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;
use ui::{
    Page as _,
    pages::account::{AccountOrganizationsPage, InvitationRow, OrganizationRow},
};

use super::{Outcome, Section, confirm::Question, done};
use crate::{holder::Holder, words::words};

const PATH: &str = "/account/organizations";

#[derive(Deserialize)]
struct Role {
    name: String,
}

/// An organization as the Account API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Organization {
    id: String,
    name: String,
    description: Option<String>,
    #[serde(default, rename = "organizationRoles")]
    roles: Vec<Role>,
}

/// An invitation as the Account API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Invitation {
    id: String,
    organization_id: String,
    organization_name: String,
    inviter_name: Option<String>,
    organization_roles: Vec<Role>,
    expires_at: i64,
}

fn names(roles: Vec<Role>) -> Vec<String> {
    roles.into_iter().map(|role| role.name).collect()
}

async fn list<T: DeserializeOwned>(holder: &Holder, what: &str) -> Result<Vec<T>, Refusal> {
    holder.call(Call::get(&["api", "my-account", what])).await.and_then(Answer::read)
}

/// `GET /account/organizations`.
pub(crate) async fn show(holder: Holder) -> Outcome {
    let page = page(&holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    Ok(page.into_response())
}

async fn page(holder: &Holder) -> Result<AccountOrganizationsPage, Refusal> {
    let organizations: Vec<Organization> = list(holder, "organizations").await?;
    let invitations: Vec<Invitation> = list(holder, "organization-invitations").await?;
    let may_change = holder.settings.fields.organization == Some(FieldAccess::Edit);
    let now = holder.center.services.now();
    let action = |id: &str, word: &str| may_change.then(|| format!("{PATH}/invitations/{id}/{word}"));
    let invited = |invitation: Invitation| InvitationRow {
        accept_action: action(&invitation.id, "accept"),
        decline_action: action(&invitation.id, "decline"),
        organization: invitation.organization_name,
        organization_id: invitation.organization_id,
        inviter: invitation.inviter_name,
        ends: said(&holder.words, ("own-ends", "date"), invitation.expires_at, now),
        roles: names(invitation.organization_roles),
    };
    let member = |organization: Organization| OrganizationRow {
        leave_url: may_change.then(|| format!("{PATH}/{}/leave", organization.id)),
        id: organization.id,
        name: organization.name,
        description: organization.description.filter(|text| !text.is_empty()),
        roles: names(organization.roles),
    };
    Ok(AccountOrganizationsPage {
        frame: holder.frame(Section::Organizations),
        xsrf: holder.xsrf(),
        invitations: invitations.into_iter().map(invited).collect(),
        organizations: organizations.into_iter().map(member).collect(),
    })
}

/// `GET /account/organizations/invitations/{invitation}/…`, after a sign-in on the way.
pub(crate) async fn back(_holder: Holder) -> Outcome {
    Ok(see_other(PATH))
}

/// `POST /account/organizations/invitations/{invitation}/accept`.
pub(crate) async fn accept(Path(id): Path<String>, posted: Posted<Holder>) -> Outcome {
    decide(posted.by, &id, ("accept", "joined")).await
}

/// `POST /account/organizations/invitations/{invitation}/decline`.
pub(crate) async fn decline(Path(id): Path<String>, posted: Posted<Holder>) -> Outcome {
    decide(posted.by, &id, ("decline", "declined")).await
}

async fn decide(holder: Holder, id: &str, (word, said): (&str, &str)) -> Outcome {
    let segments = ["api", "my-account", "organization-invitations", id, word];
    match holder.call(Call::new(Method::POST, &segments).body(json!({}))).await {
        Ok(_) => Ok(see_other(&done::at(PATH, said))),
        Err(refusal) => Err(again(&holder, &refusal).await),
    }
}

/// The page again, with what is wrong above it.
async fn again(holder: &Holder, refusal: &Refusal) -> Response {
    if let Some(answer) = holder.elsewhere(refusal, PATH) {
        return answer;
    }
    let wrong = if refusal.status == StatusCode::NOT_FOUND {
        holder.words.say("own-invitation-gone")
    } else {
        words(refusal, &holder.experience(), &holder.words)
    };
    match page(holder).await {
        Ok(mut page) => {
            page.frame = holder.frame_with(Section::Organizations, wrong);
            page.with_status(refusal.status)
        }
        Err(refusal) => holder.stop(&refusal, PATH),
    }
}

fn leaving<'a>(holder: &Holder, name: &str, path: &'a str) -> Question<'a> {
    Question {
        section: Section::Organizations,
        heading: holder.words.with("own-leave-question", "name", name),
        consequences: vec![holder.words.say("own-leave-consequence")],
        path,
        button: holder.words.with("own-leave-named", "name", name),
        back: PATH,
    }
}

async fn find(holder: &Holder, id: &str) -> Result<(String, String), Response> {
    holder.must_edit(holder.settings.fields.organization)?;
    let found = list::<Organization>(holder, "organizations").await;
    let found = found.map_err(|refusal| holder.stop(&refusal, PATH))?;
    let found = found.into_iter().find(|organization| organization.id == id);
    let path = format!("{PATH}/{id}/leave");
    found.map(|organization| (organization.name, path)).ok_or_else(|| see_other(PATH))
}

/// `GET /account/organizations/{organization}/leave`.
pub(crate) async fn ask_to_leave(holder: Holder, Path(id): Path<String>) -> Outcome {
    let (name, path) = find(&holder, &id).await?;
    holder.must_have_proof(&path)?;
    Ok(leaving(&holder, &name, &path).ask(&holder))
}

/// `POST /account/organizations/{organization}/leave`.
pub(crate) async fn leave(Path(id): Path<String>, posted: Posted<Holder>) -> Outcome {
    let holder = posted.by;
    let (name, path) = find(&holder, &id).await?;
    let call = Call::new(Method::DELETE, &["api", "my-account", "organizations", &id]);
    match holder.call(call).await {
        Ok(_) => Ok(see_other(&done::at(PATH, "left"))),
        Err(refusal) if refusal.code == "organization.last_administrator" => {
            let question = leaving(&holder, &name, &path);
            Ok(question.refused_saying(
                &holder,
                &refusal,
                last_administrator(&holder, std::slice::from_ref(&name)),
            ))
        }
        Err(refusal) => Ok(leaving(&holder, &name, &path).refused(&holder, &refusal)),
    }
}

/// That nobody else could manage these organizations.
pub(super) fn last_administrator(holder: &Holder, names: &[String]) -> String {
    holder.words.with("own-last-administrator", "name", &names.join(", "))
}
