//! What is measured: the requests of the main flow, and the applications, users and tokens that they need.

use anyhow::{Context as _, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    client::{Origin, Request, Response},
    load::{CONNECTIONS, Load, Order},
    sign_in::{Client, Login, refresh_token},
    subject::Subject,
};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const REDIRECT_URI: &str = "https://bench.example/callback";
const PASSWORD: &str = "bench-Lamp-77";
/// The list of organizations has at least so many, and is read a page at a time.
const ORGANIZATIONS: u64 = 100;
const PAGE_SIZE: u64 = 20;
/// The member of the demonstration's organization who may not create one.
const WITHOUT_CREATE: &str = "ben";

/// One figure of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    /// `client_credentials` for the Management API: one signature.
    MachineTokens,
    /// A refresh grant with `organization_id`: two signatures and a durable audit record.
    OrganizationTokens,
    /// A page of organizations from the Management API.
    OrganizationPage,
    /// A request that the gateway refuses for want of a permission.
    GatewayRefusal,
}

impl Figure {
    pub(crate) const ALL: [Self; 4] =
        [Self::MachineTokens, Self::OrganizationTokens, Self::OrganizationPage, Self::GatewayRefusal];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::MachineTokens => "Machine tokens (client credentials)",
            Self::OrganizationTokens => "Organization tokens (refresh, 2 signatures)",
            Self::OrganizationPage => "GET /api/organizations, 20 of a page",
            Self::GatewayRefusal => "Gateway decision that ends in 403",
        }
    }
}

/// The loads of all figures against one running server, in the order of [`Figure::ALL`].
pub(crate) struct Scenario {
    loads: Vec<(Figure, Load)>,
}

impl Scenario {
    /// Makes what the requests need.
    pub(crate) fn prepare(subject: &Subject) -> Result<Self> {
        let setup = Setup::new(subject)?;
        setup.ensure_organizations()?;
        let client = setup.create_client()?;
        let mut refresh_tokens = Vec::new();
        for number in 0..CONNECTIONS {
            let login = setup.create_member(number)?;
            refresh_tokens.push(refresh_token(&setup.origin, &client, &login)?);
        }
        let refusal = setup.gateway_refusal(&client, &refresh_tokens)?;
        let loads = vec![
            (Figure::MachineTokens, setup.load(&[setup.machine_token_request()], 200)),
            (
                Figure::OrganizationTokens,
                setup.load(
                    &refresh_tokens
                        .iter()
                        .map(|token| setup.organization_token_request(&client, token))
                        .collect::<Vec<_>>(),
                    200,
                ),
            ),
            (Figure::OrganizationPage, setup.load(&[setup.organization_page_request()], 200)),
            (Figure::GatewayRefusal, refusal),
        ];
        Ok(Self { loads })
    }

    pub(crate) fn loads(&self) -> &[(Figure, Load)] {
        &self.loads
    }
}

/// A running server, and the right to manage it.
pub(crate) struct Setup<'a> {
    subject: &'a Subject,
    pub(crate) origin: Origin,
    /// The value of `Authorization` for the Management API.
    authorization: String,
}

impl<'a> Setup<'a> {
    pub(crate) fn new(subject: &'a Subject) -> Result<Self> {
        let origin = Origin::parse(&subject.credentials.endpoint)?;
        let mut setup = Self { subject, origin, authorization: String::new() };
        let token = setup
            .origin
            .send(&setup.machine_token_request())?
            .expect(200, "getting a machine token")?
            .text("access_token")?;
        setup.authorization = format!("Bearer {token}");
        Ok(setup)
    }

    fn load(&self, requests: &[Request<'_>], expected_status: u16) -> Load {
        let requests = requests.iter().map(|request| self.origin.request(request)).collect();
        Load {
            origin: self.origin.clone(),
            requests,
            order: Order::OwnRequest,
            connections: CONNECTIONS,
            expected_status,
        }
    }

    fn machine_token_request(&self) -> Request<'static> {
        let api = &self.subject.credentials.management_api;
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("resource", &api.resource)
            .append_pair("scope", "all")
            .finish();
        Request {
            method: "POST",
            path: "/oidc/token",
            headers: vec![("authorization", basic(&api.client_id, &api.client_secret))],
            body: Some((FORM, form)),
        }
    }

    pub(crate) fn organization_token_request(
        &self,
        client: &Client,
        refresh_token: &str,
    ) -> Request<'static> {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "refresh_token")
            .append_pair("refresh_token", refresh_token)
            .append_pair("organization_id", &self.subject.credentials.demo.organization_id)
            .finish();
        Request {
            method: "POST",
            path: "/oidc/token",
            headers: vec![("authorization", client.authorization.clone())],
            body: Some((FORM, form)),
        }
    }

    fn organization_page_request(&self) -> Request<'static> {
        let headers = vec![("authorization", self.authorization.clone())];
        Request { method: "GET", path: "/api/organizations?page=1&page_size=20", headers, body: None }
    }

    /// A request of the Management API.
    pub(crate) fn managing<'r>(&self, method: &'r str, path: &'r str, body: Option<Value>) -> Request<'r> {
        let headers = vec![("authorization", self.authorization.clone())];
        Request { method, path, headers, body: body.map(|json| (JSON, json.to_string())) }
    }

    pub(crate) fn management(&self, method: &str, path: &str, body: Option<Value>) -> Result<Response> {
        self.origin.send(&self.managing(method, path, body))
    }

    fn ensure_organizations(&self) -> Result<()> {
        let page =
            self.origin.send(&self.organization_page_request())?.expect(200, "listing organizations")?;
        let total: u64 = page.header("total-number")?.parse().context("Total-Number is a number")?;
        for number in total..ORGANIZATIONS {
            let body = json!({ "name": format!("Bench {number}"), "description": "One of a page" });
            self.management("POST", "/api/organizations", Some(body))?
                .expect(201, "creating an organization")?;
        }
        let page =
            self.origin.send(&self.organization_page_request())?.expect(200, "listing organizations")?;
        anyhow::ensure!(
            page.json()?.as_array().is_some_and(|list| list.len() as u64 == PAGE_SIZE),
            "a page has {PAGE_SIZE} organizations"
        );
        Ok(())
    }

    /// A confidential client: its refresh tokens do not rotate while they are young.
    pub(crate) fn create_client(&self) -> Result<Client> {
        let metadata = json!({ "redirectUris": [REDIRECT_URI], "postLogoutRedirectUris": [] });
        let body = json!({ "name": "Bench", "type": "Traditional", "oidcClientMetadata": metadata });
        let id = self
            .management("POST", "/api/applications", Some(body))?
            .expect(200, "creating an application")?
            .text("id")?;
        let secrets = self
            .management("GET", &format!("/api/applications/{id}/secrets"), None)?
            .expect(200, "reading secrets")?
            .json()?;
        let secret =
            secrets.pointer("/0/value").and_then(Value::as_str).context("an application has a secret")?;
        Ok(Client { authorization: basic(&id, secret), id, redirect_uri: REDIRECT_URI.to_owned() })
    }

    /// A member of the demonstration's organization with the role that may not create organizations.
    pub(crate) fn create_member(&self, number: usize) -> Result<Login> {
        let demo = &self.subject.credentials.demo;
        let role = &demo
            .users
            .iter()
            .find(|user| user.username == WITHOUT_CREATE)
            .context("the demonstration has the user")?
            .organization_role;
        let login = Login { username: format!("bench_{number}"), password: PASSWORD.to_owned() };
        let body = json!({ "username": login.username, "password": login.password });
        let id =
            self.management("POST", "/api/users", Some(body))?.expect(200, "creating a user")?.text("id")?;
        let members = format!("/api/organizations/{}/users", demo.organization_id);
        self.management("POST", &members, Some(json!({ "userIds": [id] })))?
            .expect(201, "adding a member")?;
        let roles = json!({ "organizationRoleNames": [role] });
        self.management("POST", &format!("{members}/{id}/roles"), Some(roles))?
            .expect(201, "giving a role")?;
        Ok(login)
    }

    /// Each connection has the token of another user.
    fn gateway_refusal(&self, client: &Client, refresh_tokens: &[String]) -> Result<Load> {
        let gateway = Origin::parse(&self.subject.credentials.gateway)?;
        let mut requests = Vec::new();
        for refresh_token in refresh_tokens {
            let answer = self.origin.send(&self.organization_token_request(client, refresh_token))?;
            let token = answer.expect(200, "getting an organization token")?.text("access_token")?;
            let headers = vec![("authorization", format!("Bearer {token}"))];
            let request = Request {
                method: "POST",
                path: "/organizations",
                headers,
                body: Some((JSON, json!({ "name": "Refused" }).to_string())),
            };
            let refused = gateway.send(&request)?.expect(403, "being refused by the gateway")?;
            anyhow::ensure!(
                refused.text("code")? == "gateway.permission_missing",
                "refused for another reason: {}",
                refused.body
            );
            requests.push(gateway.request(&request));
        }
        Ok(Load {
            origin: gateway,
            requests,
            order: Order::OwnRequest,
            connections: CONNECTIONS,
            expected_status: 403,
        })
    }
}

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_are_those_of_rfc_7617() {
        assert_eq!(basic("Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }
}
