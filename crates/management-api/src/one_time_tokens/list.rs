//! `GET /api/one-time-tokens`

use api_types::one_time_token as wire;
use domain::one_time_token::OneTimeTokenStatus;
use http_kit::{ApiError, Issue, Page, Pagination, Query, QueryPairs, query_parameters};
use store::one_time_token::{self, OneTimeTokenFilter};

use super::opened_body;
use crate::{ManagementContext, rules::window};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "email" = "The address that tokens are for.", "status" = "`active`, `consumed`, `revoked` or `expired`."
}

/// The tokens, newest first, of one address or of one status where the query says so.
pub(super) async fn list_tokens(
    context: ManagementContext,
    query: Query<ListQuery>,
    pagination: Pagination,
) -> Result<Page<wire::OneTimeToken>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let filter = OneTimeTokenFilter {
        email: query.get("email").map(str::to_owned),
        status: status(&query)?.map(|status| (status, context.services.now())),
    };
    let pagination = pagination.or_all();
    let listed = one_time_token::list(exec, tenant, &filter, pagination.as_ref().map(window)).await?;
    let rows: Result<Vec<_>, _> = listed.into_iter().map(|sealed| opened_body(&context, sealed)).collect();
    match pagination {
        Some(pagination) => {
            let total = one_time_token::count(exec, tenant, &filter).await?;
            Ok(pagination.page(rows?, total))
        }
        None => Ok(Page::all(rows?)),
    }
}

fn status(query: &QueryPairs) -> Result<Option<OneTimeTokenStatus>, ApiError> {
    let Some(word) = query.get("status") else { return Ok(None) };
    OneTimeTokenStatus::parse(word).map(Some).ok_or_else(|| {
        let message = "Expected 'active' | 'consumed' | 'revoked' | 'expired'";
        ApiError::invalid_input(vec![Issue::new("invalid_enum_value", &["status"], message)])
    })
}
