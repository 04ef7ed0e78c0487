//! Whose pages they look like, and where they lead instead of ending an account.

use serde_json::json;
use store::both_databases;

use super::world::World;

both_databases! {
    async fn the_pages_wear_the_look_of_the_tenant(db: Db) {
        let world = World::over(db).await;
        let url = |file: &str| format!("https://fjord.example/{file}");
        let branding = json!({ "logoUrl": url("logo.svg"), "darkLogoUrl": url("dark.svg"), "favicon": url("icon.png") });
        let color = json!({ "primaryColor": "#112233", "darkPrimaryColor": "#445566" });
        world.experience(json!({ "color": color, "branding": branding })).await;
        let ingrid = world.someone("ingrid").await;
        for path in ["/account/profile", "/account/security", "/account/nothing-here"] {
            let shown = ingrid.browser.get(path).await;
            for file in ["logo.svg", "dark.svg", "icon.png"] {
                assert!(shown.body.contains(&url(file)), "{path} lacks {file}: {}", shown.body);
            }
            assert!(shown.body.contains("/assets/brand/112233-445566.css"), "{path}: {}", shown.body);
            let policy = shown.header("content-security-policy").unwrap();
            assert!(policy.contains("img-src 'self' data: https://fjord.example;"), "{path}: {policy}");
        }
    }

    async fn an_operator_may_delete_accounts_elsewhere(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let elsewhere = "https://fjord.example/delete-me";
        assert!(!ingrid.page("/account/profile").await.contains("/account/data"));
        world.account_center(json!({ "enabled": true, "fields": { "name": "Edit" }, "deleteAccountUrl": elsewhere })).await;
        let page = ingrid.page("/account/data").await;
        assert!(page.contains(&format!(r#"<a class="button button-danger-quiet" href="{elsewhere}">Delete account</a>"#)), "{page}");
        ingrid.browser.get("/account/data/delete").await.assert_status(403);
    }
}
