//! Bodies of `/api/dashboard` (Management API contract §11).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many users there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TotalUsers {
    /// The number.
    pub total_user_count: i64,
}

/// A number, and by how much it is larger than that of the time before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CountWithDelta {
    /// The number.
    pub count: i64,
    /// The difference.
    pub delta: i64,
}

/// How many users were made lately.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewUsers {
    /// Today, against yesterday.
    pub today: CountWithDelta,
    /// In the last seven days, against the seven before.
    pub last7_days: CountWithDelta,
}

/// How many users were active.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActiveUsers {
    /// Each of the last thirty days.
    pub dau_curve: Vec<DayCount>,
    /// On the day, against the one before.
    pub dau: CountWithDelta,
    /// In the week up to it, against the one before.
    pub wau: CountWithDelta,
    /// In the thirty days up to it, against those before.
    pub mau: CountWithDelta,
}

/// How many users were active on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DayCount {
    /// The day in UTC, `YYYY-MM-DD`.
    pub date: String,
    /// The number.
    pub count: i64,
}

/// What there was on each of the last thirty days.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Trends {
    /// How many organizations there are.
    pub total_organization_count: i64,
    /// Each day, today last.
    pub days: Vec<DayTrend>,
}

/// What there was on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DayTrend {
    /// The day in UTC, `YYYY-MM-DD`.
    pub date: String,
    /// Users that were made, of those that there are.
    pub new_users: i64,
    /// Organizations that were made, of those that there are.
    pub new_organizations: i64,
    /// How often somebody signed in or registered.
    pub sign_ins: i64,
    /// How often the token endpoint issued tokens.
    pub tokens: i64,
}
