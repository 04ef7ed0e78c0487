//! `GET /api/dashboard/users/active`

use std::collections::HashMap;

use api_types::dashboard::{ActiveUsers, DayCount};
use axum::Json;
use domain::calendar::Day;
use http_kit::{ApiError, Issue, Query, query_parameters};
use store::daily_active_user::{by_day, distinct};

use super::against;
use crate::ManagementContext;

query_parameters! {
    /// What the query may say.
    pub(crate) ActiveUsersQuery: "date" = "The last day in UTC, `YYYY-MM-DD`; today unless it is given."
}

const WEEK: i64 = 7;
const MONTH: i64 = 30;

/// How many users were active: on a day, which is today unless `date` says otherwise, and in the week and month that end with it.
pub(super) async fn active_users(
    context: ManagementContext,
    query: Query<ActiveUsersQuery>,
) -> Result<Json<ActiveUsers>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let day = match query.get("date") {
        Some(date) => Day::parse(date).ok_or_else(impossible)?,
        None => Day::of(context.services.now()),
    };
    // The day before the curve is there to compare with.
    let counts = by_day(exec, tenant, day.plus_days(-MONTH), day).await?;
    let counts: HashMap<Day, i64> = counts.into_iter().collect();
    let on = |day: Day| counts.get(&day).copied().unwrap_or(0);
    let within = async |days: i64, end: i64| {
        let last = day.plus_days(end);
        distinct(exec, tenant, last.plus_days(1 - days), last).await
    };
    let curve = (1 - MONTH..=0).map(|days| day.plus_days(days));
    Ok(Json(ActiveUsers {
        dau_curve: curve.map(|day| DayCount { date: day.to_string(), count: on(day) }).collect(),
        dau: against(on(day), on(day.plus_days(-1))),
        wau: against(within(WEEK, 0).await?, within(WEEK, -WEEK).await?),
        mau: against(within(MONTH, 0).await?, within(MONTH, -MONTH).await?),
    }))
}

/// 400 for what is no date, and for a date that no calendar has.
fn impossible() -> ApiError {
    ApiError::invalid_input(vec![Issue::new(
        "invalid_string",
        &["date"],
        "Invalid date: expected YYYY-MM-DD",
    )])
}
