//! Who and what records and sessions name.

use domain::{
    AuditLogId, UserId,
    console::{ConsoleRole, Rights},
};
use serde_json::{Value, json};
use store::{audit_log::NewAuditLog, both_databases};

use super::world::World;

async fn record(world: &World, id: &str, payload: Value) {
    let log = NewAuditLog {
        tenant: world.test.services.tenant.clone(),
        id: AuditLogId::new(id),
        key: format!("Happened.{id}"),
        payload,
        created_at: world.test.services.now(),
        active_user: None,
        may_be_written: false,
    };
    store::audit_log::insert_group(&world.test.services.db, &[log]).await.unwrap();
}

/// The row or entry of a record.
fn of<'a>(page: &'a str, id: &str) -> &'a str {
    let at = page.find(&format!("Happened.{id}</code>")).unwrap_or_else(|| panic!("{id}: {page}"));
    let (before, after) = page.split_at(at);
    let start = ["<tr>", "<li>"].into_iter().filter_map(|start| before.rfind(start)).max().unwrap();
    let end = ["</tr>", "</li>"].into_iter().filter_map(|end| after.find(end)).min().unwrap();
    &page[start..at + end]
}

both_databases! {
    async fn records_name_people_machines_and_organizations_and_say_who_is_gone(db: Db) {
        let world = World::over(db).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let ada = world.created("/api/users", json!({ "username": "ada", "name": "Ada <Lace>" })).await;
        let web = world.created("/api/applications", json!({ "name": "Fjord web", "type": "SPA" })).await;
        let fjord = world.created("/api/organizations", json!({ "name": "Fjord Ltd" })).await;
        record(&world, "all", json!({ "result": "Success", "userId": ada, "applicationId": web, "organizationId": fjord })).await;
        record(&world, "gone", json!({ "result": "Success", "userId": "nobody99", "applicationId": "noapp99", "organizationId": "noorg99" })).await;
        record(&world, "machine", json!({ "result": "Success", "applicationId": web })).await;
        record(&world, "admin", json!({ "result": "Success", "administrator": "vera", "userId": ada, "organizationId": fjord })).await;
        record(&world, "nobody", json!({ "result": "Error" })).await;
        let page = vera.page("/console/logs").await;
        let row = of(&page, "all");
        for text in [format!("<bdi title=\"{ada}\">Ada &#60;Lace&#62;</bdi>"), format!("<bdi title=\"{web}\">Fjord web</bdi>"), format!("<bdi title=\"{fjord}\">Fjord Ltd</bdi>")] {
            assert!(row.contains(&text), "{text}: {row}");
        }
        let row = of(&page, "gone");
        for id in ["nobody99", "noapp99", "noorg99"] {
            assert!(row.contains(&format!("<bdi>{id}</bdi> <span class=\"quiet\">(no longer exists)</span>")), "{id}: {row}");
        }
        assert!(of(&page, "machine").contains("Fjord web") && of(&page, "nobody").contains('–'), "{page}");
        assert!(of(&page, "admin").contains("<bdi>vera</bdi>") && of(&page, "admin").contains("Ada &#60;Lace&#62;"), "{page}");
        // The page of a record shows the id too, and leads to what there is.
        let one = vera.page("/console/logs/all").await;
        for text in [format!("<a href=\"/console/users/{ada}\">"), format!("<code class=\"quiet\">{fjord}</code>"), format!("<a href=\"/console/applications/{web}\">")] {
            assert!(one.contains(&text), "{text}: {one}");
        }
        let gone = vera.page("/console/logs/gone").await;
        assert!(gone.contains("no longer exists") && !gone.contains("/console/users/nobody99"), "{gone}");
        // A timeline does not say over and over whose it is.
        let activity = vera.page(&format!("/console/organizations/{fjord}/activity")).await;
        let entry = of(&activity, "all");
        assert!(entry.contains("Ada &#60;Lace&#62;") && entry.contains("Fjord web") && !entry.contains("Fjord Ltd"), "{entry}");
        let activity = vera.page(&format!("/console/users/{ada}/activity")).await;
        let entry = of(&activity, "admin");
        assert!(entry.contains("vera") && entry.contains("Fjord Ltd") && !entry.contains("Lace"), "{entry}");
    }

    async fn applications_that_are_built_in_and_the_gateway_are_named_too(db: Db) {
        let world = World::over(db).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let cases = [("portal", "guildhall-portal", operations::portal::NAME, true), ("gateway", "guildhall-gateway", "Embedded gateway", false)];
        for (id, client_id, name, has_page) in cases {
            record(&world, id, json!({ "result": "Success", "applicationId": client_id })).await;
            let page = vera.page("/console/logs").await;
            assert!(of(&page, id).contains(&format!("<bdi title=\"{client_id}\">{name}</bdi>")), "{page}");
            let one = vera.page(&format!("/console/logs/{id}")).await;
            assert!(one.contains(name) && !one.contains("no longer exists"), "{one}");
            assert_eq!(one.contains(&format!("href=\"/console/applications/{client_id}\"")), has_page, "{one}");
            if has_page {
                assert!(vera.page(&format!("/console/applications/{client_id}")).await.contains(name));
            }
        }
    }

    async fn sessions_name_the_application_that_they_began_at(db: Db) {
        let world = World::over(db).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let ada = world.created("/api/users", json!({ "username": "ada" })).await;
        let web = world.created("/api/applications", json!({ "name": "Fjord web", "type": "SPA" })).await;
        let services = &world.test.services;
        for (number, application) in [web.as_str(), "gone99"].into_iter().enumerate() {
            let session = domain::grant::Session {
                user_id: Some(UserId::new(ada.as_str())),
                signed_in_at: Some(services.now()),
                expires_at: services.now().plus(std::time::Duration::from_secs(60)),
                application_id: Some(domain::ApplicationId::new(application)),
                ..domain::grant::Session::new(domain::SessionId::new(format!("s{number}")), services.now())
            };
            let cookie = domain::HashedToken::of(&format!("c{number}"));
            store::session::insert(services.db.exec(), &services.tenant, &session, &cookie).await.unwrap();
        }
        let page = vera.page(&format!("/console/users/{ada}/sessions")).await;
        assert!(page.contains(&format!("<bdi title=\"{web}\">Fjord web</bdi>")), "{page}");
        assert!(page.contains("<bdi>gone99</bdi> <span class=\"quiet\">(no longer exists)</span>"), "{page}");
    }

    async fn names_are_told_to_those_only_who_may_read_them(db: Db) {
        let world = World::over(db).await;
        let parts = ["Audit logs", "Organizations"].map(|part| (part.to_owned(), ConsoleRole::ReadOnly));
        let lena = world.administrator("lena", Rights::limited(parts)).await;
        let ada = world.created("/api/users", json!({ "username": "ada", "name": "Ada Lace" })).await;
        let fjord = world.created("/api/organizations", json!({ "name": "Fjord Ltd" })).await;
        record(&world, "all", json!({ "result": "Success", "userId": ada, "organizationId": fjord })).await;
        let page = lena.page("/console/logs").await;
        let row = of(&page, "all");
        assert!(row.contains(&format!("<bdi>{ada}</bdi>")) && row.contains("Fjord Ltd"), "{row}");
        assert!(!row.contains("Ada Lace") && !row.contains("no longer exists"), "{row}");
        assert!(!lena.page("/console/logs/all").await.contains("Ada Lace"));
    }
}
