//! Comparisons against both databases.

use super::*;
use crate::{both_databases, db::Db};

const KEY: SearchField =
    SearchField { name: "key", exact: "tenant_settings.key", folded: "LOWER(tenant_settings.key)" };

/// Finds names among `Ingrid`, `ingmar`, `50%`, `500`, `a\b` and `line\nend`.
async fn find(db: &Db, mode: SearchMode, values: &[&str], is_case_sensitive: bool) -> Vec<String> {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    let search = Search::new(
        vec![vec![SearchCondition::new(KEY, mode, &values, is_case_sensitive).unwrap()]],
        SearchJoint::Or,
    );
    found(db, &search).await
}

async fn found(db: &Db, search: &Search) -> Vec<String> {
    let mut list =
        ListBuilder::new("SELECT key FROM tenant_settings WHERE tenant_id = {}", &[Param::Text("default")]);
    search.push_to(&mut list);
    list.push(" ORDER BY key", &[]);
    let (sql, params) = list.build();
    db.exec().scan(sql, &params, |row| row.text(0)).await.unwrap()
}

async fn fill(db: &Db) {
    for key in ["Ingrid", "ingmar", "50%", "500", "a\\b", "line\nend"] {
        let insert = "INSERT INTO tenant_settings (tenant_id, key, value) VALUES ('default', $1, '{}')";
        db.exec().execute(insert, crate::params![key]).await.unwrap();
    }
}

both_databases! {
    async fn like_minds_case_only_when_asked(db: Db) {
        fill(&db).await;
        assert_eq!(find(&db, SearchMode::Like, &["ING%"], false).await, ["Ingrid", "ingmar"]);
        assert_eq!(find(&db, SearchMode::Like, &["ing%"], true).await, ["ingmar"]);
        assert_eq!(find(&db, SearchMode::Like, &["ing"], false).await, [""; 0]);
    }

    async fn escapes_in_like_are_read_alike(db: Db) {
        fill(&db).await;
        assert_eq!(find(&db, SearchMode::Like, &["50_"], true).await, ["50%", "500"]);
        assert_eq!(find(&db, SearchMode::Like, &["50\\%"], true).await, ["50%"]);
        assert_eq!(find(&db, SearchMode::Like, &["a\\\\b"], true).await, ["a\\b"]);
        assert_eq!(find(&db, SearchMode::Like, &["\\a%"], true).await, ["a\\b"]);
        assert_eq!(find(&db, SearchMode::Like, &["50%\\"], true).await, [""; 0]);
    }

    async fn exact_takes_several_values(db: Db) {
        fill(&db).await;
        assert_eq!(find(&db, SearchMode::Exact, &["INGRID", "500", "nobody"], false).await, ["500", "Ingrid"]);
        assert_eq!(find(&db, SearchMode::Exact, &["INGRID", "500"], true).await, ["500"]);
    }

    async fn regular_expressions_match_anywhere(db: Db) {
        fill(&db).await;
        assert_eq!(find(&db, SearchMode::Posix, &["^ing(rid|ma)"], false).await, ["Ingrid", "ingmar"]);
        assert_eq!(find(&db, SearchMode::Posix, &["^ing(rid|ma)"], true).await, ["ingmar"]);
        assert_eq!(find(&db, SearchMode::Posix, &["[0-9]{2}"], true).await, ["50%", "500"]);
        assert_eq!(find(&db, SearchMode::Posix, &["e.e"], true).await, ["line\nend"]);
    }

    async fn similar_to_matches_the_whole_value(db: Db) {
        fill(&db).await;
        assert_eq!(find(&db, SearchMode::SimilarTo, &["(I|i)ng%"], true).await, ["Ingrid", "ingmar"]);
        assert_eq!(find(&db, SearchMode::SimilarTo, &["ng%"], true).await, [""; 0]);
        assert_eq!(find(&db, SearchMode::SimilarTo, &["50[0-9%]"], true).await, ["50%", "500"]);
        assert_eq!(find(&db, SearchMode::SimilarTo, &["50\\%"], true).await, ["50%"]);
        assert_eq!(find(&db, SearchMode::SimilarTo, &["50."], true).await, [""; 0]);
    }

    async fn groups_are_joined(db: Db) {
        fill(&db).await;
        let like = |value: &str| SearchCondition::new(KEY, SearchMode::Like, &[value.to_owned()], false).unwrap();
        let groups = || vec![vec![like("ing%"), like("5%")], vec![like("%mar"), like("%0")]];
        assert_eq!(found(&db, &Search::new(groups(), SearchJoint::And)).await, ["500", "ingmar"]);
        assert_eq!(found(&db, &Search::new(groups(), SearchJoint::Or)).await, ["50%", "500", "Ingrid", "ingmar"]);
        assert_eq!(found(&db, &Search::default()).await.len(), 6);
    }

    async fn a_pattern_only_one_database_understands_is_an_invalid_pattern(db: Db) {
        fill(&db).await;
        let condition = SearchCondition::new(KEY, SearchMode::Posix, &["(?P<name>a)".to_owned()], true).unwrap();
        let search = Search::new(vec![vec![condition]], SearchJoint::Or);
        let mut list = ListBuilder::new("SELECT key FROM tenant_settings WHERE tenant_id = {}", &[Param::Text("default")]);
        search.push_to(&mut list);
        let (sql, params) = list.build();
        let result = db.exec().scan(sql, &params, |row| row.text(0)).await;
        assert_eq!(matches!(result, Err(crate::StoreError::InvalidPattern)), db.is_postgres());
    }

    async fn however_long_patterns_take_to_match_others_read_meanwhile(db: Db) {
        fill(&db).await;
        if !db.is_postgres() {
            // Its expressions are matched in linear time, by half of the connections at the most.
            return;
        }
        // What is refused before it comes here, to stand for what nobody has thought of.
        let pattern = "((a?){30}){30}".to_owned();
        let costly = SearchCondition {
            column: KEY.exact, is_folded: false, comparison: Comparison::Matches { pattern, flags: "c" },
        };
        let search = Search::new(vec![vec![costly]], SearchJoint::Or);
        let read = || async {
            let mut list = ListBuilder::new("SELECT key FROM tenant_settings WHERE tenant_id = {}", &[Param::Text("default")]);
            search.push_to(&mut list);
            let (sql, params) = list.build();
            db.exec().scan(sql, &params, |row| row.text(0)).await
        };
        let first = read().await;
        assert!(matches!(first, Err(crate::StoreError::CostlyPattern)), "{first:?}");
        let many = futures_util::future::join_all((0..20).map(|_| read()));
        let others = async {
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            let found = tokio::time::timeout(std::time::Duration::from_secs(2), db.exec().all(
                "SELECT key FROM tenant_settings WHERE tenant_id = 'default'", &[], |row| row.text(0),
            ));
            found.await.expect("a connection").unwrap().len()
        };
        let (many, others) = tokio::join!(many, others);
        assert_eq!(others, 6);
        let is_known = |result: &Result<_, _>| matches!(result, Err(crate::StoreError::CostlyPattern | crate::StoreError::Busy));
        assert!(many.iter().all(is_known), "{many:?}");
    }
}

#[test]
fn impossible_comparisons_are_refused() {
    let refused = |mode, values: &[&str], is_case_sensitive| {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        SearchCondition::new(KEY, mode, &values, is_case_sensitive).unwrap_err()
    };
    assert_eq!(refused(SearchMode::Like, &["a", "b"], true), InvalidSearch::SeveralValues);
    assert_eq!(refused(SearchMode::Like, &[""], true), InvalidSearch::EmptyValue);
    assert_eq!(refused(SearchMode::Exact, &[], true), InvalidSearch::EmptyValue);
    assert_eq!(refused(SearchMode::Like, &[&"a".repeat(1_025)], true), InvalidSearch::TooMuch);
    assert_eq!(refused(SearchMode::Exact, &["a"; 201], true), InvalidSearch::TooMuch);
    assert_eq!(refused(SearchMode::SimilarTo, &["a%"], false), InvalidSearch::SimilarToIgnoringCase);
    assert_eq!(refused(SearchMode::SimilarTo, &["a\\"], true), InvalidSearch::Pattern);
    assert_eq!(refused(SearchMode::Posix, &["(a"], true), InvalidSearch::Pattern);
    assert_eq!(refused(SearchMode::Posix, &["(a)\\1"], true), InvalidSearch::Pattern);
    assert_eq!(refused(SearchMode::Posix, &["(a{1000}){1000}"], true), InvalidSearch::Pattern);
    assert_eq!(refused(SearchMode::Posix, &["((a?){30}){30}"], true), InvalidSearch::CostlyPattern);
    assert_eq!(refused(SearchMode::SimilarTo, &["((a?){30}){30}"], true), InvalidSearch::CostlyPattern);
}
