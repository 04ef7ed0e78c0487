//! `guildhall load-test-data`: fills a database with users, organizations and memberships, so that its speed with many of them can be
//! measured. Not shown in the help; `cargo xtask bench` uses it.
//!
//! The rows are written by the functions that every request writes them with, many to a transaction, so that counters and indexes are
//! what they would be had each come alone. Nobody can sign in as one of these users: they have no password.
//!
//! With `--active-days` it also writes what users do: audit records of tokens and sign-ins for each of so many days, and who was active on it.
//!
//! A database that holds users of anybody else is refused: it may be one that people work with. A setting of the tenant marks those that
//! were filled by this command; the demonstration's own users do not count.

use std::sync::Arc;

use domain::{
    AuditLogId, OrganizationId, OrganizationRoleId, UnixMillis, UserId, account::User, audit::AuditRecord,
    calendar::Day, organization::Organization,
};
use futures_util::future::try_join_all;
use indicatif::{ProgressBar, ProgressStyle};
use operations::{OperationError, Services};
use serde_json::{Map, Value, json};
use store::{
    Page, SqliteOptions, StoreError, audit_log::NewAuditLog, configuration, organization, search, user,
};
use zeroize::Zeroizing;

use crate::{
    config::{ListenArguments, LoadTestDataArguments, listen::local_endpoint},
    dev::credentials::USERNAMES,
    failure::Failure,
    telemetry, wiring,
};

/// How many users one transaction writes. Each statement that runs a trigger walks what the transaction has kept for undoing: twice as many
/// users in one cost four times as much.
const BATCH: u64 = 50;
/// How many changed texts one transaction makes findable.
const TEXTS: u32 = 5_000;
/// How many pages of what is known of texts one transaction writes anew at the most.
const PAGES: u32 = 1_000;
/// A transaction touches pages all over the indexes; the small cache of a server would write and read them over and over.
const CACHE_KIB: u32 = 512 * 1024;
/// An organization for so many users.
const USERS_OF_ORGANIZATION: u64 = 10;
/// Of so many users one does something on a day.
const USERS_OF_ACTIVE: usize = 50;
/// Of so many records one is that of a sign-in; the others are those of tokens.
const RECORDS_OF_SIGN_IN: usize = 10;
/// How many records one transaction writes.
const RECORDS: usize = 1_000;
/// How many of them one transaction files.
const FILED_AT_ONCE: i64 = 1_000;
/// How many users are read at a time.
const READ: i64 = 1_000;
/// The setting that marks a database as filled by this command.
const MARK: &str = "loadTestData";
/// The role of the demonstration's template that the members get, where there is such a role.
const ROLE: &str = "member";

/// Loads what was asked for into the database of a stopped server.
pub async fn run(
    arguments: &LoadTestDataArguments,
    environment_key: Option<Zeroizing<String>>,
) -> Result<(), Failure> {
    telemetry::start(&arguments.server.log)?;
    let endpoint = local_endpoint(ListenArguments::default().listen());
    let sqlite = SqliteOptions { cache_kib: CACHE_KIB, ..SqliteOptions::default() };
    let services = wiring::services::open_with(&arguments.server, endpoint, environment_key, sqlite).await?;
    claim(&services).await?;
    let loaded = async {
        load(&services, arguments.users).await?;
        act(&services, arguments.active_days.into()).await
    };
    loaded.await.map_err(|error| Failure::because("the data cannot be loaded", &error))?;
    // What was counted on the way is written down at the end.
    services.db.close().await.map_err(|error| Failure::because("the database cannot be closed", &error))
}

/// Records what users did on each of the last `days` days, today included, oldest first as it would have come.
pub async fn act(services: &Services, days: i64) -> Result<(), OperationError> {
    if days == 0 {
        return Ok(());
    }
    let users = everybody(services).await?;
    let (now, today) = (services.now(), Day::of(services.now()));
    let progress = progress_bar(days.unsigned_abs());
    for back in (0..days).rev() {
        let day = today.plus_days(-back);
        let first = usize::try_from(day.number()).unwrap_or(0) % USERS_OF_ACTIVE;
        let active: Vec<&UserId> = users.iter().skip(first).step_by(USERS_OF_ACTIVE).collect();
        // Spread over the day, or over what there is of it.
        let length = day.plus_days(1).start().0.min(now.0) - day.start().0;
        let mut number = 0;
        for group in active.chunks(RECORDS) {
            let records: Vec<_> = group
                .iter()
                .map(|user| {
                    let moment = length * number / i64::try_from(active.len()).unwrap_or(i64::MAX);
                    number += 1;
                    deed(services, user, UnixMillis(day.start().0 + moment))
                })
                .collect();
            store::audit_log::insert_group(&services.db, &records).await?;
            while store::audit_log::file(&services.db, FILED_AT_ONCE).await? > 0 {}
        }
        progress.inc(1);
    }
    progress.finish();
    Ok(())
}

/// The ids of all users.
async fn everybody(services: &Services) -> Result<Vec<UserId>, StoreError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let mut ids = Vec::new();
    loop {
        let page = Page { limit: READ, offset: i64::try_from(ids.len()).unwrap_or(i64::MAX) };
        let users = user::list(exec, tenant, &user::UserFilter::default(), page).await?;
        if users.is_empty() {
            return Ok(ids);
        }
        ids.extend(users.into_iter().map(|user| user.id));
    }
}

/// The record of something that a user did.
fn deed(services: &Services, user: &UserId, moment: UnixMillis) -> NewAuditLog {
    // Ids are random.
    let is_sign_in = user.as_str().bytes().map(usize::from).sum::<usize>().is_multiple_of(RECORDS_OF_SIGN_IN);
    let key = if is_sign_in { "Interaction.SignIn.Submit" } else { "ExchangeTokenBy.RefreshToken" };
    let payload = [
        ("key", key),
        ("result", "Success"),
        ("ip", "192.0.2.7"),
        ("userAgent", "guildhall load-test-data"),
        ("userId", user.as_str()),
        ("applicationId", "load-test"),
    ];
    let payload = payload.map(|(name, value)| (name.to_owned(), Value::from(value)));
    let record = AuditRecord { key: key.to_owned(), payload: Map::from_iter(payload), created_at: moment };
    let id = AuditLogId::at(moment, services.entropy.as_ref());
    NewAuditLog { active_user: Some(user.clone()), ..NewAuditLog::new(services.tenant.clone(), id, record) }
}

/// Marks a database for data of this kind, unless it holds users and is not marked yet.
pub async fn claim(services: &Services) -> Result<(), Failure> {
    let claimed = services.db.transaction(|tx| async move { mark(&tx, services).await }).await;
    match claimed {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::failed(
            "the database holds users that this command did not make: it fills only a database of its own",
        )),
        Err(error) => Err(Failure::because("the database cannot be read", &error)),
    }
}

async fn mark(tx: &store::Transaction, services: &Services) -> Result<bool, StoreError> {
    let (exec, tenant) = (tx.exec(), &services.tenant);
    if configuration::settings(exec, tenant).await?.contains_key(MARK) {
        return Ok(true);
    }
    let mut known = 0;
    for username in USERNAMES {
        known += i64::from(user::find_by_username(exec, tenant, username).await?.is_some());
    }
    if user::total(exec, tenant, &user::UserFilter::default()).await? > known {
        return Ok(false);
    }
    configuration::add_setting(exec, tenant, MARK, &json!({ "isLoadTestData": true })).await
}

/// Adds `users` users and a tenth as many organizations, each user a member of one of them.
pub async fn load(services: &Arc<Services>, users: u64) -> Result<(), OperationError> {
    let role = organization::role::find_by_name(services.db.exec(), &services.tenant, ROLE).await?;
    let role = role.map(|role| role.id);
    let now = services.now();
    let progress = progress_bar(users);
    let mut first = 0;
    while first < users {
        let end = users.min(first + u64::from(TEXTS));
        // One after the other: each moves the same counters, so that two at once would only wait for one another.
        for start in (first..end).step_by(usize::try_from(BATCH).unwrap_or(1)) {
            let batch = &make_batch(services, start..end.min(start + BATCH), now);
            let role = role.as_ref();
            services.db.transaction(|tx| async move { insert(&tx, services, batch, role).await }).await?;
            progress.inc(batch.users());
        }
        while search::bring_up_to_date(&services.db, TEXTS).await? > 0 {}
        first = end;
    }
    while search::merge(&services.db, PAGES).await? {}
    search::settle(&services.db).await?;
    progress.finish();
    Ok(())
}

/// What one transaction writes: organizations, each with its members.
struct Batch(Vec<(Organization, Vec<User>)>);

impl Batch {
    fn users(&self) -> u64 {
        self.0.iter().map(|(_, members)| members.len() as u64).sum()
    }
}

/// Rows numbered `numbers`, each a moment older than the one before, as if they had come one after the other.
fn make_batch(services: &Services, numbers: std::ops::Range<u64>, now: UnixMillis) -> Batch {
    let mut organizations = Vec::new();
    for first in numbers.clone().step_by(usize::try_from(USERS_OF_ORGANIZATION).unwrap_or(1)) {
        let created_at = UnixMillis(now.0 - i64::try_from(first).unwrap_or(0));
        let organization = Organization {
            id: OrganizationId::new(services.entropy.id_12()),
            name: format!("Load test {first}"),
            description: Some("Made by guildhall load-test-data".to_owned()),
            custom_data: Map::new(),
            is_mfa_required: false,
            color: Map::new(),
            branding: Map::new(),
            custom_css: None,
            created_at,
        };
        let members = (first..numbers.end.min(first + USERS_OF_ORGANIZATION)).map(|number| {
            let id = services.entropy.id_12();
            User {
                username: Some(format!("load_{id}")),
                primary_email: Some(format!("{id}@load.example")),
                name: Some(format!("Load Test {number}")),
                ..User::new(UserId::new(id), UnixMillis(now.0 - i64::try_from(number).unwrap_or(0)))
            }
        });
        organizations.push((organization, members.collect()));
    }
    Batch(organizations)
}

async fn insert(
    tx: &store::Transaction,
    services: &Services,
    batch: &Batch,
    role: Option<&OrganizationRoleId>,
) -> Result<(), StoreError> {
    let (exec, tenant) = (tx.exec(), &services.tenant);
    search::expect_many(exec).await?;
    // Statements that do not need one another are all under way at once: over a network they share its round trips.
    try_join_all(batch.0.iter().map(|(made, _)| organization::insert(exec, tenant, made))).await?;
    let users = batch.0.iter().flat_map(|(_, members)| members);
    try_join_all(users.map(|made| user::insert(exec, tenant, made))).await?;
    try_join_all(batch.0.iter().map(|(joined, members)| async move {
        let ids: Vec<UserId> = members.iter().map(|member| member.id.clone()).collect();
        organization::member::add(exec, tenant, &joined.id, &ids).await
    }))
    .await?;
    let Some(role) = role else { return Ok(()) };
    let roles = std::slice::from_ref(role);
    let members =
        batch.0.iter().flat_map(|(joined, members)| members.iter().map(move |member| (joined, member)));
    try_join_all(members.map(|(joined, member)| {
        organization::member::add_roles(exec, tenant, &joined.id, &member.id, roles)
    }))
    .await?;
    Ok(())
}

/// Shown on a terminal only.
fn progress_bar(length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length);
    let template = "{bar:40} {human_pos} of {human_len}, {per_sec}, {eta} left";
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

#[cfg(test)]
mod tests {
    use store::both_databases;
    use testkit::TestServices;

    use super::*;

    both_databases! {
        async fn loading_counts_what_it_writes_and_makes_everyone_a_member(db: Db) {
            let test = TestServices::over(db).await;
            let services = &test.services;
            load(services, 225).await.unwrap();
            load(services, 5).await.unwrap();
            let (exec, tenant) = (services.db.exec(), &services.tenant);
            assert_eq!(user::total(exec, tenant, &user::UserFilter::default()).await.unwrap(), 230);
            assert_eq!(organization::total(exec, tenant, None).await.unwrap(), 24);
            let page = Page { limit: 500, offset: 0 };
            let mut members = 0;
            for organization in organization::list(exec, tenant, None, page).await.unwrap() {
                let everyone = organization::member_list::UserFilter::default();
                members += organization::member_list::count_users(exec, tenant, &organization.id, &everyone).await.unwrap();
            }
            assert_eq!(members, 230);
        }

        async fn users_act_on_each_day_and_are_counted_by_it(db: Db) {
            let test = TestServices::over(db).await;
            let services = &test.services;
            load(services, 150).await.unwrap();
            act(services, 0).await.unwrap();
            act(services, 3).await.unwrap();
            let (exec, tenant) = (services.db.exec(), &services.tenant);
            let today = Day::of(services.now());
            let active = store::daily_active_user::by_day(exec, tenant, today.plus_days(-9), today).await.unwrap();
            assert_eq!(active, [-2, -1, 0].map(|days| (today.plus_days(days), 3)));
            // Each day others.
            assert_eq!(store::daily_active_user::distinct(exec, tenant, today.plus_days(-9), today).await.unwrap(), 9);
            let everything = store::audit_log::AuditLogFilter::of(store::audit_log::Shown::Provider);
            let records = store::audit_log::list(exec, tenant, &everything, Page { limit: 20, offset: 0 }).await.unwrap();
            assert_eq!(records.len(), 9);
            assert!(records.iter().all(|log| log.record.created_at <= services.now() && log.record.payload.contains_key("userId")));
        }

        async fn a_database_that_people_use_is_refused(db: Db) {
            let test = TestServices::over(db).await;
            let services = &test.services;
            let (exec, tenant) = (services.db.exec(), &services.tenant);
            let now = services.now();
            let named = |name: &str| User { username: Some(name.to_owned()), ..User::new(UserId::new(name), now) };
            user::insert(exec, tenant, &named("olivia")).await.unwrap();
            user::insert(exec, tenant, &named("ingrid")).await.unwrap();
            let refusal = claim(services).await.unwrap_err();
            assert_eq!(
                refusal.to_string(),
                "the database holds users that this command did not make: it fills only a database of its own"
            );
            assert!(user::delete(exec, tenant, &UserId::new("ingrid")).await.unwrap());
            claim(services).await.unwrap();
            load(services, 5).await.unwrap();
            claim(services).await.unwrap();
            assert_eq!(user::total(exec, tenant, &user::UserFilter::default()).await.unwrap(), 6);
        }
    }
}
