//! How many rows a list has, counted to the end or as far as somebody cares.

use super::{Filter, KnownNow, Listing};
use crate::{
    Page, StoreError,
    db::{ListBuilder, Param},
};

/// How many rows a list has on all its pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Total {
    /// So many.
    pub rows: i64,
    /// Or more: counting ended there, because the caller wanted no more.
    pub is_capped: bool,
}

impl Total {
    /// No more and no fewer.
    pub const fn exact(rows: i64) -> Self {
        Self { rows, is_capped: false }
    }

    /// The same for somebody who wanted to know no more than this.
    pub(crate) fn ending_at(self, most: Option<i64>) -> Self {
        let rows = most.filter(|_| self.is_capped).unwrap_or(self.rows);
        Self { rows, ..self }
    }

    /// Whether it answers who counts up to `most`, or to the end.
    pub(super) fn answers(self, most: Option<i64>) -> bool {
        !self.is_capped || most.is_some_and(|most| self.rows >= most)
    }

    /// Whether a page begins where the list has ended for sure.
    pub(super) const fn ends_before(self, page: Page) -> bool {
        !self.is_capped && page.offset >= self.rows
    }
}

impl<F: Filter> Listing<'_, F> {
    /// Counts the rows, unless that is known; no further than `most`.
    pub(super) async fn count(&self, known: &KnownNow, most: Option<i64>) -> Result<Total, StoreError> {
        if let Some(total) = known.total.filter(|total| total.answers(most)) {
            return Ok(total);
        }
        let total = match most {
            Some(most) if self.has_candidates(most).await? => Total { rows: most, is_capped: true },
            _ => self.count_in_order(most).await?,
        };
        known.remember_total(total);
        Ok(total)
    }

    /// Reads the list in its order until it has seen `most` rows.
    async fn count_in_order(&self, most: Option<i64>) -> Result<Total, StoreError> {
        let mut list = ListBuilder::new("SELECT COUNT(*) FROM (", &[]);
        self.push_keys(&mut list);
        if let Some(most) = most {
            list.push(" LIMIT {}", &[Param::Int(most)]);
        }
        list.push(") AS matching", &[]);
        let rows = self.number(list).await?;
        Ok(Total { rows, is_capped: most.is_some_and(|most| rows >= most) })
    }

    /// Whether `most` rows can be found among the first that have the trigrams of the search: where one row of a hundred is found, that is sooner seen
    /// there than in the list's order.
    async fn has_candidates(&self, most: i64) -> Result<bool, StoreError> {
        // PostgreSQL uses its index by itself.
        let trigrams = if self.exec.is_postgres() { None } else { self.filter.search().trigrams() };
        let Some(query) = trigrams else { return Ok(false) };
        let mut list = ListBuilder::new("WITH candidates AS MATERIALIZED (", &[]);
        self.push_candidates(&mut list, &query);
        list.push(") SELECT COUNT(*) FROM (", &[]).push(self.shape.keys_of_candidates, &[]);
        self.filter.push_to(&mut list, self.tenant);
        list.push(" LIMIT {}) AS matching", &[Param::Int(most)]);
        Ok(self.number(list).await? >= most)
    }

    async fn number(&self, list: ListBuilder<'_>) -> Result<i64, StoreError> {
        let (sql, params) = list.build();
        Ok(self.exec.scan(sql, &params, |row| row.int(0)).await?.into_iter().next().unwrap_or(0))
    }
}
