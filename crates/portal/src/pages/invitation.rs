//! The page that the link of an invitation opens: says what it is, signs in or registers on the way, and takes the answer.
//!
//! Before somebody is signed in nothing is told of the invitation; after that only to the one whose verified address it was sent to.

use axum::{
    extract::{Path, State},
    http::{Method, StatusCode, request::Parts},
    response::{IntoResponse as _, Response},
};
use form_urlencoded::Serializer;
use hosted::time::moment;
use hosted::{
    Area as _,
    notice::{error_page, suspended},
    sign_in::query_of,
};
use ui::{Brand, Page as _, Words, components::Banner, pages::portal::PortalInvitationPage};

use super::{
    Outcome,
    brand::{brand_of, server_brand},
    done,
    notice::{AppState, no_entry},
};
use crate::{
    Portal,
    api::{Call, MyInvitation, Refusal, told},
    session::{Posted, Reader, Visitor, login_hint, see_other},
};

/// `GET /portal/invitations/{invitation}`.
pub(crate) async fn show(State(portal): AppState, Path(id): Path<String>, parts: Parts) -> Outcome {
    let visitor = match Visitor::find::<Portal>(&portal.services, &parts.headers).await {
        Ok(visitor) => visitor,
        Err(error) => return Err(error_page(&*portal, portal.words(&parts.headers).await, &error)),
    };
    let query = query_of(&*portal, &parts).await.map_err(|page| *page)?;
    let link = Link { id: &id, invitee: login_hint(&query) };
    let Some(visitor) = visitor else {
        let words = portal.words(&parts.headers).await;
        return Ok(to_sign_in(&portal, words, link).into_response());
    };
    let reader = Reader::of(&portal, visitor, &parts.headers).await;
    if reader.visitor.user.is_suspended {
        return Err(suspended(&*portal, reader.words));
    }
    Ok(match read(&portal, &reader, &id).await? {
        Ok(invitation) => question(&portal, &reader, link, invitation).into_response(),
        Err(refusal) => no_invitation(&portal, &reader, link, &refusal).into_response(),
    })
}

/// The invitation, as the one who is invited sees it.
async fn read(
    portal: &Portal,
    Reader { visitor, words }: &Reader,
    id: &str,
) -> Result<Result<MyInvitation, Refusal>, Response> {
    let token = (portal.mint)(visitor.user.id.clone(), None).await;
    let token = token.map_err(|reason| no_entry(portal, words, reason))?;
    Ok(match portal.call(&token, Call::get(&["invitations", id])).await {
        Ok(answer) => answer.read(),
        Err(refusal) => Err(refusal),
    })
}

fn blank(brand: Brand, words: Words, heading: String, explanation: String) -> PortalInvitationPage {
    PortalInvitationPage {
        brand,
        words,
        status: StatusCode::OK,
        heading,
        explanation,
        banner: None,
        user: None,
        roles: Vec::new(),
        expires_at: None,
        action: None,
        xsrf: String::new(),
        sign_in_url: None,
        register_url: None,
        other_account_url: None,
        portal_url: None,
    }
}

/// The link that was opened.
#[derive(Clone, Copy)]
struct Link<'a> {
    id: &'a str,
    /// The invited address, if the link says it: it is told to nobody who does not know it.
    invitee: Option<&'a str>,
}

impl<'a> Link<'a> {
    const fn to(id: &'a str) -> Self {
        Self { id, invitee: None }
    }

    /// The address of a sign-in that comes back to the invitation; `mode` is `again` or `register`.
    fn sign_in_url(self, mode: Option<&str>) -> String {
        let mut query = Serializer::new(String::new());
        query.append_pair("return_to", &format!("/portal/invitations/{}", self.id));
        query.extend_pairs(mode.map(|mode| (mode, "yes")));
        query.extend_pairs(self.invitee.map(|invitee| ("login_hint", invitee)));
        format!("/portal/sign-in?{}", query.finish())
    }
}

/// Nobody is signed in.
fn to_sign_in(portal: &Portal, words: Words, link: Link<'_>) -> PortalInvitationPage {
    let (heading, text) = (words.say("portal-invited-title"), words.say("portal-invited-lead"));
    PortalInvitationPage {
        sign_in_url: Some(link.sign_in_url(None)),
        register_url: Some(link.sign_in_url(Some("register"))),
        ..blank(server_brand(portal), words, heading, text)
    }
}

/// The question itself, or what became of the invitation.
fn question(
    portal: &Portal,
    Reader { visitor, words }: &Reader,
    link: Link<'_>,
    invitation: MyInvitation,
) -> PortalInvitationPage {
    let now = portal.services.now();
    let name = &invitation.organization.name;
    let status = match invitation.status.as_str() {
        "Pending" if invitation.expires_at <= now.0 => "Expired",
        other => other,
    };
    let (heading, explanation) = match status {
        "Pending" => ("portal-join-title", "portal-join-lead"),
        "Accepted" => ("portal-joined-title", "portal-joined-lead"),
        "Expired" => ("portal-over-title", "portal-over-lead"),
        _ => ("portal-taken-back-title", "portal-taken-back-lead"),
    };
    let (heading, explanation) = (words.with(heading, "name", name), words.with(explanation, "name", name));
    let is_open = status == "Pending";
    PortalInvitationPage {
        user: Some(visitor.person()),
        roles: invitation.organization_roles.iter().map(|role| role.name.clone()).collect(),
        expires_at: Some(moment(words, invitation.expires_at, now)),
        action: is_open.then(|| format!("/portal/invitations/{}", link.id)),
        xsrf: visitor.xsrf(),
        other_account_url: is_open.then(|| link.sign_in_url(Some("again"))),
        portal_url: (!is_open).then(|| "/portal".to_owned()),
        ..blank(brand_of(&invitation.organization), words.clone(), heading, explanation)
    }
}

/// There is none for this account: it was sent to another address, or does not exist.
fn no_invitation(
    portal: &Portal,
    Reader { visitor, words }: &Reader,
    link: Link<'_>,
    refusal: &Refusal,
) -> PortalInvitationPage {
    let is_other_address = matches!(refusal.code.as_str(), "gateway.not_invited" | "page.not_found");
    let (heading, explanation) = if is_other_address {
        let text = match &visitor.user.primary_email {
            Some(address) => words.with("portal-other-account-lead", "address", address),
            None => words.say("portal-no-address-lead"),
        };
        (words.say("portal-other-account-title"), text)
    } else {
        (words.say("portal-no-invitation-title"), told(refusal, words))
    };
    PortalInvitationPage {
        status: refusal.status,
        user: Some(visitor.person()),
        sign_in_url: is_other_address.then(|| link.sign_in_url(Some("again"))),
        portal_url: Some("/portal".to_owned()),
        ..blank(server_brand(portal), words.clone(), heading, explanation)
    }
}

/// `POST /portal/invitations/{invitation}`: `decision` is `accept` or `decline`.
pub(crate) async fn answer(
    State(portal): AppState,
    Path(id): Path<String>,
    posted: Posted<Reader>,
) -> Outcome {
    let Posted { by: reader, form } = posted;
    let operation = match form.get("decision") {
        "accept" => "accept",
        "decline" => "decline",
        // Enter in a form without a decision: asked again, nothing done.
        _ => return Ok(see_other(&format!("/portal/invitations/{id}"))),
    };
    let invitation = match read(&portal, &reader, &id).await? {
        Ok(invitation) => invitation,
        Err(refusal) => return Err(no_invitation(&portal, &reader, Link::to(&id), &refusal).into_response()),
    };
    let token = (portal.mint)(reader.visitor.user.id.clone(), None).await;
    let token = token.map_err(|reason| no_entry(&portal, &reader.words, reason))?;
    let organization = invitation.organization.id.clone();
    match portal.call(&token, Call::new(Method::POST, &["invitations", &id, operation])).await {
        Ok(_) if operation == "accept" => {
            Ok(see_other(&done::at(&format!("/portal/organizations/{organization}"), "accepted")))
        }
        Ok(_) => Ok(see_other(&done::at("/portal", "declined"))),
        Err(refusal) => {
            let mut page = question(&portal, &reader, Link::to(&id), invitation);
            page.banner = Some(Banner::danger(told(&refusal, &reader.words)));
            Err(page.with_status(refusal.status))
        }
    }
}
