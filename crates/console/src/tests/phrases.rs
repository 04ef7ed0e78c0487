//! The tenant's own words for the hosted pages.

use domain::console::ConsoleRole;
use serde_json::{Value, json};
use store::both_databases;

use super::world::{Administrator, World, hidden};

const PATH: &str = "/console/sign-in-experience/phrases";
const API: &str = "/api/custom-phrases";
const PREVIEW: &str = "/console/sign-in-experience/preview?preview_language=de";

async fn stored(world: &World) -> Value {
    world.api.get(&format!("{API}/de")).await.assert_status(200).json()["translation"].take()
}

async fn given(world: &World, tag: &str, translation: Value) {
    world.api.put(&format!("{API}/{tag}"), translation).await.assert_status(201);
}

/// Fills in the page of a language as it is now, sends it, and returns the answer.
async fn filled(by: &Administrator, fields: &[(&str, &str)]) -> testkit::TestResponse {
    let path = format!("{PATH}/de");
    let mark = hidden(&by.page(&path).await, "mark").unwrap();
    by.post(&path, &[&[("mark", mark.as_str())], fields].concat()).await
}

fn phrases_in(page: &str) -> usize {
    page.matches("class=\"field phrase\"").count()
}

both_databases! {
    async fn a_language_is_added_once(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let list = edda.page(PATH).await;
        assert!(list.contains("No words of your own yet") && list.contains("aria-current=\"page\">Phrases"), "{list}");
        // It is one of the pages of the sign-in experience.
        assert!(edda.page("/console/sign-in-experience/content").await.contains(&format!("href=\"{PATH}\"")));
        assert!(edda.page("/console/search?q=own+phr").await.contains(&format!("href=\"{PATH}\"")));
        let new = format!("{PATH}/new");
        assert!(edda.page(&new).await.contains("<option value=\"nb-NO\">Norsk (bokmål) · nb-NO</option>"));
        let refused = edda.post(&new, &[("languageTag", "tlh")]).await.assert_status(422).body;
        assert!(refused.contains("Choose a language that is not in the list of yours yet."), "{refused}");
        let there = edda.post(&new, &[("languageTag", "de")]).await.assert_status(303).location();
        assert_eq!(there, format!("{PATH}/de?done=phrases-added"));
        assert_eq!(stored(&world).await, json!({}));
        given(&world, "de", json!({ "action": { "sign_in": "Rein" } })).await;
        edda.post(&new, &[("languageTag", "de")]).await.assert_status(422);
        assert_eq!(stored(&world).await, json!({ "action": { "sign_in": "Rein" } }));
        assert!(!edda.page(&new).await.contains("<option value=\"de\">"));
        let list = edda.page(PATH).await;
        assert!(list.contains("Deutsch · de") && list.contains("One phrase"), "{list}");
        for nothing in ["nb-NO", "tlh", "nb-NO/delete"] {
            edda.browser.get(&format!("{PATH}/{nothing}")).await.assert_status(404);
        }
    }

    /// What is stored is what pages say, and nothing else.
    async fn words_are_written_beside_those_that_are_built_in(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        given(&world, "de", json!({ "own": { "title": "Willkommen" } })).await;
        let page = edda.page(&format!("{PATH}/de")).await;
        assert!(page.contains("<bdi lang=\"de\">Weiter</bdi>") && page.contains("name=\"phrase.action.continue\""), "{page}");
        assert!(!page.contains(">console-") && page.len() < 100_000 && phrases_in(&page) == 50, "{}", page.len());
        let fields = [
            ("phrase.action.sign_in", " Rein da "), ("phrase.description.sign_in_to", "Hallo bei {{name}}"), ("phrase.page.change", " "),
            ("phrase.nowhere", "x"),
        ];
        let there = filled(&edda, &fields).await.assert_status(303).location();
        assert_eq!(there, format!("{PATH}/de?done=saved"));
        let expected = json!({
            "action": { "sign_in": "Rein da" }, "description": { "sign_in_to": "Hallo bei {{name}}" }, "own": { "title": "Willkommen" },
        });
        assert_eq!(stored(&world).await, expected);
        let shown = edda.page(PREVIEW).await;
        assert!(shown.contains("Rein da") && shown.contains("Hallo bei"), "{shown}");
        // A phrase is put back, and what was typed beside it stays.
        let fields = [("put_back", "action.sign_in"), ("phrase.action.sign_in", "Rein da"), ("phrase.action.show_password", "Zeig her")];
        filled(&edda, &fields).await.assert_status(303);
        let expected = json!({
            "action": { "show_password": "Zeig her" }, "description": { "sign_in_to": "Hallo bei {{name}}" }, "own": { "title": "Willkommen" },
        });
        assert_eq!(stored(&world).await, expected);
        let shown = edda.page(PREVIEW).await;
        assert!(!shown.contains("Rein da") && shown.contains("Zeig her"), "{shown}");
    }

    async fn what_cannot_be_said_is_told_beside_the_field(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let given_by_api = " {{who}}?\r\nNa ";
        let before = json!({ "page": "one text", "error": { "username_required": given_by_api } });
        given(&world, "de", before.clone()).await;
        let wrong = [("phrase.description.sign_in_to", "Hallo bei {{nmae}}"), ("phrase.action.continue", "Los")];
        let refused = filled(&edda, &wrong).await.assert_status(422).body;
        assert!(refused.contains("Nothing stands for {{nmae}} in this phrase.") && refused.matches("aria-invalid=\"true\"").count() == 1, "{refused}");
        assert!(refused.contains("class=\"banner banner-danger\"") && refused.matches("Nothing stands for {{nmae}}").count() == 2, "{refused}");
        assert!(refused.contains(">Hallo bei {{nmae}}</textarea>") && refused.contains(">Los</textarea>"), "{refused}");
        let refused = filled(&edda, &[("phrase.page.change", "anders")]).await.assert_status(422).body;
        assert!(refused.contains("Other words of yours stand in the way of page.change."), "{refused}");
        assert_eq!(stored(&world).await, before);
        // What the API was given is no fault of who changes something else.
        let fields = [("phrase.error.username_required", given_by_api), ("phrase.action.continue", "Los")];
        filled(&edda, &fields).await.assert_status(303);
        let expected = json!({ "page": "one text", "error": { "username_required": given_by_api }, "action": { "continue": "Los" } });
        assert_eq!(stored(&world).await, expected);
        given(&world, "de", json!({ "own": { "long": "x".repeat(200_000) } })).await;
        let long = "y".repeat(100_000);
        let refused = filled(&edda, &[("phrase.action.continue", long.as_str())]).await.assert_status(422).body;
        assert!(refused.contains("Your words in this language are too long altogether."));
    }

    async fn words_of_somebody_else_are_not_overwritten(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        given(&world, "de", json!({})).await;
        let path = format!("{PATH}/de");
        let mark = hidden(&edda.page(&path).await, "mark").unwrap();
        given(&world, "de", json!({ "action": { "deny": "Nein" } })).await;
        let fields = [("mark", mark.as_str()), ("phrase.action.deny", "Nie"), ("phrase.action.continue", "Los")];
        let refused = edda.post(&path, &fields).await.assert_status(409).body;
        assert!(refused.contains("Somebody changed this") && refused.contains("phrase.action.continue"), "{refused}");
        assert_eq!(stored(&world).await, json!({ "action": { "deny": "Nein" } }));
    }

    async fn phrases_are_found_by_words_places_and_sections(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let own = json!({ "action": { "sign_in": "Rein da" }, "own": { "title": "Willkommen" }, "page": { "change": "anders" } });
        given(&world, "de", own).await;
        let found = async |query: &str| edda.page(&format!("{PATH}/de?{query}")).await;
        for (query, field) in [
            ("q=rein+da", "action.sign_in"), ("q=Sign+in+to+%7B%7Bname", "description.sign_in_to"), ("q=consent.organization_roles", "consent.organization_roles"),
            ("q=willkommen&own=yes", "own.title"), ("section=sign-in&own=yes&q=page.", "page.change"),
        ] {
            let page = found(query).await;
            assert!(page.contains(&format!("name=\"phrase.{field}\"")) && phrases_in(&page) == 1, "{query}: {page}");
        }
        assert_eq!(phrases_in(&found("own=yes").await), 3);
        let further = found("section=further").await;
        assert!(further.contains("phrase.own.title") && further.contains("phrase.action.cancel") && !further.contains("phrase.action.sign_in\""), "{further}");
        let portal = found("section=portal").await;
        assert!(portal.contains("Organization portal</h2>") && portal.contains("rel=\"next\"") && phrases_in(&portal) == 50, "{portal}");
        // Behind the last page is the last page.
        let last = found("section=portal&page=99").await;
        assert!((1..=50).contains(&phrases_in(&last)) && !last.contains("rel=\"next\"") && last.contains("rel=\"prev\""), "{last}");
        assert!(found("q=there-is-no-such-thing").await.contains("Nothing found"));
        // Who has saved is where they were.
        let mark = hidden(&found("q=rein+da").await, "mark").unwrap();
        let there = edda.post(&format!("{PATH}/de?q=rein+da"), &[("mark", &mark), ("phrase.action.sign_in", "Rein da!")]).await;
        assert_eq!(there.assert_status(303).location(), format!("{PATH}/de?q=rein+da&done=saved"));
    }

    async fn a_language_goes_with_its_words_when_that_is_meant(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        given(&world, "nb-NO", json!({ "action": { "sign_in": "Logg inn" } })).await;
        let delete = format!("{PATH}/nb-NO/delete");
        let asked = edda.page(&delete).await;
        assert!(asked.contains("Remove your words in Norsk (bokmål) · nb-NO?"), "{asked}");
        let fallback = |tag: &str| json!({ "languageInfo": { "autoDetect": true, "fallbackLanguage": tag } });
        world.api.patch("/api/sign-in-exp", fallback("nb-NO")).await.assert_status(200);
        let refused = edda.post(&delete, &[("sure", "yes")]).await.assert_status(409).body;
        assert!(refused.contains("This is the language of last resort."), "{refused}");
        world.api.patch("/api/sign-in-exp", fallback("en")).await.assert_status(200);
        edda.post_when_asked(&delete, &[]).await.assert_status(303);
        assert_eq!(world.api.get(API).await.json(), json!([]));
    }

    async fn whoever_may_only_read_sees_the_words(db: Db) {
        let world = World::over(db).await;
        given(&world, "de", json!({ "action": { "continue": "Los" } })).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        assert!(!vera.page(PATH).await.contains("/phrases/new"));
        let page = vera.page(&format!("{PATH}/de")).await;
        assert!(page.contains(">Los</textarea>") && page.contains("<fieldset class=\"settings-fields\" disabled>"), "{page}");
        for hidden in ["Save changes", "put_back", "/delete"] {
            assert!(!page.contains(hidden), "{hidden}: {page}");
        }
    }
}
