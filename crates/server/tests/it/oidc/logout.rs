//! Whatever ends a session, the applications in it hear of it.

use std::sync::{Arc, Mutex};

use axum::{Router, routing::post};
use operations::back_channel_logout::deliver_due;
use serde_json::json;
use store::both_databases;

use crate::{browser::Browser, text, world::World};

/// An application's address on this machine, with how often it was called.
async fn receiver() -> (String, Arc<Mutex<Vec<String>>>) {
    let received: Arc<Mutex<Vec<String>>> = Arc::default();
    let store = Arc::clone(&received);
    let handler = move |body: String| {
        store.lock().unwrap().push(body);
        std::future::ready("")
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/out", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/out", post(handler))).await });
    (url, received)
}

both_databases! {
    async fn revoking_suspending_and_deleting_over_the_management_api_are_told(db: Db) {
        let world = World::over(db).await;
        let machine = world.machine().await;
        let (url, received) = receiver().await;
        let client_id = Browser::new(&world).application.client_id;
        let path = format!("/api/applications/{client_id}");
        let mut metadata = machine.get(&path).await.assert_status(200).json()["oidcClientMetadata"].clone();
        metadata["backchannelLogoutUri"] = json!(url);
        machine.patch(&path, json!({ "oidcClientMetadata": metadata })).await.assert_status(200);
        let ben = world.user_id("ben").await;
        let told = async || {
            while deliver_due(&world.services.services).await.unwrap() > 0 {}
            received.lock().unwrap().len()
        };

        Browser::new(&world).sign_in(&world, "ben").await;
        let sessions = machine.get(&format!("/api/users/{ben}/sessions")).await.assert_status(200).json();
        let session = text(&sessions["sessions"][0]["payload"], "uid");
        assert_eq!(told().await, 0);
        machine.delete(&format!("/api/users/{ben}/sessions/{session}")).await.assert_status(204);
        assert_eq!(told().await, 1);

        Browser::new(&world).sign_in(&world, "ben").await;
        let suspended = json!({ "isSuspended": true });
        machine.patch(&format!("/api/users/{ben}/is-suspended"), suspended).await.assert_status(200);
        assert_eq!(told().await, 2);
        let active = json!({ "isSuspended": false });
        machine.patch(&format!("/api/users/{ben}/is-suspended"), active).await.assert_status(200);

        Browser::new(&world).sign_in(&world, "ben").await;
        machine.delete(&format!("/api/users/{ben}")).await.assert_status(204);
        assert_eq!(told().await, 3);
        assert!(received.lock().unwrap().iter().all(|body| body.starts_with("logout_token=ey")));
    }
}
