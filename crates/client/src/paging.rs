//! Lists, a page at a time or as a stream.

use std::collections::VecDeque;

use futures_util::stream::{Stream, try_unfold};
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;

/// The most rows that the wire gives at once.
const LARGEST_PAGE: u32 = 100;

/// Which page of a list, and of which rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageOptions {
    /// From 1 on.
    pub page: u32,
    /// 1 to 100.
    pub page_size: u32,
    /// What the rows are searched for, where the list can be (`q`; for users, roles and applications `search`, with `%` around it).
    pub search: Option<String>,
}

impl Default for PageOptions {
    fn default() -> Self {
        Self { page: 1, page_size: 20, search: None }
    }
}

impl PageOptions {
    /// The first rows that hold this text.
    pub fn search(text: impl Into<String>) -> Self {
        Self { search: Some(text.into()), ..Self::default() }
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Its rows.
    pub items: Vec<T>,
    /// How many rows the whole list has.
    pub total: u64,
}

/// How a list is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Search {
    /// `q=text` (Management API contract §1.7).
    Simple,
    /// `search=%text%`: the advanced search.
    Advanced,
}

impl Search {
    fn add(self, call: Call, text: Option<&str>) -> Call {
        match (self, text) {
            (_, None) => call,
            (Self::Simple, Some(text)) => call.query("q", text),
            (Self::Advanced, Some(text)) => call.query("search", format!("%{text}%")),
        }
    }
}

impl Client {
    pub(crate) async fn page<T: DeserializeOwned>(
        &self,
        call: Call,
        search: Search,
        options: &PageOptions,
    ) -> Result<Page<T>, Error> {
        let call = search.add(call, options.search.as_deref());
        self.fetch(call.query("page", options.page).query("page_size", options.page_size)).await
    }

    async fn fetch<T: DeserializeOwned>(&self, call: Call) -> Result<Page<T>, Error> {
        let answer = self.send(call).await?;
        let total = answer.total_number.ok_or(Error::UnexpectedStatus(answer.status))?;
        Ok(Page { items: answer.json()?, total })
    }

    /// Every row of a paged list, in its order, fetched as they are needed. What is added or taken away meanwhile may shift rows
    /// from one page to the next.
    pub(crate) fn rows<T: DeserializeOwned>(
        &self,
        call: Call,
    ) -> impl Stream<Item = Result<T, Error>> + use<T> {
        let cursor = Cursor { client: self.clone(), call, page: 1, is_done: false, waiting: VecDeque::new() };
        try_unfold(cursor, async |mut cursor| Ok(cursor.next().await?.map(|row| (row, cursor))))
    }
}

struct Cursor<T> {
    client: Client,
    call: Call,
    page: u32,
    is_done: bool,
    waiting: VecDeque<T>,
}

impl<T: DeserializeOwned> Cursor<T> {
    async fn next(&mut self) -> Result<Option<T>, Error> {
        if self.waiting.is_empty() && !self.is_done {
            let call = self.call.clone().query("page", self.page).query("page_size", LARGEST_PAGE);
            let page = self.client.fetch(call).await?;
            self.is_done =
                page.items.is_empty() || u64::from(self.page) * u64::from(LARGEST_PAGE) >= page.total;
            self.page += 1;
            self.waiting = page.items.into();
        }
        Ok(self.waiting.pop_front())
    }
}
