//! Domains: nothing counts before the record was seen, and the record proves one domain to one organization.

use http::Method;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::Fault;
use super::fixture::*;

async fn call(fixture: &Fixture, method: Method, path: &str, body: Value) -> Reply {
    let token = organization_token("anna", "fjord", "org:domain");
    fixture.call(method, &format!("/organizations/fjord/domains{path}"), &token, body).await
}

fn domains(fixture: &Fixture) -> Vec<(String, String)> {
    fixture.upstream.0.lock().email_domains.iter().cloned().collect()
}

async fn add(fixture: &Fixture, domain: &str) -> Value {
    let reply = call(fixture, Method::POST, "", json!({ "domain": domain })).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.body
}

fn publish(fixture: &Fixture, body: &Value) {
    let text = |member: &str| body["record"][member].as_str().unwrap().to_owned();
    fixture.name_servers.publish(&text("name"), &text("value"));
}

#[tokio::test]
async fn a_domain_counts_once_its_record_was_seen() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = domains(&fixture);
    let added = add(&fixture, "Mail.Fjord.example.").await;
    let record = added["record"].clone();
    assert_eq!(added, json!({ "domain": "mail.fjord.example", "status": "Pending", "record": record }));
    assert_eq!(
        (&record["type"], &record["name"]),
        (&json!("TXT"), &json!("_guildhall-challenge.mail.fjord.example"))
    );
    assert!(record["value"].as_str().unwrap().starts_with("guildhall-domain-verification="));
    let read = call(&fixture, Method::GET, "/mail.fjord.example", Value::Null).await;
    assert_eq!((read.status.as_u16(), &read.body), (200, &added), "no state is needed");

    fixture.name_servers.publish("_guildhall-challenge.mail.fjord.example", "v=spf1 -all");
    let refused = call(&fixture, Method::POST, "/mail.fjord.example/verify", Value::Null).await;
    assert_eq!(refused.outcome(), (422, "gateway.domain_not_proven"));
    assert_eq!(refused.body["data"], json!({ "record": record, "found": ["v=spf1 -all"] }));
    assert_eq!(domains(&fixture), before);

    publish(&fixture, &added);
    let proven = call(&fixture, Method::POST, "/mail.fjord.example/verify", Value::Null).await;
    let expected = json!({ "domain": "mail.fjord.example", "status": "Verified", "record": record });
    assert_eq!((proven.status.as_u16(), &proven.body), (200, &expected));
    let again = call(&fixture, Method::POST, "/mail.fjord.example/verify", Value::Null).await;
    assert_eq!((again.status.as_u16(), &again.body), (200, &expected), "once more does no harm");
    let read = call(&fixture, Method::GET, "/mail.fjord.example", Value::Null).await;
    assert_eq!(read.body, expected);
    let list = call(&fixture, Method::GET, "?page_size=1", Value::Null).await;
    assert_eq!(list.body, json!([{ "domain": "fjord.example", "status": "Verified" }]));
    assert_eq!(list.headers["total-number"], "2");

    assert_eq!(call(&fixture, Method::DELETE, "/mail.fjord.example", Value::Null).await.status, 204);
    let gone = call(&fixture, Method::DELETE, "/mail.fjord.example", Value::Null).await;
    assert_eq!(gone.outcome(), (404, "entity.not_found"));
    assert_eq!(domains(&fixture), before);
}

#[tokio::test]
async fn adding_a_domain_writes_nothing() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = fixture.upstream.state();
    add(&fixture, "mail.fjord.example").await;
    assert_eq!(add(&fixture, "fjord.example").await["status"], "Verified");
    assert_eq!(fixture.upstream.state(), before);
    assert!(fixture.upstream.take_calls().iter().all(|call| call.starts_with("GET ")));
    assert_eq!(fixture.name_servers.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn a_record_for_another_organization_or_domain_proves_nothing() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = domains(&fixture);
    // Dora's record for the same domain, of the lake.
    let token = organization_token("dora", "lake", "org:domain");
    let body = json!({ "domain": "shared.example" });
    let lakes = fixture.call(Method::POST, "/organizations/lake/domains", &token, body).await.body;
    publish(&fixture, &lakes);
    // A record of the fjord's own, at another domain's place.
    let other = add(&fixture, "other.example").await;
    fixture
        .name_servers
        .publish("_guildhall-challenge.shared.example", other["record"]["value"].as_str().unwrap());
    // The right text with something around it.
    let own = add(&fixture, "shared.example").await;
    let value = own["record"]["value"].as_str().unwrap();
    for text in [
        format!("{value} "),
        format!(" {value}"),
        value.to_uppercase(),
        format!("\"{value}\""),
        value[..value.len() - 1].to_owned(),
    ] {
        fixture.name_servers.publish("_guildhall-challenge.shared.example", &text);
    }
    let refused = call(&fixture, Method::POST, "/shared.example/verify", Value::Null).await;
    assert_eq!(refused.outcome(), (422, "gateway.domain_not_proven"));
    assert_eq!(domains(&fixture), before);
}

#[tokio::test]
async fn name_servers_that_are_silent_decide_nothing() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = domains(&fixture);
    fixture.name_servers.fall_silent();
    let refused = call(&fixture, Method::POST, "/mail.fjord.example/verify", Value::Null).await;
    assert_eq!(refused.outcome(), (503, "gateway.domain_lookup_failed"));
    assert_eq!(refused.headers["retry-after"], "10");
    assert_eq!(domains(&fixture), before);
}

#[tokio::test]
async fn nobody_is_asked_about_a_domain_before_the_callers_standing_is_known() {
    let fixture = Fixture::new(TRANSPORT).await;
    for (user, organization, scope) in [
        ("anna", "lake", "org:domain"),
        ("anna", "fjord", "org:read"),
        ("cleo", "fjord", "org:domain"),
        ("eve", "fjord", "org:domain"),
    ] {
        let token = organization_token(user, organization, scope);
        let path = "/organizations/fjord/domains/fjord.example/verify";
        assert_eq!(
            fixture.call(Method::POST, path, &token, Value::Null).await.status,
            403,
            "{user} {organization} {scope}"
        );
    }
    assert_eq!(fixture.name_servers.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn of_what_was_found_only_a_little_is_shown() {
    let fixture = Fixture::new(TRANSPORT).await;
    for _ in 0..50 {
        fixture.name_servers.publish("_guildhall-challenge.mail.fjord.example", &"é".repeat(2000));
    }
    let refused = call(&fixture, Method::POST, "/mail.fjord.example/verify", Value::Null).await;
    let found = refused.body["data"]["found"].as_array().unwrap();
    assert_eq!((found.len(), found[0].as_str().unwrap().chars().count()), (10, 255));
}

#[tokio::test]
async fn a_domain_with_other_letters_is_kept_as_addresses_spell_it_and_shown_once() {
    let fixture = Fixture::new(TRANSPORT).await;
    let added = add(&fixture, "Büro.example").await;
    assert_eq!(added["domain"], "xn--bro-hoa.example");
    publish(&fixture, &added);
    assert_eq!(call(&fixture, Method::POST, "/xn--bro-hoa.example/verify", Value::Null).await.status, 200);
    let kept = domains(&fixture);
    for spelling in ["xn--bro-hoa.example", "büro.example"] {
        assert!(kept.contains(&("fjord".to_owned(), spelling.to_owned())), "{spelling}");
    }
    let list = call(&fixture, Method::GET, "", Value::Null).await;
    let shown: Vec<_> =
        list.body.as_array().unwrap().iter().map(|domain| domain["domain"].as_str().unwrap()).collect();
    assert_eq!(shown, ["fjord.example", "xn--bro-hoa.example"]);
    fixture.upstream.0.lock().email_domains.remove(&("fjord".to_owned(), "xn--bro-hoa.example".to_owned()));
    assert_eq!(call(&fixture, Method::DELETE, "/xn--bro-hoa.example", Value::Null).await.status, 204);
    assert_eq!(
        call(&fixture, Method::GET, "/xn--bro-hoa.example", Value::Null).await.body["status"],
        "Pending"
    );
}

#[tokio::test]
async fn what_nobody_can_own_is_refused_and_nobody_is_asked() {
    let fixture = Fixture::new(TRANSPORT).await;
    for domain in [
        "co.uk",
        "com",
        "github.io",
        "*.fjord.example",
        "127.0.0.1",
        "localhost",
        "fjord",
        "https://fjord.example",
        "a@fjord.example",
        "",
    ] {
        let refused = call(&fixture, Method::POST, "", json!({ "domain": domain })).await;
        assert_eq!(refused.outcome(), (400, "guard.invalid_input"), "{domain}");
        assert_eq!(refused.body["data"]["issues"][0]["path"], json!(["domain"]));
    }
    for path in ["/co.uk", "/Fjord.example", "/fjord.example.", "/127.0.0.1", "/fjord"] {
        assert_eq!(
            call(&fixture, Method::GET, path, Value::Null).await.outcome(),
            (404, "gateway.route_not_found"),
            "{path}"
        );
        assert_eq!(
            call(&fixture, Method::POST, &format!("{path}/verify"), Value::Null).await.outcome(),
            (404, "gateway.route_not_found"),
            "{path}"
        );
    }
    assert_eq!(fixture.upstream.take_calls(), Vec::<String>::new());
}

#[tokio::test]
async fn domains_of_another_organization_in_the_upstreams_list_are_not_believed() {
    let fixture = Fixture::new(TRANSPORT).await;
    fixture.upstream.fail("GET /organizations/{organizationId}/jit/email-domains", Fault::Garbage);
    assert_eq!(
        call(&fixture, Method::GET, "", Value::Null).await.outcome(),
        (502, "gateway.upstream_unclear")
    );
}

#[tokio::test]
async fn how_members_must_sign_in_is_read_and_set() {
    let fixture = Fixture::new(TRANSPORT).await;
    let token = organization_token("anna", "fjord", "org:security");
    let path = "/organizations/fjord/security";
    for is_required in [true, false] {
        let set = fixture.call(Method::PATCH, path, &token, json!({ "isMfaRequired": is_required })).await;
        assert_eq!((set.status.as_u16(), &set.body), (200, &json!({ "isMfaRequired": is_required })));
        let read = fixture.call(Method::GET, path, &token, Value::Null).await;
        assert_eq!((read.status.as_u16(), &read.body), (200, &json!({ "isMfaRequired": is_required })));
        assert_eq!(fixture.upstream.state().organizations["fjord"]["isMfaRequired"], is_required);
    }
    let refused =
        fixture.call(Method::PATCH, path, &token, json!({ "isMfaRequired": true, "name": "x" })).await;
    assert_eq!(refused.outcome(), (400, "guard.invalid_input"));
}
