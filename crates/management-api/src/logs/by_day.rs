//! `GET /api/log-days`, which is an extension of the wire.

use std::collections::HashMap;

use api_types::audit_log as wire;
use axum::Json;
use domain::{UnixMillis, calendar::Day};
use http_kit::{ApiError, Issue, Query, query_parameters};
use store::{
    audit_log::{AuditLogFilter, count},
    daily_event,
};

use super::{list::filter, window::CAP};
use crate::ManagementContext;

query_parameters! {
    /// What the query may say.
    pub(crate) ByDayQuery: "from" = "The first day in UTC, `YYYY-MM-DD`; two weeks before the last one unless it is given.", "to" = "The last day; today unless it is given.", "logKey" = "The key of records.", "userId" = "Whom records are about.", "applicationId" = "The application that they are about.", "organizationId" = "The organization that they are about.", "includeManagement" = "Counts writes of this API too."
}

/// How many days are told where no first one is given.
const DAYS: i64 = 14;
/// How many days are told at the most.
const MOST_DAYS: i64 = 31;

/// How many records there are on each day, of those that `GET /api/logs` lists; at most 31 days.
pub(super) async fn logs_by_day(
    context: ManagementContext,
    query: Query<ByDayQuery>,
) -> Result<Json<Vec<wire::LogDay>>, ApiError> {
    let today = Day::of(context.services.now());
    let day = |name: &str| query.get(name).map(|text| Day::parse(text).ok_or_else(|| impossible(name)));
    let last = day("to").transpose()?.unwrap_or(today);
    let first = day("from").transpose()?.unwrap_or_else(|| last.plus_days(1 - DAYS));
    if first > last || first < last.plus_days(1 - MOST_DAYS) {
        return Err(ApiError::bad_request("log.invalid_time_window"));
    }
    let filter = filter(&query);
    // What was counted when it was written; all else is counted now, as far as lists are.
    if filter.is_of_kinds() && first > today.plus_days(-daily_event::KEPT_DAYS) {
        let (exec, tenant) = (context.exec(), context.tenant());
        let kinds = (filter.shown, filter.key);
        let counts = daily_event::by_day(exec, tenant, kinds, (first, last)).await?;
        let counts: HashMap<Day, i64> = counts.into_iter().collect();
        let told = |day: Day| wire::LogDay {
            date: day.to_string(),
            count: counts.get(&day).copied().unwrap_or(0),
            is_capped: false,
        };
        return Ok(Json(days(first, last).map(told).collect()));
    }
    let mut told = Vec::new();
    for day in days(first, last) {
        told.push(counted(&context, &filter, day).await?);
    }
    Ok(Json(told))
}

fn days(first: Day, last: Day) -> impl Iterator<Item = Day> {
    (first.number()..=last.number()).map(Day::from_number)
}

/// A day whose records are counted now.
async fn counted(
    context: &ManagementContext,
    filter: &AuditLogFilter<'_>,
    day: Day,
) -> Result<wire::LogDay, ApiError> {
    let to = UnixMillis(day.plus_days(1).start().0 - 1);
    let of_day = AuditLogFilter { from: Some(day.start()), to: Some(to), ..filter.clone() };
    let count = count(context.exec(), context.tenant(), &of_day, CAP).await?;
    Ok(wire::LogDay { date: day.to_string(), count, is_capped: count == CAP })
}

/// 400 for what is no date, and for a date that no calendar has.
fn impossible(name: &str) -> ApiError {
    let message = "Invalid date: expected YYYY-MM-DD";
    ApiError::invalid_input(vec![Issue::new("invalid_string", &[name], message)])
}
