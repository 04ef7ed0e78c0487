//! What a node remembers of lists: how many rows a search finds, and marks along the way.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use domain::TenantId;
use parking_lot::Mutex;

use super::Total;
use crate::{
    StoreError,
    counter::{Counter, State},
    db::Row,
    search::Search,
};

/// Of how many lists something is remembered, those used last.
const MAX_LISTS: usize = 32;
/// How many marks are kept of one list, of some hundred bytes each.
const MAX_MARKS: usize = 4_096;
/// By how many rows a list may have grown for its marks to be worth moving.
const MAX_GROWTH: i64 = 1_000;

/// A row of a list by what the list is ordered by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mark {
    /// When the row came; 0 in a list that is ordered by ids alone.
    pub(crate) moment: i64,
    /// The row's id.
    pub(crate) id: String,
}

impl Mark {
    /// Reads two columns, `moment` and `id`.
    pub(super) fn read(row: &Row<'_>, index: usize) -> Result<Self, StoreError> {
        Ok(Self { moment: row.int(index)?, id: row.text(index + 1)? })
    }
}

/// What is remembered of one list, as of one state of it.
#[derive(Debug, Default)]
pub(super) struct Known {
    state: State,
    /// How many rows it has, if only at least.
    total: Option<Total>,
    /// The row after which a position begins, by the position.
    marks: BTreeMap<i64, Mark>,
    /// By how many rows it has grown since the marks were right.
    grown: i64,
}

impl Known {
    /// The mark at or before a position. While it is not known whether marks are right there is none.
    pub(super) fn nearest(&self, offset: i64) -> Option<(i64, Mark)> {
        if self.grown > 0 {
            return None;
        }
        self.marks.range(..=offset).next_back().map(|(position, mark)| (*position, mark.clone()))
    }

    /// How many rows it has, if that is known.
    pub(super) fn total(&self) -> Option<Total> {
        self.total
    }

    /// Adds the number of rows, as found by somebody who knew the list to be in this state. Meanwhile it may have gone on.
    pub(super) fn remember_total(&mut self, state: State, total: Total) {
        let knows_better = self.total.is_some_and(|known| known.answers(Some(total.rows)));
        if self.state == state && !(total.is_capped && knows_better) {
            self.total = Some(total);
        }
    }

    /// Adds marks, likewise.
    pub(super) fn remember_marks(&mut self, state: State, marks: Vec<(i64, Mark)>) {
        if self.state != state || self.grown > 0 || marks.len() > MAX_MARKS {
            return;
        }
        if self.marks.len() + marks.len() > MAX_MARKS {
            self.marks.clear();
        }
        self.marks.extend(marks);
    }

    /// Goes on to another state. Marks of a list of all rows may stay right when rows have only come.
    fn move_to(&mut self, state: State, is_whole_list: bool) {
        let (rows, changes) = (state.rows - self.state.rows, state.changes - self.state.changes);
        let has_only_grown = rows == changes && self.grown + rows <= MAX_GROWTH;
        if is_whole_list && has_only_grown && !self.marks.is_empty() {
            self.grown += rows;
        } else {
            self.marks.clear();
            self.grown = 0;
        }
        self.state = state;
        self.total = None;
    }

    /// By how many rows the list has grown, with the first mark and its old position, if the marks have to be looked at.
    pub(super) fn unsettled(&self) -> Option<(i64, i64, Mark)> {
        let (position, mark) = self.marks.first_key_value()?;
        (self.grown > 0).then(|| (self.grown, *position, mark.clone()))
    }

    /// Ends what [`Self::unsettled`] began: all that is new stands before the marks, or they are forgotten.
    pub(super) fn settle(&mut self, grown: i64, are_right: bool) {
        // Somebody else may have been there first, or the list has grown again.
        if self.grown != grown {
            return;
        }
        self.grown = 0;
        let marks = std::mem::take(&mut self.marks);
        if are_right {
            self.marks = marks.into_iter().map(|(position, mark)| (position + grown, mark)).collect();
        }
    }
}

/// Which list.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Key {
    tenant: TenantId,
    counter: Counter,
    search: Search,
}

/// What a node remembers of lists.
#[derive(Debug, Default)]
pub(crate) struct Lists(Mutex<VecDeque<(Key, Arc<Mutex<Known>>)>>);

impl Lists {
    /// What is known of a list as it is in this state, the first time nothing.
    pub(super) fn of(
        &self,
        tenant: &TenantId,
        counter: Counter,
        search: &Search,
        state: State,
    ) -> Arc<Mutex<Known>> {
        let mut lists = self.0.lock();
        let is_this = |key: &Key| key.counter == counter && key.search == *search && key.tenant == *tenant;
        let place = lists.iter().position(|(key, _)| is_this(key));
        let entry = place.and_then(|place| lists.remove(place)).unwrap_or_else(|| {
            let key = Key { tenant: tenant.clone(), counter, search: search.clone() };
            (key, Arc::new(Mutex::new(Known { state, ..Known::default() })))
        });
        let known = Arc::clone(&entry.1);
        lists.push_front(entry);
        if lists.len() > MAX_LISTS {
            // The lists of all rows stay: they are asked for most.
            let last = lists.iter().rposition(|(key, _)| !key.search.is_empty());
            last.map(|last| lists.remove(last));
        }
        let mut of_state = known.lock();
        if of_state.state.changes > state.changes {
            // Somebody has seen more than this caller, who read before: what is right for one is not for the other.
            return Arc::new(Mutex::new(Known { state, ..Known::default() }));
        }
        if of_state.state != state {
            of_state.move_to(state, search.is_empty());
        }
        drop(of_state);
        known
    }
}
