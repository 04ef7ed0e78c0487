//! The organizations of the token's user, with what the user may do there: what a product needs to let people switch.
//!
//! The upstream gives this list whole, up to many thousands of organizations. Of all of them only id and name are read;
//! the rest of an item is read where it is on the page.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use axum::response::Response;
use domain::text::fold;
use guard::Rejection;
use http::StatusCode;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::{Value, json};

use super::lists::{Item, page_response, project};
use super::{Action, forward};
use crate::guards::{self, Sight};
use crate::rejections::json_response;
use crate::upstream::{Call, UpstreamError};

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
    let sight = guards::sight(&action.standing)?;
    let call = Call::to(["users", action.standing.user_id().as_str(), "organizations"]);
    let answer = action.gateway.upstream.read(action.standing.permit(), call).await?;
    let answer = forward(answer, StatusCode::OK)?;
    let query = &action.invocation.query;
    let found = find(&answer.body, sight, query.search.as_deref()).map_err(UpstreamError::from)?;
    let page = if query.is_paged() { query.cut(&found) } else { &found };
    let mut items = pick(&answer.body, page).map_err(UpstreamError::from)?;
    add_permissions(action, &mut items).await?;
    if !query.is_paged() {
        return Ok(json_response(StatusCode::OK, &json!(items)));
    }
    Ok(page_response(&items, query, u64::try_from(found.len()).unwrap_or(u64::MAX)))
}

/// The places in the list of the organizations that the token shows and the search finds, ordered by name.
fn find(body: &[u8], sight: Sight<'_>, search: Option<&str>) -> Result<Vec<usize>, serde_json::Error> {
    let heads: Vec<Head<'_>> = serde_json::from_slice(body)?;
    let search = search.map(fold);
    let mut found = Vec::with_capacity(heads.len());
    for (place, head) in heads.iter().enumerate() {
        let is_seen = match sight {
            Sight::All => true,
            Sight::Only(organization) => *head.id == *organization.as_str(),
        };
        let name = fold(&head.name);
        let is_sought =
            search.as_ref().is_none_or(|text| name.contains(text) || fold(&head.id).contains(text));
        if is_seen && is_sought {
            found.push((name, &head.id, place));
        }
    }
    found.sort_unstable();
    Ok(found.into_iter().map(|(_, _, place)| place).collect())
}

/// The items at these places of a list, in the order of `places`.
fn pick(body: &[u8], places: &[usize]) -> Result<Vec<Item>, serde_json::Error> {
    let ranks = places.iter().enumerate().map(|(rank, place)| (*place, rank)).collect();
    let mut picked = Picker(&ranks).deserialize(&mut serde_json::Deserializer::from_slice(body))?;
    picked.sort_unstable_by_key(|(rank, _)| *rank);
    Ok(picked.into_iter().map(|(_, item)| project(item, &MY_ORGANIZATION_FIELDS)).collect())
}

/// Reads of a list the items whose places have a rank, and steps over the others.
struct Picker<'a>(&'a HashMap<usize, usize>);

impl<'de> DeserializeSeed<'de> for Picker<'_> {
    type Value = Vec<(usize, Item)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Picker<'_> {
    type Value = Vec<(usize, Item)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of organizations")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut picked = Vec::with_capacity(self.0.len());
        for place in 0.. {
            let has_more = match self.0.get(&place) {
                Some(rank) => list.next_element()?.map(|item| picked.push((*rank, item))).is_some(),
                None => list.next_element::<IgnoredAny>()?.is_some(),
            };
            if !has_more {
                break;
            }
        }
        Ok(picked)
    }
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
    use domain::OrganizationId;

    use super::*;

    fn body() -> Vec<u8> {
        let item = |id: &str, name: &str| json!({ "id": id, "name": name, "customData": { "x": [1, { "id": "no" }] } });
        let items = [item("o3", "Ærø"), item("o1", "beta"), item("o2", "Alpha"), item("o4", "alpha")];
        serde_json::to_vec(&json!(items)).unwrap()
    }

    fn ids(sight: Sight<'_>, search: Option<&str>) -> Vec<String> {
        let picked = pick(&body(), &find(&body(), sight, search).unwrap()).unwrap();
        assert!(picked.iter().all(|item| !item.contains_key("customData")));
        picked.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn organizations_are_ordered_by_name_and_found_by_name_and_id_in_any_case() {
        assert_eq!(ids(Sight::All, None), ["o2", "o4", "o1", "o3"]);
        assert_eq!(ids(Sight::All, Some("ALP")), ["o2", "o4"]);
        assert_eq!(ids(Sight::All, Some("æRØ")), ["o3"]);
        assert_eq!(ids(Sight::All, Some("O1")), ["o1"]);
        assert_eq!(ids(Sight::All, Some("no")), Vec::<String>::new());
    }

    #[test]
    fn what_is_out_of_sight_is_not_found() {
        let only = OrganizationId::new("o1");
        assert_eq!(ids(Sight::Only(&only), None), ["o1"]);
        assert_eq!(ids(Sight::Only(&only), Some("alpha")), Vec::<String>::new());
    }

    #[test]
    fn a_list_of_another_shape_is_an_error() {
        for body in [
            "{}",
            "[1]",
            "[{\"id\":1,\"name\":\"a\"}]",
            "[{\"id\":\"a\"}]",
            "<html>",
            "[{\"id\":\"a\",\"name\":\"b\"}",
        ] {
            assert!(find(body.as_bytes(), Sight::All, None).is_err(), "{body}");
        }
    }
}
