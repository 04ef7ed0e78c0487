//! Somebody who belongs to ten thousand organizations.

use domain::{OrganizationId, UnixMillis, UserId, organization::Organization};
use serde_json::Map;
use store::{StoreError, organization, organization::member};

use crate::{browser::Browser, world::World};

const ORGANIZATIONS: usize = 10_000;
const PER_TRANSACTION: usize = 500;

/// Makes a user a member of many organizations, with a role in each.
async fn join_many(world: &World, username: &str) {
    let services = &world.services.services;
    let (tenant, user) = (&services.tenant, &UserId::new(world.user_id(username).await));
    let role = organization::role::find_by_name(services.db.exec(), tenant, "auditor").await.unwrap();
    let role = &role.expect("a role").id;
    for first in (0..ORGANIZATIONS).step_by(PER_TRANSACTION) {
        let inserted: Result<(), StoreError> = services
            .db
            .transaction(|tx| async move {
                for number in first..first + PER_TRANSACTION {
                    let organization = &Organization {
                        // Ids in another order than names.
                        id: OrganizationId::new(format!("many{:05}", ORGANIZATIONS - number)),
                        name: format!("Branch {number:05}"),
                        description: None,
                        custom_data: Map::new(),
                        is_mfa_required: false,
                        color: Map::new(),
                        branding: Map::new(),
                        custom_css: None,
                        created_at: UnixMillis(1),
                    };
                    organization::insert(tx.exec(), tenant, organization).await?;
                    let id = &organization.id;
                    member::add(tx.exec(), tenant, id, std::slice::from_ref(user)).await?;
                    member::add_roles(tx.exec(), tenant, id, user, std::slice::from_ref(role)).await?;
                }
                Ok(())
            })
            .await;
        inserted.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_organizations_are_found_page_by_page() {
    let world = World::sqlite().await;
    join_many(&world, "ben").await;
    let browser = Browser::new(&world);
    let tokens = browser.sign_in(&world, "ben").await;
    let resource = [("resource", "https://guildhall.dev/organization-api")];
    let answer = browser.refresh(&tokens, &resource).await.assert_status(200).json();
    let ben = world.client_with(&crate::text(&answer, "access_token"));
    for (query, first, length, total) in [
        ("page=1&page_size=20", "Branch 00000", 20, 10_001),
        ("page=100&page_size=100", "Branch 09900", 100, 10_001),
        ("page=101&page_size=100", "Northwind Trading", 1, 10_001),
        ("q=branch%200420&page=1", "Branch 04200", 10, 10),
        ("q=many00001&page=1", "Branch 09999", 1, 1),
    ] {
        let answer = ben.get(&format!("/org/me/organizations?{query}")).await.assert_status(200);
        let items = answer.json();
        assert_eq!((items[0]["name"].as_str(), items.as_array().map(Vec::len)), (Some(first), Some(length)));
        assert_eq!(answer.header("total-number"), Some(total.to_string().as_str()), "{query}");
        let permissions = &items[0]["organizationPermissions"];
        assert!(permissions.as_array().unwrap().iter().any(|name| name == "org:read"), "{permissions}");
        // No cookie, and a body of the page's size.
        assert_eq!(answer.header("set-cookie"), None);
        assert!(answer.body.len() < 40_000, "{}", answer.body.len());
    }
    let all = ben.get("/org/me/organizations").await.assert_status(200).json();
    assert_eq!(all.as_array().map(Vec::len), Some(10_001));
}
