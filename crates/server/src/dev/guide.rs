//! What to open and what to paste: on the terminal and on the home page of a development server.

use std::{fmt::Write as _, path::Path, sync::Arc};

use ui::pages::{CommandExample, DemoPage, DemoUser, DevHomePage, Endpoint};

use super::{Credentials, ORGANIZATION_NAME, credentials::Login};
use crate::wiring::{Development, ShownTo};

/// The guide to one development server.
pub struct Guide {
    credentials: Credentials,
    /// This program and its data directory, as a shell takes them.
    command: String,
}

impl Guide {
    /// A guide for the server that `credentials` describe, whose files are in `data_dir`. `program` is the path of this program.
    pub fn new(credentials: Credentials, program: &Path, data_dir: &Path) -> Arc<Self> {
        let data_dir = std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned());
        let command = format!("{} dev --data-dir {} token", quoted(program), quoted(&data_dir));
        Arc::new(Self { credentials, command })
    }

    /// The pages of the development server.
    pub fn development(self: &Arc<Self>, shown_to: ShownTo) -> Arc<Development> {
        let (home, demo) = (Arc::clone(self), Arc::clone(self));
        Arc::new(Development {
            home: Box::new(move || home.home_page()),
            demo: Box::new(move || demo.demo_page()),
            shown_to,
        })
    }

    /// What the terminal shows once everything answers.
    pub fn text(&self) -> String {
        let mut text = String::from("\n");
        let rows = self.addresses().into_iter().map(|row| (row.name, row.url)).collect::<Vec<_>>();
        let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        for (name, url) in rows {
            let _ = writeln!(text, "  {name:width$}  {url}");
        }
        text.push_str("\n  Sign in as\n");
        for user in self.users() {
            let _ = writeln!(text, "    {:9} {}   {}", user.username, user.password, user.ability);
        }
        let Login { username, password } = &self.credentials.console;
        let _ = writeln!(text, "  Sign in to the console as\n    {username:9} {password}");
        for (number, example) in (1..).zip(self.examples()) {
            let _ = write!(
                text,
                "\n# {number}. {}: {}\n{}\n",
                example.title,
                lower_first(&example.explanation),
                example.command
            );
        }
        text
    }

    fn home_page(&self) -> DevHomePage {
        DevHomePage {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            endpoints: self.addresses(),
            demo_url: self.credentials.demo.app.redirect_uri.clone(),
            examples: self.examples(),
            users: self.users(),
            organization_name: ORGANIZATION_NAME.to_owned(),
            organization_id: self.credentials.demo.organization_id.clone(),
        }
    }

    fn demo_page(&self) -> DemoPage {
        let application = &self.credentials.demo.app;
        DemoPage {
            endpoint: self.credentials.endpoint.clone(),
            gateway: format!("{}/org", self.credentials.endpoint),
            client_id: application.client_id.clone(),
            redirect_uri: application.redirect_uri.clone(),
            post_logout_redirect_uri: application.redirect_uri.clone(),
            users: self.users(),
        }
    }

    fn addresses(&self) -> Vec<Endpoint> {
        let Credentials { endpoint, gateway, demo, .. } = &self.credentials;
        let row = |name: &str, url: String, purpose: &str| Endpoint {
            name: name.to_owned(),
            url,
            purpose: purpose.to_owned(),
        };
        vec![
            row(
                "Demonstration",
                demo.app.redirect_uri.clone(),
                "A single-page application that uses everything below.",
            ),
            row("Console", format!("{endpoint}/console"), "Where you operate this server."),
            row(
                "Portal",
                format!("{endpoint}{}", operations::portal::PATH),
                "Where members and administrators of organizations manage them.",
            ),
            row(
                "Account",
                format!("{endpoint}{}", operations::account_center::PATH),
                "Where users see and change their own account.",
            ),
            row("Mailbox", format!("{endpoint}/demo/mailbox"), "Messages that this server would have sent."),
            row("Issuer", format!("{endpoint}/oidc"), "OpenID Connect: sign-in and tokens."),
            row("Management API", format!("{endpoint}/api"), "For your back end, with a machine token."),
            row(
                "API reference",
                format!("{endpoint}{}", crate::reference::PATH),
                "Every operation under /api, and OpenAPI documents.",
            ),
            row("Gateway", gateway.clone(), "For your users, with an organization token."),
        ]
    }

    fn users(&self) -> Vec<DemoUser> {
        let user = |member: &super::credentials::Member| DemoUser {
            username: member.username.clone(),
            password: member.password.clone(),
            organization_role: member.organization_role.clone(),
            ability: match member.organization_role.as_str() {
                "admin" => "Can create organizations and manage members".to_owned(),
                _ => "Can see the organization and its members".to_owned(),
            },
        };
        self.credentials.demo.users.iter().map(user).collect()
    }

    fn examples(&self) -> Vec<CommandExample> {
        let Credentials { endpoint, gateway, management_api, demo, .. } = &self.credentials;
        let example = |title: &str, explanation: &str, command: String| CommandExample {
            title: title.to_owned(),
            explanation: explanation.to_owned(),
            command,
        };
        let token_of = |variable: &str, user: &str| {
            format!("{variable}=$({} --user {user} --organization {})", self.command, demo.organization_id)
        };
        let create = |variable: &str| {
            format!(
                "curl -sS -i -X POST {gateway}/organizations -H \"Authorization: Bearer ${variable}\" \\\n  \
                 -H 'Content-Type: application/json' -d '{{\"name\":\"Fjord Fisheries\"}}'"
            )
        };
        vec![
            example(
                "Get a machine token",
                "Your back end gets it with its own client id and secret.",
                format!(
                    "MACHINE=$(curl -s {endpoint}/oidc/token -u '{}:{}' \\\n  -d grant_type=client_credentials -d resource={} -d scope=all \\\n  \
                     | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')",
                    management_api.client_id, management_api.client_secret, management_api.resource
                ),
            ),
            example(
                "List organizations",
                "The Management API answers to the machine token.",
                format!("curl -s {endpoint}/api/organizations -H \"Authorization: Bearer $MACHINE\""),
            ),
            example(
                "Be refused as Ben",
                "His organization token lacks org:create, so the gateway answers 403 and calls nobody.",
                format!("{}\n{}", token_of("BEN", "ben"), create("BEN")),
            ),
            example(
                "Create an organization as Olivia",
                "Her token has org:create: 201, and she is the new organization's first administrator.",
                format!("{}\n{}", token_of("OLIVIA", "olivia"), create("OLIVIA")),
            ),
        ]
    }
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | '@' | ':' | ',');
    if !text.is_empty() && text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_quoted_for_the_shell() {
        assert_eq!(quoted(Path::new("/srv/guildhall-data/a.b")), "/srv/guildhall-data/a.b");
        assert_eq!(quoted(Path::new("/srv/my data/it's")), r"'/srv/my data/it'\''s'");
        assert_eq!(quoted(Path::new("/srv/$HOME")), "'/srv/$HOME'");
    }
}
