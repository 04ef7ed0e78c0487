//! Every operation with every kind of token, with every way to name what is another organization's: the whole product, made from the table.
//! What is not refused stands in a checked list.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::{ORGANIZATION_API, Stored};
use super::fixture::*;
use super::matrix::{body_of, path_of};
use crate::operations::{BodyShape, Credential, Operation, OrganizationIn, TABLE};

/// A kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    None,
    Malformed,
    Expired,
    NotYetValid,
    WrongAudience,
    WrongIssuer,
    WrongKey,
    OfAMachine,
    OfAnotherTenant,
    WithoutOrganization,
    OfAnotherOrganization,
    UnderScoped,
    OfASuspendedUser,
    OfAFormerMember,
    Good,
}

const KINDS: [Kind; 15] = [
    Kind::None,
    Kind::Malformed,
    Kind::Expired,
    Kind::NotYetValid,
    Kind::WrongAudience,
    Kind::WrongIssuer,
    Kind::WrongKey,
    Kind::OfAMachine,
    Kind::OfAnotherTenant,
    Kind::WithoutOrganization,
    Kind::OfAnotherOrganization,
    Kind::UnderScoped,
    Kind::OfASuspendedUser,
    Kind::OfAFormerMember,
    Kind::Good,
];

/// Where a request names what is another organization's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// Nowhere: everything is the token's organization's.
    Nowhere,
    /// The organization of the path.
    Path,
    Query,
    Body,
    /// An entry of a list in the body.
    Array,
    /// What an id of the path leads to.
    LookedUp,
}

const PLACES: [Place; 6] =
    [Place::Nowhere, Place::Path, Place::Query, Place::Body, Place::Array, Place::LookedUp];

/// What is answered although it names what another organization has: whatever that proved, a domain is still to be proven here.
const ANSWERED: [(&str, Place); 1] = [("read_domain", Place::LookedUp)];

/// The `Authorization` of a kind, with an organization token or with an API resource's.
fn authorization(kind: Kind, is_organization_token: bool) -> Option<String> {
    let organization = if kind == Kind::OfAnotherOrganization { "lake" } else { "fjord" };
    let mut claims = if is_organization_token {
        json!({ "aud": format!("urn:logto:organization:{organization}") })
    } else {
        json!({ "aud": ORGANIZATION_API, "organization_id": organization })
    };
    let mut set = |name: &str, value: Value| claims[name] = value;
    match kind {
        Kind::None => return None,
        Kind::Malformed => return Some("Bearer abc.def".to_owned()),
        Kind::WrongKey => return Some(format!("Bearer {}", foreign_token())),
        Kind::Expired => set("exp", json!(NOW_SECONDS)),
        Kind::NotYetValid => set("nbf", json!(NOW_SECONDS + 60)),
        Kind::WrongAudience => set("aud", json!("https://orders.example")),
        Kind::WrongIssuer => set("iss", json!("https://id.evil.example/oidc")),
        Kind::OfAMachine => set("sub", json!("app")),
        Kind::OfAnotherTenant => set("aud", json!("https://harbour.logto.app/api")),
        Kind::WithoutOrganization => claims = json!({ "aud": ORGANIZATION_API }),
        Kind::OfAnotherOrganization => set("sub", json!("ben")),
        Kind::UnderScoped => set("scope", json!("openid")),
        Kind::OfASuspendedUser | Kind::OfAFormerMember | Kind::Good => {}
    }
    Some(format!("Bearer {}", token(&claims)))
}

/// Path and body of a request that names what is another organization's there; `None` where the operation has no such place.
fn request_of(operation: &Operation, kind: Kind, place: Place) -> Option<(String, Value)> {
    let user = if kind == Kind::OfAnotherOrganization { "ben" } else { "anna" };
    let (path, mut body) = (path_of(operation, user), body_of(operation));
    let path = match place {
        Place::Nowhere => path,
        Place::Path if operation.organization == OrganizationIn::Path => {
            let other = if kind == Kind::OfAnotherOrganization { "harbour" } else { "lake" };
            path.replacen("/fjord", &format!("/{other}"), 1)
        }
        Place::Query => format!("{path}?organizationId=lake"),
        Place::Body if operation.body != BodyShape::None => {
            body["organizationId"] = json!("lake");
            path
        }
        Place::Array => {
            let list = body.as_object_mut()?.values_mut().find_map(Value::as_array_mut)?;
            list.push(json!({ "id": "dora", "organizationId": "lake" }));
            path
        }
        Place::LookedUp => {
            let foreign = [
                ("{userId}", "dora"),
                ("{invitationId}", "to-zoe"),
                ("{applicationId}", "lake-key"),
                ("{domain}", "lake.example"),
            ];
            let path = operation.path.replace("{organizationId}", "fjord").replace("{secretName}", "default");
            let path_to_foreign =
                foreign.iter().fold(path.clone(), |path, (name, id)| path.replace(name, id));
            (path_to_foreign != path).then_some(path_to_foreign)?
        }
        Place::Path | Place::Body => return None,
    };
    Some((path, body))
}

/// What is refused from the token alone, whatever the request names.
fn refused_by_token(operation: &Operation, kind: Kind) -> Option<(u16, &'static str)> {
    match kind {
        Kind::None => Some((401, "auth.authorization_header_missing")),
        Kind::Malformed
        | Kind::Expired
        | Kind::NotYetValid
        | Kind::WrongAudience
        | Kind::WrongIssuer
        | Kind::WrongKey
        | Kind::OfAMachine
        | Kind::OfAnotherTenant => Some((401, "auth.unauthorized")),
        Kind::WithoutOrganization if !operation.credentials.contains(&Credential::ResourceToken) => {
            Some((403, "gateway.organization_required"))
        }
        Kind::OfAnotherOrganization if operation.organization == OrganizationIn::Path => {
            Some((403, "gateway.wrong_organization"))
        }
        Kind::UnderScoped if operation.permission.is_some() => Some((403, "gateway.permission_missing")),
        _ => None,
    }
}

/// What is refused from the request alone.
fn refused_by_request(place: Place) -> Option<(u16, &'static str)> {
    match place {
        Place::Path => Some((403, "gateway.wrong_organization")),
        Place::Query | Place::Body | Place::Array => Some((400, "guard.invalid_input")),
        Place::Nowhere | Place::LookedUp => None,
    }
}

/// What is refused because of what the user is now.
fn refused_by_standing(operation: &Operation, kind: Kind) -> Option<(u16, &'static str)> {
    let needs_membership = operation.organization == OrganizationIn::Path || operation.permission.is_some();
    match kind {
        Kind::OfASuspendedUser => Some((403, "gateway.user_suspended")),
        Kind::OfAFormerMember if needs_membership => Some((403, "gateway.not_a_member")),
        _ => None,
    }
}

async fn fixture_for(kind: Kind) -> Fixture {
    let fixture = Fixture::new(TRANSPORT).await;
    match kind {
        Kind::OfASuspendedUser => fixture.upstream.suspend("anna"),
        Kind::OfAFormerMember => {
            let member = ("fjord".to_owned(), "anna".to_owned());
            fixture.upstream.0.lock().members.remove(&member);
        }
        _ => {}
    }
    fixture
}

/// A request, and whether the gateway answered it.
async fn send(
    fixture: &Fixture,
    (operation, kind, place): (&Operation, Kind, Place),
    (authorization, path, body): (Option<&str>, &str, Value),
) -> bool {
    let case = format!("{} with {kind:?} naming {place:?} over {TRANSPORT:?}", operation.name);
    let before: Stored = fixture.upstream.state();
    let request = request(operation.method.clone(), path, authorization, body);
    let reply = fixture.send(request).await;
    let calls = fixture.upstream.take_calls();
    let refused_unasked = refused_by_token(operation, kind).or(refused_by_request(place));
    let refused = refused_unasked.or_else(|| refused_by_standing(operation, kind));
    if let Some(refused) = refused {
        assert_eq!(reply.outcome(), refused, "{case}");
    }
    if refused_unasked.is_some() {
        assert_eq!(calls, Vec::<String>::new(), "{case}");
    }
    if refused.is_none() && place == Place::Nowhere {
        assert_eq!(reply.status, operation.success, "{case}: {reply:?}");
        return true;
    }
    assert!(reply.status.is_client_error() || reply.status.is_success(), "{case}: {reply:?}");
    assert_eq!(fixture.upstream.state(), before, "{case}");
    reply.status.is_success()
}

#[tokio::test]
async fn no_token_of_whatever_kind_reaches_what_is_another_organizations_wherever_it_is_named() {
    let (mut answered, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for kind in KINDS {
        for is_organization_token in [true, false] {
            let authorization = authorization(kind, is_organization_token);
            let shared = fixture_for(kind).await;
            for operation in TABLE {
                for place in PLACES {
                    let Some((path, body)) = request_of(operation, kind, place) else { continue };
                    seen.insert((kind, place));
                    let refused = refused_by_token(operation, kind)
                        .or(refused_by_request(place))
                        .or_else(|| refused_by_standing(operation, kind));
                    let is_answered = if refused.is_none() && place == Place::Nowhere {
                        let own = fixture_for(kind).await;
                        send(&own, (operation, kind, place), (authorization.as_deref(), &path, body)).await
                    } else {
                        send(&shared, (operation, kind, place), (authorization.as_deref(), &path, body)).await
                    };
                    if is_answered && place != Place::Nowhere {
                        answered.insert((operation.name, place));
                    }
                }
            }
        }
    }
    assert_eq!(seen.len(), KINDS.len() * PLACES.len(), "{seen:?}");
    assert_eq!(answered, BTreeSet::from(ANSWERED));
}
