//! Every page of the portal, filled: the tests of all pages hold them too.

use super::*;
use crate::Template as _;
use crate::components::{Banner, FieldState, Tone};
use crate::words::Piece;

/// Every page with `text` in each of its fields.
pub(crate) fn pages_with(text: &str) -> Vec<(&'static str, String)> {
    let mut pages = people(text);
    pages.extend(settings(text));
    pages.extend(api_keys(text));
    pages
}

fn frame(text: &str) -> PortalFrame {
    let tab = || Tab { label: text.to_owned(), href: text.to_owned(), is_current: true };
    PortalFrame {
        brand: Brand {
            logo_url: Some(format!("https://cdn.example/{text}")),
            dark_logo_url: Some(format!("https://dark.example/{text}")),
            primary_color: "#5d34f2".parse().ok(),
            ..Brand::named(text)
        },
        words: Words::default(),
        user: person(text),
        organization: Some(PortalOrganization { id: text.to_owned(), name: text.to_owned() }),
        sections: vec![tab()],
        views: vec![tab()],
        banner: Some(Banner::danger(text)),
        sign_out_url: text.to_owned(),
        other_account_url: text.to_owned(),
    }
}

fn person(text: &str) -> Person {
    Person { id: text.to_owned(), name: text.to_owned(), detail: Some(text.to_owned()) }
}

fn field(text: &str) -> FieldState {
    FieldState { value: text.to_owned(), error: Some(text.to_owned()) }
}

fn moment(text: &str) -> Moment {
    Moment { iso: text.to_owned(), absolute: text.to_owned(), relative: text.to_owned() }
}

fn paging(text: &str) -> Paging {
    Paging { first: 1, last: 2, total: 3, previous: Some(text.to_owned()), next: Some(text.to_owned()) }
}

fn roles(text: &str) -> Vec<RoleChoice> {
    vec![RoleChoice {
        id: "role1".to_owned(),
        name: text.to_owned(),
        description: Some(text.to_owned()),
        is_checked: true,
        is_locked: true,
    }]
}

fn options(text: &str) -> Vec<SelectOption> {
    vec![SelectOption { value: text.to_owned(), label: text.to_owned(), is_selected: true }]
}

fn member(text: &str) -> MemberRow {
    MemberRow {
        person: person(text),
        is_me: true,
        is_suspended: true,
        roles: vec![text.to_owned()],
        last_sign_in_at: Some(moment(text)),
        href: text.to_owned(),
    }
}

fn people(text: &str) -> Vec<(&'static str, String)> {
    let home = PortalHomePage {
        frame: PortalFrame { organization: None, sections: Vec::new(), ..frame(text) },
        invitations: vec![MyInvitationRow {
            href: text.to_owned(),
            organization_id: text.to_owned(),
            organization_name: text.to_owned(),
            expires_at: moment(text),
        }],
        organizations: vec![MyOrganizationRow {
            id: text.to_owned(),
            href: text.to_owned(),
            name: text.to_owned(),
            description: Some(text.to_owned()),
            roles: vec![text.to_owned()],
        }],
        search: text.to_owned(),
        is_searchable: true,
        paging: paging(text),
        create_url: Some(text.to_owned()),
    };
    let members = PortalMembersPage {
        frame: frame(text),
        members: vec![member(text)],
        search: text.to_owned(),
        action: text.to_owned(),
        paging: paging(text),
        invite_url: Some(text.to_owned()),
    };
    let member = PortalMemberPage {
        frame: frame(text),
        back_url: text.to_owned(),
        action: Some(text.to_owned()),
        xsrf: text.to_owned(),
        member: member(text),
        created_at: Some(moment(text)),
        roles: roles(text),
        roles_error: Some(text.to_owned()),
        remove_url: Some(text.to_owned()),
    };
    let roles = PortalRolesPage {
        frame: frame(text),
        roles: vec![RoleRow {
            name: text.to_owned(),
            description: Some(text.to_owned()),
            is_for_machines: true,
            is_mine: true,
            permissions: vec![text.to_owned()],
            resources: vec![(text.to_owned(), vec![text.to_owned()])],
        }],
    };
    vec![
        ("portal home", home.render().unwrap()),
        ("portal members", members.render().unwrap()),
        ("portal member", member.render().unwrap()),
        ("portal roles", roles.render().unwrap()),
        ("portal invitations", invitations(text).render().unwrap()),
        ("portal invite", invite(text).render().unwrap()),
        ("portal invitation", invitation(text).render().unwrap()),
    ]
}

fn invitations(text: &str) -> PortalInvitationsPage {
    PortalInvitationsPage {
        frame: frame(text),
        xsrf: text.to_owned(),
        filters: vec![Tab { label: text.to_owned(), href: text.to_owned(), is_current: true }],
        invitations: vec![InvitationRow {
            invitee: text.to_owned(),
            roles: vec![text.to_owned()],
            status: text.to_owned(),
            tone: Tone::Info,
            created_at: moment(text),
            expires_at: moment(text),
            link: Some(text.to_owned()),
            resend_url: Some(text.to_owned()),
            revoke_url: Some(text.to_owned()),
        }],
        paging: paging(text),
        invite_url: Some(text.to_owned()),
    }
}

fn invite(text: &str) -> PortalInvitePage {
    PortalInvitePage {
        frame: frame(text),
        back_url: text.to_owned(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        invitee: field(text),
        roles: roles(text),
        roles_error: Some(text.to_owned()),
        lifetimes: options(text),
        lifetime_error: Some(text.to_owned()),
        sends_message: true,
    }
}

fn invitation(text: &str) -> PortalInvitationPage {
    PortalInvitationPage {
        brand: frame(text).brand,
        words: Words::default(),
        status: http::StatusCode::OK,
        heading: text.to_owned(),
        explanation: text.to_owned(),
        banner: Some(Banner::danger(text)),
        user: Some(person(text)),
        roles: vec![text.to_owned()],
        expires_at: Some(moment(text)),
        action: Some(text.to_owned()),
        xsrf: text.to_owned(),
        sign_in_url: Some(text.to_owned()),
        register_url: Some(text.to_owned()),
        other_account_url: Some(text.to_owned()),
        portal_url: Some(text.to_owned()),
    }
}

fn settings(text: &str) -> Vec<(&'static str, String)> {
    let security = PortalSecurityPage {
        frame: frame(text),
        action: Some(text.to_owned()),
        xsrf: text.to_owned(),
        is_mfa_required: true,
        error: Some(text.to_owned()),
    };
    let domains = PortalDomainsPage {
        frame: frame(text),
        action: Some(text.to_owned()),
        xsrf: text.to_owned(),
        domains: vec![DomainRow { domain: text.to_owned(), is_verified: false, href: text.to_owned() }],
        domain: field(text),
    };
    let domain = PortalDomainPage {
        frame: frame(text),
        back_url: text.to_owned(),
        xsrf: text.to_owned(),
        domain: text.to_owned(),
        is_verified: false,
        record: Some((text.to_owned(), text.to_owned(), text.to_owned())),
        verify_url: text.to_owned(),
        remove_url: Some(text.to_owned()),
        found: vec![text.to_owned()],
    };
    let activity = PortalActivityPage {
        frame: frame(text),
        entries: vec![ActivityEntry {
            what: vec![Piece::Strong(text.to_owned()), Piece::Text(text.to_owned())],
            detail: Some(text.to_owned()),
            tone: Tone::Danger,
            at: moment(text),
            key: text.to_owned(),
        }],
        paging: paging(text),
    };
    vec![
        ("portal organization", organization(text).render().unwrap()),
        ("portal new organization", new_organization(text).render().unwrap()),
        ("portal confirm", confirm(text).render().unwrap()),
        ("portal security", security.render().unwrap()),
        ("portal domains", domains.render().unwrap()),
        ("portal domain", domain.render().unwrap()),
        ("portal activity", activity.render().unwrap()),
    ]
}

fn organization(text: &str) -> PortalOrganizationPage {
    PortalOrganizationPage {
        frame: frame(text),
        action: Some(text.to_owned()),
        xsrf: text.to_owned(),
        fields: OrganizationFields {
            name: field(text),
            description: field(text),
            logo_url: field(text),
            dark_logo_url: field(text),
            primary_color: field(text),
            dark_primary_color: field(text),
        },
        shows_brand: true,
        created_at: Some(moment(text)),
        roles: vec![text.to_owned()],
        leave_url: Some(text.to_owned()),
        delete_url: Some(text.to_owned()),
    }
}

fn new_organization(text: &str) -> PortalNewOrganizationPage {
    PortalNewOrganizationPage {
        frame: frame(text),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        name: field(text),
        description: field(text),
    }
}

fn confirm(text: &str) -> PortalConfirmPage {
    PortalConfirmPage {
        frame: frame(text),
        heading: text.to_owned(),
        consequences: vec![text.to_owned()],
        typed: Some((text.to_owned(), field(text))),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        button: text.to_owned(),
        back_url: text.to_owned(),
    }
}

fn api_keys(text: &str) -> Vec<(&'static str, String)> {
    let list = PortalApplicationsPage {
        frame: frame(text),
        applications: vec![ApplicationRow {
            id: text.to_owned(),
            name: text.to_owned(),
            description: Some(text.to_owned()),
            roles: vec![text.to_owned()],
            created_at: Some(moment(text)),
            href: text.to_owned(),
        }],
        paging: paging(text),
        create_url: Some(text.to_owned()),
    };
    let new = PortalNewApplicationPage {
        frame: frame(text),
        back_url: text.to_owned(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        name: field(text),
        description: field(text),
        roles: roles(text),
        roles_error: Some(text.to_owned()),
    };
    let one = PortalApplicationPage {
        frame: frame(text),
        back_url: text.to_owned(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        client_id: text.to_owned(),
        created_at: Some(moment(text)),
        name: field(text),
        description: field(text),
        roles: roles(text),
        roles_error: Some(text.to_owned()),
        secrets: vec![SecretRow {
            name: text.to_owned(),
            created_at: Some(moment(text)),
            expires_at: Some(moment(text)),
            is_expired: true,
            delete_url: text.to_owned(),
        }],
        secret_name: field(text),
        lifetimes: options(text),
        lifetime_error: Some(text.to_owned()),
        command: text.to_owned(),
    };
    let secret = PortalSecretPage {
        frame: frame(text),
        name: text.to_owned(),
        client_id: text.to_owned(),
        secret: text.to_owned(),
        command: text.to_owned(),
        application_url: text.to_owned(),
    };
    vec![
        ("portal API keys", list.render().unwrap()),
        ("portal new API key", new.render().unwrap()),
        ("portal API key", one.render().unwrap()),
        ("portal secret", secret.render().unwrap()),
    ]
}
