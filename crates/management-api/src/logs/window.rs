//! What lists of records have in common: the window of time, and a count that need not be exact.

use api_types::audit_log as wire;
use domain::UnixMillis;
use http_kit::{ApiError, Issue, Page, Pagination, QueryPairs, query::QueryParameter};
use store::{
    Total,
    audit_log::{self, AuditLogFilter},
};

use super::log_body;
use crate::{
    ManagementContext,
    rules::{counted_page, window},
};

/// Where the count stops when the caller allows it.
pub(super) const CAP: i64 = 10_000;

/// What a query may say about moments and counts.
pub(crate) const PARAMETERS: &[QueryParameter] = &[
    QueryParameter { name: "start_time", description: "The first moment, in epoch milliseconds." },
    QueryParameter { name: "end_time", description: "The last moment, in epoch milliseconds." },
    QueryParameter { name: "enableCap", description: "Ends the count at 10,000." },
];

/// Reads `start_time` and `end_time`, both in epoch milliseconds and both part of the window.
pub(crate) fn time_window(query: &QueryPairs) -> Result<(Option<UnixMillis>, Option<UnixMillis>), ApiError> {
    let moment =
        |key: &str| {
            query.get(key).map(|text| text.parse().map(UnixMillis)).transpose().map_err(|_| {
                ApiError::invalid_input(vec![Issue::new("invalid_type", &[key], "Expected number")])
            })
        };
    let (start, end) = (moment("start_time")?, moment("end_time")?);
    if start.zip(end).is_some_and(|(start, end)| start > end) {
        return Err(ApiError::bad_request("log.invalid_time_window"));
    }
    Ok((start, end))
}

/// A page of the records that `filter` lets through.
pub(crate) async fn page_of(
    context: &ManagementContext,
    query: &QueryPairs,
    pagination: Pagination,
    filter: &AuditLogFilter<'_>,
) -> Result<Page<wire::AuditLog>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let is_capped = query.flag("enableCap");
    let rows = audit_log::count(exec, tenant, filter, if is_capped { CAP } else { i64::MAX }).await?;
    let total = Total { rows, is_capped: is_capped && rows == CAP };
    let logs = audit_log::list(exec, tenant, filter, window(&pagination)).await?;
    let rows = logs.into_iter().map(|log| log_body(tenant, log)).collect();
    Ok(counted_page(pagination, rows, total))
}
