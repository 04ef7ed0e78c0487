//! Rows about domains.

use http::{Method, StatusCode};

use super::super::{AnswerShape, BodyShape, Operation, OperationId};
use super::{DOMAINS, PAGES, READ_IN_ORGANIZATION};

pub(super) const LIST_DOMAINS: Operation = Operation {
    id: OperationId::ListDomains,
    name: "list_domains",
    path: "/organizations/{organizationId}/domains",
    permission: Some("org:domain"),
    query: PAGES,
    upstream: &[DOMAINS],
    answer: AnswerShape::Domains,
    summary: "List the domains",
    description: "Those that were proven: whoever registers with an e-mail address there becomes a member.",
    ..READ_IN_ORGANIZATION
};

pub(super) const ADD_DOMAIN: Operation = Operation {
    id: OperationId::AddDomain,
    name: "add_domain",
    method: Method::POST,
    path: "/organizations/{organizationId}/domains",
    permission: Some("org:domain"),
    body: BodyShape::Domain,
    upstream: &[DOMAINS],
    success: StatusCode::CREATED,
    answer: AnswerShape::Domain,
    summary: "Begin to prove a domain",
    description: "The answer tells which TXT record to publish. Nothing is kept and nothing counts until the record was \
                  seen; public suffixes, addresses and wildcards are refused.",
    ..READ_IN_ORGANIZATION
};

pub(super) const READ_DOMAIN: Operation = Operation {
    id: OperationId::ReadDomain,
    name: "read_domain",
    path: "/organizations/{organizationId}/domains/{domain}",
    permission: Some("org:domain"),
    upstream: &[DOMAINS],
    answer: AnswerShape::Domain,
    summary: "Read a domain and its record",
    description: "A domain that nobody proved is `Pending`. It stands in the path in ASCII and small letters.",
    ..READ_IN_ORGANIZATION
};

pub(super) const REMOVE_DOMAIN: Operation = Operation {
    id: OperationId::RemoveDomain,
    name: "remove_domain",
    method: Method::DELETE,
    path: "/organizations/{organizationId}/domains/{domain}",
    permission: Some("org:domain"),
    upstream: &["DELETE /organizations/{organizationId}/jit/email-domains/{domain}"],
    success: StatusCode::NO_CONTENT,
    summary: "Remove a domain",
    description: "Who became a member by it stays one.",
    ..READ_IN_ORGANIZATION
};

pub(super) const VERIFY_DOMAIN: Operation = Operation {
    id: OperationId::VerifyDomain,
    name: "verify_domain",
    method: Method::POST,
    path: "/organizations/{organizationId}/domains/{domain}/verify",
    permission: Some("org:domain"),
    is_open_to_third_parties: false,
    upstream: &["POST /organizations/{organizationId}/jit/email-domains"],
    answer: AnswerShape::Domain,
    summary: "Look for the record of a domain",
    description: "Where it is published, the domain is the organization's from now on. Otherwise 422, with the texts that were \
                  found instead.",
    ..READ_IN_ORGANIZATION
};
