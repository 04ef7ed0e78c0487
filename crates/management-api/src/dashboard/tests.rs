//! The numbers of the dashboard. Tests begin on 2026-11-18.

use std::time::Duration;

use domain::{TenantId, UserId, audit::AuditRecord, calendar::Day};
use serde_json::{Value, json};
use store::{Db, both_databases};
use testkit::TestClient;

use crate::test_api::TestApi;

const A_DAY: Duration = Duration::from_secs(86_400);

/// The API for a caller whose token outlives the test.
async fn lasting(db: Db) -> TestApi {
    let mut server = TestApi::over(db).await;
    let end = server.services.services.now().plus(365 * A_DAY).as_seconds();
    let token = server.services.management_token_with(json!({ "exp": end })).await;
    server.client = TestClient::with_bearer(crate::router(server.services.services.clone()), token);
    server
}

/// Notes users as active, each on a day given as `YYYY-MM-DD`.
async fn active(server: &TestApi, days: &[(&str, &[&str])]) {
    let (exec, tenant) = (server.services.services.db.exec(), TenantId::default_tenant());
    for (day, users) in days {
        for user in *users {
            let day = Day::parse(day).unwrap();
            store::daily_active_user::insert(exec, &tenant, day, &UserId::new(*user)).await.unwrap();
        }
    }
}

/// The days of the curve on which somebody was active.
fn busy(answer: &Value) -> Vec<(String, i64)> {
    let curve = answer["dauCurve"].as_array().unwrap();
    assert_eq!(curve.len(), 30);
    let day = |day: &Value| (day["date"].as_str().unwrap().to_owned(), day["count"].as_i64().unwrap());
    curve.iter().map(day).filter(|(_, count)| *count > 0).collect()
}

both_databases! {
    async fn users_are_counted_in_all_and_by_the_day_they_came(db: Db) {
        let server = lasting(db).await;
        let new = async || server.get("/api/dashboard/users/new").await;
        let none = json!({ "count": 0, "delta": 0 });
        assert_eq!(new().await, json!({ "today": none, "last7Days": none }));
        let first = server.user("first").await;
        server.services.advance(7 * A_DAY);
        server.user("second").await;
        server.user("third").await;
        server.services.advance(A_DAY);
        server.user("fourth").await;
        assert_eq!(new().await, json!({
            "today": { "count": 1, "delta": -1 }, "last7Days": { "count": 3, "delta": 2 },
        }));
        assert_eq!(server.get("/api/dashboard/users/total").await, json!({ "totalUserCount": 4 }));
        server.client.delete(&format!("/api/users/{first}")).await.assert_status(204);
        assert_eq!(server.get("/api/dashboard/users/total").await, json!({ "totalUserCount": 3 }));
        assert_eq!(new().await["last7Days"], json!({ "count": 3, "delta": 3 }));
        server.services.advance(13 * A_DAY);
        assert_eq!(new().await, json!({ "today": none, "last7Days": { "count": 0, "delta": -1 } }));
    }

    async fn active_users_are_counted_by_day_week_and_month(db: Db) {
        let server = TestApi::over(db).await;
        let none = json!({ "count": 0, "delta": 0 });
        let empty = server.get("/api/dashboard/users/active").await;
        assert_eq!((&empty["dau"], &empty["wau"], &empty["mau"], busy(&empty)), (&none, &none, &none, vec![]));
        assert_eq!(empty["dauCurve"][0]["date"], "2026-10-20");
        assert_eq!(empty["dauCurve"][29], json!({ "date": "2026-11-18", "count": 0 }));

        active(&server, &[
            ("2026-11-18", &["ada", "bo"]),
            ("2026-11-17", &["ada"]),
            ("2026-11-12", &["ada", "cy"]),
            ("2026-11-11", &["di"]),
            ("2026-10-20", &["ed"]),
            ("2026-10-19", &["ada", "fi"]),
            ("2026-09-20", &["gil"]),
            ("2026-09-19", &["hal"]),
            ("2026-11-19", &["tomorrow"]),
        ]).await;
        let answer = server.get("/api/dashboard/users/active").await;
        let on = |date: &str, count| (date.to_owned(), count);
        assert_eq!(busy(&answer), [
            on("2026-10-20", 1), on("2026-11-11", 1), on("2026-11-12", 2), on("2026-11-17", 1), on("2026-11-18", 2),
        ]);
        assert_eq!(answer["dau"], json!({ "count": 2, "delta": 1 }));
        assert_eq!(answer["wau"], json!({ "count": 3, "delta": 2 }));
        assert_eq!(answer["mau"], json!({ "count": 5, "delta": 2 }));
        assert_eq!(server.get("/api/dashboard/users/active?date=2026-11-18").await, answer);
        let earlier = server.get("/api/dashboard/users/active?date=2026-10-20").await;
        assert_eq!(earlier["dau"], json!({ "count": 1, "delta": -1 }));
        assert_eq!(busy(&earlier), [on("2026-10-19", 2), on("2026-10-20", 1)]);
    }

    async fn what_there_was_is_told_by_day(db: Db) {
        let server = lasting(db).await;
        let trends = async || server.get("/api/dashboard/trends").await;
        let day = |date: &str, users: i64, organizations: i64| json!({
            "date": date, "newUsers": users, "newOrganizations": organizations, "signIns": 0, "tokens": 0,
        });
        let empty = trends().await;
        assert_eq!(empty["totalOrganizationCount"], 0);
        assert_eq!(empty["days"].as_array().unwrap().len(), 30);
        assert_eq!((&empty["days"][0], &empty["days"][29]), (&day("2026-10-20", 0, 0), &day("2026-11-18", 0, 0)));
        let first = server.user("first").await;
        let northwind = server.organization("Northwind").await;
        server.services.advance(A_DAY);
        server.user("second").await;
        for name in ["Fjord", "Island"] {
            server.organization(name).await;
        }
        let told = trends().await;
        assert_eq!((&told["days"][28], &told["days"][29]), (&day("2026-11-18", 1, 1), &day("2026-11-19", 1, 2)));
        assert_eq!(told["totalOrganizationCount"], 3);
        // What is deleted was made on its own day.
        server.client.delete(&format!("/api/users/{first}")).await.assert_status(204);
        server.client.delete(&format!("/api/organizations/{northwind}")).await.assert_status(204);
        let told = trends().await;
        assert_eq!((&told["days"][28], &told["days"][29]), (&day("2026-11-18", 0, 0), &day("2026-11-19", 1, 2)));
        assert_eq!(told["totalOrganizationCount"], 2);
        server.services.advance(30 * A_DAY);
        assert!(trends().await["days"].as_array().unwrap().iter().all(|day| day["newUsers"] == 0));
    }

    async fn sign_ins_and_tokens_are_told_apart_and_only_those_that_succeeded(db: Db) {
        let server = lasting(db).await;
        let services = &server.services.services;
        for (key, result, times) in [
            ("Interaction.SignIn.Submit", "Success", 2),
            ("Interaction.Register.Submit", "Success", 1),
            ("Interaction.SignIn.Submit", "Error", 4),
            ("ExchangeTokenBy.RefreshToken", "Success", 5),
            ("ExchangeTokenBy.ClientCredentials", "Success", 2),
            ("ExchangeTokenBy.TokenExchange", "Error", 3),
            ("Interaction.SignIn.Update", "Success", 6),
        ] {
            for _ in 0..times {
                let payload = json!({ "key": key, "result": result }).as_object().unwrap().clone();
                let record = AuditRecord { key: key.to_owned(), payload, created_at: services.now() };
                services.audit.record(&services.tenant, record).await.unwrap();
            }
        }
        let told = server.get("/api/dashboard/trends").await;
        let today = json!({ "date": "2026-11-18", "newUsers": 0, "newOrganizations": 0, "signIns": 3, "tokens": 7 });
        assert_eq!(told["days"][29], today);
        assert_eq!((&told["days"][28]["signIns"], &told["days"][28]["tokens"]), (&json!(0), &json!(0)));
    }

    async fn what_is_no_date_is_refused(db: Db) {
        let server = TestApi::over(db).await;
        for date in ["2026-13-01", "2026-02-30", "2026-00-00", "26-11-18", "2026-1-1", "today", "2026-11-18T00:00", "%20", "99999-01-01"] {
            let answer = server.client.get(&format!("/api/dashboard/users/active?date={date}")).await;
            answer.assert_error(400, "guard.invalid_input");
        }
        for date in ["0000-01-01", "0001-01-01", "9999-12-31"] {
            server.get(&format!("/api/dashboard/users/active?date={date}")).await;
        }
    }
}
