//! `guildhall gateway`: in front of a server that it knows by its address and a client alone.

use super::{
    Running,
    dev::{create, organization_token},
    guildhall,
    running::Place,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_in_another_process_decides_as_the_embedded_one_does() {
    let place = Place::new(None);
    let (_server, credentials) = place.dev();
    let secret = place.directory.path().join("client-secret");
    std::fs::write(&secret, format!("{}\n", credentials.management_api.client_secret)).unwrap();
    let command = guildhall(&[
        "gateway",
        "--gateway-listen",
        "127.0.0.1:0",
        "--upstream",
        &credentials.endpoint,
        "--client-id",
        &credentials.management_api.client_id,
        "--client-secret-file",
        secret.to_str().unwrap(),
    ]);
    let gateway = Running::start(command);
    let ben = organization_token(&credentials, "ben").await;
    let refused = create(&gateway.endpoint, &ben, "Fjord Fisheries").await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["code"].as_str()),
        (403, Some("gateway.permission_missing"))
    );
    let olivia = organization_token(&credentials, "olivia").await;
    let created = create(&gateway.endpoint, &olivia, "Fjord Fisheries").await;
    assert_eq!(created.status.as_u16(), 201, "{}", created.body);
    assert_eq!(created.json()["customData"], serde_json::json!({}), "no marker is left");
    assert!(gateway.terminate().success());
}
