//! Pages of the two lists that grow without bound, users and organizations, at a cost that does not grow with the page's number.
//!
//! * A page is found by its keys alone, in the index that orders the list; only the rows that it shows are read whole.
//! * `OFFSET` counts off every row before the page. So a node remembers [marks](known): after how many rows which key comes. A page starts
//!   at the nearest mark. What is remembered is good for as long as nothing has changed ([`crate::counter::state`]), and outlives rows that
//!   were added in front.
//! * A search that few rows can meet is answered through the trigrams of what it looks for. One that many meet is read in the list's order
//!   from the nearest mark; how many they are must be counted, and is remembered too. Who can do without the exact number says where counting
//!   [may end](Total).
//!
//! Filters that depend on other tables are counted each time; of rows that are left out, these are counted ([`crate::user::page`]), unless nobody asks
//! how many there are ([`following`]). In a transaction nothing is remembered: what it sees may never be.

mod count;
mod following;
mod known;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use domain::TenantId;
use parking_lot::Mutex;

use self::known::{Known, Mark};
pub use self::{count::Total, following::Place};
pub(crate) use self::{following::Rest, known::Lists};
use crate::{
    Exec, Page, StoreError,
    counter::{self, Counter, State},
    db::{ListBuilder, Param, Row},
    params,
    search::Search,
};

// Small in tests, so that a few rows go every way.

/// A search that finds no more rows than this is sorted whole for each page.
const FEW: i64 = if cfg!(test) { 3 } else { 1_000 };
/// Rows that have the trigrams of a search are looked at one by one when they are no more than this.
const CANDIDATES: i64 = if cfg!(test) { 6 } else { 5_000 };
/// A mark for so many rows.
const STEP: i64 = if cfg!(test) { 4 } else { 256 };

/// The statements of a list.
pub(crate) struct Shape {
    /// What counts its rows.
    pub(crate) counter: Counter,
    /// `SELECT … AS moment, … AS id FROM table`: what the order goes by.
    pub(crate) keys: &'static str,
    /// Selects the `number` of each row whose trigrams match a query or are not known yet, up to a limit, which it takes twice: `UNION` looks at all of
    /// its first part before it ends. On SQLite only.
    pub(crate) candidates: &'static str,
    /// `keys` of the rows of `candidates`; on SQLite only.
    pub(crate) keys_of_candidates: &'static str,
    /// Adds the condition that a row comes after a mark.
    pub(crate) after: for<'a> fn(&mut ListBuilder<'a>, &'a Mark),
    /// The order, by the table's columns and by those of `keys`.
    pub(crate) order: (&'static str, &'static str),
    /// Selects what is shown of a row, its id first, and how many columns that are.
    pub(crate) columns: (&'static str, usize),
    /// The rows of `found`, in order; takes the tenant.
    pub(crate) rows: &'static str,
    /// The same, or one row of nulls; takes the tenant.
    pub(crate) rows_or_nulls: &'static str,
}

/// Which rows of a list are wanted.
pub(crate) trait Filter: Sync {
    /// Adds `WHERE` with the tenant and everything else.
    fn push_to<'a>(&'a self, list: &mut ListBuilder<'a>, tenant: &'a TenantId);
    /// The part that is a search.
    fn search(&self) -> &Search;
    /// Whether the search is all there is: then the list changes only when its own rows do.
    fn is_search_only(&self) -> bool;
}

/// A list as a caller sees it.
pub(crate) struct Listing<'a, F> {
    pub(crate) exec: Exec<'a>,
    pub(crate) tenant: &'a TenantId,
    pub(crate) shape: &'static Shape,
    pub(crate) filter: &'a F,
}

/// What is known of a list at the beginning.
struct KnownNow {
    total: Option<Total>,
    /// Where more is known, and in which state the list was found.
    memory: Option<(Arc<Mutex<Known>>, State)>,
}

impl KnownNow {
    fn remember_total(&self, total: Total) {
        if let Some((known, state)) = &self.memory {
            known.lock().remember_total(*state, total);
        }
    }

    /// The mark from which a position is reached soonest, with its own.
    fn nearest(&self, offset: i64) -> (i64, Option<Mark>) {
        let found = self.memory.as_ref().and_then(|(known, _)| known.lock().nearest(offset));
        found.map_or((0, None), |(position, mark)| (position, Some(mark)))
    }
}

impl<F: Filter> Listing<'_, F> {
    /// The rows of a page, and how many there are on all pages, where a count may end at `most`.
    pub(crate) async fn page<T: Send>(
        &self,
        page: Page,
        most: Option<i64>,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send + Sync,
    ) -> Result<(Vec<T>, Total), StoreError> {
        let known = self.known().await?;
        if known.total.is_none_or(|total| total.rows <= FEW && !total.is_capped)
            && let Some((rows, total)) = self.few(page, known.total.is_some(), &read).await?
        {
            let total = Total::exact(total);
            known.remember_total(total);
            return Ok((rows, total));
        }
        let total = self.count(&known, most).await?;
        let rows =
            if total.ends_before(page) { Vec::new() } else { self.in_order(&known, page, read).await? };
        Ok((rows, total))
    }

    /// As [`Self::page`], where `total` knows better than to count how many rows there are on all pages. It is asked unless a search finds few.
    pub(crate) async fn page_of<T: Send>(
        &self,
        page: Page,
        total: impl Future<Output = Result<Total, StoreError>> + Send,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send + Sync,
    ) -> Result<(Vec<T>, Total), StoreError> {
        if let Some((rows, total)) = self.few(page, false, &read).await? {
            return Ok((rows, Total::exact(total)));
        }
        let total = total.await?;
        let known = KnownNow { total: Some(total), memory: None };
        let rows =
            if total.ends_before(page) { Vec::new() } else { self.in_order(&known, page, read).await? };
        Ok((rows, total))
    }

    /// How many rows there are on all pages.
    pub(crate) async fn total(&self) -> Result<i64, StoreError> {
        let known = self.known().await?;
        if known.total.is_none()
            && let Some((_, total)) = self.few(Page { limit: 0, offset: 0 }, false, |_| Ok(())).await?
        {
            known.remember_total(Total::exact(total));
            return Ok(total);
        }
        Ok(self.count(&known, None).await?.rows)
    }

    /// What is known of the list as it is now.
    async fn known(&self) -> Result<KnownNow, StoreError> {
        let search = self.filter.search();
        if !self.filter.is_search_only() {
            return Ok(KnownNow { total: None, memory: None });
        }
        let state = counter::state(self.exec, self.tenant, self.shape.counter).await?;
        let all = search.is_empty().then_some(Total::exact(state.rows));
        let Exec::Pool(db) = self.exec else { return Ok(KnownNow { total: all, memory: None }) };
        let known = db.lists().of(self.tenant, self.shape.counter, search, state);
        if search.is_empty() {
            self.keep_marks(&known).await?;
        }
        let total = all.or_else(|| known.lock().total());
        Ok(KnownNow { total, memory: Some((known, state)) })
    }

    fn push_candidates<'a>(&'a self, list: &mut ListBuilder<'a>, query: &'a str) {
        let most = Param::Int(CANDIDATES + 1);
        list.push(self.shape.candidates, &[Param::Text(query), most, most]);
    }

    /// Lets no candidate through where there are too many, which is known before the first of them is looked at.
    fn push_unless_many(list: &mut ListBuilder<'_>) {
        list.push(" AND (SELECT COUNT(*) FROM candidates) <= {}", &[Param::Int(CANDIDATES)]);
    }

    fn push_keys<'a>(&'a self, list: &mut ListBuilder<'a>) {
        list.push(self.shape.keys, &[]);
        self.filter.push_to(list, self.tenant);
    }

    /// A page of a search, and how many rows it finds, by one statement that finds all of them and sorts them; `None` when they may be many,
    /// or when nothing helps to find them. Said so plainly, because a database that expects more rows than there are would read the whole
    /// list in its order until it had enough.
    async fn few<T: Send>(
        &self,
        page: Page,
        are_known_to_be_few: bool,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send + Sync,
    ) -> Result<Option<(Vec<T>, i64)>, StoreError> {
        let search = self.filter.search();
        // PostgreSQL uses its index by itself.
        let trigrams = if self.exec.is_postgres() { None } else { search.trigrams() };
        if search.is_empty() || !(self.exec.is_postgres() || trigrams.is_some() || are_known_to_be_few) {
            return Ok(None);
        }
        let (mut list, candidates) = if let Some(query) = &trigrams {
            let mut list = ListBuilder::new("WITH candidates AS MATERIALIZED (", &[]);
            self.push_candidates(&mut list, query);
            list.push("), matching AS MATERIALIZED (", &[]).push(self.shape.keys_of_candidates, &[]);
            self.filter.push_to(&mut list, self.tenant);
            Self::push_unless_many(&mut list);
            (list, ", (SELECT COUNT(*) FROM candidates)")
        } else {
            let mut list = ListBuilder::new("WITH matching AS MATERIALIZED (", &[]);
            self.push_keys(&mut list);
            list.push(" LIMIT {}", &[Param::Int(FEW + 1)]);
            (list, ", CAST(0 AS BIGINT)")
        };
        list.push("), found AS MATERIALIZED (SELECT moment, id FROM matching", &[]);
        list.push(self.shape.order.1, &[]).push(" LIMIT {} OFFSET {}) ", params![page.limit, page.offset]);
        let (columns, width) = self.shape.columns;
        list.push(columns, &[]).push(", (SELECT COUNT(*) FROM matching)", &[]).push(candidates, &[]);
        list.push(self.shape.rows_or_nulls, params![self.tenant]);
        let (sql, params) = list.build();
        let read = |row: &Row<'_>| {
            let shown = row.opt_text(0)?.is_some().then(|| read(row)).transpose()?;
            Ok((shown, row.int(width)?, row.int(width + 1)?))
        };
        let rows = self.exec.scan(sql, &params, read).await?;
        let (total, candidates) = rows.first().map_or((0, 0), |(_, total, candidates)| (*total, *candidates));
        let are_all = if trigrams.is_some() { candidates <= CANDIDATES } else { total <= FEW };
        Ok(are_all.then(|| (rows.into_iter().filter_map(|(shown, ..)| shown).collect(), total)))
    }

    /// A page of a list that is read in its order, from the nearest mark on.
    async fn in_order<T: Send>(
        &self,
        known: &KnownNow,
        page: Page,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<T>, StoreError> {
        let mut start = known.nearest(page.offset);
        if let Some((memory, state)) = &known.memory
            && page.offset - start.0 > STEP
        {
            let marks = self.marks_between(&start, page.offset).await?;
            memory.lock().remember_marks(*state, marks);
            start = known.nearest(page.offset);
        }
        let (position, mark) = start;
        let skip = page.offset - position;
        let mut list = ListBuilder::new("WITH found AS MATERIALIZED (", &[]);
        self.push_from(&mut list, mark.as_ref());
        list.push(" LIMIT {} OFFSET {}) ", params![page.limit, skip]);
        list.push(self.shape.columns.0, &[]).push(self.shape.rows, params![self.tenant]);
        let (sql, params) = list.build();
        if self.filter.search().is_empty() && self.filter.is_search_only() {
            return self.exec.page(sql, &params, Page { limit: page.limit, offset: skip }, read).await;
        }
        self.exec.scan(sql, &params, read).await
    }

    fn push_from<'a>(&'a self, list: &mut ListBuilder<'a>, mark: Option<&'a Mark>) {
        self.push_keys(list);
        if let Some(mark) = mark {
            (self.shape.after)(list, mark);
        }
        list.push(self.shape.order.0, &[]);
    }

    /// The marks from one to a position further on: one every [`STEP`] rows, and one at the position.
    async fn marks_between(
        &self,
        (from, mark): &(i64, Option<Mark>),
        to: i64,
    ) -> Result<Vec<(i64, Mark)>, StoreError> {
        let rows = to - from;
        let mut list = ListBuilder::new("WITH passed AS MATERIALIZED (", &[]);
        self.push_from(&mut list, mark.as_ref());
        list.push(" LIMIT {}), numbered AS (SELECT moment, id, ROW_NUMBER() OVER (", params![rows]);
        list.push(self.shape.order.1, &[]);
        list.push(") AS place FROM passed) SELECT place, moment, id FROM numbered WHERE ", &[]);
        list.push("place % {} = 0 OR place = {}", params![STEP, rows]);
        let (sql, params) = list.build();
        self.exec.scan(sql, &params, |row| Ok((from + row.int(0)?, Mark::read(row, 1)?))).await
    }

    /// Moves marks of a list that has grown to where they are now, if everything new stands before all of them.
    async fn keep_marks(&self, known: &Arc<Mutex<Known>>) -> Result<(), StoreError> {
        let Some((grown, position, mark)) = known.lock().unsettled() else { return Ok(()) };
        let place = position + grown - 1;
        let mut list = ListBuilder::new("", &[]);
        self.push_from(&mut list, None);
        list.push(" LIMIT 1 OFFSET {}", params![place]);
        let (sql, params) = list.build();
        let found = self.exec.all(sql, &params, |row| Mark::read(row, 0)).await?;
        known.lock().settle(grown, found.first() == Some(&mark));
        Ok(())
    }
}
