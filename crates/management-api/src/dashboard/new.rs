//! `GET /api/dashboard/users/new`

use api_types::dashboard::NewUsers;
use axum::Json;
use domain::calendar::Day;
use http_kit::ApiError;
use store::user::count_created;

use super::against;
use crate::ManagementContext;

/// How many of the users there are were made today, and in the last seven days, today included.
pub(super) async fn new_users(context: ManagementContext) -> Result<Json<NewUsers>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let tomorrow = Day::of(context.services.now()).plus_days(1);
    let made = async |first: i64, end: i64| {
        let (from, to) = (tomorrow.plus_days(first).start(), tomorrow.plus_days(end).start());
        count_created(exec, tenant, from, to).await
    };
    Ok(Json(NewUsers {
        today: against(made(-1, 0).await?, made(-2, -1).await?),
        last7_days: against(made(-7, 0).await?, made(-14, -7).await?),
    }))
}
