//! `/portal`: one's organizations and the invitations to others; and a new organization.

use axum::{
    extract::State,
    http::{Method, request::Parts},
    response::IntoResponse as _,
};
use domain::OrganizationId;
use hosted::sign_in::query_of;
use hosted::time::moment;
use http_kit::QueryPairs;
use serde_json::json;
use ui::{
    Page as _, Words,
    components::FieldState,
    pages::portal::{MyInvitationRow, MyOrganizationRow, PortalHomePage, PortalNewOrganizationPage},
};

use super::{
    Outcome,
    choices::place_issues,
    done,
    notice::{AppState, no_entry, refused},
};
use crate::{
    Portal, Token,
    api::{Call, MyInvitation, Organization, PAGE_SIZE, Refusal, told},
    pages::brand::server_brand,
    room::{frame, page_of, paging, search_of},
    session::{Posted, Reader, Visitor, see_other},
};

/// What the gateway calls making an organization.
const CREATE: &str = "create_organization";
/// How many invitations are shown: whoever has more answers some first.
const MOST_INVITATIONS: u64 = 20;
/// From how many organizations on one searches.
const MANY: u64 = 8;

/// `GET /portal`.
pub(crate) async fn show(State(portal): AppState, reader: Reader, parts: Parts) -> Outcome {
    let Reader { visitor, words } = &reader;
    let query = query_of(&*portal, &parts).await.map_err(|page| *page)?;
    let token = mint(&portal, &reader).await?;
    let (search, page) = (search_of(&query), page_of(&query));
    let read = futures_util::try_join!(
        organizations(&portal, &token, &search, page),
        invitations(&portal, words, &token)
    );
    let ((organizations, total), invitations) =
        read.map_err(|refusal| refused(server_brand(&portal), words, &refusal))?;
    let may_create = portal.may(CREATE, &token) || organizations.iter().any(|found| creates(&portal, found));
    let shown = organizations.len();
    let rows = organizations.into_iter().map(row);
    Ok(PortalHomePage {
        frame: frame(&portal, (visitor, words), &query),
        invitations,
        organizations: rows.collect(),
        is_searchable: !search.is_empty() || total > MANY,
        paging: paging("/portal", &[("q", &search)], (page, shown, total)),
        search,
        create_url: may_create.then(|| "/portal/new".to_owned()),
    }
    .into_response())
}

/// A token of the visitor that names no organization.
async fn mint(
    portal: &Portal,
    Reader { visitor, words }: &Reader,
) -> Result<Token, axum::response::Response> {
    (portal.mint)(visitor.user.id.clone(), None).await.map_err(|reason| no_entry(portal, words, reason))
}

async fn organizations(
    portal: &Portal,
    token: &Token,
    search: &str,
    page: u64,
) -> Result<(Vec<Organization>, u64), Refusal> {
    let call = Call::get(&["me", "organizations"]).query("q", search).page(page, PAGE_SIZE);
    let answer = portal.call(token, call).await?;
    let total = answer.total.items;
    Ok((answer.read()?, total))
}

fn row(organization: Organization) -> MyOrganizationRow {
    MyOrganizationRow {
        href: format!("/portal/organizations/{}", organization.id),
        id: organization.id,
        name: organization.name,
        description: organization.description.filter(|text| !text.is_empty()),
        roles: organization.roles.into_iter().map(|role| role.name).collect(),
    }
}

async fn invitations(portal: &Portal, words: &Words, token: &Token) -> Result<Vec<MyInvitationRow>, Refusal> {
    if !portal.may("list_my_invitations", token) {
        return Ok(Vec::new());
    }
    let call = Call::get(&["me", "invitations"]).page(1, MOST_INVITATIONS);
    let found: Vec<MyInvitation> = portal.call(token, call).await?.read()?;
    let now = portal.services.now();
    let row = |invitation: MyInvitation| MyInvitationRow {
        href: format!("/portal/invitations/{}", invitation.id),
        expires_at: moment(words, invitation.expires_at, now),
        organization_id: invitation.organization.id,
        organization_name: invitation.organization.name,
    };
    Ok(found.into_iter().map(row).collect())
}

/// Whether the visitor holds the permission to create organizations in this one.
fn creates(portal: &Portal, organization: &Organization) -> bool {
    let permission = portal.permission(CREATE);
    permission.is_some_and(|permission| organization.permissions.iter().any(|held| held == permission))
}

/// A token with which the visitor may create organizations, if there is one: one without an organization, or that of the first organization
/// in which they hold the permission. Without any it is one that the gateway refuses.
async fn creator(portal: &Portal, visitor: &Visitor) -> Result<Token, Refusal> {
    let mint = async |organization| {
        (portal.mint)(visitor.user.id.clone(), organization).await.map_err(|_| Refusal::failed())
    };
    let token = mint(None).await?;
    if portal.may(CREATE, &token) {
        return Ok(token);
    }
    // Every one of them: the gateway gives all where no page is asked for.
    let all: Vec<Organization> = portal.call(&token, Call::get(&["me", "organizations"])).await?.read()?;
    match all.into_iter().find(|organization| creates(portal, organization)) {
        Some(holder) => mint(Some(OrganizationId::new(holder.id))).await,
        None => Ok(token),
    }
}

/// `GET /portal/new`.
pub(crate) async fn show_new(State(portal): AppState, reader: Reader) -> Outcome {
    Ok(form(&portal, &reader).into_response())
}

fn form(portal: &Portal, Reader { visitor, words }: &Reader) -> PortalNewOrganizationPage {
    PortalNewOrganizationPage {
        frame: frame(portal, (visitor, words), &QueryPairs::default()),
        action: "/portal/new".to_owned(),
        xsrf: visitor.xsrf(),
        name: FieldState::default(),
        description: FieldState::default(),
    }
}

/// `POST /portal/new`.
pub(crate) async fn create(State(portal): AppState, posted: Posted<Reader>) -> Outcome {
    let Posted { by: reader, form: fields } = posted;
    let (name, description) = (fields.get("name").trim(), fields.get("description").trim());
    let made = async {
        let token = creator(&portal, &reader.visitor).await?;
        let body = match description {
            "" => json!({ "name": name }),
            description => json!({ "name": name, "description": description }),
        };
        portal
            .call(&token, Call::new(Method::POST, &["organizations"]).body(body))
            .await?
            .read::<Organization>()
    };
    match made.await {
        Ok(made) => Ok(see_other(&done::at(&format!("/portal/organizations/{}", made.id), "created"))),
        Err(refusal) => {
            let mut page = form(&portal, &reader);
            name.clone_into(&mut page.name.value);
            description.clone_into(&mut page.description.value);
            let rest = place_issues(
                &reader.words,
                &refusal,
                &mut [("name", &mut page.name), ("description", &mut page.description)],
            );
            if rest {
                page.frame.banner = Some(ui::components::Banner::danger(told(&refusal, &reader.words)));
            }
            Err(page.with_status(refusal.status))
        }
    }
}
