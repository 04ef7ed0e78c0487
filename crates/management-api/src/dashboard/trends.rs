//! `GET /api/dashboard/trends`

use std::collections::HashMap;

use api_types::dashboard::{DayTrend, Trends};
use axum::Json;
use domain::calendar::Day;
use http_kit::ApiError;
use store::{
    counter::{Counter, total},
    daily_count::{Daily, by_day},
};

use crate::ManagementContext;

/// How many days are told.
const DAYS: i64 = 30;

/// What there was on each of the last thirty days, today included: users and organizations that were made, sign-ins, and tokens. It costs the same
/// however much that was.
pub(super) async fn trends(context: ManagementContext) -> Result<Json<Trends>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let today = Day::of(context.services.now());
    let first = today.plus_days(1 - DAYS);
    let counts = by_day(exec, tenant, first, today).await?;
    let counts: HashMap<(Daily, Day), i64> =
        counts.into_iter().map(|(what, day, count)| ((what, day), count)).collect();
    let day = |back: i64| {
        let day = first.plus_days(back);
        let count = |what: Daily| counts.get(&(what, day)).copied().unwrap_or(0);
        DayTrend {
            date: day.to_string(),
            new_users: count(Daily::Users),
            new_organizations: count(Daily::Organizations),
            sign_ins: count(Daily::SignIns),
            tokens: count(Daily::Tokens),
        }
    };
    Ok(Json(Trends {
        total_organization_count: total(exec, tenant, Counter::Organizations).await?,
        days: (0..DAYS).map(day).collect(),
    }))
}
