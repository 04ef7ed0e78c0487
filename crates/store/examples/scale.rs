//! scratch
use std::time::Instant;
use domain::{TenantId, OrganizationId, UserId, UnixMillis, account::User, organization::Organization};
use serde_json::Map;
use store::{Db, Page, SqliteOptions, PostgresOptions, StoreError, Synchronous, organization, search::*, user::{self, SEARCH_FIELDS, UserFilter}};

fn rnd(s: &mut u64) -> u64 { *s ^= *s << 13; *s ^= *s >> 7; *s ^= *s << 17; *s }
fn id(s: &mut u64) -> String { (0..12).map(|_| b"0123456789abcdefghijklmnopqrstuvwxyz"[(rnd(s) % 36) as usize] as char).collect() }

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).unwrap();
    let n: u64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let db = if url.starts_with("postgres") {
        Db::open_postgres(&url, PostgresOptions { statement_timeout: std::time::Duration::from_secs(600), ..PostgresOptions::default() }).await.unwrap()
    } else {
        Db::open_sqlite(url.as_ref(), SqliteOptions { synchronous: Synchronous::Off, cache_kib: 512*1024, ..SqliteOptions::default() }).await.unwrap()
    };
    let tenant = TenantId::default_tenant();
    let have = user::total(db.exec(), &tenant, &UserFilter::default()).await.unwrap() as u64;
    let mut s = 88172645463325252u64 + have;
    let t = Instant::now();
    let mut done = have;
    while done < n {
        let batch: Vec<(Organization, Vec<User>)> = (0..200).map(|k| {
            let base = done + k * 10;
            let o = Organization { id: OrganizationId::new(id(&mut s)), name: format!("Load test {base}"), description: Some("Made".into()), custom_data: Map::new(), is_mfa_required: false, color: Map::new(), branding: Map::new(), custom_css: None, created_at: UnixMillis(1) };
            let us = (0..10).map(|j| { let i = id(&mut s); User { username: Some(format!("load_{i}")), primary_email: Some(format!("{i}@load.example")), name: Some(format!("Load Test {}", base + j)), ..User::new(UserId::new(i), UnixMillis(1_800_000_000_000 - (base + j) as i64)) } }).collect();
            (o, us)
        }).collect();
        let (batch, tenant) = (&batch, &tenant);
        db.transaction(|tx| async move { for (o, us) in batch { organization::insert(tx.exec(), tenant, o).await?; for u in us { user::insert(tx.exec(), tenant, u).await?; } } Ok::<_, StoreError>(()) }).await.unwrap();
        done += 2000;
        if done % 100_000 == 0 { eprintln!("{done} {:?}", t.elapsed()); }
    }
    let db = if url.starts_with("postgres") { db } else { db.close().await.unwrap(); drop(db); Db::open_sqlite(url.as_ref(), SqliteOptions { synchronous: Synchronous::Off, ..SqliteOptions::default() }).await.unwrap() };
    let like = |v: &str| { let v = v.to_string(); Search::new(vec![SEARCH_FIELDS.map(|f| SearchCondition::new(f, SearchMode::Like, &[v.clone()], false).unwrap()).into()], SearchJoint::Or) };
    let some = user::list(db.exec(), &tenant, &UserFilter::default(), Page { limit: 1, offset: 5000 }).await.unwrap()[0].clone();
    let needle = &some.id.as_str()[3..9];
    for (name, search) in [("all", Search::default()), ("selective", like(&format!("%{needle}%"))), ("selective2", like("%test 12345%")), ("nothing", like("%zzzzqqq%")), ("unselective", like("%load%")), ("short", like("%q7%"))] {
        let filter = UserFilter { search, ..UserFilter::default() };
        for offset in [0, 20, 19_980, 19_980, 99_900, 400_000] {
            let t = Instant::now();
            let (rows, total) = user::page(db.exec(), &tenant, &filter, Page { limit: 20, offset }).await.unwrap();
            let cold = t.elapsed();
            let t = Instant::now();
            for _ in 0..20 { user::page(db.exec(), &tenant, &filter, Page { limit: 20, offset }).await.unwrap(); }
            println!("{name:12} offset {offset:7} rows {} total {total} first {cold:?} then {:?}", rows.len(), t.elapsed() / 20);
        }
    }
    for q in [None, Some("12345"), Some("load"), Some("zzzz"), Some("q7")] {
        for offset in [0, 19_980, 90_000] {
            let t = Instant::now();
            let (rows, total) = organization::page(db.exec(), &tenant, q, Page { limit: 20, offset }).await.unwrap();
            let cold = t.elapsed();
            let t = Instant::now();
            for _ in 0..20 { organization::page(db.exec(), &tenant, q, Page { limit: 20, offset }).await.unwrap(); }
            println!("org {q:?} offset {offset:7} rows {} total {total} first {cold:?} then {:?}", rows.len(), t.elapsed() / 20);
        }
    }
}
