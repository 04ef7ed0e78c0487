//! Choosing among very many.

use domain::{OrganizationId, UnixMillis, UserId, account::User, console::ConsoleRole};
use serde_json::json;
use store::both_databases;

use super::world::{Administrator, World};

/// Stores users of these names, each newer than the one before, and returns their ids.
async fn add(world: &World, names: &[String], since: i64) -> Vec<UserId> {
    let made = |(at, name): (i64, &String)| User {
        username: Some(name.clone()),
        ..User::new(UserId::new(name.as_str()), UnixMillis(since + at))
    };
    let users: Vec<_> = (0..).zip(names).map(made).collect();
    let (tenant, users) = (&world.test.services.tenant, &users);
    let stored: Result<(), store::StoreError> = world
        .test
        .services
        .db
        .transaction(|tx| async move {
            for user in users {
                store::user::insert(tx.exec(), tenant, user).await?;
            }
            Ok(())
        })
        .await;
    stored.unwrap();
    users.iter().map(|user| user.id.clone()).collect()
}

fn named(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{prefix}{number:04}")).collect()
}

/// The names that can be chosen on a page, and where its links go: to the beginning, and onward.
async fn chosen(by: &Administrator, path: &str) -> (Vec<String>, String, Option<String>) {
    let page = by.page(path).await;
    let names = page.split("for=\"choice-").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    let next = page.split_once("rel=\"next\" href=\"").map(|(_, rest)| rest.split('"').next().unwrap());
    let next = next.map(|next| next.replace("&#38;", "&").replace("&amp;", "&"));
    (names.collect(), page.clone(), next)
}

both_databases! {
    async fn candidates_follow_page_by_page_without_a_number(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let role = world.created("/api/roles", json!({ "name": "captain", "description": "Steers", "type": "User" })).await;
        let ids = add(&world, &named("ada", 45), 1).await;
        let member = ids[44].as_str();
        world.api.post(&format!("/api/organizations/{organization}/users"), json!({ "userIds": [member] })).await.assert_status(201);
        world.api.post(&format!("/api/roles/{role}/users"), json!({ "userIds": [member] })).await.assert_status(201);
        let mut expected = named("ada", 44);
        expected.reverse();
        for base in [format!("/console/organizations/{organization}/members/add"), format!("/console/roles/{role}/users/add")] {
            for start in [base.clone(), format!("{base}?q=ada")] {
                let (first, page, next) = chosen(&edda, &start).await;
                assert_eq!(first, expected[..20], "{start}");
                assert!(!page.contains(" of 44") && !page.contains("To the beginning"), "{page}");
                let next = next.unwrap();
                assert!(next.contains("after=") && next.contains("q=ada") == start.contains("q=ada"), "{next}");
                let (second, page, next) = chosen(&edda, &next).await;
                assert_eq!(second, expected[20..40]);
                assert!(page.contains(&format!("href=\"{start}\">To the beginning</a>")), "{page}");
                let (third, page, next) = chosen(&edda, &next.unwrap()).await;
                assert_eq!((third.as_slice(), next), (&expected[40..], None), "{page}");
            }
            let (none, page, next) = chosen(&edda, &format!("{base}?q=nobody")).await;
            assert!(none.is_empty() && next.is_none() && page.contains("There is no further user."), "{page}");
            // What no page wrote leads to the beginning.
            assert_eq!(chosen(&edda, &format!("{base}?after=x")).await.0, expected[..20]);
        }
        // The list of the API goes on to say how many there are, whatever the request says of a place.
        let answer = world.api.get(&format!("/api/users?excludeOrganizationId={organization}&after=1.a&page_size=5")).await;
        assert_eq!(answer.assert_status(200).header("total-number"), Some("44"));
    }

    async fn where_the_first_thousands_are_members_the_page_says_so_and_goes_on(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        add(&world, &named("ada_new", 25), 1).await;
        let members = add(&world, &named("ada_old", 2_190), 1_000).await;
        let (services, of) = (&world.test.services, OrganizationId::new(organization.as_str()));
        let (tenant, of, members) = (&services.tenant, &of, &members);
        let joined: Result<_, store::StoreError> =
            services.db.transaction(|tx| async move { store::organization::member::add(tx.exec(), tenant, of, members).await }).await;
        joined.unwrap();
        let (none, page, next) = chosen(&edda, &format!("/console/organizations/{organization}/members/add")).await;
        assert!(none.is_empty() && page.contains("Whoever was found so far is there already."), "{page}");
        let (first, _, next) = chosen(&edda, &next.unwrap()).await;
        assert_eq!((first.len(), first[0].as_str()), (20, "ada_new0024"));
        let (rest, _, next) = chosen(&edda, &next.unwrap()).await;
        assert_eq!((rest.len(), next), (5, None));
    }
}
