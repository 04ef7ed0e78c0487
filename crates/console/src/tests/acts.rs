//! What every form of the console does to what there is. A form that is not in this table is to be put into it, and to ask or to offer a way back where it
//! takes something away. That what asks does nothing unasked, `asking` tries with each.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;

use crate::pages::routes;

/// What a form does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Act {
    /// It adds, sends or only shows something.
    Adds,
    /// It stores what its page shows and lets one change, so that the same page takes it back.
    Stores,
    /// As `Stores`; what of it cannot be taken back there is asked for first.
    StoresOrAsks,
    /// It takes something away at once, and the notice has a button that gives it back.
    CanBeUndone,
    /// It takes something away for good: a page of the same address asks first.
    Asks,
    /// What is typed for it, a password, is the answer, and its page says what is lost.
    Typed,
    /// It lets its own visitor in or out.
    Entrance,
}
use Act::{Adds, Asks, CanBeUndone, Entrance, Stores, StoresOrAsks, Typed};

const ACTS: &[(Act, &[&str])] = &[
    (
        Entrance,
        &[
            "/console/enter",
            "/console/set-up",
            "/console/sign-in",
            "/console/sign-in/code",
            "/console/sign-out",
            "/console/tenants/{tenant}/enter",
        ],
    ),
    (
        Adds,
        &[
            "/console/account/authenticator",
            "/console/administrators/new",
            "/console/administrators/{administrator}/link",
            "/console/api-resources/new",
            "/console/api-resources/{resource}/permissions/new",
            "/console/applications/new",
            "/console/applications/{application}/guide/addresses",
            "/console/applications/{application}/guide/secret",
            "/console/applications/{application}/roles/add",
            "/console/applications/{application}/secrets",
            "/console/connectors/{connector}/test",
            "/console/email-templates/preview",
            "/console/email-templates/{kind}/new",
            "/console/enterprise-sso/new/{kind}",
            "/console/enterprise-sso/{connector}/test",
            "/console/email-templates/{kind}/{language}/test",
            "/console/gateway/what-if",
            "/console/get-started/machine",
            "/console/get-started/organization",
            "/console/get-started/person",
            "/console/get-started/template",
            "/console/get-started/try/{application}",
            "/console/organization-template/permissions/new",
            "/console/organization-template/roles/new",
            "/console/organizations/new",
            "/console/organizations/{organization}/applications/add",
            "/console/organizations/{organization}/invitations/new",
            "/console/organizations/{organization}/members/add",
            "/console/profile-fields/new/{type}",
            "/console/roles/new",
            "/console/roles/{role}/applications/add",
            "/console/roles/{role}/permissions/add",
            "/console/roles/{role}/users/add",
            "/console/sign-in-experience/phrases/new",
            "/console/sign-in-experience/preview",
            "/console/tenants/new",
            "/console/token-claims/{kind}/check",
            "/console/tokens",
            "/console/users/new",
            "/console/users/{user}/impersonate",
            "/console/users/{user}/roles/add",
            "/console/webhooks/new",
            "/console/webhooks/{hook}/deliveries/{delivery}",
            "/console/webhooks/{hook}/key",
        ],
    ),
    (
        Stores,
        &[
            "/console/account-center",
            "/console/api-resources/{resource}",
            "/console/api-resources/{resource}/permissions/{permission}",
            "/console/applications/{application}",
            "/console/applications/{application}/branding",
            "/console/connectors/{connector}",
            "/console/email-templates/{kind}/{language}",
            "/console/enterprise-sso/{connector}",
            "/console/enterprise-sso/{connector}/experience",
            "/console/mfa",
            "/console/organization-template",
            "/console/organization-template/permissions/{permission}",
            "/console/organization-template/roles/{role}",
            "/console/organizations/{organization}",
            "/console/organizations/{organization}/applications/{application}",
            "/console/organizations/{organization}/just-in-time",
            "/console/organizations/{organization}/members/{user}",
            "/console/profile-fields/by-name/{name}",
            "/console/roles/{role}",
            "/console/security",
            "/console/security/addresses",
            "/console/security/attacks",
            "/console/sign-in-experience",
            "/console/sign-in-experience/content",
            "/console/sign-in-experience/methods",
            "/console/sign-in-experience/phrases/{language}",
            "/console/tenants/{tenant}",
            "/console/token-claims/{kind}",
            "/console/users/{user}",
            "/console/webhooks/{hook}",
        ],
    ),
    (
        StoresOrAsks,
        &[
            "/console/administrators/{administrator}",
            "/console/connectors/new/{factory}",
            "/console/security/captcha",
        ],
    ),
    (
        CanBeUndone,
        &[
            "/console/applications/{application}/roles/{role}/remove",
            "/console/organizations/{organization}/applications/{application}/remove",
            "/console/organizations/{organization}/members/{user}/remove",
            "/console/roles/{role}/applications/{application}/remove",
            "/console/roles/{role}/permissions/{permission}/remove",
            "/console/roles/{role}/users/{user}/remove",
            "/console/users/{user}/roles/{role}/remove",
            "/console/users/{user}/suspend",
        ],
    ),
    (
        Typed,
        &[
            "/console/account/authenticator/remove",
            "/console/account/password",
            "/console/users/{user}/password",
        ],
    ),
    (
        Asks,
        &[
            "/console/account/sessions",
            "/console/administrators/{administrator}/remove",
            "/console/api-resources/{resource}/delete",
            "/console/api-resources/{resource}/permissions/{permission}/delete",
            "/console/applications/{application}/delete",
            "/console/applications/{application}/secrets/delete",
            "/console/connectors/{connector}/delete",
            "/console/email-templates/{kind}/{language}/delete",
            "/console/enterprise-sso/{connector}/delete",
            "/console/organization-template/permissions/{permission}/delete",
            "/console/organization-template/roles/{role}/delete",
            "/console/organizations/{organization}/delete",
            "/console/organizations/{organization}/invitations/{invitation}/revoke",
            "/console/profile-fields/by-name/{name}/delete",
            "/console/roles/{role}/delete",
            "/console/sign-in-experience/phrases/{language}/delete",
            "/console/signing-keys/{kind}/rotate",
            "/console/signing-keys/{kind}/{key}/delete",
            "/console/tenants/{tenant}/delete",
            "/console/token-claims/{kind}/delete",
            "/console/users/{user}/delete",
            "/console/users/{user}/sessions/{session}/end",
            "/console/webhooks/{hook}/delete",
            "/console/webhooks/{hook}/key/replace",
        ],
    ),
];

/// The forms that ask, always or for some of what they do.
pub(super) fn asking() -> BTreeSet<&'static str> {
    let asking = ACTS.iter().filter(|(act, _)| matches!(act, Asks | StoresOrAsks));
    asking.flat_map(|(_, paths)| paths.iter().copied()).collect()
}

#[test]
fn every_form_is_known_for_what_it_does() {
    let table = routes();
    let forms = table.table().iter().filter(|row| row.method == Method::POST).map(|row| row.path);
    let known: BTreeMap<_, _> =
        ACTS.iter().flat_map(|(act, paths)| paths.iter().map(move |path| (*path, *act))).collect();
    let said: usize = ACTS.iter().map(|(_, paths)| paths.len()).sum();
    assert_eq!(known.len(), said, "something is said twice");
    assert_eq!(known.keys().copied().collect::<BTreeSet<_>>(), forms.collect::<BTreeSet<_>>());
}

#[test]
fn what_is_gone_for_good_has_a_page_that_asks() {
    let table = routes();
    let pages: BTreeSet<_> =
        table.table().iter().filter(|row| row.method == Method::GET).map(|row| row.path).collect();
    for path in ACTS.iter().filter(|(act, _)| *act == Asks).flat_map(|(_, paths)| *paths) {
        assert!(pages.contains(path), "{path}");
    }
    // Those that are undone act at once: a link leads nowhere there.
    for path in ACTS.iter().filter(|(act, _)| *act == CanBeUndone).flat_map(|(_, paths)| *paths) {
        assert!(!pages.contains(path), "{path}");
    }
}
