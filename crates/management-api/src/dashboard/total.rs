//! `GET /api/dashboard/users/total`

use api_types::dashboard::TotalUsers;
use axum::Json;
use http_kit::ApiError;
use store::user::{UserFilter, total};

use crate::ManagementContext;

/// How many users there are.
pub(super) async fn total_users(context: ManagementContext) -> Result<Json<TotalUsers>, ApiError> {
    let total_user_count = total(context.exec(), context.tenant(), &UserFilter::default()).await?;
    Ok(Json(TotalUsers { total_user_count }))
}
