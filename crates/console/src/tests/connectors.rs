//! Connectors.

use domain::console::ConsoleRole;
use serde_json::json;
use store::both_databases;

use super::world::{World, hidden};

const PATH: &str = "/console/connectors";
const API: &str = "/api/connectors";

both_databases! {
    async fn a_connector_for_messages_is_set_up_changed_and_deleted(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        assert!(edda.page(PATH).await.contains("Nothing sends e-mail."));
        let choice = edda.page(&format!("{PATH}/new?kind=Email")).await;
        assert!(choice.contains("/new/simple-mail-transfer-protocol") && !choice.contains("/new/github-universal"), "{choice}");
        let path = format!("{PATH}/new/simple-mail-transfer-protocol");
        let page = edda.page(&path).await;
        assert!(page.contains("value=\"587\"") && page.contains("Credentials (optional)") && !page.contains("Callback URI"), "{page}");
        let refused = edda.post(&path, &[("config.port", "587"), ("config.auth", "{ no json"), ("config.host", "mail.example")]).await.assert_status(422).body;
        assert!(refused.contains("Enter a JSON object or array.") && refused.contains("{ no json"), "{refused}");
        assert!(refused.contains("Enter a value.") && refused.contains("value=\"mail.example\""), "{refused}");
        let fields = [
            ("config.host", "mail.example"), ("config.port", "587"), ("config.fromEmail", "Desk <desk@mail.example>"), ("config.secure", "yes"),
            ("config.auth", "{ \"user\": \"desk\", \"pass\": \"deep-secret\" }"),
        ];
        let made = edda.post(&path, &fields).await.assert_status(303).location();
        let path = made.split("/test").next().unwrap().to_owned();
        let id = path.rsplit('/').next().unwrap();
        let stored = world.api.get(&format!("{API}/{id}")).await.json();
        assert_eq!(stored["config"], json!({
            "host": "mail.example", "port": 587, "fromEmail": "Desk <desk@mail.example>", "secure": true, "requireTLS": false, "ignoreTLS": false,
            "auth": { "user": "desk", "pass": "deep-secret" },
        }));
        let page = edda.page(&path).await;
        assert!(page.contains("******") && !page.contains("deep-secret") && page.contains("mail.example"), "{page}");
        // The mask that comes back stands for what is stored.
        let mark = hidden(&page, "mark").unwrap();
        let mut changed = vec![("mark", mark.as_str())];
        changed.extend(fields);
        changed[1].1 = "smtp.example";
        changed[5].1 = "{ \"user\": \"other\", \"pass\": \"******\" }";
        edda.post(&path, &changed).await.assert_status(303);
        let stored = world.api.get(&format!("{API}/{id}")).await.json();
        assert_eq!((&stored["config"]["host"], &stored["config"]["auth"]), (&json!("smtp.example"), &json!({ "user": "other", "pass": "deep-secret" })));
        edda.post(&path, &changed).await.assert_status(409);
        // Another one takes its place, with its secrets, when that is meant.
        let other = format!("{PATH}/new/http-email");
        assert!(edda.page(&other).await.contains("Delete SMTP, in whose place this one comes"));
        let typed = [("config.endpoint", "https://mail.example/send"), ("config.authorization", "Bearer other-secret")];
        let asked = edda.post(&other, &typed).await.assert_status(422).body;
        assert!(asked.contains("This takes the place of SMTP.") && asked.contains("https://mail.example/send"), "{asked}");
        world.api.get(&format!("{API}/{id}")).await.assert_status(200);
        let other = edda.post(&other, &[typed.as_slice(), &[("sure", "yes")]].concat()).await.assert_status(303).location();
        world.api.get(&format!("{API}/{id}")).await.assert_status(404);
        assert!(!edda.page(&format!("{PATH}/new/github-universal")).await.contains("name=\"sure\""));
        let (path, name) = (other.split("/test").next().unwrap().to_owned(), "HTTP email");
        edda.page(&format!("{path}/delete")).await;
        edda.post(&format!("{path}/delete"), &[("typed", "x")]).await.assert_status(422);
        edda.post(&format!("{path}/delete"), &[("typed", name)]).await.assert_status(303);
        edda.browser.get(&path).await.assert_status(404);
    }

    async fn a_secret_that_is_left_out_stays(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let path = format!("{PATH}/new/github-universal");
        let page = edda.page(&path).await;
        let action = page.split("action=\"/console/connectors/new/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let id = action.split("id=").nth(1).unwrap().to_owned();
        assert!(page.contains(&format!("/callback/{id}")), "{page}");
        let refused = edda.post(&format!("{PATH}/new/{action}"), &[("config.clientId", "c")]).await.assert_status(422).body;
        assert!(refused.contains("Enter a value."), "{refused}");
        let fields = [("config.clientId", "c"), ("config.clientSecret", "deep-secret"), ("syncProfile", "yes")];
        let made = edda.post(&format!("{PATH}/new/{action}"), &fields).await.assert_status(303).location();
        assert!(made.starts_with(&format!("{PATH}/{id}?")), "{made}");
        let again = edda.post(&path, &fields).await.assert_status(422).body;
        assert!(again.contains("There is a connector of this kind already."), "{again}");
        let path = format!("{PATH}/{id}");
        let page = edda.page(&path).await;
        assert!(page.contains("One is stored.") && !page.contains("deep-secret") && page.contains(&format!("/callback/{id}")), "{page}");
        let mark = hidden(&page, "mark").unwrap();
        edda.post(&path, &[("mark", &mark), ("config.clientId", "d"), ("config.clientSecret", "")]).await.assert_status(303);
        let stored = world.api.get(&format!("{API}/{id}")).await.json();
        assert_eq!((&stored["config"]["clientId"], &stored["config"]["clientSecret"]), (&json!("d"), &json!("deep-secret")));
        assert_eq!(stored["syncProfile"], false);
        edda.browser.get(&format!("{path}/test")).await.assert_status(404);
    }

    async fn a_connector_of_a_standard_has_a_name_of_its_own(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let path = format!("{PATH}/new/oidc");
        let refused = edda.post(&path, &[("config.clientId", "c"), ("config.clientSecret", "s")]).await.assert_status(422).body;
        assert!(refused.contains("Name and logo") && refused.contains("Enter a value."), "{refused}");
        let fields = [
            ("config.clientId", "c"), ("config.clientSecret", "s"), ("config.issuer", "https://id.acme.example"), ("metadata.target", "acme"),
            ("metadata.name", "Acme"), ("metadata.logo", "https://acme.example/logo.svg"),
        ];
        edda.post(&path, &fields).await.assert_status(303);
        let stored = &world.api.get(API).await.json()[0];
        assert_eq!((&stored["target"], &stored["name"]["en"], &stored["logo"]), (&json!("acme"), &json!("Acme"), &json!("https://acme.example/logo.svg")));
        let taken = edda.post(&path, &fields).await.assert_status(422).body;
        assert!(taken.contains("Another connector takes the accounts of this provider."), "{taken}");
        let page = edda.browser.get(PATH).await.assert_status(200);
        assert!(page.body.contains("Acme"), "{}", page.body);
        assert!(page.header("content-security-policy").unwrap().contains("img-src 'self' data: https://acme.example;"));
    }

    async fn a_test_that_fails_says_why(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let config = json!({ "endpoint": "http://127.0.0.1:9/send", "authorization": "Bearer deep-secret" });
        let id = world.created(API, json!({ "connectorId": "http-email", "config": config })).await;
        let path = format!("{PATH}/{id}/test");
        edda.page(&path).await;
        assert!(edda.post(&path, &[("email", " ")]).await.assert_status(422).body.contains("Enter an e-mail address."));
        assert!(edda.post(&path, &[("email", "nobody")]).await.assert_status(422).body.contains("This cannot be used"));
        let failed = edda.post(&path, &[("email", "ada@fjord.example")]).await.assert_status(422).body;
        assert!(failed.contains("It was not sent.") && !failed.contains("deep-secret"), "{failed}");
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let page = vera.page(&format!("{PATH}/{id}")).await;
        assert!(!page.contains("deep-secret") && !page.contains("Save changes") && !page.contains("/delete"), "{page}");
        assert!(!vera.page(PATH).await.contains("/new?kind"));
    }
}
