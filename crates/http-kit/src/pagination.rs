//! Pages of lists (Management API contract §1.5): `page`, `page_size`, `Total-Number` and `Link`.

use axum::{
    Extension, Json,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{
    error::ApiError,
    going_on::{CountingUpTo, GoesOn},
    query::QueryPairs,
};

pub(crate) const DEFAULT_PAGE_SIZE: u32 = 20;
pub(crate) const MAX_PAGE_SIZE: u32 = 100;
/// The header that says how many rows a list has.
pub const TOTAL_NUMBER: HeaderName = HeaderName::from_static("total-number");
/// The header that says that they were counted no further.
pub const TOTAL_IS_CAPPED: HeaderName = HeaderName::from_static("total-number-is-capped");

/// The page that a request asks for. Extract it; call [`Pagination::or_all`] where pagination is optional.
#[derive(Debug, Clone)]
pub struct Pagination {
    page: u32,
    page_size: u32,
    /// Whether the request named a page or a page size at all.
    named: bool,
    most: Option<CountingUpTo>,
    uri: Uri,
}

impl<S: Send + Sync> FromRequestParts<S> for Pagination {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let query = QueryPairs::parse(parts.uri.query().unwrap_or_default())?;
        let number = |key: &str, most: u32, default: u32| match query.get(key) {
            None => Ok(default),
            Some(text) => match text.parse::<u32>() {
                Ok(number) if (1..=most).contains(&number) => Ok(number),
                _ => Err(ApiError::bad_request("guard.invalid_pagination")),
            },
        };
        let page = number("page", u32::MAX, 1)?;
        let page_size = number("page_size", MAX_PAGE_SIZE, DEFAULT_PAGE_SIZE)?;
        let named = query.get("page").is_some() || query.get("page_size").is_some();
        let uri = parts
            .extensions
            .get::<axum::extract::OriginalUri>()
            .map_or_else(|| parts.uri.clone(), |uri| uri.0.clone());
        let most = parts.extensions.get::<CountingUpTo>().copied();
        Ok(Self { page, page_size, named, most, uri })
    }
}

impl Pagination {
    /// For lists whose pagination is optional: `None` when the request named neither page nor page size.
    pub fn or_all(self) -> Option<Self> {
        self.named.then_some(self)
    }

    /// How many rows the page holds at the most.
    pub fn limit(&self) -> i64 {
        i64::from(self.page_size)
    }

    /// How many rows come before it.
    pub fn offset(&self) -> i64 {
        i64::from(self.page - 1) * i64::from(self.page_size)
    }

    /// How far rows have to be counted, where somebody within this process is content with that.
    pub fn most(&self) -> Option<i64> {
        self.most.map(|CountingUpTo(most)| i64::from(most))
    }

    /// The answer: the rows of this page and the headers that tell the rest.
    pub fn page<T: Serialize>(self, rows: Vec<T>, total: i64) -> Page<T> {
        Page { headers: self.headers(total), ..Page::all(rows) }
    }

    /// As [`Self::page`], of a list that was counted up to `total` only: there is a header that says so, and no last page.
    pub fn capped_page<T: Serialize>(self, rows: Vec<T>, total: i64) -> Page<T> {
        let mut headers = HeaderMap::new();
        headers.insert(TOTAL_NUMBER, HeaderValue::from(total));
        headers.insert(TOTAL_IS_CAPPED, HeaderValue::from_static("true"));
        let links = [Some(("first", 1)), (self.page > 1).then(|| ("prev", self.page - 1))];
        self.append_links(&mut headers, links.into_iter().flatten());
        Page { headers, ..Page::all(rows) }
    }

    /// The headers of a page, for a list that is inside of another body.
    pub fn headers(&self, total: i64) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(TOTAL_NUMBER, HeaderValue::from(total));
        let last = u32::try_from((total.max(1) - 1) / i64::from(self.page_size) + 1).unwrap_or(u32::MAX);
        let links = [
            Some(("first", 1)),
            (self.page > 1).then(|| ("prev", self.page - 1)),
            (self.page < last).then(|| ("next", self.page + 1)),
            Some(("last", last)),
        ];
        self.append_links(&mut headers, links.into_iter().flatten());
        headers
    }

    fn append_links(&self, headers: &mut HeaderMap, links: impl Iterator<Item = (&'static str, u32)>) {
        for (relation, page) in links {
            if let Ok(value) = HeaderValue::try_from(format!("<{}>; rel=\"{relation}\"", self.link(page))) {
                headers.append(header::LINK, value);
            }
        }
    }

    /// The URL of another page; everything else in the query is kept. Its path lacks the `/api` prefix, as on the reference server.
    fn link(&self, page: u32) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let pairs = form_urlencoded::parse(self.uri.query().unwrap_or_default().as_bytes());
        let mut found = false;
        for (key, value) in pairs {
            if key == "page" {
                found = true;
                query.append_pair("page", &page.to_string());
            } else {
                query.append_pair(&key, &value);
            }
        }
        if !found {
            query.append_pair("page", &page.to_string());
        }
        let path = self.uri.path();
        format!("{}?{}", path.strip_prefix("/api").unwrap_or(path), query.finish())
    }
}

/// A page of rows as an answer.
#[derive(Debug)]
pub struct Page<T> {
    rows: Vec<T>,
    headers: HeaderMap,
    goes_on: Option<GoesOn>,
}

impl<T> Page<T> {
    /// An answer that is not paginated.
    pub fn all(rows: Vec<T>) -> Self {
        Self { rows, headers: HeaderMap::new(), goes_on: None }
    }

    /// An answer to [`crate::GoingOn`]: rows, and from where the list goes on.
    pub fn part(rows: Vec<T>, place: Option<String>) -> Self {
        Self { goes_on: Some(GoesOn(place)), ..Self::all(rows) }
    }
}

impl<T: Serialize> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        (StatusCode::OK, self.goes_on.map(Extension), self.headers, Json(self.rows)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn pagination(uri: &str) -> Result<Pagination, ApiError> {
        let (mut parts, ()) = axum::http::Request::get(uri).body(()).unwrap().into_parts();
        Pagination::from_request_parts(&mut parts, &()).await
    }

    fn links(pagination: &Pagination, total: i64) -> Vec<String> {
        pagination
            .headers(total)
            .get_all(header::LINK)
            .iter()
            .map(|link| link.to_str().unwrap().to_owned())
            .collect()
    }

    #[tokio::test]
    async fn links_keep_the_query_and_lack_the_prefix() {
        let middle = pagination("/api/organizations?q=a%20b&page=2&page_size=10").await.unwrap();
        assert_eq!((middle.limit(), middle.offset()), (10, 10));
        assert_eq!(
            links(&middle, 35),
            [
                r#"</organizations?q=a+b&page=1&page_size=10>; rel="first""#,
                r#"</organizations?q=a+b&page=1&page_size=10>; rel="prev""#,
                r#"</organizations?q=a+b&page=3&page_size=10>; rel="next""#,
                r#"</organizations?q=a+b&page=4&page_size=10>; rel="last""#,
            ]
        );
    }

    #[tokio::test]
    async fn an_empty_list_has_one_page() {
        let first = pagination("/api/users").await.unwrap();
        assert_eq!(links(&first, 0), [r#"</users?page=1>; rel="first""#, r#"</users?page=1>; rel="last""#]);
        assert!(first.or_all().is_none());
    }

    #[tokio::test]
    async fn bad_numbers_are_refused() {
        for query in ["page=0", "page=-1", "page=x", "page_size=0", "page_size=101", "page=1.5"] {
            let error = pagination(&format!("/api/users?{query}")).await.unwrap_err();
            assert_eq!(
                (error.status().as_u16(), error.code()),
                (400, Some("guard.invalid_pagination")),
                "{query}"
            );
        }
    }
}
