//! Lists that the upstream pages: members, the template's roles. And what an answer with a page looks like.

use axum::response::Response;
use form_urlencoded::Serializer;
use guard::Rejection;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Action, forward};
use crate::rejections::json_response;
use crate::request::query::ListQuery;
use crate::upstream::{Call, UpstreamError};

/// What an organization may see of its members. The rest of a user (custom data, linked identities, other profile data)
/// belongs to the user and the product, not to one of the user's organizations.
pub(crate) const MEMBER_FIELDS: [&str; 10] = [
    "id",
    "username",
    "primaryEmail",
    "primaryPhone",
    "name",
    "avatar",
    "lastSignInAt",
    "createdAt",
    "isSuspended",
    "organizationRoles",
];
pub(super) type Item = Map<String, Value>;

pub(super) async fn members(action: &Action<'_>) -> Result<Response, Rejection> {
    let call = Call::to(["organizations", action.organization()?.as_str(), "users"]);
    let (items, total) = fetch_page(action, call).await?;
    let items: Vec<Item> = items.into_iter().map(|item| project(item, &MEMBER_FIELDS)).collect();
    Ok(page_response(&items, &action.invocation.query, total))
}

pub(super) async fn template_roles(action: &Action<'_>) -> Result<Response, Rejection> {
    let (items, total) = fetch_page(action, Call::to(["organization-roles"])).await?;
    Ok(page_response(&items, &action.invocation.query, total))
}

/// The page that the request asked for of a list that is here as a whole.
pub(super) fn local_page(items: Vec<Value>, query: &ListQuery) -> Response {
    let total = u64::try_from(items.len()).unwrap_or(u64::MAX);
    let size = usize::try_from(query.page_size()).unwrap_or(usize::MAX);
    let skipped = usize::try_from(query.page() - 1).unwrap_or(usize::MAX).saturating_mul(size);
    let page: Vec<Value> = items.into_iter().skip(skipped).take(size).collect();
    page_response(&page, query, total)
}

/// One page of a list, as the request asked for it, with the number of all items.
pub(super) async fn fetch_page(action: &Action<'_>, call: Call) -> Result<(Vec<Item>, u64), Rejection> {
    let query = &action.invocation.query;
    let mut call = call.query("page", query.page()).query("page_size", query.page_size());
    if let Some(search) = &query.search {
        call = call.query("q", search);
    }
    let answer =
        forward(action.gateway.upstream.read(action.standing.permit(), call).await?, StatusCode::OK)?;
    let total = answer.total_number.ok_or(UpstreamError::UnexpectedStatus(answer.status))?;
    Ok((answer.json(StatusCode::OK)?, total))
}

pub(super) fn project(mut item: Item, fields: &[&str]) -> Item {
    item.retain(|name, _| fields.contains(&name.as_str()));
    item
}

/// An answer with one page of `total` items.
pub(super) fn page_response(items: &[impl Serialize], query: &ListQuery, total: u64) -> Response {
    let mut response = json_response(StatusCode::OK, &json!(items));
    let headers = response.headers_mut();
    headers.insert("total-number", HeaderValue::from(total));
    for link in links(query, total) {
        if let Ok(link) = HeaderValue::from_str(&link) {
            headers.append(header::LINK, link);
        }
    }
    response
}

/// `Link` headers (RFC 8288) relative to the request's own address, so that they hold wherever the gateway is mounted.
fn links(query: &ListQuery, total: u64) -> Vec<String> {
    let (page, size) = (u64::from(query.page()), u64::from(query.page_size()));
    let last = total.div_ceil(size).max(1);
    let link = |page: u64, relation: &str| {
        let mut target = Serializer::new(String::new());
        target.append_pair("page", &page.to_string()).append_pair("page_size", &size.to_string());
        if let Some(search) = &query.search {
            target.append_pair("q", search);
        }
        if let Some(status) = query.status {
            target.append_pair("status", status);
        }
        format!("<?{}>; rel=\"{relation}\"", target.finish())
    };
    let mut links = vec![link(1, "first")];
    if page > 1 {
        links.push(link(page - 1, "prev"));
    }
    if page < last {
        links.push(link(page + 1, "next"));
    }
    links.push(link(last, "last"));
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links_of(raw: &str, total: u64) -> Vec<String> {
        links(&ListQuery::parse(Some(raw), &["page", "page_size", "q"]).unwrap(), total)
    }

    #[test]
    fn links_lead_to_the_neighbours_and_the_ends_and_keep_the_search() {
        assert_eq!(
            links_of("page=2&page_size=10&q=a+b%22%3E", 31),
            [
                "<?page=1&page_size=10&q=a+b%22%3E>; rel=\"first\"",
                "<?page=1&page_size=10&q=a+b%22%3E>; rel=\"prev\"",
                "<?page=3&page_size=10&q=a+b%22%3E>; rel=\"next\"",
                "<?page=4&page_size=10&q=a+b%22%3E>; rel=\"last\"",
            ]
        );
        assert_eq!(
            links_of("", 0),
            ["<?page=1&page_size=20>; rel=\"first\"", "<?page=1&page_size=20>; rel=\"last\""]
        );
        assert_eq!(
            links_of("page=9", 21),
            [
                "<?page=1&page_size=20>; rel=\"first\"",
                "<?page=8&page_size=20>; rel=\"prev\"",
                "<?page=2&page_size=20>; rel=\"last\""
            ]
        );
    }
}
