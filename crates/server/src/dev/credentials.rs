//! The demonstration's addresses, clients and users in one JSON document, which scripts and tests read.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use domain::Entropy;
use operations::Endpoint;
use protocol::identifiers::{DEFAULT_TENANT_ID, management_api_indicator};
use serde::{Deserialize, Serialize};

use super::{APPLICATION_ID, BACK_END_ID, ORGANIZATION_ID};
use crate::failure::Failure;

/// The document in the data directory.
const FILE_NAME: &str = "dev-credentials.json";
/// How long generated passwords are, in characters of 62 kinds.
const PASSWORD_LENGTH: usize = 16;

/// The document. Not `Debug`: it holds secrets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Credentials {
    /// The server's public origin.
    pub endpoint: String,
    /// The gateway's base URL.
    pub gateway: String,
    /// The client that may use the Management API.
    pub management_api: ManagementApi,
    /// Who operates the server.
    pub console: Login,
    /// The demonstration.
    pub demo: Demo,
}

/// The client that may use the Management API.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ManagementApi {
    /// The resource indicator.
    pub resource: String,
    /// The client's id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
}

/// Somebody's username and password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// The username.
    pub username: String,
    /// The password.
    pub password: String,
}

/// The demonstration.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Demo {
    /// The single-page application.
    pub app: DemoApplication,
    /// The organization.
    pub organization_id: String,
    /// Its members.
    pub users: Vec<Member>,
}

/// A public client.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DemoApplication {
    /// Its id.
    pub client_id: String,
    /// Where sign-in returns to.
    pub redirect_uri: String,
}

/// A member of the demonstration's organization.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// The username.
    pub username: String,
    /// The password.
    pub password: String,
    /// The role in the organization.
    pub organization_role: String,
}

/// The members, with their roles.
const MEMBERS: [(&str, &str); 2] = [("olivia", "admin"), ("ben", "member")];
/// Who operates the server.
const OPERATOR: &str = "operator";
/// Every user name of the demonstration.
pub const USERNAMES: [&str; 3] = ["olivia", "ben", OPERATOR];

impl Credentials {
    /// The document for a server at `endpoint`, with the passwords of `kept` where there are any. The client secret comes with seeding.
    pub fn new(endpoint: &Endpoint, gateway: &str, kept: Option<&Self>, entropy: &dyn Entropy) -> Self {
        let password = |username: &str| {
            let kept = kept.and_then(|kept| kept.password_of(username));
            kept.map_or_else(|| generate_password(entropy), ToOwned::to_owned)
        };
        let member = |(username, role): (&str, &str)| Member {
            username: username.to_owned(),
            password: password(username),
            organization_role: role.to_owned(),
        };
        Self {
            endpoint: endpoint.base().to_owned(),
            gateway: gateway.to_owned(),
            management_api: ManagementApi {
                resource: management_api_indicator(DEFAULT_TENANT_ID),
                client_id: BACK_END_ID.to_owned(),
                client_secret: kept.map(|kept| kept.management_api.client_secret.clone()).unwrap_or_default(),
            },
            console: Login { username: OPERATOR.to_owned(), password: password(OPERATOR) },
            demo: Demo {
                app: DemoApplication {
                    client_id: APPLICATION_ID.to_owned(),
                    redirect_uri: format!("{}/demo", endpoint.base()),
                },
                organization_id: ORGANIZATION_ID.to_owned(),
                users: MEMBERS.into_iter().map(member).collect(),
            },
        }
    }

    /// The password of a user of the document.
    pub fn password_of(&self, username: &str) -> Option<&str> {
        let members = self.demo.users.iter().map(|member| (&member.username, &member.password));
        let mut all = members.chain([(&self.console.username, &self.console.password)]);
        all.find(|(known, _)| *known == username).map(|(_, password)| password.as_str())
    }
}

fn generate_password(entropy: &dyn Entropy) -> String {
    entropy.secret_32().reveal().chars().take(PASSWORD_LENGTH).collect()
}

/// Where the document is kept in the data directory.
pub fn kept_path(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE_NAME)
}

/// The document of an earlier start; `None` when there was none.
pub fn read_kept(data_dir: &Path) -> Result<Option<Credentials>, Failure> {
    let path = kept_path(data_dir);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::failed(format!("{} cannot be read: {error}", path.display()))),
    };
    serde_json::from_str(&text).map(Some).map_err(|error| {
        Failure::failed(format!(
            "{} is not what this version writes ({error}); delete it to get new passwords",
            path.display()
        ))
    })
}

/// Keeps the document in the data directory.
pub fn keep(credentials: &Credentials, data_dir: &Path) -> Result<(), Failure> {
    write(credentials, &kept_path(data_dir))
}

/// Writes the document to a file that only its owner reads. Whoever reads it sees all of it or nothing.
pub fn write(credentials: &Credentials, path: &Path) -> Result<(), Failure> {
    let failed =
        |error: std::io::Error| Failure::failed(format!("{} cannot be written: {error}", path.display()));
    let mut text = serde_json::to_string_pretty(credentials).map_err(|error| failed(error.into()))?;
    text.push('\n');
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let written = options
        .open(&part)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.and_then(|()| std::fs::rename(&part, path)).map_err(failed)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use domain::SystemEntropy;
    use serde_json::json;

    use super::*;

    fn fresh(kept: Option<&Credentials>) -> Credentials {
        let endpoint = Endpoint::parse("http://localhost:3001").unwrap();
        Credentials::new(&endpoint, "http://localhost:3003", kept, &SystemEntropy)
    }

    #[test]
    fn the_document_has_the_members_that_scripts_rely_on() {
        let mut credentials = fresh(None);
        credentials.management_api.client_secret = "secret".to_owned();
        let [olivia, ben] = &credentials.demo.users[..] else { panic!("two members") };
        assert_eq!((olivia.password.len(), olivia.password == ben.password), (16, false));
        assert_eq!(
            serde_json::to_value(&credentials).unwrap(),
            json!({
                "endpoint": "http://localhost:3001",
                "gateway": "http://localhost:3003",
                "managementApi": { "resource": "https://default.logto.app/api", "clientId": "guildhall-dev-backend", "clientSecret": "secret" },
                "console": { "username": "operator", "password": credentials.console.password },
                "demo": {
                    "app": { "clientId": "guildhall-dev-spa", "redirectUri": "http://localhost:3001/demo" },
                    "organizationId": "northwind",
                    "users": [
                        { "username": "olivia", "password": olivia.password, "organizationRole": "admin" },
                        { "username": "ben", "password": ben.password, "organizationRole": "member" },
                    ],
                },
            })
        );
    }

    #[test]
    fn passwords_are_kept_from_start_to_start_in_a_file_of_its_owner() {
        let directory = tempfile::tempdir().unwrap();
        assert!(read_kept(directory.path()).unwrap().is_none());
        let first = fresh(None);
        keep(&first, directory.path()).unwrap();
        let kept = read_kept(directory.path()).unwrap();
        assert!(fresh(kept.as_ref()) == first && fresh(None) != first);
        let mode = std::fs::metadata(kept_path(directory.path())).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1, "no part is left over");
    }

    #[test]
    fn a_document_that_makes_no_sense_is_told() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(kept_path(directory.path()), "{}").unwrap();
        let Err(refusal) = read_kept(directory.path()) else { panic!("it was read") };
        assert!(refusal.to_string().contains("is not what this version writes"), "{refusal}");
    }
}
