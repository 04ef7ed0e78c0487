//! What one caller learns is never part of an answer to another, however many ask at once.

use serde_json::json;
use testkit::TestClient;

use crate::{browser::Browser, text, world::World};

const ROUNDS: usize = 40;

/// Somebody with a token for the gateway and one for userinfo, and what gives them away in an answer.
struct Caller {
    userinfo: TestClient,
    gateway: TestClient,
    /// A text that only this caller sends.
    mark: &'static str,
    /// What must be in the answer about the caller.
    id: String,
}

impl Caller {
    async fn new(world: &World, username: &str, mark: &'static str) -> Self {
        let browser = Browser::new(world);
        let tokens = browser.sign_in(world, username).await;
        let opaque = text(&tokens, "access_token");
        let answer = browser.refresh(&tokens, &[("organization_id", "northwind")]).await.assert_status(200);
        Self {
            userinfo: world.client_with(&opaque),
            gateway: world.client_with(&text(&answer.json(), "access_token")),
            mark,
            id: world.user_id(username).await,
        }
    }

    /// Answers and refusals about this caller alone, some of which repeat what was sent.
    async fn ask(&self) -> Vec<String> {
        let mark = self.mark;
        let userinfo = self.userinfo.get("/oidc/me").await.assert_status(200);
        assert_eq!(userinfo.json()["sub"], self.id);
        let form = [("grant_type", mark), ("client_id", mark), ("scope", mark)];
        let body = json!({ "identifier": { "type": "username", "value": mark }, "password": mark });
        let asked = [
            userinfo,
            self.gateway.get("/org/me/organizations").await.assert_status(200),
            self.gateway.get(&format!("/org/organizations/{mark}")).await.assert_status(403),
            self.gateway.post("/org/organizations", json!({ "name": 7, mark: mark })).await,
            self.userinfo.form("/oidc/token", &form).await.assert_status(400),
            self.userinfo
                .get(&format!("/oidc/auth?client_id={mark}&redirect_uri=https://{mark}.example"))
                .await,
            self.userinfo.get(&format!("/api/users/{mark}")).await.assert_status(401),
            self.userinfo.post("/api/experience/verification/password", body).await.assert_status(400),
            self.userinfo.get(&format!("/{mark}")).await.assert_status(404),
        ];
        asked.into_iter().map(|answer| format!("{:?} {}", answer.headers, answer.body)).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_answer_to_one_caller_holds_anything_of_another() {
    let world = World::sqlite().await;
    let callers =
        [("olivia", "qmarko"), ("ben", "zmarkb")].map(|(username, mark)| Caller::new(&world, username, mark));
    let callers = futures_util::future::join_all(callers).await;
    let known: Vec<_> = callers.iter().map(|caller| (caller.mark, caller.id.clone())).collect();
    let asking = callers.into_iter().map(|caller| {
        tokio::spawn(async move {
            let rounds = futures_util::future::join_all((0..ROUNDS).map(|_| caller.ask()));
            (caller.mark, rounds.await.concat())
        })
    });
    let mut repeated = 0;
    for asked in futures_util::future::join_all(asking).await {
        let (own, answers) = asked.unwrap();
        repeated += answers.iter().filter(|answer| answer.contains(own)).count();
        for (mark, id) in known.iter().filter(|(mark, _)| *mark != own) {
            let leak = answers.iter().find(|answer| answer.contains(mark) || answer.contains(id));
            assert_eq!(leak, None, "{own} learnt of {mark}");
        }
    }
    assert!(repeated >= ROUNDS, "answers that repeat what was sent are among those looked at: {repeated}");
}
