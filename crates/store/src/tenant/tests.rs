//! Tenants, their hosts, and that nothing is left of one that is deleted.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::{
    Db, both_databases, configuration,
    testing::{contents, execute, schema},
};

const NOW: UnixMillis = UnixMillis(1_795_004_800_000);

async fn made(db: &Db, id: &str, hosts: &[&str]) -> Tenant {
    let hosts: Vec<_> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let tenant = Tenant { id: TenantId::new(id), name: id.to_uppercase(), hosts, created_at: NOW };
    let new = &tenant;
    let done: Result<(), StoreError> = db
        .transaction(|tx| async move {
            assert!(insert(tx.exec(), new).await?);
            assert_eq!(set_hosts(tx.exec(), &new.id, &new.hosts).await?, None);
            Ok(())
        })
        .await;
    done.unwrap();
    tenant
}

fn ids(tenants: &[Tenant]) -> Vec<&str> {
    tenants.iter().map(|tenant| tenant.id.as_str()).collect()
}

/// Every table but `tenants`, those first that others refer to.
async fn tables_in_order(db: &Db) -> Vec<String> {
    let schema = schema(db).await.unwrap();
    let mut done = BTreeSet::from(["tenants".to_owned(), "schema_migrations".to_owned()]);
    let mut order = Vec::new();
    while done.len() < schema.len() {
        let is_next = |name: &String, table: &crate::testing::Table| {
            !done.contains(name)
                && table.foreign_keys.iter().all(|key| key.table == *name || done.contains(&key.table))
        };
        let next = schema.iter().find(|(name, table)| is_next(name, table)).map(|(name, _)| name.clone());
        let next = next.expect("a table whose references are there");
        done.insert(next.clone());
        order.push(next);
    }
    order
}

/// A row of this tenant in every table. All texts are alike, so that each refers to the other.
async fn fill(db: &Db, tenant: &str) {
    let schema = schema(db).await.unwrap();
    for table in tables_in_order(db).await {
        let described = &schema[&table];
        let value = |column: &str, kind: &str| match (column, kind) {
            ("tenant_id", _) => format!("'{tenant}'"),
            // Each host leads to one tenant.
            ("host", _) => format!("'{tenant}.example'"),
            (_, "number") => "'1'".to_owned(),
            (_, "bytes") if db.is_postgres() => "'\\x01'".to_owned(),
            (_, "bytes") => "x'01'".to_owned(),
            _ => "'{}'".to_owned(),
        };
        let columns = described.columns.iter().filter(|(column, _)| *column != "search_number");
        let (names, values): (Vec<_>, Vec<_>) =
            columns.map(|(column, (kind, _))| (column.as_str(), value(column, kind))).unzip();
        let (names, values) = (names.join(", "), values.join(", "));
        execute(
            db,
            &format!(
                "INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT DO NOTHING /* tenant_id */"
            ),
            &[],
        )
        .await;
    }
}

/// The rows in which a tenant's id stands.
async fn rows_of(db: &Db, tenant: &str) -> BTreeMap<String, Vec<String>> {
    let mut rows = contents(db).await;
    for of_table in rows.values_mut() {
        of_table.retain(|row| row.contains(tenant));
    }
    rows.retain(|_, of_table| !of_table.is_empty());
    rows
}

both_databases! {
    async fn a_host_leads_to_one_tenant_in_the_order_that_was_asked_for(db: Db) {
        let acme = made(&db, "acme", &["login.acme.example", "acme.example.com"]).await;
        let beta = made(&db, "beta", &["beta.example.com"]).await;
        let all = list(db.exec()).await.unwrap();
        assert_eq!(ids(&all), ["acme", "admin", "beta", "default"]);
        assert_eq!((&all[0], &all[2], all[3].hosts.len()), (&acme, &beta, 0));
        assert_eq!(find(db.exec(), &acme.id).await.unwrap(), Some(acme.clone()));
        assert_eq!(find(db.exec(), &TenantId::new("gamma")).await.unwrap(), None);
        let taken: Vec<_> = ["new.example", "login.acme.example"].map(str::to_owned).into();
        let done: Result<(), StoreError> = db.transaction(|tx| {
            let (id, taken) = (&beta.id, &taken);
            async move {
                assert_eq!(set_hosts(tx.exec(), id, taken).await?, Some("login.acme.example"));
                Err(StoreError::Conflict)
            }
        }).await;
        done.unwrap_err();
        assert_eq!(list(db.exec()).await.unwrap(), all, "undone");
        assert!(!add_host(db.exec(), &beta.id, "beta.example.com").await.unwrap());
        assert!(!add_host(db.exec(), &TenantId::new("gamma"), "gamma.example").await.unwrap());
        assert!(add_host(db.exec(), &beta.id, "gamma.example").await.unwrap());
        assert!(rename(db.exec(), &beta.id, "Beta & Co.").await.unwrap());
        assert!(!rename(db.exec(), &TenantId::new("gamma"), "Gamma").await.unwrap());
        let beta = find(db.exec(), &beta.id).await.unwrap().unwrap();
        assert_eq!((beta.hosts, beta.name.as_str()), (vec!["beta.example.com".to_owned(), "gamma.example".to_owned()], "Beta & Co."));
    }

    async fn an_id_is_given_once_and_not_before_a_deletion_has_ended(db: Db) {
        let acme = made(&db, "acme", &["acme.example.com"]).await;
        assert!(!insert(db.exec(), &acme).await.unwrap());
        for reserved in [TenantId::default_tenant(), TenantId::of_administrators()] {
            let twin = Tenant { id: reserved.clone(), ..acme.clone() };
            assert!(!insert(db.exec(), &twin).await.unwrap());
            assert!(!mark_deleted(db.exec(), &reserved, NOW).await.unwrap());
        }
        assert!(!delete(db.exec(), &acme.id).await.unwrap(), "what is not marked stays");
        assert_eq!(delete_some(db.exec(), &acme.id, 10).await.unwrap(), 0);
        assert!(mark_deleted(db.exec(), &acme.id, NOW).await.unwrap());
        assert!(!mark_deleted(db.exec(), &acme.id, NOW).await.unwrap());
        assert_eq!((find(db.exec(), &acme.id).await.unwrap(), deleted(db.exec()).await.unwrap()), (None, vec![acme.id.clone()]));
        assert_eq!(ids(&list(db.exec()).await.unwrap()), ["admin", "default"]);
        assert!(!insert(db.exec(), &acme).await.unwrap());
        assert!(!add_host(db.exec(), &acme.id, "acme.example.com").await.unwrap());
        assert!(delete(db.exec(), &acme.id).await.unwrap() && !delete(db.exec(), &acme.id).await.unwrap());
        made(&db, "acme", &["acme.example.com"]).await;
    }

    /// Nodes know by the version whether what they hold is still so: a tenant of the same id must not begin where the former was.
    async fn versions_do_not_begin_anew_with_a_tenant_of_the_same_id(db: Db) {
        let acme = made(&db, "acme", &[]).await;
        let first = configuration::version(db.exec(), &acme.id).await.unwrap().unwrap();
        assert!(mark_deleted(db.exec(), &acme.id, NOW).await.unwrap() && delete(db.exec(), &acme.id).await.unwrap());
        let again = Tenant { created_at: UnixMillis(NOW.0 + 1), ..acme };
        assert!(insert(db.exec(), &again).await.unwrap());
        assert!(configuration::version(db.exec(), &again.id).await.unwrap().unwrap() > first);
    }

    async fn tenants_with_something_to_deliver_are_found_in_one_look(db: Db) {
        for id in ["acme", "beta", "gamma"] {
            made(&db, id, &[]).await;
        }
        fill(&db, "beta").await;
        fill(&db, "default").await;
        let found = async |now| with_deliveries(db.exec(), UnixMillis(now)).await.unwrap();
        let of_beta = [Deliveries::SignOuts, Deliveries::Webhooks].map(|what| (TenantId::new("beta"), what));
        assert_eq!((found(0).await, found(1).await), (vec![], of_beta.to_vec()));
        assert!(mark_deleted(db.exec(), &TenantId::new("beta"), NOW).await.unwrap());
        assert_eq!(found(1).await, []);
    }

    async fn every_table_refers_to_its_tenant_and_goes_with_it(db: Db) {
        let schema = schema(&db).await.unwrap();
        for (name, table) in schema.iter().filter(|(name, _)| !["tenants", "schema_migrations"].contains(&name.as_str())) {
            // By way of others, each of which begins with the tenant and cascades.
            let mut at: BTreeSet<&str> = BTreeSet::from([name.as_str()]);
            loop {
                let further: BTreeSet<_> = at.iter().flat_map(|at| &schema[*at].foreign_keys)
                    .filter(|key| key.cascades && key.columns.iter().any(|(column, _)| column == "tenant_id"))
                    .map(|key| key.table.as_str()).chain(at.iter().copied()).collect();
                if further.len() == at.len() {
                    break;
                }
                at = further;
            }
            assert!(at.contains("tenants"), "{name} outlives its tenant");
            assert!(table.columns.contains_key("tenant_id"), "{name}");
        }
    }

    async fn nothing_is_left_of_a_tenant_that_is_deleted_and_all_of_another(db: Db) {
        for id in ["goes-away", "stays-here"] {
            made(&db, id, &[]).await;
            fill(&db, id).await;
        }
        let tables = tables_in_order(&db).await;
        assert!(tables.len() > 60);
        let (goes, stays) = (rows_of(&db, "goes-away").await, rows_of(&db, "stays-here").await);
        for table in &tables {
            assert!(goes.contains_key(table) && stays.contains_key(table), "{table} has a row of each");
        }
        let id = TenantId::new("goes-away");
        assert!(mark_deleted(db.exec(), &id, NOW).await.unwrap());
        let mut rounds = 0;
        while delete_some(db.exec(), &id, 1).await.unwrap() > 0 {
            rounds += 1;
        }
        assert!(rounds > 15, "what may be long goes bit by bit: {rounds}");
        assert!(delete(db.exec(), &id).await.unwrap());
        assert_eq!(rows_of(&db, "goes-away").await, BTreeMap::new());
        assert_eq!(rows_of(&db, "stays-here").await, stays);
    }
}
