//! Resources and scopes tell the same story on both databases.

use std::time::Duration;

use domain::{ResourceId, ScopeId, TenantId, UnixMillis, resource::Resource, resource::Scope};

use super::*;
use crate::{
    both_databases,
    search::{Search, SearchCondition, SearchJoint, SearchMode},
};

fn tenant() -> TenantId {
    TenantId::default_tenant()
}

fn resource(id: &str) -> Resource {
    Resource {
        id: ResourceId::new(id),
        name: format!("The {id} API"),
        indicator: format!("https://{id}.fjord.example"),
        is_default: false,
        access_token_ttl: Duration::from_secs(3_600),
    }
}

fn scope(id: &str, resource: &str, name: &str) -> Scope {
    Scope {
        id: ScopeId::new(id),
        resource_id: ResourceId::new(resource),
        name: name.to_owned(),
        description: Some(format!("Lets one {name} ØRRET.")),
        created_at: UnixMillis(7),
    }
}

fn like(field: &str, value: &str) -> Search {
    let field = *scope::SEARCH_FIELDS.iter().find(|known| known.name == field).unwrap();
    let condition = SearchCondition::new(field, SearchMode::Like, &[value.to_owned()], false).unwrap();
    Search::new(vec![vec![condition]], SearchJoint::Or)
}

both_databases! {
    async fn a_resource_is_kept_changed_and_deleted(db: Db) {
        let (exec, tenant) = (db.exec(), tenant());
        let first = Resource { access_token_ttl: Duration::from_secs(60), ..resource("lamps") };
        insert(exec, &tenant, &first).await.unwrap();
        insert(exec, &tenant, &resource("boats")).await.unwrap();
        assert_eq!(find(exec, &tenant, &first.id).await.unwrap(), Some(first.clone()));
        assert_eq!(all(exec, &tenant).await.unwrap(), [resource("boats"), first.clone()]);
        assert_eq!(list(exec, &tenant, Page { limit: 1, offset: 1 }).await.unwrap(), std::slice::from_ref(&first));
        assert_eq!(count(exec, &tenant).await.unwrap(), 2);

        let changed = Resource { name: "Light".to_owned(), access_token_ttl: Duration::from_secs(90), ..first.clone() };
        assert!(update(exec, &tenant, &changed).await.unwrap());
        assert_eq!(find(exec, &tenant, &first.id).await.unwrap(), Some(changed));
        assert!(!update(exec, &tenant, &resource("nothing")).await.unwrap());

        assert!(delete(exec, &tenant, &first.id).await.unwrap());
        assert!(!delete(exec, &tenant, &first.id).await.unwrap());
        assert_eq!(find(exec, &tenant, &first.id).await.unwrap(), None);
    }

    async fn an_indicator_is_unique_in_its_tenant(db: Db) {
        insert(db.exec(), &tenant(), &resource("lamps")).await.unwrap();
        let error = insert(db.exec(), &tenant(), &Resource { id: ResourceId::new("other"), ..resource("lamps") }).await.unwrap_err();
        assert!(error.is_unique_violation("resources", "indicator"));
    }

    async fn one_resource_at_most_is_the_default(db: Db) {
        let (exec, tenant) = (db.exec(), tenant());
        for id in ["a", "b"] {
            insert(exec, &tenant, &resource(id)).await.unwrap();
        }
        let default = |list: Vec<Resource>| list.into_iter().filter(|one| one.is_default).map(|one| one.id.into_string()).collect::<Vec<_>>();
        assert!(set_default(exec, &tenant, &ResourceId::new("a"), true).await.unwrap().unwrap().is_default);
        assert!(set_default(exec, &tenant, &ResourceId::new("b"), true).await.unwrap().unwrap().is_default);
        assert_eq!(default(all(exec, &tenant).await.unwrap()), ["b"]);
        assert_eq!(set_default(exec, &tenant, &ResourceId::new("nothing"), true).await.unwrap(), None);
        assert_eq!(default(all(exec, &tenant).await.unwrap()), ["b"]);
        set_default(exec, &tenant, &ResourceId::new("b"), false).await.unwrap();
        assert_eq!(default(all(exec, &tenant).await.unwrap()), [""; 0]);
    }

    async fn scopes_belong_to_a_resource_and_go_with_it(db: Db) {
        let (exec, tenant, lamps) = (db.exec(), tenant(), ResourceId::new("lamps"));
        for id in ["lamps", "boats"] {
            insert(exec, &tenant, &resource(id)).await.unwrap();
        }
        let (read, write) = (scope("2", "lamps", "read"), scope("1", "lamps", "write"));
        for one in [&read, &write, &scope("3", "boats", "read")] {
            scope::insert(exec, &tenant, one).await.unwrap();
        }
        assert!(scope::insert(exec, &tenant, &scope("4", "lamps", "read")).await.unwrap_err().is_unique_violation("scopes", "name"));
        let orphan = scope::insert(exec, &tenant, &scope("5", "nothing", "read")).await;
        assert!(matches!(orphan, Err(StoreError::ForeignKeyViolation)));

        assert_eq!(scope::find(exec, &tenant, &read.id).await.unwrap(), Some(read.clone()));
        let everything = Search::default();
        assert_eq!(scope::list(exec, &tenant, &lamps, &everything, Page::ALL).await.unwrap(), [write.clone(), read.clone()]);
        assert_eq!(scope::of_resources(exec, &tenant, std::slice::from_ref(&lamps)).await.unwrap(), [write.clone(), read.clone()]);
        assert_eq!(all_scopes(exec, &tenant).await.unwrap(), [scope("3", "boats", "read"), read.clone(), write.clone()]);

        let changed = Scope { name: "see".to_owned(), description: None, ..read.clone() };
        assert!(scope::update(exec, &tenant, &changed).await.unwrap());
        assert_eq!(scope::find(exec, &tenant, &read.id).await.unwrap(), Some(changed));
        let taken = Scope { name: "write".to_owned(), ..read.clone() };
        assert!(scope::update(exec, &tenant, &taken).await.unwrap_err().is_unique_violation("scopes", "name"));

        assert!(scope::delete(exec, &tenant, &write.id).await.unwrap());
        assert!(!scope::delete(exec, &tenant, &write.id).await.unwrap());
        delete(exec, &tenant, &lamps).await.unwrap();
        assert_eq!(all_scopes(exec, &tenant).await.unwrap(), [scope("3", "boats", "read")]);
    }

    /// More resources than a statement takes parameters: 32,766 on SQLite, 65,535 on PostgreSQL.
    async fn scopes_of_more_resources_than_a_statement_takes_are_found(db: Db) {
        let (exec, tenant) = (db.exec(), tenant());
        insert(exec, &tenant, &resource("39999")).await.unwrap();
        let last = scope("1", "39999", "read");
        scope::insert(exec, &tenant, &last).await.unwrap();
        let ids: Vec<_> = (0..70_000).map(|id| ResourceId::new(id.to_string())).collect();
        assert_eq!(scope::of_resources(exec, &tenant, &ids).await.unwrap(), [last]);
    }

    async fn scopes_are_searched_without_regard_to_case(db: Db) {
        let (exec, tenant, lamps) = (db.exec(), tenant(), ResourceId::new("lamps"));
        insert(exec, &tenant, &resource("lamps")).await.unwrap();
        for one in [scope("1", "lamps", "read"), scope("2", "lamps", "write")] {
            scope::insert(exec, &tenant, &one).await.unwrap();
        }
        for (search, found) in [(like("name", "R%"), 1), (like("description", "%ørret%"), 2), (like("id", "3"), 0)] {
            assert_eq!(scope::count(exec, &tenant, &lamps, &search).await.unwrap(), found);
            assert_eq!(scope::list(exec, &tenant, &lamps, &search, Page::ALL).await.unwrap().len(), usize::try_from(found).unwrap());
        }
    }

    async fn scopes_are_found_with_the_indicators_of_their_resources(db: Db) {
        let (exec, tenant) = (db.exec(), tenant());
        insert(exec, &tenant, &resource("lamps")).await.unwrap();
        scope::insert(exec, &tenant, &scope("1", "lamps", "read")).await.unwrap();
        let ids: Vec<_> = (0..1_200).map(|id| ScopeId::new(id.to_string())).collect();
        let found = scope::with_indicators(exec, &tenant, &ids).await.unwrap();
        assert_eq!(found, [(scope("1", "lamps", "read"), "https://lamps.fjord.example".to_owned())]);
    }
}
