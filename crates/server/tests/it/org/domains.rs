//! Domains of an organization, with a name server of the test's own that speaks the protocol over UDP.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{body::Body, http::Method};
use serde_json::{Value, json};
use testkit::{TestClient, TestResponse};
use tokio::net::UdpSocket;

use crate::{browser::Browser, text, world::World};

const DOMAINS: &str = "/org/organizations/northwind/domains";

/// A name server for one zone: TXT records by name, which come and go.
struct NameServer {
    address: SocketAddr,
    records: Arc<Mutex<HashMap<String, Vec<String>>>>,
}

impl NameServer {
    async fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let server = Self { address: socket.local_addr().unwrap(), records: Arc::default() };
        let records = Arc::clone(&server.records);
        tokio::spawn(async move {
            let mut query = [0; 512];
            loop {
                let (length, peer) = socket.recv_from(&mut query).await.unwrap();
                let answer = answer(&query[..length], &records.lock().unwrap());
                socket.send_to(&answer, peer).await.unwrap();
            }
        });
        server
    }

    fn publish(&self, name: &str, text: &str) {
        self.records.lock().unwrap().entry(name.to_owned()).or_default().push(text.to_owned());
    }
}

/// The answer to a query (RFC 1035 §4): its question, and the texts of that name.
fn answer(query: &[u8], records: &HashMap<String, Vec<String>>) -> Vec<u8> {
    let mut labels = Vec::new();
    let mut at = 12;
    while query[at] != 0 {
        let end = at + 1 + usize::from(query[at]);
        labels.push(String::from_utf8_lossy(&query[at + 1..end]).to_lowercase());
        at = end;
    }
    let question = &query[12..at + 5];
    let (type_txt, is_txt) = ([0, 16], question[question.len() - 4..question.len() - 2] == [0, 16]);
    let texts = records.get(&labels.join(".")).filter(|_| is_txt);
    let code = if texts.is_some() { 0 } else { 3 };
    let texts = texts.cloned().unwrap_or_default();
    let mut answer = query[..2].to_vec();
    answer.extend([0x81, 0x80 | code, 0, 1, 0, u8::try_from(texts.len()).unwrap(), 0, 0, 0, 0]);
    answer.extend(question);
    for text in texts {
        // The name is a pointer to that of the question; class IN, to live for a minute.
        answer.extend([0xc0, 12]);
        answer.extend(type_txt);
        answer.extend([0, 1, 0, 0, 0, 60]);
        answer.extend(u16::try_from(text.len() + 1).unwrap().to_be_bytes());
        answer.push(u8::try_from(text.len()).unwrap());
        answer.extend(text.bytes());
    }
    answer
}

/// A request whose path says all there is to say.
async fn ask(client: &TestClient, path: &str) -> TestResponse {
    client.send(Method::POST, path, &[], Body::empty()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_domain_is_the_organizations_once_its_record_is_seen_at_the_name_server() {
    let name_server = NameServer::start().await;
    let world = World::with_name_servers(name_server.address.to_string().parse().unwrap()).await;
    let olivia = world.client_with(&Browser::organization_token(&world, "olivia", "northwind").await);
    let machine = world.machine().await;
    let email_domains = "/api/organizations/northwind/jit/email-domains";

    let added =
        olivia.post(DOMAINS, json!({ "domain": "Northwind.Example" })).await.assert_status(201).json();
    assert_eq!((&added["domain"], &added["status"]), (&json!("northwind.example"), &json!("Pending")));
    let (name, value) = (text(&added["record"], "name"), text(&added["record"], "value"));
    assert_eq!(name, "_guildhall-challenge.northwind.example");
    let verify = format!("{DOMAINS}/northwind.example/verify");
    let refused = ask(&olivia, &verify).await;
    assert_eq!(refused.json()["data"]["found"], json!([]));
    refused.assert_error(422, "gateway.domain_not_proven");

    name_server.publish(&name, "guildhall-domain-verification=somebody-elses");
    let refused = ask(&olivia, &verify).await;
    assert_eq!(refused.json()["data"]["found"], json!(["guildhall-domain-verification=somebody-elses"]));
    refused.assert_error(422, "gateway.domain_not_proven");
    assert_eq!(machine.get(email_domains).await.assert_status(200).json(), json!([]), "nothing counts yet");

    name_server.publish(&name, &value);
    let proven = ask(&olivia, &verify).await.assert_status(200).json();
    assert_eq!(proven["status"], "Verified");
    assert_eq!(
        machine.get(email_domains).await.assert_status(200).json()[0]["emailDomain"],
        "northwind.example"
    );
    let list = olivia.get(DOMAINS).await.assert_status(200).json();
    assert_eq!(list, json!([{ "domain": "northwind.example", "status": "Verified" }]));

    let log = olivia.get("/org/organizations/northwind/logs").await.assert_status(200).json();
    let target = json!({ "type": "domain", "id": "northwind.example", "name": null });
    let is_of_domain =
        |entry: &&Value| entry["key"] == "Management.POST /organizations/{id}/jit/email-domains";
    let proven = log.as_array().expect("a list").iter().find(is_of_domain).expect("an entry");
    assert_eq!((&proven["target"], &proven["actor"]["name"]), (&target, &json!("Olivia")));

    olivia.delete(&format!("{DOMAINS}/northwind.example")).await.assert_status(204);
    assert_eq!(machine.get(email_domains).await.assert_status(200).json(), json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_server_that_gives_no_answer_decides_nothing() {
    let unused = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = unused.local_addr().unwrap();
    drop(unused);
    let world = World::with_name_servers(address.to_string().parse().unwrap()).await;
    let olivia = world.client_with(&Browser::organization_token(&world, "olivia", "northwind").await);
    let refused = ask(&olivia, &format!("{DOMAINS}/northwind.example/verify")).await;
    refused.assert_error(503, "gateway.domain_lookup_failed");
}
