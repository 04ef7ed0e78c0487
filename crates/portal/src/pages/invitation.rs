//! The page that the link of an invitation opens: says what it is, signs in or registers on the way, and takes the answer.
//!
//! Before somebody is signed in nothing is told of the invitation; after that only to the one whose verified address it was sent to.

use axum::{
    extract::{Path, State},
    http::{Method, StatusCode, request::Parts},
    response::{IntoResponse as _, Response},
};
use form_urlencoded::Serializer;
use hosted::{
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
    api::{Call, MyInvitation, Refusal, words},
    session::{Posted, Visitor, login_hint, see_other},
    time::moment,
};

/// `GET /portal/invitations/{invitation}`.
pub(crate) async fn show(State(portal): AppState, Path(id): Path<String>, parts: Parts) -> Outcome {
    let visitor = Visitor::find::<Portal>(&portal.services, &parts.headers).await;
    let visitor = visitor.map_err(|error| error_page(&*portal, Words::default(), &error))?;
    let query = query_of(&*portal, &parts).await.map_err(|page| *page)?;
    let link = Link { id: &id, invitee: login_hint(&query) };
    let Some(visitor) = visitor else { return Ok(to_sign_in(&portal, link).into_response()) };
    if visitor.user.is_suspended {
        return Err(suspended(&*portal, Words::default()));
    }
    Ok(match read(&portal, &visitor, &id).await? {
        Ok(invitation) => question(&portal, &visitor, link, invitation).into_response(),
        Err(refusal) => no_invitation(&portal, &visitor, link, &refusal).into_response(),
    })
}

/// The invitation, as the one who is invited sees it.
async fn read(
    portal: &Portal,
    visitor: &Visitor,
    id: &str,
) -> Result<Result<MyInvitation, Refusal>, Response> {
    let token = (portal.mint)(visitor.user.id.clone(), None).await;
    let token = token.map_err(|reason| no_entry(portal, reason))?;
    Ok(match portal.call(&token, Call::get(&["invitations", id])).await {
        Ok(answer) => answer.read(),
        Err(refusal) => Err(refusal),
    })
}

fn blank(brand: Brand, heading: String, explanation: String) -> PortalInvitationPage {
    PortalInvitationPage {
        brand,
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
fn to_sign_in(portal: &Portal, link: Link<'_>) -> PortalInvitationPage {
    let text = "Sign in with the e-mail address that the invitation was sent to, or make an account with it. You come back here.";
    PortalInvitationPage {
        sign_in_url: Some(link.sign_in_url(None)),
        register_url: Some(link.sign_in_url(Some("register"))),
        ..blank(server_brand(portal), "You were invited to an organization".to_owned(), text.to_owned())
    }
}

/// The question itself, or what became of the invitation.
fn question(
    portal: &Portal,
    visitor: &Visitor,
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
        "Pending" => (format!("Join {name}?"), format!("You were invited to become a member of {name}.")),
        "Accepted" => {
            ("You are a member already".to_owned(), format!("This invitation to {name} was accepted."))
        }
        "Expired" => (
            "This invitation is over".to_owned(),
            format!("Its time to be accepted has passed. Ask somebody in {name} to invite you again."),
        ),
        _ => (
            "This invitation was taken back".to_owned(),
            format!("It was declined or revoked. Ask somebody in {name} to invite you again."),
        ),
    };
    let is_open = status == "Pending";
    PortalInvitationPage {
        user: Some(visitor.person()),
        roles: invitation.organization_roles.iter().map(|role| role.name.clone()).collect(),
        expires_at: Some(moment(invitation.expires_at, now)),
        action: is_open.then(|| format!("/portal/invitations/{}", link.id)),
        xsrf: visitor.xsrf(),
        other_account_url: is_open.then(|| link.sign_in_url(Some("again"))),
        portal_url: (!is_open).then(|| "/portal".to_owned()),
        ..blank(brand_of(&invitation.organization), heading, explanation)
    }
}

/// There is none for this account: it was sent to another address, or does not exist.
fn no_invitation(
    portal: &Portal,
    visitor: &Visitor,
    link: Link<'_>,
    refusal: &Refusal,
) -> PortalInvitationPage {
    let is_other_address = matches!(refusal.code.as_str(), "gateway.not_invited" | "page.not_found");
    let (heading, explanation) = if is_other_address {
        let account = match &visitor.user.primary_email {
            Some(address) => {
                format!("You are signed in with {address}, and there is no such invitation to that address.")
            }
            None => "You are signed in with an account that has no verified e-mail address.".to_owned(),
        };
        let text = format!("{account} Sign in with the address that the message was sent to.");
        ("This invitation is for another account".to_owned(), text)
    } else {
        ("The invitation cannot be shown".to_owned(), words(refusal))
    };
    PortalInvitationPage {
        status: refusal.status,
        user: Some(visitor.person()),
        sign_in_url: is_other_address.then(|| link.sign_in_url(Some("again"))),
        portal_url: Some("/portal".to_owned()),
        ..blank(server_brand(portal), heading, explanation)
    }
}

/// `POST /portal/invitations/{invitation}`: `decision` is `accept` or `decline`.
pub(crate) async fn answer(
    State(portal): AppState,
    Path(id): Path<String>,
    posted: Posted<Visitor>,
) -> Outcome {
    let Posted { by: visitor, form } = posted;
    let operation = match form.get("decision") {
        "accept" => "accept",
        "decline" => "decline",
        // Enter in a form without a decision: asked again, nothing done.
        _ => return Ok(see_other(&format!("/portal/invitations/{id}"))),
    };
    let invitation = match read(&portal, &visitor, &id).await? {
        Ok(invitation) => invitation,
        Err(refusal) => return Err(no_invitation(&portal, &visitor, Link::to(&id), &refusal).into_response()),
    };
    let token = (portal.mint)(visitor.user.id.clone(), None).await;
    let token = token.map_err(|reason| no_entry(&portal, reason))?;
    let organization = invitation.organization.id.clone();
    match portal.call(&token, Call::new(Method::POST, &["invitations", &id, operation])).await {
        Ok(_) if operation == "accept" => {
            Ok(see_other(&done::at(&format!("/portal/organizations/{organization}"), "accepted")))
        }
        Ok(_) => Ok(see_other(&done::at("/portal", "declined"))),
        Err(refusal) => {
            let mut page = question(&portal, &visitor, Link::to(&id), invitation);
            page.banner = Some(Banner::danger(words(&refusal)));
            Err(page.with_status(refusal.status))
        }
    }
}
