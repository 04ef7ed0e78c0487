//! Rows of the Management API contract's part C whose test stands where signing in, tokens or messages are tested. `management-api` accounts
//! for all rows and has this table for these; whoever has such tests names them by [`crate::meets_rows!`], beside them.

/// The crate, the row and the test.
pub const ELSEWHERE: [(&str, u32, &str); 9] = [
    ("server", 2, "the_legacy_mark_opens_the_management_api_to_the_next_token_and_closes_it_again"),
    ("operations", 44, "who_registers_joins_the_organizations_of_their_domain_and_who_is_made_does_not"),
    ("server", 45, "an_employee_signs_in_at_work_joins_their_organization_and_is_known_the_next_time"),
    ("sign-in", 46, "whoever_registers_is_told_first_and_then_what_they_joined"),
    ("management-api", 65, "the_eleventh_message_to_an_address_is_refused_and_told"),
    ("server", 76, "whoever_registers_holds_every_default_role_for_users"),
    ("server", 85, "an_expired_secret_no_longer_authenticates"),
    ("server", 103, "suspending_ends_sessions_and_keeps_the_user_from_signing_in"),
    ("server", 108, "revoking_for_first_parties_leaves_a_third_party_its_refresh_token"),
];

/// The rows of a crate with their tests.
pub fn rows_of(crate_name: &str) -> Vec<(u32, &'static str)> {
    let own = ELSEWHERE.into_iter().filter(|(owner, ..)| *owner == crate_name);
    own.map(|(_, row, test)| (row, test)).collect()
}

/// Names the tests of this module that are those of rows in [`contract::ELSEWHERE`](crate::contract::ELSEWHERE): `meets_rows! { 2 => name }`.
/// A test that is gone does not compile, and one that is not in the table, or the other way round, fails.
#[macro_export]
macro_rules! meets_rows {
    ($($row:literal => $test:ident),+ $(,)?) => {
        #[test]
        fn the_rows_of_the_contract_that_belong_here_are_tested_here() {
            $(
                #[expect(unused_imports, reason = "that it is there is what counts")]
                use self::$test as _;
            )+
            let here = [$(($row, stringify!($test))),+];
            assert_eq!($crate::contract::rows_of(env!("CARGO_PKG_NAME")), here);
        }
    };
}
