//! `/api/dashboard`: how many users there are, are new and are active (Management API contract §11), and what else there is by
//! day, which is an extension of the wire. Days are those of UTC.

mod active;
mod new;
#[cfg(test)]
mod tests;
mod total;
mod trends;

use api_types::dashboard::CountWithDelta;

use crate::routes::ApiRoutes;

/// The routes of this folder.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Dashboard")
        .get("/api/dashboard/users/total", total::total_users)
        .get("/api/dashboard/users/new", new::new_users)
        .get("/api/dashboard/users/active", active::active_users)
        .get("/api/dashboard/trends", trends::trends)
}

/// A number against that of the time before.
const fn against(count: i64, before: i64) -> CountWithDelta {
    CountWithDelta { count, delta: count - before }
}
