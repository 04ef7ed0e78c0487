//! Lists of the Management API, read page by page.

use guard::Permit;
use http::{Method, StatusCode};
use serde::de::DeserializeOwned;

use super::{Call, Upstream, UpstreamError};

const PAGE_SIZE: usize = 100;
/// How many pages are read at the most: an upstream that does not page would be asked for ever.
const MAX_PAGES: usize = 100;

impl Upstream {
    /// Every item of a list, with proof that the caller's token was checked.
    pub(crate) async fn read_all<T: DeserializeOwned>(
        &self,
        _proof: &Permit,
        call: &Call,
    ) -> Result<Vec<T>, UpstreamError> {
        self.all_pages(call).await
    }

    /// Every item of a list, for the operator, who holds the machine's credential and could ask by themself. Never on behalf of a caller.
    pub(crate) async fn read_all_for_operator<T: DeserializeOwned>(
        &self,
        call: &Call,
    ) -> Result<Vec<T>, UpstreamError> {
        self.all_pages(call).await
    }

    /// The first item of a list that is sought, read no further than needed, with proof that the caller's token was checked.
    pub(crate) async fn find<T: DeserializeOwned>(
        &self,
        _proof: &Permit,
        call: &Call,
        is_sought: impl Fn(&T) -> bool,
    ) -> Result<Option<T>, UpstreamError> {
        self.pages(call, |page: Vec<T>| page.into_iter().find(|item| is_sought(item))).await
    }

    async fn all_pages<T: DeserializeOwned>(&self, call: &Call) -> Result<Vec<T>, UpstreamError> {
        let mut items = Vec::new();
        let collect = |mut page: Vec<T>| {
            items.append(&mut page);
            None::<()>
        };
        self.pages(call, collect).await?;
        Ok(items)
    }

    /// Shows page after page to `look` until it finds something or there are no more.
    async fn pages<T: DeserializeOwned, Found>(
        &self,
        call: &Call,
        mut look: impl FnMut(Vec<T>) -> Option<Found>,
    ) -> Result<Option<Found>, UpstreamError> {
        for page in 1..=MAX_PAGES {
            let call = call.clone().query("page", page).query("page_size", PAGE_SIZE);
            let items: Vec<T> = self.send(Method::GET, &call, None).await?.json(StatusCode::OK)?;
            let is_last = items.len() < PAGE_SIZE;
            let found = look(items);
            if found.is_some() || is_last {
                return Ok(found);
            }
        }
        Err(UpstreamError::TooManyPages)
    }
}
