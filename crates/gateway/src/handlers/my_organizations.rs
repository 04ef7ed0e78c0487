//! The organizations of the token's user, with what the user may do there: what a product needs to let people switch.
//!
//! The upstream gives this list whole, up to many thousands of organizations, each with whatever a product keeps there. Of all of them only id
//! and name are read as they arrive; the rest of an item is read where it is on the page.

use std::borrow::Cow;

use axum::response::Response;
use client::MAX_ANSWER_BYTES;
use domain::OrganizationId;
use domain::text::fold;
use guard::Rejection;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::lists::{Item, page_response, project};
use super::{Action, forward};
use crate::guards::{self, Sight};
use crate::rejections::json_response;
use crate::upstream::{Call, UpstreamError, read_element};

/// What a member may see of an organization without permission to read it.
pub(crate) const MY_ORGANIZATION_FIELDS: [&str; 9] = [
    "tenantId",
    "id",
    "name",
    "description",
    "isMfaRequired",
    "color",
    "branding",
    "createdAt",
    "organizationRoles",
];

/// What orders an organization and finds it.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
}

pub(super) async fn list(action: &Action<'_>) -> Result<Response, Rejection> {
    let only = match guards::sight(&action.standing)? {
        Sight::All => None,
        Sight::Only(organization) => Some(organization.clone()),
    };
    let query = &action.invocation.query;
    let wanted = Wanted { only, search: query.search.as_deref().map(fold) };
    let call = Call::to(["users", action.standing.user_id().as_str(), "organizations"]);
    let take = move |found: &mut Found, element: &[u8]| found.take(&wanted, element);
    let (answer, found) = action.gateway.upstream.sift(action.standing.permit(), call, take).await?;
    forward(answer, StatusCode::OK)?;
    let found = found.in_order();
    let page = if query.is_paged() { query.cut(&found) } else { &found };
    let items: Result<Vec<Item>, _> = page.iter().map(Kept::item).collect();
    let mut items = items?;
    add_permissions(action, &mut items).await?;
    if !query.is_paged() {
        return Ok(json_response(StatusCode::OK, &json!(items)));
    }
    Ok(page_response(&items, query, u64::try_from(found.len()).unwrap_or(u64::MAX)))
}

/// Which organizations are shown: those that the token shows and the search finds.
struct Wanted {
    only: Option<OrganizationId>,
    search: Option<String>,
}

impl Wanted {
    /// Whether it is one of them; `name` is folded.
    fn has(&self, id: &str, name: &str) -> bool {
        let is_seen = self.only.as_ref().is_none_or(|organization| id == organization.as_str());
        let is_sought = |text: &String| name.contains(text) || fold(id).contains(text);
        is_seen && self.search.as_ref().is_none_or(is_sought)
    }
}

/// What was found of the list, as it is kept until all of it was seen.
#[derive(Default)]
struct Found {
    organizations: Vec<Kept>,
    bytes: usize,
}

struct Kept {
    /// Folded.
    name: String,
    id: String,
    json: Box<[u8]>,
}

/// What is longer is kept without what nobody is shown, which may be long.
const LONG: usize = 1024;

impl Found {
    fn take(&mut self, wanted: &Wanted, element: &[u8]) -> Result<(), UpstreamError> {
        let head: Head<'_> = read_element(element)?;
        let name = fold(&head.name);
        if !wanted.has(&head.id, &name) {
            return Ok(());
        }
        let json = if element.len() > LONG { shortened(element)? } else { element.to_vec() };
        self.bytes = self.bytes.saturating_add(json.len());
        if self.bytes > MAX_ANSWER_BYTES {
            return Err(UpstreamError::TooLarge);
        }
        self.organizations.push(Kept { name, id: head.id.into_owned(), json: json.into() });
        Ok(())
    }

    /// What was found, ordered by name.
    fn in_order(mut self) -> Vec<Kept> {
        self.organizations.sort_unstable_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        self.organizations
    }
}

impl Kept {
    /// What is shown of it.
    fn item(&self) -> Result<Item, UpstreamError> {
        Ok(project(read_element(&self.json)?, &MY_ORGANIZATION_FIELDS))
    }
}

fn shortened(element: &[u8]) -> Result<Vec<u8>, UpstreamError> {
    let item: Item = project(read_element(element)?, &MY_ORGANIZATION_FIELDS);
    Ok(serde_json::to_vec(&item)?)
}

/// Adds the names of the organization permissions that the user's roles give, which the upstream does not tell here.
async fn add_permissions(action: &Action<'_>, items: &mut [Item]) -> Result<(), Rejection> {
    if items.is_empty() {
        return Ok(());
    }
    let template = guards::template(&action.gateway.upstream, &action.standing).await?;
    for item in items {
        let roles = item.get("organizationRoles").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let role_ids = roles.iter().filter_map(|role| role.get("id")?.as_str());
        let permissions = json!(template.permissions_of(role_ids));
        item.insert("organizationPermissions".to_owned(), permissions);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a list of four, of which one is long.
    fn ids(only: Option<&str>, search: Option<&str>) -> Vec<String> {
        let wanted = Wanted { only: only.map(OrganizationId::new), search: search.map(fold) };
        let mut found = Found::default();
        for (id, name, length) in
            [("o3", "Ærø", 1), ("o1", "beta", 10 * LONG), ("o2", "Alpha", 1), ("o4", "alpha", 1)]
        {
            let custom_data = json!({ "x": [1, { "id": "no" }, "x".repeat(length)] });
            let item = json!({ "id": id, "name": name, "description": "d", "customData": custom_data });
            found.take(&wanted, item.to_string().as_bytes()).unwrap();
        }
        assert!(found.bytes < 4 * LONG, "{}", found.bytes);
        let items = found.in_order().into_iter().map(|kept| kept.item().unwrap());
        items
            .map(|item| {
                assert_eq!(item.keys().collect::<Vec<_>>(), ["id", "name", "description"]);
                item["id"].as_str().unwrap().to_owned()
            })
            .collect()
    }

    #[test]
    fn organizations_are_ordered_by_name_and_found_by_name_and_id_in_any_case() {
        assert_eq!(ids(None, None), ["o2", "o4", "o1", "o3"]);
        assert_eq!(ids(None, Some("ALP")), ["o2", "o4"]);
        assert_eq!(ids(None, Some("æRØ")), ["o3"]);
        assert_eq!(ids(None, Some("O1")), ["o1"]);
        assert_eq!(ids(None, Some("no")), Vec::<String>::new());
    }

    #[test]
    fn what_is_out_of_sight_is_not_found() {
        assert_eq!(ids(Some("o1"), None), ["o1"]);
        assert_eq!(ids(Some("o1"), Some("alpha")), Vec::<String>::new());
    }

    #[test]
    fn an_element_of_another_shape_is_an_error_and_so_is_more_than_can_be_kept() {
        let mut found = Found::default();
        let everything = Wanted { only: None, search: None };
        for element in
            ["1", "[]", r#"{"id":1,"name":"a"}"#, r#"{"id":"a"}"#, "<html>", r#"{"id":"a","name":"b""#, ""]
        {
            let taken = found.take(&everything, element.as_bytes());
            assert!(matches!(taken, Err(UpstreamError::Shape(_))), "{element}");
        }
        let long =
            json!({ "id": "a", "name": "b", "description": "x".repeat(MAX_ANSWER_BYTES / 2) }).to_string();
        assert!(found.take(&everything, long.as_bytes()).is_ok());
        assert!(matches!(found.take(&everything, long.as_bytes()), Err(UpstreamError::TooLarge)));
    }
}
