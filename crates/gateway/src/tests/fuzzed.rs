//! Paths and headers that nobody thought of: whatever is put into a good path or beside good headers, the request is refused or means what it
//! meant without.

use std::collections::BTreeSet;

use http::{HeaderName, HeaderValue, Method};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::Stored;
use super::fixture::*;
use super::matrix::path_of;
use crate::operations::{OrganizationIn, TABLE};

/// What routers, proxies and frameworks read in more than one way, and names of what is another organization's.
const TRICKS: [&str; 28] = [
    "..", ".", "/", "//", "/../", "/./", "\\", ";", ";x=lake", "%2e%2e", "%2E", "%2f", "%252f", "%5c", "%00",
    "%0d%0a", "%c0%ae", "%u002e", "%", "?", "#", "lake", "/lake", "/../lake", "@lake", ":80", "me", "%6d%65",
];
/// Names that mean something to somebody on the way, or once did.
const NAMES: [&str; 26] = [
    "x-http-method-override",
    "x-http-method",
    "x-method-override",
    "x-original-url",
    "x-original-uri",
    "x-rewrite-url",
    "x-forwarded-uri",
    "x-forwarded-method",
    "x-forwarded-host",
    "x-forwarded-for",
    "x-forwarded-user",
    "x-forwarded-prefix",
    "forwarded",
    "connection",
    "te",
    "upgrade",
    "keep-alive",
    "proxy-authorization",
    "cookie",
    "guildhall-acting-user",
    "guildhall_acting_user",
    "x-guildhall-user",
    "organization-id",
    "x_organization_id",
    "development-user-id",
    "if-none-match",
];
const VALUES: [&str; 10] = [
    "lake",
    "dora",
    "DELETE",
    "/organizations/lake",
    "authorization, guildhall-acting-user",
    "close",
    "role-owner",
    "h2c",
    "for=dora;host=lake",
    "",
];

/// A call as it arrived: what was asked, for whom, with which headers.
type Call = (String, String, Option<String>, BTreeSet<String>);

fn calls(fixture: &Fixture) -> Vec<Call> {
    let recorded = fixture.upstream.calls().into_iter();
    let mut calls: Vec<Call> = recorded
        .filter(|recorded| recorded.call != "POST /oidc/token")
        .map(|recorded| (recorded.call, recorded.target, recorded.acting_user, recorded.header_names))
        .collect();
    calls.sort();
    calls
}

/// Everything that `lake` has, and the people in it.
fn lake(stored: &Stored) -> Value {
    let is_in_lake = |(organization, _): &&(String, String)| organization == "lake";
    let members = stored.members.iter().filter(|(who, _)| is_in_lake(who));
    let invitations = stored.invitations.iter().filter(|found| found["organizationId"] == "lake");
    let machines = &stored.machines;
    let applications = machines.entities.iter().filter(|(id, entity)| {
        let made_for = entity.pointer("/customData/guildhallApplication/organizationId");
        let is_member = machines.members.contains_key(&("lake".to_owned(), (*id).clone()));
        is_member || made_for.is_some_and(|organization| organization == "lake")
    });
    let people = ["dora", "ben"].map(|user| &stored.users[user]);
    json!({
        "organization": stored.organizations["lake"],
        "members": members.map(|(who, roles)| json!([who, roles])).collect::<Vec<_>>(),
        "people": people,
        "invitations": invitations.collect::<Vec<_>>(),
        "domains": stored.email_domains.iter().filter(is_in_lake).collect::<Vec<_>>(),
        "applications": applications.map(|(id, entity)| json!([entity, machines.secrets[id]])).collect::<Vec<_>>(),
        "roles of applications": machines.members.iter().filter(|(who, _)| is_in_lake(who)).collect::<Vec<_>>(),
    })
}

fn block_on(future: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future);
}

/// Ben changes the name of `fjord`, with these headers beside his own.
async fn rename_with(headers: &[(String, String)]) -> (Fixture, Reply) {
    let fixture = Fixture::new(TRANSPORT).await;
    let token = organization_token("ben", "fjord", "org:update");
    let body = json!({ "name": "Fjord" });
    let mut request = request(Method::PATCH, "/organizations/fjord", Some(&format!("Bearer {token}")), body);
    for (name, value) in headers {
        let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value))
        else {
            continue;
        };
        request.headers_mut().append(name, value);
    }
    let reply = fixture.send(request).await;
    (fixture, reply)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_put_into_a_good_path_it_is_refused_or_stays_within_the_organization(
        operation in any::<Index>(),
        tricks in proptest::collection::vec((any::<Index>(), prop_oneof![select(TRICKS.to_vec()).prop_map(str::to_owned), "[ -~]{1,3}"]), 1..4),
    ) {
        let of_an_organization: Vec<_> =
            TABLE.iter().filter(|operation| operation.organization == OrganizationIn::Path).collect();
        let operation = *operation.get(&of_an_organization);
        let mut target = path_of(operation, "ben");
        for (place, trick) in tricks {
            target.insert_str(place.index(target.len() + 1), &trick);
        }
        if target.starts_with('/') && target.parse::<http::Uri>().is_ok() {
            block_on(async {
                let fixture = Fixture::new(TRANSPORT).await;
                let before = lake(&fixture.upstream.state());
                let token = organization_token("ben", "fjord", &all_permissions());
                let reply = fixture.call(operation.method.clone(), &target, &token, body_for(operation)).await;
                assert!(!reply.status.is_server_error(), "{target}: {reply:?}");
                assert_eq!(lake(&fixture.upstream.state()), before, "{target}");
                for (_, asked, ..) in calls(&fixture) {
                    let path = asked.split('?').next().unwrap();
                    let segments: Vec<&str> = path.split('/').skip(1).collect();
                    let is_plain = |segment: &&str| {
                        !matches!(*segment, "" | "." | "..")
                            && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
                    };
                    let names_lake = segments.windows(2).any(|pair| pair == ["organizations", "lake"]);
                    assert!(segments.iter().all(is_plain) && !names_lake, "{target} caused {asked}");
                }
            });
        }
    }

    #[test]
    fn whatever_headers_stand_beside_good_ones_the_request_is_refused_or_means_the_same(
        headers in proptest::collection::vec(
            (
                prop_oneof![4 => select(NAMES.to_vec()).prop_map(str::to_owned), 1 => "x[a-z_-]{1,12}"],
                prop_oneof![4 => select(VALUES.to_vec()).prop_map(str::to_owned), 1 => "[ -~]{0,12}"],
            ),
            1..6,
        ),
    ) {
        block_on(async {
            let (plain, expected) = rename_with(&[]).await;
            assert_eq!(expected.status, 200);
            let (fixture, reply) = rename_with(&headers).await;
            assert_eq!((reply.status, &reply.body), (expected.status, &expected.body), "{headers:?}");
            assert_eq!(calls(&fixture), calls(&plain), "{headers:?}");
            assert_eq!(fixture.upstream.state(), plain.upstream.state(), "{headers:?}");
        });
    }
}
