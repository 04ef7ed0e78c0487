//! Pages of the two lists that grow without bound, users and organizations, at a cost that does not grow with the page's number.
//!
//! * A page is found by its keys alone, in the index that orders the list; only the rows that it shows are read whole.
//! * `OFFSET` counts off every row before the page. So a node remembers [marks](known): after how many rows which key comes. A page starts
//!   at the nearest mark. What is remembered is good for as long as nothing has changed ([`crate::counter::state`]), and outlives rows that
//!   were added in front.
//! * A search that few rows can meet is answered through the trigrams of what it looks for. One that many meet is read in the list's order
//!   from the nearest mark; how many they are must be counted, and is remembered too.
//!
//! Filters that depend on other tables are counted each time. In a transaction nothing is remembered: what it sees may never be.

mod known;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use domain::TenantId;
use parking_lot::Mutex;

pub(crate) use self::known::Lists;
use self::known::{Known, Mark};
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
    /// The same of the rows whose trigrams match a query, and of those whose trigrams are not known yet; on SQLite only.
    pub(crate) keys_by_trigrams: &'static str,
    /// Counts these rows, up to a limit; on SQLite only.
    pub(crate) candidates: &'static str,
    /// Adds the condition that a row comes after a mark.
    pub(crate) after: for<'a> fn(&mut ListBuilder<'a>, &'a Mark),
    /// The order, by the table's columns and by those of `keys`.
    pub(crate) order: (&'static str, &'static str),
    /// Selects what is shown of the rows of `found`, in order; takes the tenant.
    pub(crate) rows: &'static str,
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

/// Through what the rows of a search are found.
#[derive(Clone, Copy)]
enum Source<'a> {
    Table,
    Trigrams(&'a str),
}

/// A list of which something is known.
struct Counted {
    total: i64,
    /// What is known of it, and in which state it was found.
    known: Option<(Arc<Mutex<Known>>, State)>,
}

impl<F: Filter> Listing<'_, F> {
    /// The rows of a page, and how many there are on all pages.
    pub(crate) async fn page<T: Send>(
        &self,
        page: Page,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<(Vec<T>, i64), StoreError> {
        let trigrams = self.trigrams();
        let counted = self.counted(trigrams.as_deref()).await?;
        if page.offset >= counted.total {
            return Ok((Vec::new(), counted.total));
        }
        let rows = if !self.filter.search().is_empty() && counted.total <= FEW {
            let source = self.source(trigrams.as_deref()).await?;
            self.sorted(source, page, read).await?
        } else {
            self.in_order(&counted, page, read).await?
        };
        Ok((rows, counted.total))
    }

    /// How many rows there are on all pages.
    pub(crate) async fn total(&self) -> Result<i64, StoreError> {
        Ok(self.counted(self.trigrams().as_deref()).await?.total)
    }

    /// What the embedded database can be asked first; the other uses its index by itself.
    fn trigrams(&self) -> Option<String> {
        if self.exec.is_postgres() { None } else { self.filter.search().trigrams() }
    }

    /// Counts the rows, or remembers how many there are.
    async fn counted(&self, trigrams: Option<&str>) -> Result<Counted, StoreError> {
        let search = self.filter.search();
        if !self.filter.is_search_only() {
            return Ok(Counted { total: self.count(trigrams).await?, known: None });
        }
        let state = counter::state(self.exec, self.tenant, self.shape.counter).await?;
        let lists = match self.exec {
            Exec::Pool(db) => Some(db.lists()),
            Exec::Transaction(_) => None,
        };
        let known = lists.map(|lists| lists.of(self.tenant, self.shape.counter, search, state));
        let total = known.as_ref().and_then(|known| known.lock().total());
        let total = match total {
            Some(total) => total,
            None if search.is_empty() => state.rows,
            None => self.count(trigrams).await?,
        };
        if let Some(known) = &known {
            known.lock().remember_total(state, total);
            if search.is_empty() {
                self.keep_marks(known).await?;
            }
        }
        Ok(Counted { total, known: known.map(|known| (known, state)) })
    }

    async fn count(&self, trigrams: Option<&str>) -> Result<i64, StoreError> {
        let source = self.source(trigrams).await?;
        let mut list = ListBuilder::new("SELECT COUNT(*) FROM (", &[]);
        self.push_keys(&mut list, source);
        list.push(") AS matching", &[]);
        let (sql, params) = list.build();
        Ok(self.exec.scan(sql, &params, |row| row.int(0)).await?.into_iter().next().unwrap_or(0))
    }

    /// Goes through the trigrams only where they leave few rows to look at.
    async fn source<'t>(&self, trigrams: Option<&'t str>) -> Result<Source<'t>, StoreError> {
        let Some(query) = trigrams else { return Ok(Source::Table) };
        let candidates =
            self.exec.scan(self.shape.candidates, params![query, CANDIDATES + 1], |row| row.int(0)).await?;
        let are_few = candidates.into_iter().next().is_some_and(|count| count <= CANDIDATES);
        Ok(if are_few { Source::Trigrams(query) } else { Source::Table })
    }

    fn push_keys<'a>(&'a self, list: &mut ListBuilder<'a>, source: Source<'a>) {
        match source {
            Source::Table => list.push(self.shape.keys, &[]),
            Source::Trigrams(query) => list.push(self.shape.keys_by_trigrams, &[Param::Text(query)]),
        };
        self.filter.push_to(list, self.tenant);
    }

    /// A page of few rows: all of them are found, then sorted. Said so plainly, because a database that expects more of them would read the
    /// whole list in order until it had enough.
    async fn sorted<T: Send>(
        &self,
        source: Source<'_>,
        page: Page,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<T>, StoreError> {
        let mut list = ListBuilder::new("WITH matching AS MATERIALIZED (", &[]);
        self.push_keys(&mut list, source);
        list.push("), found AS MATERIALIZED (SELECT moment, id FROM matching", &[]);
        list.push(self.shape.order.1, &[]);
        list.push(" LIMIT {} OFFSET {}) ", params![page.limit, page.offset]);
        list.push(self.shape.rows, params![self.tenant]);
        let (sql, params) = list.build();
        self.exec.scan(sql, &params, read).await
    }

    /// A page of a list that is read in its order, from the nearest mark on.
    async fn in_order<T: Send>(
        &self,
        counted: &Counted,
        page: Page,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<T>, StoreError> {
        let mut start = nearest(counted, page.offset);
        if let Some((known, state)) = &counted.known
            && page.offset - start.0 > STEP
        {
            let marks = self.marks_between(&start, page.offset).await?;
            known.lock().remember_marks(*state, marks);
            start = nearest(counted, page.offset);
        }
        let (position, mark) = start;
        let skip = page.offset - position;
        let mut list = ListBuilder::new("WITH found AS MATERIALIZED (", &[]);
        self.push_from(&mut list, mark.as_ref());
        list.push(" LIMIT {} OFFSET {}) ", params![page.limit, skip]);
        list.push(self.shape.rows, params![self.tenant]);
        let (sql, params) = list.build();
        if self.filter.search().is_empty() && self.filter.is_search_only() {
            return self.exec.page(sql, &params, Page { limit: page.limit, offset: skip }, read).await;
        }
        self.exec.scan(sql, &params, read).await
    }

    fn push_from<'a>(&'a self, list: &mut ListBuilder<'a>, mark: Option<&'a Mark>) {
        self.push_keys(list, Source::Table);
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

/// The mark from which a position is reached soonest, with its own.
fn nearest(counted: &Counted, offset: i64) -> (i64, Option<Mark>) {
    let found = counted.known.as_ref().and_then(|(known, _)| known.lock().nearest(offset));
    found.map_or((0, None), |(position, mark)| (position, Some(mark)))
}
