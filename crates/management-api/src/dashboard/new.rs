//! `GET /api/dashboard/users/new`

use api_types::dashboard::NewUsers;
use axum::Json;
use domain::calendar::Day;
use http_kit::ApiError;
use store::daily_count::{Daily, by_day};

use super::against;
use crate::ManagementContext;

/// How many of the users there are were made today, and in the last seven days, today included.
pub(super) async fn new_users(context: ManagementContext) -> Result<Json<NewUsers>, ApiError> {
    let today = Day::of(context.services.now());
    let counts = by_day(context.exec(), context.tenant(), today.plus_days(-13), today).await?;
    let made = |first: i64, last: i64| -> i64 {
        let days = today.plus_days(first)..=today.plus_days(last);
        counts
            .iter()
            .filter(|(what, day, _)| *what == Daily::Users && days.contains(day))
            .map(|(.., count)| count)
            .sum()
    };
    Ok(Json(NewUsers {
        today: against(made(0, 0), made(-1, -1)),
        last7_days: against(made(-6, 0), made(-13, -7)),
    }))
}
