//! What the reference wire has of the calls that the gateway makes: each with its query parameters and the members of its body. The fake knows
//! no others, so that the whole suite shows that the gateway works in front of any server of this wire.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::operations::{STANDING_CALLS, TABLE};

/// A call: its name, its query parameters, the members of its body.
type Row = (&'static str, &'static [&'static str], &'static [&'static str]);

/// The calls, in the order of their paths.
const REFERENCE: &[Row] = &[
    (
        "GET /applications",
        &["types", "excludeRoleId", "excludeOrganizationId", "isThirdParty", "page", "page_size"],
        &[],
    ),
    (
        "POST /applications",
        &[],
        &[
            "name",
            "description",
            "type",
            "oidcClientMetadata",
            "customClientMetadata",
            "customData",
            "isThirdParty",
            "protectedAppMetadata",
        ],
    ),
    ("DELETE /applications/{applicationId}", &[], &[]),
    ("GET /applications/{applicationId}", &[], &[]),
    (
        "PATCH /applications/{applicationId}",
        &[],
        &[
            "name",
            "description",
            "oidcClientMetadata",
            "customClientMetadata",
            "customData",
            "appLevelAccessControlEnabled",
            "protectedAppMetadata",
            "isAdmin",
        ],
    ),
    ("GET /applications/{applicationId}/organizations", &["page", "page_size"], &[]),
    ("GET /applications/{applicationId}/roles", &["page", "page_size"], &[]),
    ("GET /applications/{applicationId}/secrets", &[], &[]),
    ("POST /applications/{applicationId}/secrets", &[], &["name", "expiresAt"]),
    ("DELETE /applications/{applicationId}/secrets/{secretName}", &[], &[]),
    ("PATCH /applications/{applicationId}/secrets/{secretName}", &[], &["name"]),
    ("GET /applications/{applicationId}/user-consent-scopes", &[], &[]),
    (
        "GET /logs",
        &["userId", "applicationId", "logKey", "enableCap", "start_time", "end_time", "page", "page_size"],
        &[],
    ),
    ("GET /organization-invitations", &["organizationId", "inviterId", "invitee"], &[]),
    (
        "POST /organization-invitations",
        &[],
        &["inviterId", "invitee", "organizationId", "expiresAt", "organizationRoleIds", "messagePayload"],
    ),
    ("DELETE /organization-invitations/{invitationId}", &[], &[]),
    ("GET /organization-invitations/{invitationId}", &[], &[]),
    ("POST /organization-invitations/{invitationId}/message", &[], &["code", "link", "locale", "uiLocales"]),
    ("PUT /organization-invitations/{invitationId}/status", &[], &["acceptedUserId", "status"]),
    ("GET /organization-roles", &["q", "page", "page_size"], &[]),
    ("GET /organizations", &["q", "showFeatured", "page", "page_size"], &[]),
    (
        "POST /organizations",
        &[],
        &[
            "tenantId",
            "name",
            "description",
            "customData",
            "isMfaRequired",
            "color",
            "branding",
            "customCss",
            "createdAt",
        ],
    ),
    ("DELETE /organizations/{organizationId}", &[], &[]),
    ("GET /organizations/{organizationId}", &[], &[]),
    (
        "PATCH /organizations/{organizationId}",
        &[],
        &[
            "tenantId",
            "name",
            "description",
            "customData",
            "isMfaRequired",
            "color",
            "branding",
            "customCss",
            "createdAt",
        ],
    ),
    ("GET /organizations/{organizationId}/applications", &["q", "page", "page_size"], &[]),
    ("POST /organizations/{organizationId}/applications", &[], &["applicationIds"]),
    ("GET /organizations/{organizationId}/applications/{applicationId}/roles", &["page", "page_size"], &[]),
    (
        "POST /organizations/{organizationId}/applications/{applicationId}/roles",
        &[],
        &["organizationRoleIds"],
    ),
    ("PUT /organizations/{organizationId}/applications/{applicationId}/roles", &[], &["organizationRoleIds"]),
    ("DELETE /organizations/{organizationId}/applications/{applicationId}/roles/{roleId}", &[], &[]),
    ("GET /organizations/{organizationId}/jit/email-domains", &["page", "page_size"], &[]),
    ("POST /organizations/{organizationId}/jit/email-domains", &[], &["emailDomain"]),
    ("DELETE /organizations/{organizationId}/jit/email-domains/{domain}", &[], &[]),
    ("GET /organizations/{organizationId}/users", &["q", "organizationRoleId", "page", "page_size"], &[]),
    ("POST /organizations/{organizationId}/users", &[], &["userIds"]),
    ("DELETE /organizations/{organizationId}/users/{userId}", &[], &[]),
    ("GET /organizations/{organizationId}/users/{userId}/roles", &["page", "page_size"], &[]),
    (
        "POST /organizations/{organizationId}/users/{userId}/roles",
        &[],
        &["organizationRoleIds", "organizationRoleNames"],
    ),
    (
        "PUT /organizations/{organizationId}/users/{userId}/roles",
        &[],
        &["organizationRoleIds", "organizationRoleNames"],
    ),
    ("GET /organizations/{organizationId}/users/{userId}/scopes", &[], &[]),
    ("GET /resources", &["includeScopes", "page", "page_size"], &[]),
    ("GET /roles/{roleId}/scopes", &["page", "page_size"], &[]),
    ("GET /users/{userId}", &["includeSsoIdentities", "includePasswordHash"], &[]),
    ("GET /users/{userId}/organizations", &[], &[]),
    ("GET /users/{userId}/roles", &["page", "page_size"], &[]),
];

/// What only a Guildhall answers: the audit log by organization, with what was done over the Management API.
const EXTENSIONS: &[Row] = &[("GET /logs", &["organizationId", "includeManagement"], &[])];

/// Fails where the reference wire has no such call, or has it without these parameters and members.
pub(super) fn check(call: &str, query: &BTreeSet<String>, body: &Value) {
    let find = |rows: &'static [Row]| rows.iter().find(|(name, ..)| *name == call);
    let (_, of_reference, members) =
        find(REFERENCE).unwrap_or_else(|| panic!("{call} is no call of the wire"));
    let of_extension = find(EXTENSIONS).map_or(&[][..], |(_, parameters, _)| *parameters);
    for name in query {
        let is_known = of_reference.iter().chain(of_extension).any(|known| known == name);
        assert!(is_known, "{call} has no parameter {name}");
    }
    // A message takes whatever its template may show.
    let is_open = call == "POST /organization-invitations/{invitationId}/message";
    for name in body.as_object().into_iter().flat_map(|body| body.keys()) {
        assert!(is_open || members.contains(&name.as_str()), "the body of {call} has no member {name}");
    }
}

fn named() -> BTreeSet<&'static str> {
    TABLE.iter().flat_map(|row| row.upstream).chain(&STANDING_CALLS).copied().collect()
}

#[test]
fn the_table_names_calls_of_the_reference_wire_and_no_others() {
    let known: BTreeSet<&str> = REFERENCE.iter().map(|(name, ..)| *name).collect();
    assert_eq!(named(), known);
    for (call, ..) in EXTENSIONS {
        for operation in TABLE.iter().filter(|operation| operation.upstream.contains(call)) {
            assert!(operation.needs_guildhall, "{} needs what only a Guildhall answers", operation.name);
        }
        assert!(!STANDING_CALLS.contains(call), "{call}");
    }
}

/// Holds the list above against the reference documents, where they stand beside the project.
#[test]
fn the_list_is_what_the_reference_documents_say() {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference/openapi/management.openapi.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        return println!("left out: the reference documents are not beside the project");
    };
    let document: Value = serde_json::from_str(&text).unwrap();
    for (call, query, members) in REFERENCE {
        let (method, path) = call.split_once(' ').unwrap();
        let operation =
            operation(&document, &method.to_lowercase(), path).unwrap_or_else(|| panic!("{call}"));
        let parameters: BTreeSet<&str> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|parameter| resolved(&document, parameter))
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        let unknown = query.iter().find(|name| !parameters.contains(*name));
        assert_eq!(unknown, None, "a parameter of {call}");
        let body = resolved(&document, &operation["requestBody"]["content"]["application/json"]["schema"]);
        let alternatives =
            ["anyOf", "oneOf", "allOf"].iter().filter_map(|kind| body[*kind].as_array()).flatten();
        let schemas: Vec<&Value> =
            alternatives.map(|schema| resolved(&document, schema)).chain([body]).collect();
        let is_known = |name: &str| schemas.iter().any(|schema| schema["properties"].get(name).is_some());
        assert_eq!(members.iter().find(|name| !is_known(name)), None, "a member of the body of {call}");
    }
}

/// The operation of a document whose path is this but for the names of its ids.
fn operation<'a>(document: &'a Value, method: &str, path: &str) -> Option<&'a Value> {
    let without_names = |path: &str| -> Vec<String> {
        let segments = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
        segments.map(str::to_owned).collect()
    };
    let wanted = without_names(&format!("/api{path}"));
    let mut paths = document["paths"].as_object()?.iter();
    paths.find(|(path, _)| without_names(path) == wanted)?.1.get(method)
}

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => resolved(document, document.pointer(reference.trim_start_matches('#')).unwrap()),
        None => value,
    }
}
