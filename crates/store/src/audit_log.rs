//! Audit records: written many at a time, listed newest first, removed when their time is over (Management API contract §11, §14).

use std::{borrow::Cow, collections::BTreeSet};

use domain::{AuditLogId, HookId, TenantId, UnixMillis, UserId, audit::AuditRecord, calendar::Day};
use serde_json::Value;

use crate::{
    Page, daily_active_user,
    daily_count::Daily,
    db::{Db, Exec, ListBuilder, Param, Row, StoreError, ToParam as _},
    params,
    tally::Counted,
};

mod filing;

use filing::{DELIVERY_STATISTICS, FIND, INSERT, INSERT_ONE, places};
pub use filing::{FILED_AT_ONCE, file};

const ROW: &str = "({}, {}, {}, {}, {}, {}, {}, {}, {})";
/// How many records one statement writes at the most. With fewer left it is the next lower power of two, so that there are few texts.
const ROWS: usize = 32;

/// A record on its way to the store.
#[derive(Clone, Debug)]
pub struct NewAuditLog {
    /// The tenant.
    pub tenant: TenantId,
    /// Its id, which begins with its moment.
    pub id: AuditLogId,
    /// What kind of event.
    pub key: String,
    /// What is known of it, an object.
    pub payload: Value,
    /// When.
    pub created_at: UnixMillis,
    /// The user who was active by it, to be noted for that day.
    pub active_user: Option<UserId>,
    /// Whether it may be written already, by somebody who did not stay to hear of it. Then it is looked for first.
    pub may_be_written: bool,
}

impl NewAuditLog {
    /// The record, to be stored under `id`.
    pub fn new(tenant: TenantId, id: AuditLogId, record: AuditRecord) -> Self {
        let AuditRecord { key, payload, created_at } = record;
        Self {
            tenant,
            id,
            key,
            payload: Value::Object(payload),
            created_at,
            active_user: None,
            may_be_written: false,
        }
    }

    /// What is written of it.
    fn row(&self) -> [Param<'_>; 9] {
        let Self { tenant, id, key, payload, created_at, .. } = self;
        let [user, application, organization, hook] = ["userId", "applicationId", "organizationId", "hookId"]
            .map(|name| payload.get(name).and_then(Value::as_str).filter(|id| id.len() <= MAX_ID_BYTES))
            .map(|id| id.map_or(Param::Null, Param::Text));
        [
            tenant.to_param(),
            id.to_param(),
            key.to_param(),
            payload.to_param(),
            created_at.to_param(),
            user,
            application,
            organization,
            hook,
        ]
    }
}

/// Writes a group of records in one transaction, and who was active by them: all of it or none. It is committed when this returns; nobody may
/// be told of it before [`Db::on_disk`] has returned.
pub async fn insert_group(db: &Db, group: &[NewAuditLog]) -> Result<(), StoreError> {
    // In one order, so that groups of several nodes wait for each other and for nothing else.
    let active: &BTreeSet<_> = &group
        .iter()
        .filter_map(|log| Some((&log.tenant, Day::of(log.created_at), log.active_user.as_ref()?)))
        .collect();
    if let ([alone], true) = (group, active.is_empty())
        && !alone.may_be_written
        && db.is_together()
    {
        // One statement is all or nothing by itself.
        insert_one(db.exec(), alone).await?;
    } else {
        insert_many(db, group, active).await?;
    }
    tally(db, group);
    Ok(())
}

async fn insert_many(
    db: &Db,
    group: &[NewAuditLog],
    active: &BTreeSet<(&TenantId, Day, &UserId)>,
) -> Result<(), StoreError> {
    db.transaction_off_disk(|tx| async move {
        let mut returns = daily_active_user::Returns::default();
        for (tenant, day, user) in active {
            daily_active_user::note(tx.exec(), (tenant, *day, user), &mut returns).await?;
        }
        returns.write(tx.exec()).await?;
        let fresh = unwritten(tx.exec(), group).await?;
        let mut left = fresh.as_ref();
        while !left.is_empty() {
            let count = if left.len() >= ROWS { ROWS } else { 1 << left.len().ilog2() };
            let (now, later) = left.split_at(count);
            insert(tx.exec(), now).await?;
            left = later;
        }
        Ok(())
    })
    .await
}

/// The records of a group that are not written yet.
async fn unwritten<'a>(
    exec: Exec<'_>,
    group: &'a [NewAuditLog],
) -> Result<Cow<'a, [NewAuditLog]>, StoreError> {
    if !group.iter().any(|log| log.may_be_written) {
        return Ok(Cow::Borrowed(group));
    }
    let mut fresh = Vec::with_capacity(group.len());
    for log in group {
        if !(log.may_be_written && find(exec, &log.tenant, &log.id).await?.is_some()) {
            fresh.push(log.clone());
        }
    }
    Ok(Cow::Owned(fresh))
}

/// Counts records that were written, or will be when what they are part of is committed: each by its kind, and those that succeeded by what they mean.
fn tally(db: &Db, group: &[NewAuditLog]) {
    for log in group {
        let day = Day::of(log.created_at);
        db.tallies().add(&log.tenant, day, Counted::Event(log.key.clone()));
        let has_failed = log.payload.get("result").is_some_and(|result| result == "Error");
        if let Some(what) = Daily::of_record(&log.key).filter(|_| !has_failed) {
            db.tallies().add(&log.tenant, day, Counted::Daily(what));
        }
    }
}

/// Nothing has a longer id. What is longer is part of the record and is not looked for: PostgreSQL refuses a row whose key in an index is of a
/// third of a page, and with it the whole group.
const MAX_ID_BYTES: usize = 128;

/// Writes records by one statement: on PostgreSQL each would be a journey of its own.
async fn insert(exec: Exec<'_>, records: &[NewAuditLog]) -> Result<(), StoreError> {
    if let [alone] = records {
        return insert_one(exec, alone).await;
    }
    let mut list = ListBuilder::new(INSERT.of(exec), &[]);
    for (index, record) in records.iter().enumerate() {
        list.push(if index == 0 { "" } else { ", " }, &[]);
        list.push(ROW, &record.row());
    }
    let (sql, params) = list.build();
    exec.execute(sql, &params).await?;
    Ok(())
}

/// The usual case, whose text is put together once.
async fn insert_one(exec: Exec<'_>, record: &NewAuditLog) -> Result<(), StoreError> {
    exec.execute(INSERT_ONE.of(exec), &record.row()).await?;
    Ok(())
}

/// A stored record.
#[derive(Clone, PartialEq, Debug)]
pub struct StoredAuditLog {
    /// Its id.
    pub id: AuditLogId,
    /// What happened.
    pub record: AuditRecord,
}

/// Which kinds of records a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    /// What the provider did for applications and users: neither webhooks nor writes of the Management API.
    Provider,
    /// The same and the writes of the Management API.
    ProviderAndManagement,
    /// Deliveries of webhooks.
    Deliveries,
}

impl Shown {
    /// What is asked of a key.
    pub(crate) const fn condition(self) -> &'static str {
        match self {
            Self::Provider => " AND key NOT LIKE 'TriggerHook.%' AND key NOT LIKE 'Management.%'",
            Self::ProviderAndManagement => " AND key NOT LIKE 'TriggerHook.%'",
            Self::Deliveries => " AND key LIKE 'TriggerHook.%'",
        }
    }

    /// The same of a key that is at hand.
    pub(crate) fn includes(self, key: &str) -> bool {
        let (is_delivery, is_management) = (key.starts_with("TriggerHook."), key.starts_with("Management."));
        match self {
            Self::Provider => !is_delivery && !is_management,
            Self::ProviderAndManagement => !is_delivery,
            Self::Deliveries => is_delivery,
        }
    }
}

/// How the keys of records begin that there are many of: those of tokens. All others are in an index by their keys.
const COMMON: &str = "ExchangeTokenBy.";

/// Which records a list shows. Both ends of the window belong to it.
#[derive(Clone, Debug)]
pub struct AuditLogFilter<'a> {
    /// The kinds.
    pub shown: Shown,
    /// Of exactly this key.
    pub key: Option<&'a str>,
    /// Of this user.
    pub user_id: Option<&'a str>,
    /// Of this application.
    pub application_id: Option<&'a str>,
    /// Of this organization.
    pub organization_id: Option<&'a str>,
    /// Of this webhook.
    pub hook_id: Option<&'a str>,
    /// From this moment on.
    pub from: Option<UnixMillis>,
    /// Up to this moment.
    pub to: Option<UnixMillis>,
}

impl AuditLogFilter<'_> {
    /// Every record of these kinds.
    pub const fn of(shown: Shown) -> Self {
        Self {
            shown,
            key: None,
            user_id: None,
            application_id: None,
            organization_id: None,
            hook_id: None,
            from: None,
            to: None,
        }
    }
}

/// A page of the records that `filter` lets through, newest first.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &AuditLogFilter<'_>,
    page: Page,
) -> Result<Vec<StoredAuditLog>, StoreError> {
    let window = filter.window();
    let mut statement = ListBuilder::new("", &[]);
    for (index, place) in places(exec).iter().enumerate() {
        statement.push(if index == 0 { "" } else { " UNION ALL " }, &[]);
        statement.push("SELECT id, key, payload, created_at FROM ", &[]).push(place, &[]);
        filter.push(tenant, &window, &mut statement);
    }
    statement.push(" ORDER BY id DESC LIMIT {} OFFSET {}", params![page.limit, page.offset]);
    let (sql, params) = statement.build();
    exec.scan(sql, &params, read).await
}

/// How many records `filter` lets through, counted up to `most`.
pub async fn count(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &AuditLogFilter<'_>,
    most: i64,
) -> Result<i64, StoreError> {
    let window = filter.window();
    let mut statement = ListBuilder::new("SELECT COUNT(*) FROM (", &[]);
    for (index, place) in places(exec).iter().enumerate() {
        statement.push(if index == 0 { "SELECT 1 FROM " } else { " UNION ALL SELECT 1 FROM " }, &[]);
        statement.push(place, &[]);
        filter.push(tenant, &window, &mut statement);
    }
    statement.push(" LIMIT {}) AS found", params![most]);
    let (sql, params) = statement.build();
    Ok(exec.scan(sql, &params, |row| row.int(0)).await?.into_iter().next().unwrap_or_default())
}

impl AuditLogFilter<'_> {
    /// Whether it asks for nothing but kinds, a key and a window.
    pub fn is_of_kinds(&self) -> bool {
        [self.user_id, self.application_id, self.organization_id, self.hook_id].iter().all(Option::is_none)
    }

    /// The first id of the window, and the first that comes after it.
    fn window(&self) -> [Option<AuditLogId>; 2] {
        let after = self.to.map(|to| UnixMillis(to.0.saturating_add(1)));
        [self.from, after].map(|moment| moment.map(AuditLogId::first_of))
    }

    fn push<'a>(
        &'a self,
        tenant: &'a TenantId,
        [first, end]: &'a [Option<AuditLogId>; 2],
        statement: &mut ListBuilder<'a>,
    ) {
        statement.push(" WHERE tenant_id = {}", &[Param::Text(tenant.as_str())]);
        statement.push(self.shown.condition(), &[]);
        // Said as the index says it.
        if self.key.is_some_and(|key| !key.starts_with(COMMON)) {
            statement.push(" AND substr(key, 1, 16) <> 'ExchangeTokenBy.'", &[]);
        }
        let texts = [
            (" AND key = {}", self.key),
            (" AND user_id = {}", self.user_id),
            (" AND application_id = {}", self.application_id),
            (" AND organization_id = {}", self.organization_id),
            (" AND hook_id = {}", self.hook_id),
        ];
        for (fragment, value) in texts {
            if let Some(value) = value {
                statement.push(fragment, &[Param::Text(value)]);
            }
        }
        // An id begins with the moment of its record, and is in every index: the record itself need not be read for it.
        for (fragment, id) in [(" AND id >= {}", first), (" AND id < {}", end)] {
            if let Some(id) = id {
                statement.push(fragment, &[Param::Text(id.as_str())]);
            }
        }
    }
}

/// The record with this id.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &AuditLogId,
) -> Result<Option<StoredAuditLog>, StoreError> {
    exec.optional(FIND.of(exec), params![tenant, id], read).await
}

/// How the deliveries of a webhook went.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DeliveryStatistics {
    /// How many were tried, each retry too.
    pub requests: i64,
    /// How many of them the receiver took.
    pub successes: i64,
}

/// How the deliveries of a webhook went since `since`.
pub async fn delivery_statistics(
    exec: Exec<'_>,
    tenant: &TenantId,
    hook: &HookId,
    since: UnixMillis,
) -> Result<DeliveryStatistics, StoreError> {
    let since = AuditLogId::first_of(since);
    let read = |row: &Row<'_>| Ok(DeliveryStatistics { requests: row.int(0)?, successes: row.int(1)? });
    Ok(exec
        .scan(DELIVERY_STATISTICS.of(exec), params![tenant, hook, since], read)
        .await?
        .into_iter()
        .next()
        .unwrap_or_default())
}

const DELETE_BEFORE: &str = "
DELETE FROM audit_logs WHERE tenant_id = $1 AND id IN (
  SELECT id FROM audit_logs WHERE tenant_id = $1 AND id < $2 ORDER BY id LIMIT $3)";

/// Removes at most `limit` records from before `moment`, oldest first, and returns how many that were.
pub async fn delete_before(
    exec: Exec<'_>,
    tenant: &TenantId,
    moment: UnixMillis,
    limit: i64,
) -> Result<u64, StoreError> {
    let first = AuditLogId::first_of(moment);
    let filed = exec.execute(DELETE_BEFORE, params![tenant, first, limit]).await?;
    let left = limit.saturating_sub(i64::try_from(filed).unwrap_or(limit));
    Ok(filed + filing::delete_unfiled_before(exec, tenant, &first, left).await?)
}

fn read(row: &Row<'_>) -> Result<StoredAuditLog, StoreError> {
    Ok(StoredAuditLog {
        id: AuditLogId::new(row.text(0)?),
        record: AuditRecord {
            key: row.text(1)?,
            payload: row.json_as(2, "audit_logs", "payload")?,
            created_at: row.millis(3)?,
        },
    })
}

/// The newest records of every kind, newest first, for tests.
#[cfg(any(test, feature = "testing"))]
pub async fn newest(exec: Exec<'_>, tenant: &TenantId, limit: i64) -> Result<Vec<AuditRecord>, StoreError> {
    let read = |row: &Row<'_>| Ok(read(row)?.record);
    exec.all(filing::NEWEST.of(exec), params![tenant, limit], read).await
}

#[cfg(test)]
mod tests {
    use domain::UnixMillis;
    use serde_json::json;

    use super::*;
    use crate::{both_databases, daily_count};

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    fn log(id: &str) -> NewAuditLog {
        let record =
            AuditRecord { key: id.to_owned(), payload: serde_json::Map::new(), created_at: UnixMillis(1) };
        NewAuditLog::new(tenant(), AuditLogId::new(id), record)
    }

    fn at(moment: i64, key: &str, payload: Value) -> NewAuditLog {
        let id = AuditLogId::new(format!("{}{key}", AuditLogId::first_of(UnixMillis(moment))));
        let (tenant, key, created_at) = (tenant(), key.to_owned(), UnixMillis(moment));
        NewAuditLog { tenant, id, key, payload, created_at, active_user: None, may_be_written: false }
    }

    async fn keys(db: &Db, filter: &AuditLogFilter<'_>) -> Vec<String> {
        let page = Page { limit: 10, offset: 0 };
        let found = list(db.exec(), &tenant(), filter, page).await.unwrap();
        let counted = count(db.exec(), &tenant(), filter, 100).await.unwrap();
        assert_eq!(usize::try_from(counted).unwrap(), found.len());
        found.into_iter().map(|log| log.record.key).collect()
    }

    both_databases! {
        async fn a_group_is_written_whole_or_not_at_all(db: Db) {
            insert_group(&db, &[log("a"), log("b")]).await.unwrap();
            let of_nobody = NewAuditLog { tenant: TenantId::new("nobody"), ..log("d") };
            assert!(insert_group(&db, &[log("c"), of_nobody]).await.is_err());
            let keys: Vec<_> = newest(db.exec(), &tenant(), 10).await.unwrap().into_iter().map(|record| record.key).collect();
            assert_eq!(keys, ["b", "a"]);
        }

        async fn what_may_be_written_is_written_once(db: Db) {
            let again = |id: &str| NewAuditLog { may_be_written: true, ..log(id) };
            insert_group(&db, &[log("a")]).await.unwrap();
            insert_group(&db, &[again("a"), log("b"), again("c")]).await.unwrap();
            insert_group(&db, &[again("a")]).await.unwrap();
            let keys: Vec<_> = newest(db.exec(), &tenant(), 10).await.unwrap().into_iter().map(|record| record.key).collect();
            assert_eq!(keys, ["c", "b", "a"]);
        }

        async fn sign_ins_and_tokens_are_counted_by_day_where_they_succeeded(db: Db) {
            let (today, yesterday) = (Day::from_number(20_000), Day::from_number(19_999));
            let log = |day: Day, number: i64, key: &str, result: &str| at(day.start().0 + number, key, json!({ "result": result }));
            insert_group(&db, &[
                log(today, 1, "ExchangeTokenBy.RefreshToken", "Success"),
                log(today, 2, "ExchangeTokenBy.ClientCredentials", "Success"),
                log(today, 3, "ExchangeTokenBy.RefreshToken", "Error"),
                log(yesterday, 4, "ExchangeTokenBy.RefreshToken", "Success"),
                log(today, 5, "Interaction.SignIn.Submit", "Success"),
                log(today, 6, "Interaction.SignIn.Verification.Password.Submit", "Success"),
                log(today, 7, "Interaction.End", "Success"),
            ]).await.unwrap();
            insert_group(&db, &[
                log(today, 8, "Interaction.Register.Submit", "Success"),
                log(today, 9, "ExchangeTokenBy.TokenExchange", "Success"),
            ]).await.unwrap();
            assert_eq!(daily_count::by_day(db.exec(), &tenant(), yesterday, today).await.unwrap(), [
                (Daily::Tokens, yesterday, 1), (Daily::SignIns, today, 2), (Daily::Tokens, today, 3),
            ]);
        }

        async fn an_id_that_no_index_takes_fails_nobody(db: Db) {
            // What does not repeat itself is not made shorter by compressing it.
            let numbers = (0..1_000_u32).map(|number| number.wrapping_mul(2_654_435_761).to_string());
            let long = numbers.collect::<String>();
            insert_group(&db, &[at(10, "Long", json!({ "organizationId": long.clone() })), log("b")]).await.unwrap();
            let whole = newest(db.exec(), &tenant(), 10).await.unwrap();
            assert!(whole.iter().any(|record| record.payload.get("organizationId") == Some(&json!(long))));
            let provider = AuditLogFilter::of(Shown::Provider);
            assert_eq!(keys(&db, &AuditLogFilter { organization_id: Some(&long), ..provider }).await, Vec::<String>::new());
        }

        async fn lists_are_filtered_and_newest_first(db: Db) {
            let logs = [
                at(10, "One", json!({ "userId": "u", "applicationId": "a" })),
                at(20, "Two", json!({ "userId": "v", "organizationId": "o" })),
                at(30, "TriggerHook.User.Created", json!({ "hookId": "h", "result": "Success" })),
                at(40, "Management.users", json!({ "userId": "u" })),
            ];
            insert_group(&db, &logs[1..2]).await.unwrap();
            insert_group(&db, &logs[3..]).await.unwrap();
            file(&db, FILED_AT_ONCE).await.unwrap();
            insert_group(&db, &[logs[0].clone(), logs[2].clone()]).await.unwrap();
            let provider = AuditLogFilter::of(Shown::Provider);
            assert_eq!(keys(&db, &provider).await, ["Two", "One"]);
            let all = AuditLogFilter::of(Shown::ProviderAndManagement);
            assert_eq!(keys(&db, &all).await, ["Management.users", "Two", "One"]);
            assert_eq!(keys(&db, &AuditLogFilter { user_id: Some("u"), ..provider.clone() }).await, ["One"]);
            assert_eq!(keys(&db, &AuditLogFilter { application_id: Some("a"), ..provider.clone() }).await, ["One"]);
            assert_eq!(keys(&db, &AuditLogFilter { organization_id: Some("o"), ..provider.clone() }).await, ["Two"]);
            assert_eq!(keys(&db, &AuditLogFilter { key: Some("One"), ..provider.clone() }).await, ["One"]);
            assert_eq!(keys(&db, &AuditLogFilter { key: Some("On"), ..provider.clone() }).await, [""; 0]);
            let window = |from, to| AuditLogFilter { from: Some(UnixMillis(from)), to: Some(UnixMillis(to)), ..provider.clone() };
            assert_eq!(keys(&db, &window(20, 20)).await, ["Two"]);
            assert_eq!(keys(&db, &window(11, 19)).await, [""; 0]);
            let deliveries = AuditLogFilter { hook_id: Some("h"), ..AuditLogFilter::of(Shown::Deliveries) };
            assert_eq!(keys(&db, &deliveries).await, ["TriggerHook.User.Created"]);
            assert_eq!(count(db.exec(), &tenant(), &provider, 1).await.unwrap(), 1);
            let found = find(db.exec(), &tenant(), &logs[0].id).await.unwrap().unwrap();
            assert_eq!((found.record.key.as_str(), found.record.created_at), ("One", UnixMillis(10)));
            assert_eq!(find(db.exec(), &tenant(), &AuditLogId::new("none")).await.unwrap(), None);
        }

        async fn deliveries_are_counted(db: Db) {
            let delivery = |moment, result| at(moment, "TriggerHook.User.Created", json!({ "hookId": "h", "result": result }));
            insert_group(&db, &[delivery(10, "Success"), delivery(20, "Success")]).await.unwrap();
            file(&db, FILED_AT_ONCE).await.unwrap();
            insert_group(&db, &[delivery(30, "Error")]).await.unwrap();
            let found = delivery_statistics(db.exec(), &tenant(), &HookId::new("h"), UnixMillis(20)).await.unwrap();
            assert_eq!(found, DeliveryStatistics { requests: 2, successes: 1 });
        }

        async fn old_records_are_removed_oldest_first(db: Db) {
            insert_group(&db, &[at(10, "A", json!({}))]).await.unwrap();
            file(&db, FILED_AT_ONCE).await.unwrap();
            insert_group(&db, &[at(20, "B", json!({})), at(30, "C", json!({}))]).await.unwrap();
            assert_eq!(delete_before(db.exec(), &tenant(), UnixMillis(30), 1).await.unwrap(), 1);
            assert_eq!(keys(&db, &AuditLogFilter::of(Shown::Provider)).await, ["C", "B"]);
            assert_eq!(delete_before(db.exec(), &tenant(), UnixMillis(30), 10).await.unwrap(), 1);
            assert_eq!(keys(&db, &AuditLogFilter::of(Shown::Provider)).await, ["C"]);
        }
    }
}
