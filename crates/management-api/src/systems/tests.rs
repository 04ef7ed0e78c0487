//! What the server is set up for, through the whole router.

use store::both_databases;

use crate::test_api::TestApi;

both_databases! {
    async fn there_are_no_protected_applications(db: Db) {
        let api = TestApi::over(db).await;
        let answer = api.client.get("/api/systems/application").await;
        answer.assert_error(501, "application.protected_app_not_configured");
    }
}
