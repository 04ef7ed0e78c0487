//! `GET /api/sign-in-exp/username-policy/case-sensitivity-conflicts`

use api_types::sign_in_experience::{CaseConflict, CaseConflicts};
use axum::Json;
use http_kit::{ApiError, Issue, Query, query_parameters};

use crate::ManagementContext;

query_parameters! {
    /// What the query may say.
    pub(crate) ConflictsQuery: "limit" = "How many names are shown, 1 to 100; 20 unless given."
}

/// How many are shown unless the query says.
const DEFAULT_LIMIT: i64 = 20;
/// How many are shown at the most.
const MAX_LIMIT: i64 = 100;

/// Names that several users have but for case: what stands in the way of making case count for nothing.
pub(super) async fn list_case_conflicts(
    context: ManagementContext,
    query: Query<ConflictsQuery>,
) -> Result<Json<CaseConflicts>, ApiError> {
    let limit = limit(query.get("limit"))?;
    let (exec, tenant) = (context.exec(), context.tenant());
    let total_conflicts = store::user::count_case_conflicts(exec, tenant).await?;
    let samples = store::user::case_conflicts(exec, tenant, limit).await?;
    let samples = samples.into_iter().map(|(username_lower, ids)| CaseConflict {
        username_lower,
        user_ids: ids.into_iter().map(domain::UserId::into_string).collect(),
    });
    Ok(Json(CaseConflicts { total_conflicts, samples: samples.collect() }))
}

fn limit(text: Option<&str>) -> Result<i64, ApiError> {
    let Some(text) = text else { return Ok(DEFAULT_LIMIT) };
    text.parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit)).ok_or_else(|| {
        let issue = Issue::new("invalid_type", &["limit"], "Expected a number from 1 to 100");
        ApiError::invalid_input(vec![issue])
    })
}
