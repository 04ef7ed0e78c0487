//! What administrators do, and what is said when it cannot be done.

use serde_json::json;
use store::both_databases;

use super::{NORTHWIND, PASSWORD, Person, make_organization, make_user};
use crate::world::World;

both_databases! {
    async fn a_profile_is_changed_and_what_is_wrong_stands_beside_its_field(db: Db) {
        let world = World::over(db).await;
        let olivia = Person::signed_in(&world, "olivia").await;
        let fields = [
            ("name", "Northwind & Söhne"),
            ("description", "Ships things"),
            ("logoUrl", "https://cdn.northwind.example/l.svg"),
            ("darkLogoUrl", ""),
            ("primaryColor", "#5d34f2"),
            ("darkPrimaryColor", ""),
        ];
        let answer = olivia.post(NORTHWIND, &fields).await.assert_status(303);
        assert_eq!(answer.location(), format!("{NORTHWIND}?done=saved"));
        let page = olivia.page(&answer.location()).await;
        assert!(page.contains("Your changes are saved.") && page.contains("Northwind &#38; Söhne"), "{page}");
        let stored = world.machine().await.get("/api/organizations/northwind").await.json();
        assert_eq!(
            (&stored["name"], &stored["description"], &stored["branding"], &stored["color"]),
            (
                &json!("Northwind & Söhne"),
                &json!("Ships things"),
                &json!({ "logoUrl": "https://cdn.northwind.example/l.svg" }),
                &json!({ "primaryColor": "#5d34f2" })
            )
        );
        let wrong = [("name", ""), ("logoUrl", "javascript:alert(1)"), ("primaryColor", "red")];
        let page = olivia.post(NORTHWIND, &wrong).await.assert_status(400).body;
        for text in ["This cannot be empty.", "Enter an address that begins with https://", "Enter a color as #"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        assert!(page.contains("value=\"javascript:alert(1)\""), "what was typed is kept");
    }

    async fn roles_are_given_within_what_one_holds_and_the_last_administrator_stays(db: Db) {
        let world = World::over(db).await;
        let olivia = Person::signed_in(&world, "olivia").await;
        let (olivia_id, ben_id) = (world.user_id("olivia").await, world.user_id("ben").await);
        let bens_page = format!("{NORTHWIND}/members/{ben_id}");
        let answer = olivia.post(&bens_page, &[("roleNames", "auditor"), ("roleNames", "member")]).await;
        assert_eq!(answer.assert_status(303).location(), format!("{bens_page}?done=roles-saved"));
        let roles = format!("/api/organizations/northwind/users/{ben_id}/roles");
        let names = |roles: serde_json::Value| -> Vec<String> {
            roles.as_array().unwrap().iter().map(|role| role["name"].as_str().unwrap().to_owned()).collect()
        };
        let mut held = names(world.machine().await.get(&roles).await.json());
        held.sort_unstable();
        assert_eq!(held, ["auditor", "member"]);
        let page = olivia.page(&bens_page).await;
        assert!(page.contains("value=\"auditor\" checked"), "{page}");

        let own = format!("{NORTHWIND}/members/{olivia_id}");
        let answer = olivia.post(&own, &[("roleNames", "member")]).await.assert_status(409);
        assert!(answer.body.contains("Nobody else could manage the organization then"), "{}", answer.body);
        let answer = olivia.post(&format!("{NORTHWIND}/leave"), &[]).await.assert_status(409);
        assert!(answer.body.contains("Nobody else could manage the organization then"), "{}", answer.body);

        let answer = olivia.post(&format!("{bens_page}/remove"), &[]).await.assert_status(303);
        assert_eq!(answer.location(), format!("{NORTHWIND}/members?done=removed"));
        olivia.client().get(&bens_page).await.assert_status(404);
    }

    async fn an_organization_is_deleted_by_whoever_types_its_name(db: Db) {
        let world = World::over(db).await;
        let olivia = Person::signed_in(&world, "olivia").await;
        let path = format!("{NORTHWIND}/delete");
        let page = olivia.page(&path).await;
        assert!(page.contains("Delete Northwind Trading?") && page.contains("Type Northwind Trading to confirm"));
        for typed in ["", "northwind trading", "Northwind"] {
            let answer = olivia.post(&path, &[("confirm", typed)]).await.assert_status(422);
            assert!(answer.body.contains("Type exactly: Northwind Trading"), "{}", answer.body);
        }
        world.machine().await.get("/api/organizations/northwind").await.assert_status(200);
        let answer = olivia.post(&path, &[("confirm", "Northwind Trading")]).await.assert_status(303);
        assert!(olivia.page(&answer.location()).await.contains("The organization is deleted."));
        world.machine().await.get("/api/organizations/northwind").await.assert_status(404);
    }

    async fn an_organization_is_created_by_whoever_may_somewhere_and_left_again(db: Db) {
        let world = World::over(db).await;
        let olivia = Person::signed_in(&world, "olivia").await;
        assert!(olivia.page("/portal").await.contains("href=\"/portal/new\""));
        let page = olivia.post("/portal/new", &[("name", " ")]).await.assert_status(400).body;
        assert!(page.contains("This cannot be empty."), "{page}");
        let answer = olivia.post("/portal/new", &[("name", "Fjord"), ("description", "")]).await.assert_status(303);
        let page = olivia.page(&answer.location()).await;
        assert!(page.contains("You are its first member.") && page.contains("Fjord"), "{page}");

        let user = make_user(&world, "ingrid", json!({})).await;
        let other = make_organization(&world, "Lake", &user, &["member"]).await;
        let ingrid = Person::new(&world);
        ingrid.sign_in("/portal", ("ingrid", PASSWORD)).await.assert_status(200);
        let answer = ingrid.post("/portal/new", &[("name", "Taken")]).await.assert_status(403);
        assert!(answer.body.contains("Your roles in this organization do not allow this"), "{}", answer.body);
        let answer = ingrid.post(&format!("/portal/organizations/{other}/leave"), &[]).await.assert_status(303);
        assert!(ingrid.page(&answer.location()).await.contains("You have left the organization."));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn roles_show_what_they_give_and_members_are_found() {
    let world = World::sqlite().await;
    let olivia = Person::signed_in(&world, "olivia").await;
    let page = olivia.page(&format!("{NORTHWIND}/roles")).await;
    for text in [
        "admin",
        "Manages the organization",
        "org:delete",
        "Organization API",
        "Orders",
        "order:refund",
        "Yours",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let found = olivia.page(&format!("{NORTHWIND}/members?q=BEN")).await;
    assert!(found.contains(">Ben<") && !found.contains(&world.user_id("olivia").await), "{found}");
    let none = olivia.page(&format!("{NORTHWIND}/members?q=nobody")).await;
    assert!(none.contains("Nobody fits"), "{none}");
}
