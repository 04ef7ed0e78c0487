use std::collections::HashSet;

use super::super::Guard;
use super::*;

#[test]
fn names_ids_and_places_are_unique() {
    let names: HashSet<_> = TABLE.iter().map(|operation| operation.name).collect();
    let ids: HashSet<_> = TABLE.iter().map(|operation| operation.id).collect();
    let places: HashSet<_> = TABLE.iter().map(|operation| (&operation.method, operation.path)).collect();
    assert_eq!((names.len(), ids.len(), places.len()), (TABLE.len(), TABLE.len(), TABLE.len()));
}

#[test]
fn an_organization_is_in_the_path_exactly_where_the_row_says_so() {
    for operation in TABLE {
        let is_in_path = operation.path.contains("{organizationId}");
        assert_eq!(is_in_path, operation.organization == OrganizationIn::Path, "{}", operation.name);
        let opens_without_organization = operation.credentials.contains(&Credential::ResourceToken);
        assert_eq!(opens_without_organization, !is_in_path, "{}", operation.name);
    }
}

/// What the policy does not accept never comes as far as the operation: the verifier refuses it.
#[test]
fn every_operation_takes_every_kind_of_token_that_names_an_organization() {
    for operation in TABLE {
        for kind in [Credential::OrganizationToken, Credential::ResourceTokenWithOrganization] {
            assert!(operation.credentials.contains(&kind), "{}", operation.name);
        }
    }
}

#[test]
fn only_being_oneself_and_leaving_need_no_permission() {
    let open: Vec<_> =
        TABLE.iter().filter(|operation| operation.permission.is_none()).map(|row| row.name).collect();
    let of_the_invited = ["read_my_invitation", "accept_invitation", "decline_invitation"];
    let of_oneself = ["list_my_invitations", "list_my_organizations"];
    assert_eq!(open, [&["leave_organization"], &of_the_invited[..], &of_oneself[..]].concat());
}

/// A user who opens an organization to a third party has granted it permissions, and nothing that needs none. Nor what the user's
/// own roles hold: who gives roles away is judged by these, and they may hold more than was granted. Nor what makes somebody a member, who
/// stays one when the organization is closed to the third party.
#[test]
fn third_parties_do_nothing_that_needs_no_permission_and_nothing_that_lets_anybody_in_or_gives_or_takes_roles()
 {
    let lets_in = |call: &&&str| {
        let Some(path) = call.strip_prefix("POST ").or_else(|| call.strip_prefix("PUT ")) else {
            return false;
        };
        let is_in_organization = path.starts_with("/organizations/{organizationId}/");
        **call == "POST /organization-invitations"
            || (is_in_organization
                && ["/users", "/jit/", "/roles", "/applications"].iter().any(|part| path.contains(part)))
            || path.ends_with("/secrets")
    };
    let closed = TABLE.iter().filter(|operation| operation.upstream.iter().any(|call| lets_in(&call)));
    assert!(closed.count() >= 8, "the rule sees what it is about");
    // Whoever founds an organization is its only member.
    let exempt = [OperationId::ListMyOrganizations, OperationId::CreateOrganization];
    for operation in TABLE.iter().filter(|operation| !exempt.contains(&operation.id)) {
        let gives_or_takes = operation.guards.contains(&Guard::GrantsOnlyWhatIsHeld)
            || operation.upstream.iter().any(|call| lets_in(&call));
        let may_be_open = operation.permission.is_some() && !gives_or_takes;
        assert_eq!(operation.is_open_to_third_parties, may_be_open, "{}", operation.name);
    }
}

#[test]
fn quotas_are_the_last_guard() {
    for operation in TABLE {
        let place = operation.guards.iter().position(|guard| *guard == Guard::Quotas);
        assert!(place.is_none_or(|place| place + 1 == operation.guards.len()), "{}", operation.name);
    }
}

#[test]
fn an_invitation_is_looked_up_wherever_a_path_names_one() {
    for operation in TABLE {
        let is_named = operation.path.contains("{invitationId}");
        let is_looked_up = operation.upstream.contains(&INVITATION);
        assert_eq!(is_named, is_looked_up, "{}", operation.name);
    }
}

/// The template, users and everything else that all organizations share are out of reach. Applications are written by those
/// operations alone that look them up first, make them, or delete the organization that they were made for.
#[test]
fn nothing_but_organizations_and_their_own_applications_is_ever_written() {
    for operation in TABLE {
        let writes = operation.upstream.iter().filter(|call| !call.starts_with("GET "));
        for call in writes {
            let path = call.split(' ').nth(1).unwrap();
            let is_under = |root: &str| {
                path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let looks_up = LOOK_UP_APPLICATION.iter().all(|call| operation.upstream.contains(call))
                && operation.path.contains("{applicationId}");
            let may_write_applications = looks_up
                || operation.id == OperationId::CreateApplication
                || operation.guards.contains(&Guard::LeavesNoCredential);
            let is_in_organizations = is_under("/organizations") || is_under("/organization-invitations");
            let is_allowed = is_in_organizations || (is_under("/applications") && may_write_applications);
            assert!(is_allowed && operation.is_write(), "{}: {call}", operation.name);
        }
    }
}

#[test]
fn whoever_names_an_application_looks_it_up() {
    let mut seen = 0;
    for operation in TABLE.iter().filter(|operation| operation.path.contains("{applicationId}")) {
        for call in LOOK_UP_APPLICATION {
            assert!(operation.upstream.contains(call), "{}: {call}", operation.name);
            seen += 1;
        }
    }
    assert!(seen >= 2, "{seen}");
}

#[test]
fn bodies_belong_to_methods_that_have_them() {
    for operation in TABLE {
        let may_have_body = [Method::POST, Method::PUT, Method::PATCH].contains(&operation.method);
        assert!(may_have_body || operation.body == BodyShape::None, "{}", operation.name);
        assert_eq!(operation.answer == AnswerShape::Empty, operation.success == StatusCode::NO_CONTENT);
        assert!(!operation.summary.is_empty() && !operation.upstream.is_empty());
    }
}
