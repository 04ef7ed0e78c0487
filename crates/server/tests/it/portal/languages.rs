//! In which language the portal speaks, and to whom.

use axum::{body::Body, http::Method};
use serde_json::json;
use testkit::TestResponse;

use super::{NORTHWIND, PASSWORD, Person, make_user};
use crate::world::World;

/// What a browser gets that asks for a language.
async fn asked(person: &Person, language: &str, path: &str) -> TestResponse {
    person.client().send(Method::GET, path, &[("accept-language", language)], Body::empty()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_are_in_the_language_that_the_browser_asks_for() {
    let world = World::sqlite().await;
    let olivia = Person::signed_in(&world, "olivia").await;
    let german =
        asked(&olivia, "de-AT,en;q=0.5", &format!("{NORTHWIND}/members")).await.assert_status(200).body;
    for text in [
        "<html lang=\"de\" dir=\"ltr\">",
        "<h1>Mitglieder</h1>",
        ">Rollen</th>",
        "Personen einladen",
        "Ben verwalten",
    ] {
        assert!(german.contains(text), "{text}: {german}");
    }
    let arabic = asked(&olivia, "ar", NORTHWIND).await.assert_status(200).body;
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">") && arabic.contains("<h1>عام</h1>"), "{arabic}");
    assert!(arabic.contains("<span class=\"copyable\"><code dir=\"ltr\">northwind</code>"), "{arabic}");
    let home = asked(&olivia, "ja", "/portal").await.assert_status(200).body;
    assert!(home.contains("<html lang=\"ja\" dir=\"ltr\">") && home.contains("組織を作成"), "{home}");
    let activity = asked(&olivia, "ru", &format!("{NORTHWIND}/activity")).await.assert_status(200).body;
    assert!(activity.contains("<html lang=\"ru\" dir=\"ltr\">"), "{activity}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_has_chosen_goes_before_what_the_browser_asks_for() {
    let world = World::sqlite().await;
    let olivia = Person::signed_in(&world, "olivia").await;
    let profile = format!("/api/users/{}/profile", world.user_id("olivia").await);
    let machine = world.machine().await;
    machine.patch(&profile, json!({ "profile": { "locale": "de-CH" } })).await.assert_status(200);
    let page = asked(&olivia, "fr", "/portal").await.assert_status(200).body;
    assert!(page.contains("<html lang=\"de\"") && page.contains("<h1>Ihre Organisationen</h1>"), "{page}");
    // Pages that only say something go by it too.
    let page = asked(&olivia, "fr", "/portal/organizations/nothing").await.assert_status(404).body;
    assert!(page.contains("<html lang=\"de\"") && page.contains("Keine Ihrer Organisationen"), "{page}");
    let page = asked(&olivia, "fr", "/portal/no/such/page").await.assert_status(404).body;
    assert!(page.contains("<html lang=\"de\""), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tenant_can_leave_browsers_out_of_it() {
    let world = World::sqlite().await;
    let olivia = Person::signed_in(&world, "olivia").await;
    let settings = json!({ "languageInfo": { "autoDetect": false, "fallbackLanguage": "en" } });
    world.machine().await.patch("/api/sign-in-exp", settings).await.assert_status(200);
    let page = asked(&olivia, "fr", &format!("{NORTHWIND}/domains")).await.assert_status(200).body;
    assert!(page.contains("<html lang=\"en\"") && page.contains("<h1>Domains</h1>"), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_and_notices_are_in_the_language_of_the_page() {
    let world = World::sqlite().await;
    let olivia = Person::signed_in(&world, "olivia").await;
    let xsrf = olivia.xsrf().await;
    let german = [("accept-language", "de")];
    let fields = [("xsrf", xsrf.as_str()), ("name", ""), ("primaryColor", "red")];
    let refused = olivia.client().form_with(NORTHWIND, &fields, &german).await.assert_status(400).body;
    for text in ["Das darf nicht leer sein.", "Geben Sie eine Farbe als #"] {
        assert!(refused.contains(text), "{text}: {refused}");
    }
    let leave = format!("{NORTHWIND}/leave");
    let refused =
        olivia.client().form_with(&leave, &[("xsrf", &xsrf)], &german).await.assert_status(409).body;
    assert!(refused.contains("Dann könnte niemand mehr die Organisation verwalten."), "{refused}");
    let done = asked(&olivia, "de", &format!("{NORTHWIND}?done=saved")).await.assert_status(200).body;
    assert!(done.contains("Ihre Änderungen sind gespeichert."), "{done}");
    let expired = olivia.client().form_with(&leave, &[("xsrf", "x")], &german).await.assert_status(403).body;
    assert!(expired.contains("<html lang=\"de\""), "{expired}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_speaks_the_language_of_whoever_opens_it() {
    let world = World::sqlite().await;
    make_user(&world, "ingrid", json!({ "primaryEmail": "ingrid@fjord.example" })).await;
    let body = json!({
        "invitee": "ingrid@fjord.example", "organizationId": "northwind",
        "expiresAt": world.services.services.now().0 + 86_400_000, "messagePayload": false,
    });
    let made =
        world.machine().await.post("/api/organization-invitations", body).await.assert_status(201).json();
    let link = format!("/portal/invitations/{}", crate::text(&made, "id"));
    let ingrid = Person::new(&world);
    let page = asked(&ingrid, "ar", &link).await.assert_status(200).body;
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">") && page.contains("دُعيت إلى مؤسسة"), "{page}");
    ingrid.sign_in("/portal", ("ingrid", PASSWORD)).await.assert_status(200);
    let page = asked(&ingrid, "de", &link).await.assert_status(200).body;
    assert!(page.contains("<h1>Northwind Trading beitreten?</h1>") && page.contains("Annehmen"), "{page}");
}
