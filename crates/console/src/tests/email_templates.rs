//! What e-mails say.

use domain::console::ConsoleRole;
use serde_json::json;
use store::both_databases;

use super::world::{World, hidden};

const PATH: &str = "/console/email-templates";
const PREVIEW: &str = "/console/email-templates/preview";
const API: &str = "/api/email-templates";

both_databases! {
    async fn an_email_is_written_changed_and_deleted(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let list = edda.page(PATH).await;
        assert!(list.contains("Your sign-in code") && list.contains(&format!("{PATH}/SignIn/new")), "{list}");
        let new = format!("{PATH}/SignIn/new");
        let page = edda.page(&new).await;
        assert!(page.contains("Your code to sign in is {{code}}.") && page.contains("<option value=\"de\">Deutsch</option>"), "{page}");
        let fields = [("languageTag", "de"), ("contentType", "text/plain"), ("subject", "Dein Code"), ("body", "Er ist {{code}}.\r\nBis bald")];
        for (at, value, said) in [(0, "xx", "Choose a language"), (2, " ", "Enter a value."), (3, "", "Enter a value.")] {
            let mut wrong = fields;
            wrong[at].1 = value;
            let refused = edda.post(&new, &wrong).await.assert_status(422).body;
            assert!(refused.contains(said), "{refused}");
        }
        edda.post(&new, &fields).await.assert_status(303);
        let again = edda.post(&new, &fields).await.assert_status(422).body;
        assert!(again.contains("Choose a language that has no e-mail yet."), "{again}");
        let stored = world.api.get(API).await.json();
        assert_eq!(stored[0]["details"], json!({ "subject": "Dein Code", "content": "Er ist {{code}}.\nBis bald", "contentType": "text/plain" }));
        let path = format!("{PATH}/SignIn/de");
        let page = edda.page(&path).await;
        let mark = hidden(&page, "mark").unwrap();
        let changed = [
            ("mark", mark.as_str()), ("contentType", "text/html"), ("subject", "Code"), ("body", "<b>{{code}}</b>"), ("replyTo", "help@fjord.example"),
        ];
        edda.post(&path, &changed).await.assert_status(303);
        assert_eq!(world.api.get(API).await.json()[0]["details"], json!({
            "subject": "Code", "content": "<b>{{code}}</b>", "contentType": "text/html", "replyTo": "help@fjord.example",
        }));
        edda.post(&path, &changed).await.assert_status(409);
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let seen = vera.page(&path).await;
        assert!(!seen.contains("Save changes") && !seen.contains("/delete") && !seen.contains("SignIn/new"), "{seen}");
        edda.page(&format!("{path}/delete")).await;
        edda.post_when_asked(&format!("{path}/delete"), &[]).await.assert_status(303);
        assert_eq!(world.api.get(API).await.json(), json!([]));
        edda.browser.get(&path).await.assert_status(404);
        edda.browser.get(&format!("{PATH}/Pigeon/new")).await.assert_status(404);
    }

    /// Somebody's HTML: it is shown in an origin of its own, where nothing runs.
    async fn the_preview_runs_nothing(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let built_in = edda.page(&format!("{PREVIEW}?kind=OrganizationInvitation&language=new")).await;
        assert!(built_in.contains("You are invited to Example &amp; Sons"), "{built_in}");
        let fields = [("contentType", "text/html"), ("subject", "<i>{{code}}</i>"), ("body", "<script>x()</script><p>{{organization.name}} {{code}}")];
        let html = edda.post(PREVIEW, &fields).await.assert_status(200);
        assert!(html.body.contains("&lt;i&gt;000000&lt;/i&gt;") && html.body.contains("<p>Example &amp; Sons 000000"), "{}", html.body);
        let policy = html.header("content-security-policy").unwrap();
        assert!(policy.starts_with("sandbox; default-src 'none';") && !policy.contains("allow-") && !policy.contains("script-src"), "{policy}");
        assert!(policy.contains("frame-ancestors 'self'"), "{policy}");
        assert_eq!(html.header("x-frame-options"), Some("SAMEORIGIN"));
        let plain = edda.post(PREVIEW, &[("contentType", "text/plain"), ("subject", "s"), ("body", "<b>{{code}}")]).await;
        assert!(plain.body.contains("&lt;b&gt;000000</pre>"), "{}", plain.body);
        edda.browser.get(&format!("{PREVIEW}?kind=Pigeon")).await.assert_status(404);
        assert!(world.api.get(API).await.json().as_array().unwrap().is_empty());
    }

    async fn an_email_is_sent_to_oneself(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let template = |subject: &str| json!({ "templates": [{
            "languageTag": "de", "templateType": "OrganizationInvitation",
            "details": { "subject": subject, "content": "{{inviter.name}}: {{link}}", "contentType": "text/plain" },
        }] });
        world.api.put(API, template("Zu {{organization.name}}")).await.assert_status(200);
        let path = format!("{PATH}/OrganizationInvitation/de/test");
        edda.page(&path).await;
        let refused = edda.post(&path, &[("email", "ada@fjord.example")]).await.assert_status(422).body;
        assert!(refused.contains("Nothing sends e-mail yet."), "{refused}");
        world.created("/api/connectors", json!({ "connectorId": "guildhall-mailbox-email" })).await;
        assert!(edda.post(&path, &[("email", "")]).await.assert_status(422).body.contains("Enter an e-mail address."));
        edda.post(&path, &[("email", "ada@fjord.example")]).await.assert_status(303);
        let services = &world.test.services;
        let kept = store::mailbox::list(services.db.exec(), &services.tenant).await.unwrap();
        assert_eq!(kept[0].subject.as_deref(), Some("Zu Example & Sons"));
        assert_eq!(kept[0].content, "Ada Example: https://example.com/invitation");
    }
}
