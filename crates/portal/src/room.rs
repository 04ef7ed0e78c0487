//! An organization that somebody has entered: who they are, the token they act with, and what is around every page of it.

use std::{collections::HashMap, sync::Arc};

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
    response::Response,
};
use domain::OrganizationId;
use hosted::{Sender, sign_in::query_of};
use http_kit::QueryPairs;
use serde_json::Value;
use ui::{
    Brand, Words,
    components::{Banner, Tone},
    pages::portal::{Paging, PortalFrame, PortalOrganization, Tab},
};

use crate::{
    Portal, Token,
    api::{Answer, Call, Organization, PAGE_SIZE, Refusal, told},
    pages::{
        brand::{brand_of, server_brand},
        done,
        notice::{no_entry, refused},
    },
    session::{Reader, Visitor},
};

/// The longest text that is searched for, in characters.
const MAX_SEARCH: usize = 100;

/// A part of an organization's pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Section {
    General,
    Members,
    Security,
    Applications,
    Activity,
}

/// A view of a part that has several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum View {
    Members,
    Invitations,
    Roles,
    SignIn,
    Domains,
}

/// The views of a part: the view, the message of its link, where it leads, and the operation that it needs.
type Views = &'static [(View, &'static str, &'static str, &'static str)];
const PEOPLE: Views = &[
    (View::Members, "portal-members", "members", "list_members"),
    (View::Invitations, "own-invitations", "invitations", "list_invitations"),
    (View::Roles, "portal-roles", "roles", "list_roles"),
];
const ACCESS: Views = &[
    (View::SignIn, "portal-sign-in", "security", "read_security"),
    (View::Domains, "portal-domains", "domains", "list_domains"),
];

/// An organization, entered by a member with a token for it.
pub(crate) struct Room {
    pub(crate) portal: Arc<Portal>,
    pub(crate) visitor: Visitor,
    pub(crate) words: Words,
    pub(crate) id: OrganizationId,
    pub(crate) organization: Organization,
    token: Token,
    query: QueryPairs,
}

impl Room {
    /// Whether the page offers an operation. The gateway decides all the same.
    pub(crate) fn may(&self, operation: &str) -> bool {
        self.portal.may(operation, &self.token)
    }

    /// Whether the visitor's token has a permission.
    pub(crate) fn holds(&self, permission: &str) -> bool {
        self.token.permissions.contains(permission)
    }

    /// Calls the gateway with a path under this organization.
    pub(crate) async fn call(&self, call: Call<'_>) -> Result<Answer, Refusal> {
        self.portal.call(&self.token, call).await
    }

    /// A read under this organization: `GET /organizations/{id}/…`.
    pub(crate) fn get<'a>(&'a self, rest: &[&'a str]) -> Call<'a> {
        Call::get(&self.segments(rest))
    }

    /// A write under this organization.
    pub(crate) fn write<'a>(&'a self, method: axum::http::Method, rest: &[&'a str]) -> Call<'a> {
        Call::new(method, &self.segments(rest))
    }

    /// A write with a body.
    pub(crate) fn send<'a>(&'a self, method: axum::http::Method, rest: &[&'a str], body: Value) -> Call<'a> {
        self.write(method, rest).body(body)
    }

    /// A list under this organization as a whole.
    pub(crate) async fn list<T: serde::de::DeserializeOwned>(
        &self,
        rest: &[&str],
    ) -> Result<Vec<T>, Refusal> {
        self.portal.list(&self.token, &self.segments(rest)).await
    }

    fn segments<'a>(&'a self, rest: &[&'a str]) -> Vec<&'a str> {
        ["organizations", self.id.as_str()].into_iter().chain(rest.iter().copied()).collect()
    }

    /// The address of a page of this organization.
    pub(crate) fn path(&self, rest: &str) -> String {
        let base = format!("/portal/organizations/{}", self.id);
        if rest.is_empty() { base } else { format!("{base}/{rest}") }
    }

    /// What is searched for.
    pub(crate) fn search(&self) -> String {
        search_of(&self.query)
    }

    /// A parameter of the page's address.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.get(name)
    }

    /// The number of the page of a list.
    pub(crate) fn page(&self) -> u64 {
        page_of(&self.query)
    }

    /// What is around a page.
    pub(crate) fn frame(&self, section: Section, view: Option<View>) -> PortalFrame {
        let views = match section {
            Section::Members => PEOPLE,
            Section::Security => ACCESS,
            _ => &[],
        };
        let tabs = views.iter().filter(|(.., operation)| self.may(operation));
        let tabs: Vec<_> = tabs
            .map(|(known, label, path, _)| Tab {
                label: self.words.say(label),
                href: self.path(path),
                is_current: view == Some(*known),
            })
            .collect();
        PortalFrame {
            brand: brand_of(&self.organization),
            organization: Some(PortalOrganization {
                id: self.id.to_string(),
                name: self.organization.name.clone(),
            }),
            sections: self.sections(section),
            views: if tabs.len() > 1 { tabs } else { Vec::new() },
            ..frame(&self.portal, (&self.visitor, &self.words), &self.query)
        }
    }

    /// The same, with what is wrong above it.
    pub(crate) fn frame_with(&self, section: Section, view: Option<View>, refusal: &Refusal) -> PortalFrame {
        PortalFrame { banner: Some(Banner::danger(self.told(refusal))), ..self.frame(section, view) }
    }

    fn sections(&self, current: Section) -> Vec<Tab> {
        let first =
            |views: Views| views.iter().find(|(.., operation)| self.may(operation)).map(|view| view.2);
        let all = [
            (Section::General, "portal-general", Some("")),
            (Section::Members, "portal-members", first(PEOPLE)),
            (Section::Security, "account-security", first(ACCESS)),
            (Section::Applications, "portal-keys", self.may("list_applications").then_some("api-keys")),
            (Section::Activity, "portal-activity", self.may("list_logs").then_some("activity")),
        ];
        let shown = all.into_iter().filter_map(|(section, label, path)| {
            Some(Tab { label: self.words.say(label), href: self.path(path?), is_current: section == current })
        });
        shown.collect()
    }

    /// The page for a refusal that belongs to no field.
    pub(crate) fn refused(&self, refusal: &Refusal) -> Response {
        refused(brand_of(&self.organization), &self.words, refusal)
    }

    /// A refusal in words.
    pub(crate) fn told(&self, refusal: &Refusal) -> String {
        told(refusal, &self.words)
    }

    /// The visitor's own roles. Where they may not read members, the list of their organizations tells it.
    pub(crate) async fn my_roles(&self) -> Result<Vec<String>, Refusal> {
        let me = self.visitor.user.id.as_str();
        let roles = if self.may("read_member_roles") {
            self.call(self.get(&["members", me, "roles"])).await?.read()?
        } else {
            self.organization.roles.clone()
        };
        Ok(roles.into_iter().map(|role: crate::api::Named| role.name).collect())
    }

    async fn enter(portal: &Arc<Portal>, parts: &mut Parts) -> Result<Self, Response> {
        let Reader { visitor, words } = Reader::from_request_parts(parts, portal).await?;
        let refused = |refusal: &Refusal| refused(server_brand(portal), &words, refusal);
        let Path(ids) = Path::<HashMap<String, String>>::from_request_parts(parts, portal)
            .await
            .map_err(|_| refused(&Refusal::not_found()))?;
        let id = ids.get("organization").map(String::as_str).filter(|id| is_id(id));
        let id = id.ok_or_else(|| refused(&Refusal::not_found()))?;
        let id = OrganizationId::new(id);
        let query = query_of(&**portal, parts).await.map_err(|page| *page)?;
        let minted = (portal.mint)(visitor.user.id.clone(), Some(id.clone())).await;
        let token = minted.map_err(|reason| no_entry(portal, &words, reason))?;
        let organization = look_up(portal, &token, &id).await.map_err(|refusal| refused(&refusal))?;
        Ok(Self { portal: Arc::clone(portal), visitor, words, id, organization, token, query })
    }
}

/// Whether a text can be the id of an organization, as the gateway has it.
fn is_id(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !text.is_empty() && text.bytes().all(is_part)
}

/// The organization as the visitor may see it: as one who may read it, or as a member does in the list of their own.
async fn look_up(portal: &Portal, token: &Token, id: &OrganizationId) -> Result<Organization, Refusal> {
    if portal.may("read_organization", token) {
        return portal.call(token, Call::get(&["organizations", id.as_str()])).await?.read();
    }
    let call = Call::get(&["me", "organizations"]).query("q", id.as_str()).page(1, PAGE_SIZE);
    let found: Vec<Organization> = portal.call(token, call).await?.read()?;
    found.into_iter().find(|organization| organization.id == id.as_str()).ok_or_else(Refusal::not_found)
}

/// What is around a page that belongs to no organization.
pub(crate) fn frame(
    portal: &Portal,
    (visitor, words): (&Visitor, &Words),
    query: &QueryPairs,
) -> PortalFrame {
    let said = query.get("done").and_then(done::key);
    PortalFrame {
        brand: Brand { application_name: words.say("own-organizations"), ..server_brand(portal) },
        words: words.clone(),
        user: visitor.person(),
        organization: None,
        sections: Vec::new(),
        views: Vec::new(),
        banner: said.map(|key| Banner { tone: Tone::Success, text: words.say(key) }),
        sign_out_url: "/portal/sign-out".to_owned(),
        other_account_url: "/portal/sign-in?again=yes".to_owned(),
    }
}

pub(crate) fn search_of(query: &QueryPairs) -> String {
    query.get("q").unwrap_or_default().trim().chars().take(MAX_SEARCH).collect()
}

pub(crate) fn page_of(query: &QueryPairs) -> u64 {
    let page = query.get("page").and_then(|page| page.parse().ok());
    page.filter(|page| (1..=1_000_000).contains(page)).unwrap_or(1)
}

/// Which part of a list a page of [`PAGE_SIZE`] rows is, of which `shown` are there. `parameters` stay in the links.
pub(crate) fn paging(
    path: &str,
    parameters: &[(&str, &str)],
    (page, shown, total): (u64, usize, u64),
) -> Paging {
    let link = |page: u64| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(parameters.iter().filter(|(_, value)| !value.is_empty()));
        query.append_pair("page", &page.to_string());
        format!("{path}?{}", query.finish())
    };
    let before = (page - 1) * PAGE_SIZE;
    let last = before + u64::try_from(shown).unwrap_or_default();
    Paging {
        first: before + 1,
        last,
        total,
        previous: (page > 1).then(|| link((page - 1).min(total.div_ceil(PAGE_SIZE).max(1)))),
        next: (last < total && shown > 0).then(|| link(page + 1)),
    }
}

impl FromRequestParts<Arc<Portal>> for Room {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Response> {
        Self::enter(portal, parts).await
    }
}

impl Sender<Portal> for Room {
    fn visitor(&self) -> &Visitor {
        &self.visitor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_a_list_keep_what_is_searched_for_and_end_where_it_ends() {
        let of =
            |page, shown, total| paging("/portal", &[("q", "å b"), ("status", "")], (page, shown, total));
        let first = of(1, 20, 45);
        assert_eq!((first.first, first.last, first.total), (1, 20, 45));
        assert_eq!((first.previous, first.next.as_deref()), (None, Some("/portal?q=%C3%A5+b&page=2")));
        let last = of(3, 5, 45);
        assert_eq!((last.first, last.last, last.next), (41, 45, None));
        assert_eq!(last.previous.as_deref(), Some("/portal?q=%C3%A5+b&page=2"));
        let beyond = of(900, 0, 45);
        assert_eq!((beyond.previous.as_deref(), beyond.next), (Some("/portal?q=%C3%A5+b&page=3"), None));
    }
}
