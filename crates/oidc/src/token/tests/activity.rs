//! Who was active on which day, as the dashboard counts it.

use domain::calendar::Day;
use store::daily_active_user::by_day;

use super::*;

async fn active(world: &World) -> Vec<i64> {
    let today = Day::of(world.services.now());
    let found = by_day(world.services.db.exec(), &world.services.tenant, today.plus_days(-9), today).await;
    found.unwrap().into_iter().map(|(_, count)| count).collect()
}

both_databases! {
    async fn whoever_is_issued_tokens_was_active_that_day_once(db: Db) {
        let world = World::over(db).await;
        let code = world.code("web", &[]).await;
        assert_eq!(active(&world).await, [0; 0], "a code is no token yet");
        let tokens = world.redeem("web", &code).await.assert_status(200).json();
        for _ in 0..3 {
            world.refresh("web", refresh_token(&tokens), &[]).await.assert_status(200);
        }
        assert_eq!(active(&world).await, [1]);
        world.test.advance(Duration::from_secs(86_400));
        world.refresh("web", refresh_token(&tokens), &[]).await.assert_status(200);
        assert_eq!(active(&world).await, [1, 1]);
    }

    async fn machines_and_tokens_that_speak_for_a_user_make_nobody_active(db: Db) {
        let world = World::over(db).await;
        world.change_client("web", |web| web.custom_client_metadata.allow_token_exchange = Some(true)).await;
        let machine = [("grant_type", "client_credentials"), ("resource", ORDERS), ("scope", "order:read")];
        world.token_as("machine", &machine).await.assert_status(200);
        let token = token_exchange::subject_token(&world, USER).await;
        let exchange = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("subject_token", token.as_str()),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ];
        world.token_as("web", &exchange).await.assert_status(200);
        world.refresh("web", "unknown", &[]).await.assert_status(400);
        assert_eq!(active(&world).await, [0; 0]);
    }
}
