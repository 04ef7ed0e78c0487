//! Numbers and records.

use domain::console::ConsoleRole;
use serde_json::json;
use store::both_databases;

use super::world::World;

both_databases! {
    async fn the_dashboard_counts_users_and_tells_the_same_in_a_table(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let fresh = edda.page("/console/dashboard").await;
        assert!(fresh.contains("First steps") && fresh.contains("/console/users/new"), "{fresh}");
        for name in ["ingrid", "ben"] {
            world.created("/api/users", json!({ "username": name })).await;
        }
        let page = edda.page("/console/dashboard").await;
        assert!(page.contains("2 more than before") && !page.contains("/console/users/new"), "{page}");
        // There is a curve of what there was, and words where there was nothing.
        assert_eq!(page.matches("<rect class=\"chart-bars\"").count(), 30);
        assert_eq!(page.matches("<td class=\"number\">").count(), 30);
        assert!(page.contains("id=\"users\"") && page.contains("No tokens were issued in the last 30 days."), "{page}");
        world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let id = world.created("/api/applications", json!({ "name": "Sync", "type": "MachineToMachine" })).await;
        let log = store::audit_log::NewAuditLog {
            tenant: world.test.services.tenant.clone(),
            id: domain::AuditLogId::new("token"),
            key: "ExchangeTokenBy.ClientCredentials".to_owned(),
            payload: json!({ "result": "Success", "applicationId": id }),
            created_at: world.test.services.now(),
            active_user: None,
            may_be_written: false,
        };
        store::audit_log::insert_group(&world.test.services.db, &[log]).await.unwrap();
        let page = edda.page("/console/dashboard").await;
        assert_eq!(page.matches("<rect class=\"chart-bars\"").count(), 90);
        assert!(page.contains("Tokens issued by day") && page.contains("1 more than before"), "{page}");
        assert!(!page.contains("style="), "the policy allows no style in a page");
    }

    async fn the_log_is_narrowed_and_each_record_has_its_page(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        edda.post("/console/users/new", &[("username", "ingrid")]).await.assert_status(303);
        let page = edda.page("/console/logs").await;
        assert!(page.contains("Management.POST /users") && page.contains("edda"), "{page}");
        assert!(edda.page("/console/logs?event=Management.POST+%2Fusers").await.contains("1–1 of 1"));
        for narrowed in ["kind=sign-ins", "user=nobody", "event=Nothing", "from=2030-01-01", "to=2001-01-01", "from=2030-01-02&to=2030-01-01", "page=9"] {
            assert!(edda.page(&format!("/console/logs?{narrowed}")).await.contains("Nothing found"), "{narrowed}");
        }
        for strange in ["from=x&to=2026-13-45", "event=%00", "page=0", "user=%27%3B--"] {
            let status = edda.browser.get(&format!("/console/logs?{strange}")).await.status;
            assert!(!status.is_server_error(), "{strange}: {status}");
        }
        let (_, rest) = page.split_once("class=\"cell-link\" href=\"/console/logs/").unwrap();
        let id = rest.split('"').next().unwrap();
        let record = edda.page(&format!("/console/logs/{id}")).await;
        assert!(record.contains("Whole record") && record.contains("administratorId"), "{record}");
        edda.browser.get("/console/logs/nothing").await.assert_status(404);
    }

    async fn lists_are_files_too_narrowed_as_they_are_shown(db: Db) {
        let world = World::over(db).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        for number in 0..205 {
            world.created("/api/users", json!({ "username": format!("user_{number}"), "name": "=1+1, \"x\"" })).await;
        }
        world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let file = async |path: &str| vera.browser.get(path).await.assert_status(200);
        let csv = file("/console/users/export?format=csv").await;
        assert_eq!(csv.headers["content-disposition"], "attachment; filename=\"users.csv\"");
        let lines: Vec<_> = csv.body.split("\r\n").collect();
        assert_eq!((lines.len(), lines[0]), (207, "id,username,primaryEmail,primaryPhone,name,isSuspended,createdAt,lastSignInAt"));
        assert!(lines[1].contains("\"'=1+1, \"\"x\"\"\""), "{}", lines[1]);
        let json = file("/console/users/export?format=json").await.json();
        assert_eq!(json.as_array().unwrap().len(), 205);
        assert_eq!(file("/console/users/export?format=json&q=user_204").await.json().as_array().unwrap().len(), 1);
        assert_eq!(file("/console/users/export?format=json&q=nobody").await.json(), json!([]));
        assert!(file("/console/organizations/export").await.body.contains(",Fjord,"));
        assert!(file("/console/applications/export?type=SPA").await.body.starts_with("id,name,type"));
        let logs = file("/console/logs/export?format=json&event=Management.POST+%2Forganizations").await.json();
        assert_eq!(logs.as_array().unwrap().len(), 1);
        assert!(file("/console/logs/export?from=2030-01-02&to=2030-01-01").await.body.starts_with("id,createdAt"));
        assert!(vera.page("/console/users?q=user_1").await.contains("/console/users/export?format=csv&#38;q=user_1") || vera.page("/console/users?q=user_1").await.contains("/console/users/export?format=csv&amp;q=user_1"));
        let page = vera.page("/console/logs").await;
        assert!(page.contains("Records by day") && page.matches("<rect class=\"chart-bars\"").count() == 14, "{page}");
        assert!(!vera.page("/console/logs?event=Nothing").await.contains("Records by day"), "there is nothing to draw");
    }
}
