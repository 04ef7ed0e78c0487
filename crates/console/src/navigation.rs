//! The areas, in the order of the navigation. To add one: a row here, its folder in `pages`, and its words (docs/adding-a-console-page.md).

use domain::console::{ConsoleRole, Rights};
use ui::{
    Words,
    pages::console::{AreaIcon, NavigationArea, NavigationGroup},
};

use crate::{
    pages::{
        account_center, administrators, api_resources, applications, connectors, dashboard, email_templates,
        enterprise_sso, experience, gateway, get_started, global_roles, logs, mfa, organization_template,
        organizations, profile_fields, security, signing_keys, tenants, token_claims, tokens, users,
        webhooks,
    },
    parts,
};

/// What areas have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Group {
    /// What a product is made of.
    Build,
    /// Who uses it.
    People,
    /// What they see of it.
    Experience,
    /// Who keeps it safe.
    Secure,
    /// What all tenants have in common.
    Server,
    /// What happens.
    Observe,
}

impl Group {
    const ALL: [Self; 6] =
        [Self::Build, Self::People, Self::Experience, Self::Secure, Self::Observe, Self::Server];

    const fn label(self) -> &'static str {
        match self {
            Self::Build => "console-group-build",
            Self::People => "console-group-people",
            Self::Experience => "console-group-experience",
            Self::Secure => "console-group-secure",
            Self::Observe => "console-group-observe",
            Self::Server => "console-group-server",
        }
    }
}

/// How the navigation shows an area.
struct Area {
    group: Group,
    /// Its first page, under which its other pages are.
    path: &'static str,
    /// The message of its name.
    label: &'static str,
    icon: AreaIcon,
    /// Who sees it.
    needs: ConsoleRole,
    /// The parts of the Management API that its first page is about, as in the table of routes.
    about: &'static [&'static str],
}

/// The table.
const AREAS: &[Area] = &[
    Area {
        group: Group::Build,
        path: get_started::PATH,
        label: "console-get-started",
        icon: AreaIcon::Play,
        needs: ConsoleRole::Editor,
        about: &[],
    },
    Area {
        group: Group::Build,
        path: applications::PATH,
        label: "console-applications",
        icon: AreaIcon::Apps,
        needs: ConsoleRole::ReadOnly,
        about: &[parts::APPLICATIONS],
    },
    Area {
        group: Group::Build,
        path: api_resources::PATH,
        label: "console-resources",
        icon: AreaIcon::Cube,
        needs: ConsoleRole::ReadOnly,
        about: &[parts::RESOURCES],
    },
    Area {
        group: Group::Build,
        path: organization_template::PATH,
        label: "console-template",
        icon: AreaIcon::Grid,
        needs: ConsoleRole::ReadOnly,
        about: parts::OF_TEMPLATE,
    },
    Area {
        group: Group::Build,
        path: token_claims::PATH,
        label: "console-claims",
        icon: AreaIcon::Braces,
        needs: ConsoleRole::ReadOnly,
        about: &[parts::CONFIGS],
    },
    Area {
        group: Group::Build,
        path: webhooks::PATH,
        label: "console-webhooks",
        icon: AreaIcon::Send,
        needs: ConsoleRole::ReadOnly,
        about: &[parts::HOOKS],
    },
    Area {
        group: Group::People,
        path: users::PATH,
        label: "console-users",
        icon: AreaIcon::Person,
        needs: ConsoleRole::ReadOnly,
        about: &[parts::USERS],
    },
    Area {
        group: Group::People,
        path: organizations::PATH,
        label: "console-organizations",
        icon: AreaIcon::Building,
        needs: ConsoleRole::ReadOnly,
        about: &[parts::ORGANIZATIONS],
    },
    Area {
        group: Group::People,
        path: global_roles::PATH,
        label: "console-roles",
        icon: AreaIcon::Key,
        needs: ConsoleRole::ReadOnly,
        about: &[parts::ROLES],
    },
    Area {
        group: Group::Experience,
        path: experience::PATH,
        label: "console-experience",
        icon: AreaIcon::Brush,
        needs: ConsoleRole::ReadOnly,
        about: parts::OF_SIGN_IN,
    },
    Area {
        group: Group::Experience,
        path: connectors::PATH,
        label: "console-connectors",
        icon: AreaIcon::Plug,
        needs: ConsoleRole::ReadOnly,
        about: parts::OF_CONNECTORS,
    },
    Area {
        group: Group::Experience,
        path: enterprise_sso::PATH,
        label: "console-sso",
        icon: AreaIcon::People,
        needs: ConsoleRole::ReadOnly,
        about: &[parts::CONNECTORS],
    },
    Area {
        group: Group::Experience,
        path: email_templates::PATH,
        label: "console-mails",
        icon: AreaIcon::Mail,
        needs: ConsoleRole::ReadOnly,
        about: &[parts::EMAIL_TEMPLATES],
    },
    Area {
        group: Group::Experience,
        path: profile_fields::PATH,
        label: "console-fields",
        icon: AreaIcon::List,
        needs: ConsoleRole::ReadOnly,
        about: &[parts::CUSTOM_PROFILE_FIELDS],
    },
    Area {
        group: Group::Experience,
        path: account_center::PATH,
        label: "console-account-center",
        icon: AreaIcon::Person,
        needs: ConsoleRole::ReadOnly,
        about: parts::OF_ACCOUNTS,
    },
    Area {
        group: Group::Secure,
        path: mfa::PATH,
        label: "console-mfa",
        icon: AreaIcon::Phone,
        needs: ConsoleRole::ReadOnly,
        about: parts::OF_SIGN_IN,
    },
    Area {
        group: Group::Secure,
        path: security::PATH,
        label: "console-security",
        icon: AreaIcon::Lock,
        needs: ConsoleRole::ReadOnly,
        about: parts::OF_SIGN_IN,
    },
    Area {
        group: Group::Secure,
        path: gateway::PATH,
        label: "console-gateway",
        icon: AreaIcon::Gate,
        needs: ConsoleRole::ReadOnly,
        about: &[],
    },
    Area {
        group: Group::Secure,
        path: signing_keys::PATH,
        label: "console-signing-keys",
        icon: AreaIcon::Fingerprint,
        needs: ConsoleRole::ReadOnly,
        about: &[parts::CONFIGS],
    },
    Area {
        group: Group::Secure,
        path: administrators::PATH,
        label: "console-administrators",
        icon: AreaIcon::Shield,
        needs: ConsoleRole::Owner,
        about: &[],
    },
    Area {
        group: Group::Observe,
        path: dashboard::PATH,
        label: "console-dashboard",
        icon: AreaIcon::Chart,
        needs: ConsoleRole::ReadOnly,
        about: &[parts::DASHBOARD],
    },
    Area {
        group: Group::Observe,
        path: logs::PATH,
        label: "console-logs",
        icon: AreaIcon::List,
        needs: ConsoleRole::ReadOnly,
        about: &[parts::AUDIT_LOGS],
    },
    Area {
        group: Group::Server,
        path: tenants::PATH,
        label: "console-tenants",
        icon: AreaIcon::Building,
        needs: ConsoleRole::ReadOnly,
        about: &[],
    },
    Area {
        group: Group::Observe,
        path: tokens::PATH,
        label: "console-explain",
        icon: AreaIcon::Ticket,
        needs: ConsoleRole::ReadOnly,
        about: &[],
    },
];

/// The role that somebody has in the area at `path`, if they may see it.
pub(crate) fn role_in(rights: &Rights, path: &str) -> Option<ConsoleRole> {
    let area = AREAS.iter().find(|area| area.path == path)?;
    Some(rights.within_first(area.about)).filter(|role| *role >= area.needs)
}

/// The first area that somebody may see.
pub(crate) fn first(rights: &Rights) -> Option<&'static str> {
    AREAS.iter().map(|area| area.path).find(|path| role_in(rights, path).is_some())
}

/// The navigation of whoever has these rights, on a page of the area at `here`.
pub(crate) fn groups(words: &Words, rights: &Rights, here: &str) -> Vec<NavigationGroup> {
    let areas = |group: Group| {
        let seen =
            AREAS.iter().filter(move |area| area.group == group && role_in(rights, area.path).is_some());
        seen.map(|area| NavigationArea {
            label: words.say(area.label),
            icon: area.icon,
            href: area.path.to_owned(),
            is_current: area.path == here,
        })
        .collect::<Vec<_>>()
    };
    let groups = Group::ALL
        .into_iter()
        .map(|group| NavigationGroup { label: words.say(group.label()), areas: areas(group) });
    groups.filter(|group| !group.areas.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_navigation_and_the_table_of_routes_say_the_same() {
        let routes = crate::pages::routes();
        for area in AREAS {
            let row = routes.table().iter().find(|row| row.path == area.path && row.method == "GET").unwrap();
            assert_eq!((row.needs, row.about), (Some(area.needs), area.about), "{}", area.path);
        }
    }
}
