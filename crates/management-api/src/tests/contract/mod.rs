//! The easily missed behaviours of the Management API contract, part C, each row a test of its own: the reference's own integration tests
//! look for these. A file an area; [`rows`] makes a row's test and its entry in the table.
//!
//! Rows that tell of signing in, of tokens or of messages stand where those are tested ([`ELSEWHERE`]); rows that tell of what this server does not have
//! yet are in [`WAITING`], each with what it waits for. [`every_row_of_the_contract_is_accounted_for`] lets none be forgotten.

mod applications;
mod configs;
mod hooks;
mod invitations;
mod jit;
mod lists;
mod logs;
mod organization_applications;
mod organization_roles;
mod organization_user_roles;
mod organization_users;
mod organizations;
mod resources;
mod roles;
mod sessions;
mod users;

use std::collections::BTreeMap;

use testkit::contract::ELSEWHERE;

/// The answer's code where something that a body names is not there.
const FK: &str = "entity.relation_foreign_key_not_found";
/// How many rows part C has.
const ROWS: u32 = 120;

/// Tests of rows: `14 "Org users" async fn sentence(api: TestApi) { … }` is a test on both databases and an entry of the file's `TABLE`.
macro_rules! rows {
    ($($(#[$attribute:meta])* $number:literal $area:literal async fn $name:ident($api:ident: TestApi) $body:block)+) => {
        /// Number, area and test of each row in this file.
        pub(super) const TABLE: &[(u32, &str, &str)] = &[$(($number, $area, stringify!($name))),+];

        store::both_databases! { $(
            $(#[$attribute])*
            async fn $name(db: Db) {
                let $api = crate::test_api::TestApi::over(db).await;
                $body
            }
        )+ }
    };
}
use rows;

/// The tables of all areas.
const TABLES: [&[(u32, &str, &str)]; 16] = [
    lists::TABLE,
    organizations::TABLE,
    organization_users::TABLE,
    organization_user_roles::TABLE,
    organization_applications::TABLE,
    jit::TABLE,
    organization_roles::TABLE,
    invitations::TABLE,
    roles::TABLE,
    resources::TABLE,
    applications::TABLE,
    users::TABLE,
    sessions::TABLE,
    hooks::TABLE,
    logs::TABLE,
    configs::TABLE,
];

/// Rows that cannot be met yet, and what they wait for. It may only shrink.
const WAITING: [(u32, &str); 0] = [];

#[test]
fn every_row_of_the_contract_is_accounted_for() {
    let mut places: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (row, area, test) in TABLES.iter().flat_map(|table| table.iter()) {
        assert!(!area.is_empty());
        places.entry(*row).or_default().push((*test).to_owned());
    }
    for (owner, row, test) in ELSEWHERE {
        places.entry(row).or_default().push(format!("{owner}: {test}"));
    }
    for (row, what) in WAITING {
        places.entry(row).or_default().push(format!("waits for {what}"));
    }
    let missing: Vec<u32> = (1..=ROWS).filter(|row| !places.contains_key(row)).collect();
    assert_eq!(missing, [0; 0], "rows without a test");
    assert!(places.keys().all(|row| (1..=ROWS).contains(row)));
    let twice: Vec<_> = places.iter().filter(|(_, tests)| tests.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}
