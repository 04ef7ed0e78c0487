//! The pages about factors, sessions, applications, tokens, organizations and data, filled as far as they can be, for tests.

use askama::Template as _;

use super::*;
use crate::components::FieldState;
use crate::pages::{
    Factor,
    portal::{Moment, SelectOption},
};

fn said(what: &str) -> (String, Moment) {
    (what.to_owned(), Moment::default())
}

fn wrong() -> FieldState {
    FieldState { value: "x".to_owned(), error: Some("Wrong".to_owned()) }
}

/// The page about signing in, with everything on it.
pub(super) fn security(frame: AccountFrame, has_password: bool) -> AccountSecurityPage {
    let row = |factor| FactorRow {
        factor,
        detail: "Set up".to_owned(),
        set_up_url: Some("/account/security/x".to_owned()),
        replace_url: Some("/account/security/x".to_owned()),
        remove_url: Some("/account/security/x".to_owned()),
    };
    let passkey = PasskeyRow {
        name: "Laptop".to_owned(),
        moments: vec![said("Added"), said("Used")],
        rename_url: Some("/account/security/x".to_owned()),
        remove_url: Some("/account/security/x".to_owned()),
    };
    AccountSecurityPage {
        frame,
        has_password: Some(has_password),
        password_url: Some("/account/password".to_owned()),
        xsrf: "token".to_owned(),
        passkeys: Some(Passkeys { rows: vec![passkey], add_url: Some("/account/security/x".to_owned()) }),
        factors: Some(Factors {
            rows: vec![row(Factor::Totp), row(Factor::BackupCode)],
            is_asked: Some(has_password),
            may_change: true,
        }),
    }
}

/// The others, in words of `frame`.
pub(super) fn pages(frame: impl Fn() -> AccountFrame) -> Vec<String> {
    let mut pages = factors(&frame);
    pages.extend(access(&frame));
    pages.extend(belonging(&frame));
    pages.into_iter().map(|page| page.expect("a page")).collect()
}

fn factors(frame: &impl Fn() -> AccountFrame) -> Vec<askama::Result<String>> {
    let (action, xsrf, back_url) =
        (|| "/account/x".to_owned(), || "token".to_owned(), || "/account".to_owned());
    let totp = AccountTotpPage {
        frame: frame(),
        xsrf: xsrf(),
        picture: "data:image/png;base64,AA==".to_owned(),
        secret: "GEZDGNBV".to_owned(),
        error: Some("Wrong".to_owned()),
        action: action(),
        back_url: back_url(),
    };
    let codes = AccountBackupCodesPage {
        frame: frame(),
        xsrf: xsrf(),
        codes: vec!["0123456789".to_owned(), "abcdef0123".to_owned()],
        replaces: true,
        action: action(),
        back_url: back_url(),
    };
    let passkey = AccountPasskeyPage {
        frame: frame(),
        xsrf: xsrf(),
        options: r#"{"challenge":"a"}"#.to_owned(),
        record: "r".to_owned(),
        field: wrong(),
        action: action(),
        back_url: back_url(),
    };
    let rename = AccountRenamePage {
        frame: frame(),
        xsrf: xsrf(),
        current: "Laptop".to_owned(),
        field: wrong(),
        hint: "Such as".to_owned(),
        action: action(),
        back_url: back_url(),
    };
    vec![totp.render(), codes.render(), passkey.render(), rename.render()]
}

fn access(frame: &impl Fn() -> AccountFrame) -> Vec<askama::Result<String>> {
    let session = |is_here: bool| SessionRow {
        name: "Firefox on Linux".to_owned(),
        address: Some("203.0.113.9".to_owned()),
        last_active: Some(said("Last active: just now")),
        is_here,
        end_url: (!is_here).then(|| "/account/sessions/s".to_owned()),
    };
    let browser = TrustedBrowserRow {
        name: "Firefox on Linux".to_owned(),
        address: Some("203.0.113.9".to_owned()),
        moments: vec![said("Used"), said("Ends")],
        stop_url: Some("/account/sessions/trusted/b".to_owned()),
    };
    let sessions = |rows| AccountSessionsPage {
        frame: frame(),
        sessions: vec![session(true), session(false)],
        trusted: Some(TrustedBrowsers { rows }),
        end_others_url: Some("/account/sessions/others".to_owned()),
    };
    let application = ApplicationRow {
        id: "a".to_owned(),
        name: "Orders".to_owned(),
        allowed: said("Allowed"),
        may: vec!["See your name".to_owned()],
        permissions: vec![("Permissions for x".to_owned(), vec!["order:read".to_owned()])],
        revoke_url: Some("/account/applications/a".to_owned()),
    };
    let applications = |applications| AccountApplicationsPage { frame: frame(), applications };
    let token = |has_ended| TokenRow {
        name: "Backup".to_owned(),
        added: said("Added"),
        ends: Some(said("Ends")),
        has_ended,
        rename_url: Some("/account/tokens/rename?name=Backup".to_owned()),
        delete_url: Some("/account/tokens/delete?name=Backup".to_owned()),
    };
    let tokens = |tokens| AccountTokensPage {
        frame: frame(),
        tokens,
        create_url: Some("/account/tokens/new".to_owned()),
    };
    let days = SelectOption { value: "30".to_owned(), label: "In 30 days".to_owned(), is_selected: true };
    let new_token = AccountNewTokenPage {
        frame: frame(),
        xsrf: "token".to_owned(),
        field: wrong(),
        days: vec![days],
        action: "/account/x".to_owned(),
        back_url: "/account".to_owned(),
    };
    let made = AccountTokenPage {
        frame: frame(),
        name: "Backup".to_owned(),
        value: "pat_x".to_owned(),
        back_url: "/account".to_owned(),
    };
    vec![
        sessions(vec![browser]).render(),
        sessions(Vec::new()).render(),
        applications(vec![application]).render(),
        applications(Vec::new()).render(),
        tokens(vec![token(true), token(false)]).render(),
        tokens(Vec::new()).render(),
        new_token.render(),
        made.render(),
    ]
}

fn belonging(frame: &impl Fn() -> AccountFrame) -> Vec<askama::Result<String>> {
    let invitation = InvitationRow {
        organization: "Fjord".to_owned(),
        organization_id: "o".to_owned(),
        inviter: Some("Ben".to_owned()),
        ends: said("Ends"),
        roles: vec!["admin".to_owned()],
        accept_action: Some("/account/x".to_owned()),
        decline_action: Some("/account/x".to_owned()),
    };
    let organization = OrganizationRow {
        id: "o".to_owned(),
        name: "Fjord".to_owned(),
        description: Some("Ferries".to_owned()),
        roles: vec!["admin".to_owned()],
        leave_url: Some("/account/x".to_owned()),
    };
    let organizations = |invitations, organizations| AccountOrganizationsPage {
        frame: frame(),
        xsrf: "token".to_owned(),
        invitations,
        organizations,
    };
    let data = AccountDataPage {
        frame: frame(),
        xsrf: "token".to_owned(),
        export_action: Some("/account/data/export".to_owned()),
        delete_url: Some("/account/data/delete".to_owned()),
    };
    let delete = AccountDeletePage {
        frame: frame(),
        xsrf: "token".to_owned(),
        text: "ingrid".to_owned(),
        field: wrong(),
        action: "/account/x".to_owned(),
        back_url: "/account".to_owned(),
    };
    vec![
        organizations(vec![invitation], vec![organization]).render(),
        organizations(Vec::new(), Vec::new()).render(),
        data.render(),
        delete.render(),
    ]
}
