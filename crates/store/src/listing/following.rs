//! What of a long list comes after one of its rows, without rows that stand in another table, and without saying how much that is.
//!
//! Neither what is left out nor what there is in all is counted. Of what a search finds, a stretch is read in the list's order and sifted; where that
//! is not enough for a page, a longer one. If nearly all is left out, the page shows what there was so far, and the place from which somebody
//! goes on: so its cost does not grow with what is left out.

use std::fmt;

use super::{CANDIDATES, FEW, Filter, Listing, known::Mark};
use crate::{
    StoreError,
    db::{ListBuilder, Param, Row},
    params,
};

/// How many rows that a search finds are sifted for a page, at first and then. The first are nearly always enough.
const STRETCHES: [i64; 2] = if cfg!(test) { [2, 4] } else { [128, 2_048] };

/// A row of a list, from which somebody goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place(pub(crate) Mark);

impl Place {
    /// Reads what [`fmt::Display`] writes; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (moment, id) = text.split_once('.')?;
        let is_id = !id.is_empty() && !id.contains('\0');
        is_id.then_some(Self(Mark { moment: moment.parse().ok()?, id: id.to_owned() }))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.0.moment, self.0.id)
    }
}

/// What is wanted of a list that is ordered from the newest.
pub(crate) struct Rest<'a> {
    /// What rows must meet beside the list's own filter, each with its values. In them the list's table has no column but its `id`.
    pub(crate) sieve: Vec<(&'static str, [Param<'a>; 2])>,
    /// After which row.
    pub(crate) after: Option<&'a Mark>,
    /// How many.
    pub(crate) limit: i64,
}

/// Rows, each with its place.
type Found<T> = Vec<(T, Mark)>;

impl Rest<'_> {
    /// One more than is shown tells whether there are more. `end` is where the rest follows otherwise, if there is any.
    fn cut<T>(&self, mut found: Found<T>, end: Option<Mark>) -> (Vec<T>, Option<Place>) {
        let limit = usize::try_from(self.limit).unwrap_or_default();
        let is_more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().filter(|_| is_more).map(|(_, mark)| mark.clone());
        (found.into_iter().map(|(row, _)| row).collect(), last.or(end).map(Place))
    }
}

impl<F: Filter> Listing<'_, F> {
    /// Rows that come after one and meet `rest.sieve` too, and from where somebody goes on, unless that is all. There may be more even where none is
    /// shown.
    pub(crate) async fn following<T: Send>(
        &self,
        rest: &Rest<'_>,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send + Sync,
    ) -> Result<(Vec<T>, Option<Place>), StoreError> {
        if let Some(found) = self.few_following(rest, &read).await? {
            return Ok(rest.cut(found, None));
        }
        let (mut found, mut end) = (Vec::new(), rest.after.cloned());
        for length in STRETCHES {
            let (more, last) = self.stretch(rest, end.as_ref(), length, &read).await?;
            found.extend(more);
            end = last;
            let is_enough = i64::try_from(found.len()).is_ok_and(|found| found > rest.limit);
            if end.is_none() || is_enough {
                break;
            }
        }
        Ok(rest.cut(found, end))
    }

    /// What of the next `length` rows of the list is wanted, and the last of them, if there were so many.
    async fn stretch<T: Send>(
        &self,
        rest: &Rest<'_>,
        after: Option<&Mark>,
        length: i64,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send + Sync,
    ) -> Result<(Found<T>, Option<Mark>), StoreError> {
        let mut list = ListBuilder::new("WITH matching AS MATERIALIZED (", &[]);
        self.push_from(&mut list, after);
        list.push(" LIMIT {}", &[Param::Int(length)]);
        self.push_sifted(&mut list, rest, None);
        for column in ["moment", "id"] {
            list.push(", (SELECT ", &[]).push(column, &[]).push(" FROM matching", &[]);
            list.push(self.shape.order.1, &[]).push(" LIMIT 1 OFFSET {})", &[Param::Int(length - 1)]);
        }
        list.push(self.shape.rows_or_nulls, params![self.tenant]);
        let (sql, params) = list.build();
        let width = self.shape.columns.1;
        let read = |row: &Row<'_>| {
            let end = row.opt_int(width + 1)?.zip(row.opt_text(width + 2)?);
            Ok((shown(row, width, &read)?, end.map(|(moment, id)| Mark { moment, id })))
        };
        let rows = self.exec.scan(sql, &params, read).await?;
        let end = rows.first().and_then(|(_, end)| end.clone());
        Ok((rows.into_iter().filter_map(|(row, _)| row).collect(), end))
    }

    /// What is wanted, of a search that finds few: all of them are sorted. `None` when it may find many, or when nothing helps to find them.
    async fn few_following<T: Send>(
        &self,
        rest: &Rest<'_>,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send + Sync,
    ) -> Result<Option<Found<T>>, StoreError> {
        let search = self.filter.search();
        // PostgreSQL uses its index by itself.
        let trigrams = if self.exec.is_postgres() { None } else { search.trigrams() };
        if search.is_empty() || !(self.exec.is_postgres() || trigrams.is_some()) {
            return Ok(None);
        }
        let (mut list, most, count) = if let Some(query) = &trigrams {
            let mut list = ListBuilder::new("WITH candidates AS MATERIALIZED (", &[]);
            self.push_candidates(&mut list, query);
            list.push("), matching AS MATERIALIZED (", &[]).push(self.shape.keys_of_candidates, &[]);
            self.filter.push_to(&mut list, self.tenant);
            Self::push_unless_many(&mut list);
            (list, CANDIDATES, ", (SELECT COUNT(*) FROM candidates)")
        } else {
            let mut list = ListBuilder::new("WITH matching AS MATERIALIZED (", &[]);
            self.push_keys(&mut list);
            list.push(" LIMIT {}", &[Param::Int(FEW + 1)]);
            (list, FEW, ", (SELECT COUNT(*) FROM matching)")
        };
        self.push_sifted(&mut list, rest, rest.after);
        list.push(count, &[]).push(self.shape.rows_or_nulls, params![self.tenant]);
        let (sql, params) = list.build();
        let width = self.shape.columns.1;
        let read = |row: &Row<'_>| Ok((shown(row, width, &read)?, row.int(width + 1)?));
        let rows = self.exec.scan(sql, &params, read).await?;
        let are_all = rows.first().is_none_or(|(_, count)| *count <= most);
        Ok(are_all.then(|| rows.into_iter().filter_map(|(row, _)| row).collect()))
    }

    /// Ends `matching`, takes from it what is wanted, and begins to select that, with its moment.
    fn push_sifted<'a>(&'a self, list: &mut ListBuilder<'a>, rest: &Rest<'a>, after: Option<&'a Mark>) {
        list.push("), found AS MATERIALIZED (SELECT moment, id FROM matching AS users WHERE TRUE", &[]);
        for (condition, values) in &rest.sieve {
            list.push(condition, values);
        }
        if let Some(mark) = after {
            list.push(" AND (moment, id) < ({}, {})", params![mark.moment, mark.id]);
        }
        list.push(self.shape.order.1, &[]).push(" LIMIT {}) ", &[Param::Int(rest.limit + 1)]);
        list.push(self.shape.columns.0, &[]).push(", found.moment", &[]);
    }
}

/// A row with its place, unless it is the one of nulls.
fn shown<T>(
    row: &Row<'_>,
    width: usize,
    read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Option<(T, Mark)>, StoreError> {
    let Some(id) = row.opt_text(0)? else { return Ok(None) };
    Ok(Some((read(row)?, Mark { moment: row.int(width)?, id })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written_and_nothing_else_is_one() {
        for (moment, id) in [(1_700_000_000_000, "u1"), (-5, "a.b")] {
            let place = Place(Mark { moment, id: id.to_owned() });
            assert_eq!(Place::parse(&place.to_string()), Some(place));
        }
        for text in ["", ".", "1", "1.", ".a", "x.a", "1.a\0", "99999999999999999999.a"] {
            assert_eq!(Place::parse(text), None, "{text}");
        }
    }
}
