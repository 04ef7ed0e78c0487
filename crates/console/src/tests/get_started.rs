//! The first walk.

use domain::console::ConsoleRole;
use serde_json::{Value, json};
use store::both_databases;

use super::world::{Administrator, World};

const PATH: &str = "/console/get-started";

/// Makes everything up to the invitation, and returns the id of it and of the user.
async fn up_to_the_invitation(world: &World, edda: &Administrator) -> (String, String) {
    edda.post(&format!("{PATH}/machine"), &[]).await.assert_status(200);
    edda.post(&format!("{PATH}/template"), &[]).await.assert_status(303);
    edda.post(&format!("{PATH}/organization"), &[("name", "Fjord")]).await.assert_status(303);
    let person = [
        ("username", "lars"),
        ("primaryEmail", "lars@fjord.example"),
        ("password", "nine fjords and a lamp"),
    ];
    edda.post(&format!("{PATH}/person"), &person).await.assert_status(303);
    let invitations = world.api.get("/api/organization-invitations").await.json();
    let users = world.api.get("/api/users").await.json();
    let id = |of: &Value| of[0]["id"].as_str().unwrap().to_owned();
    (id(&invitations), id(&users))
}

/// The path of the last step, which a page leads to.
fn path_of_the_attempt(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("href=\"/console/get-started/try/")?;
    rest.split('"').next()
}

both_databases! {
    async fn a_newcomer_walks_from_nothing_to_an_organization_token(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        assert!(edda.page(PATH).await.contains("0 of 5 done"));

        let machine = edda.post(&format!("{PATH}/machine"), &[]).await.assert_status(200);
        let applications = world.api.get("/api/applications?types=MachineToMachine").await.json();
        let made = applications.as_array().unwrap().iter().find(|one| one["name"] == "Back end").unwrap();
        let roles = world.api.get(&format!("/api/applications/{}/roles", made["id"].as_str().unwrap())).await.json();
        assert_eq!(roles[0]["name"], json!("Logto Management API access"));
        let secrets = world.api.get(&format!("/api/applications/{}/secrets", made["id"].as_str().unwrap())).await.json();
        let secret = secrets[0]["value"].as_str().unwrap();
        assert!(machine.body.contains(secret) && machine.body.contains("grant_type=client_credentials"));
        let page = edda.page(PATH).await;
        assert!(page.contains("1 of 5 done") && !page.contains(secret), "{page}");

        edda.post(&format!("{PATH}/template"), &[]).await.assert_status(303);
        let roles = world.api.get("/api/organization-roles").await.json();
        let gives = |name: &str| -> Vec<String> {
            let role = roles.as_array().unwrap().iter().find(|role| role["name"] == name).unwrap();
            role["scopes"].as_array().unwrap().iter().map(|scope| scope["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!((gives("admin").len(), gives("member")), (2, vec!["org:read".to_owned()]));
        assert!(edda.page(PATH).await.contains("2 of 5 done"));

        let refused = edda.post(&format!("{PATH}/organization"), &[("name", " ")]).await.assert_status(422);
        assert!(refused.body.contains("Enter a name."), "{}", refused.body);
        edda.post(&format!("{PATH}/organization"), &[("name", "Fjord <i>")]).await.assert_status(303);
        assert!(edda.page(PATH).await.contains("Fjord &#60;i&#62;"));

        let refused = edda.post(&format!("{PATH}/person"), &[("username", "lars"), ("primaryEmail", "lars@fjord.example"), ("password", "")]).await.assert_status(422);
        assert!(refused.body.contains("value=\"lars@fjord.example\""), "{}", refused.body);
        let refused = edda.post(&format!("{PATH}/person"), &[("username", "lars"), ("primaryEmail", "no address"), ("password", "nine fjords and a lamp")]).await.assert_status(422);
        assert!(!refused.body.contains("nine fjords") && refused.body.contains("aria-invalid"), "{}", refused.body);
        assert_eq!(world.api.get("/api/users").await.json(), json!([]));
        edda.post(&format!("{PATH}/person"), &[("username", "lars"), ("primaryEmail", "lars@fjord.example"), ("password", "nine fjords and a lamp")]).await.assert_status(303);
        let invitation = &world.api.get("/api/organization-invitations").await.json()[0];
        assert_eq!((&invitation["invitee"], &invitation["organizationRoles"][0]["name"]), (&json!("lars@fjord.example"), &json!("member")));
        let page = edda.page(PATH).await;
        assert!(page.contains(&format!("/portal/invitations/{}", invitation["id"].as_str().unwrap())), "{page}");
        assert_eq!(path_of_the_attempt(&page), None);

        let user = world.api.get("/api/users").await.json()[0]["id"].as_str().unwrap().to_owned();
        let accepted = json!({ "status": "Accepted", "acceptedUserId": user });
        world.api.put(&format!("/api/organization-invitations/{}/status", invitation["id"].as_str().unwrap()), accepted).await.assert_status(200);
        let page = edda.page(PATH).await;
        assert!(page.contains("4 of 5 done"), "{page}");
        let application = path_of_the_attempt(&page).unwrap().to_owned();
        let attempt = edda.page(&format!("{PATH}/try/{application}")).await;
        assert!(attempt.contains("org:create org:read") && attempt.contains("Make lars an administrator"), "{attempt}");
        let stored = world.api.get(&format!("/api/applications/{application}")).await.json();
        let expected = format!("{}{PATH}/try/{application}", world.test.services.endpoint.base());
        assert_eq!(stored["oidcClientMetadata"]["redirectUris"], json!([expected]));
        assert!(attempt.contains(&format!("data-redirect-uri=\"{expected}\"")), "{attempt}");

        edda.post(&format!("{PATH}/try/{application}"), &[]).await.assert_status(303);
        assert!(!edda.page(&format!("{PATH}/try/{application}")).await.contains("an administrator</button>"));
        assert!(edda.page(PATH).await.contains("5 of 5 done"));
    }

    async fn what_was_made_and_is_gone_is_to_be_made_again(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        up_to_the_invitation(&world, &edda).await;
        assert!(edda.page(PATH).await.contains("3 of 5 done"));
        let organizations = world.api.get("/api/organizations").await.json();
        world.api.delete(&format!("/api/organizations/{}", organizations[0]["id"].as_str().unwrap())).await.assert_status(204);
        let page = edda.page(PATH).await;
        assert!(page.contains("2 of 5 done") && page.contains("Create organization"), "{page}");
        edda.post(&format!("{PATH}/organization"), &[("name", "Fjord")]).await.assert_status(303);
        // The user is there still and is invited anew.
        edda.post(&format!("{PATH}/person"), &[]).await.assert_status(303);
        assert_eq!(world.api.get("/api/users").await.json().as_array().unwrap().len(), 1);
        assert_eq!(world.api.get("/api/organization-invitations").await.json().as_array().unwrap().len(), 1);
    }

    async fn steps_that_are_not_reached_yet_are_refused_in_words(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let refused = edda.post(&format!("{PATH}/person"), &[("username", "lars")]).await.assert_status(422);
        assert!(refused.body.contains("Finish the steps before this one first."), "{}", refused.body);
        // What a machine writes at an application of its own is no walk.
        let planted = json!({ "getStarted": { "organization": "fjord", "user": "lars" } });
        let spa = world.created("/api/applications", json!({ "name": "Shop", "type": "SPA", "customData": planted })).await;
        assert!(edda.page(PATH).await.contains("0 of 5 done"));
        for path in [format!("{PATH}/try/{spa}"), format!("{PATH}/try/nothing")] {
            edda.browser.get(&path).await.assert_status(404);
            edda.post(&path, &[]).await.assert_status(404);
        }
    }

    async fn an_address_that_somebody_has_is_told_beside_the_field(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        world.created("/api/users", json!({ "username": "mia", "primaryEmail": "mia@fjord.example" })).await;
        edda.post(&format!("{PATH}/template"), &[]).await.assert_status(303);
        edda.post(&format!("{PATH}/organization"), &[("name", "Fjord")]).await.assert_status(303);
        for (username, email) in [("mia", "other@fjord.example"), ("other", "mia@fjord.example")] {
            let fields = [("username", username), ("primaryEmail", email), ("password", "nine fjords and a lamp")];
            let refused = edda.post(&format!("{PATH}/person"), &fields).await.assert_status(422);
            assert!(refused.body.contains("There is one with this name already."), "{}", refused.body);
        }
    }
}
