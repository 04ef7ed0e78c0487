//! A tenant in which every operation finds what it needs: something for every parameter of its path, and a body that it takes.

mod configs;
mod identities;
mod messages;
pub(crate) mod sign_in_experience;

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{Method, header},
};
use http_kit::Operation;
use serde_json::{Value, json};
use store::Db;
use testkit::{TestClient, TestResponse, services::START};

use crate::{events::tests::Receiver, test_api::TestApi};

/// Every row of a database, by table.
pub(super) type Contents = BTreeMap<String, Vec<String>>;

const PASSWORD: &str = "fjord-Lamp-77";
const EMAIL: &str = "ingrid@fjord.example";
/// A browser that the member trusts.
const TRUSTED_DEVICE: &str = "laptop-of-ingrid";

/// The tenant, with the ids of what is in it. What is called `spare` has no relation to anything else.
pub(super) struct World {
    pub(super) api: TestApi,
    organization: String,
    member: String,
    guest: String,
    machine: String,
    spare_machine: String,
    partner: String,
    organization_role: String,
    spare_organization_role: String,
    organization_machine_role: String,
    spare_organization_machine_role: String,
    organization_scope: String,
    spare_organization_scope: String,
    resource: String,
    scope: String,
    spare_scope: String,
    role: String,
    other_role: String,
    spare_role: String,
    machine_role: String,
    other_machine_role: String,
    spare_machine_role: String,
    /// The address of somebody who takes every event.
    receiver: String,
    hook: String,
    /// The record of a delivery to it.
    delivery: String,
    log: String,
    connector: String,
    email_template: String,
    /// A code that was sent to [`EMAIL`].
    verification_code: String,
    invitation: String,
    session: String,
    grant: String,
    one_time_token: Value,
    second_factor: String,
    /// The tokens that are kept for the guest.
    secret: String,
    /// An enterprise connector, by which the member has an identity.
    sso_connector: String,
    spare_sso_connector: String,
}

impl World {
    pub(super) async fn over(db: Db) -> Self {
        let api = TestApi::over(db).await;
        let resource = api.resource("lamps").await;
        let member = json!({ "username": "ingrid", "password": PASSWORD });
        let partner = json!({ "name": "Reports", "type": "Traditional", "isThirdParty": true });
        let mut world = Self {
            organization: api.organization("Northwind").await,
            member: crate::test_api::id(&api.created("/api/users", member).await),
            guest: api.user("olav").await,
            machine: api.machine("Sync").await,
            spare_machine: api.machine("Backup").await,
            partner: crate::test_api::id(&api.created("/api/applications", partner).await),
            organization_role: api.organization_role("admin").await,
            spare_organization_role: api.organization_role("viewer").await,
            organization_machine_role: api.machine_role("robot").await,
            spare_organization_machine_role: api.machine_role("reader").await,
            organization_scope: api.organization_scope("read").await,
            spare_organization_scope: api.organization_scope("write").await,
            scope: api.scope(&resource, "see").await,
            spare_scope: api.scope(&resource, "light").await,
            resource,
            role: api.role("Sailor", "User").await,
            other_role: api.role("Cook", "User").await,
            spare_role: api.role("Pilot", "User").await,
            machine_role: api.role("Engine", "MachineToMachine").await,
            other_machine_role: api.role("Radar", "MachineToMachine").await,
            spare_machine_role: api.role("Radio", "MachineToMachine").await,
            receiver: Receiver::answering(&[200]).await.url,
            hook: {
                let config = json!({ "url": "http://127.0.0.1:1/" });
                crate::test_api::id(
                    &api.created("/api/hooks", json!({ "event": "PostSignIn", "config": config })).await,
                )
            },
            log: api.get("/api/logs?includeManagement=true").await[0]["id"].as_str().unwrap().to_owned(),
            delivery: String::new(),
            connector: String::new(),
            email_template: String::new(),
            verification_code: String::new(),
            invitation: String::new(),
            session: "session-of-ingrid".to_owned(),
            grant: "grant-of-ingrid".to_owned(),
            one_time_token: api.created("/api/one-time-tokens", json!({ "email": EMAIL })).await,
            second_factor: String::new(),
            secret: String::new(),
            sso_connector: String::new(),
            spare_sso_connector: String::new(),
            api,
        };
        configs::furnish(&world.api).await;
        world.add_delivery().await;
        world.add_messages().await;
        let factors = format!("/api/users/{}/mfa-verifications", world.member);
        world.api.created(&factors, json!({ "type": "Totp" })).await;
        world.second_factor = world.api.column(&factors, "id").await.remove(0);
        let look = format!("/api/applications/{}/sign-in-experience", world.machine);
        world.api.client.put(&look, json!({ "displayName": "Sync" })).await.assert_status(201);
        world.api.signed_in(&world.member, (&world.session, &world.grant), &world.partner).await;
        world.api.trusts_device(&world.member, TRUSTED_DEVICE).await;
        world.add_identities().await;
        for (path, body) in world.relations() {
            world.api.created(&path, body).await;
        }
        world.add_experience().await;
        world.add_tokens().await;
        let invitation = world.invitation("astrid@fjord.example");
        world.invitation =
            crate::test_api::id(&world.api.created("/api/organization-invitations", invitation).await);
        world
    }

    /// Records a delivery as it was made.
    async fn add_delivery(&mut self) {
        let services = &self.api.services.services;
        let payload = json!({
            "key": "TriggerHook.PostSignIn", "result": "Error", "hookId": self.hook, "hookRequest": { "body": { "event": "PostSignIn" } },
        });
        let record = domain::audit::AuditRecord {
            key: "TriggerHook.PostSignIn".to_owned(),
            payload: payload.as_object().unwrap().clone(),
            created_at: services.now(),
        };
        services.audit.record(&services.tenant, record).await.unwrap();
        let logs = self.api.list(&format!("/api/hooks/{}/recent-logs", self.hook)).await;
        logs[0]["id"].as_str().unwrap().clone_into(&mut self.delivery);
    }

    /// What makes an invitation.
    fn invitation(&self, invitee: &str) -> Value {
        json!({
            "inviterId": self.member, "invitee": invitee, "organizationId": self.organization,
            "expiresAt": START.0 + 86_400_000, "organizationRoleIds": [self.spare_organization_role],
        })
    }

    fn relations(&self) -> Vec<(String, Value)> {
        let organization = format!("/api/organizations/{}", self.organization);
        let organization_role = format!("/api/organization-roles/{}", self.organization_role);
        let member_roles = |kind: &str, id: &str| format!("{organization}/{kind}/{id}/roles");
        let roles = |role: &str| json!({ "organizationRoleIds": [role] });
        let consent = json!({ "resourceScopes": [self.scope], "userScopes": ["email"] });
        vec![
            (format!("{organization}/users"), json!({ "userIds": [self.member] })),
            (member_roles("users", &self.member), roles(&self.organization_role)),
            (format!("{organization}/applications"), json!({ "applicationIds": [self.machine] })),
            (member_roles("applications", &self.machine), roles(&self.organization_machine_role)),
            (format!("{organization}/jit/email-domains"), json!({ "emailDomain": "fjord.example" })),
            (format!("{organization}/jit/roles"), roles(&self.organization_role)),
            (
                format!("{organization}/jit/sso-connectors"),
                json!({ "ssoConnectorIds": [self.sso_connector] }),
            ),
            (
                format!("{organization_role}/scopes"),
                json!({ "organizationScopeIds": [self.organization_scope] }),
            ),
            (format!("{organization_role}/resource-scopes"), json!({ "scopeIds": [self.scope] })),
            (format!("/api/roles/{}/scopes", self.role), json!({ "scopeIds": [self.scope] })),
            (format!("/api/users/{}/roles", self.member), json!({ "roleIds": [self.role, self.other_role] })),
            (
                format!("/api/applications/{}/roles", self.machine),
                json!({ "roleIds": [self.machine_role, self.other_machine_role] }),
            ),
            (format!("/api/applications/{}/secrets", self.machine), json!({ "name": "Extra" })),
            (format!("/api/users/{}/personal-access-tokens", self.member), json!({ "name": "Laptop" })),
            (format!("/api/users/{}/personal-access-tokens", self.member), json!({ "name": "Desktop" })),
            (format!("/api/applications/{}/user-consent-scopes", self.partner), consent),
            (self.consent_organizations(), json!({ "organizationIds": [self.organization] })),
        ]
    }

    /// Where the organizations are that the member has opened to the partner.
    fn consent_organizations(&self) -> String {
        format!("/api/applications/{}/users/{}/consent-organizations", self.partner, self.member)
    }

    /// What stands for a parameter of a path in this tenant.
    fn parameter(&self, path: &str, name: &str) -> &str {
        let is_about_applications = path.contains("/applications/{");
        let collection = path.split('/').nth(2).unwrap();
        match (collection, name) {
            ("configs", _) => configs::parameter(path, name).unwrap(),
            ("organizations", "id") | ("applications", "organizationId") => &self.organization,
            ("organizations", "emailDomain") => "fjord.example",
            ("organization-invitations", "id") => &self.invitation,
            ("organizations", "organizationRoleId") if is_about_applications => {
                &self.organization_machine_role
            }
            ("organization-roles", "id") | ("organizations", "organizationRoleId") => &self.organization_role,
            ("organization-scopes", "id") | (_, "organizationScopeId") => &self.organization_scope,
            ("resources", "id" | "resourceId") => &self.resource,
            ("roles", "id") if path.contains("/applications") || path.ends_with("/organizations") => {
                &self.machine_role
            }
            ("roles", "id") => &self.role,
            ("applications", "id" | "applicationId") if path.contains("consent") => &self.partner,
            (_, "applicationId") | ("applications", "id") => &self.machine,
            ("applications", "domain") => "desk.fjord.example",
            ("applications", "roleId") => &self.other_machine_role,
            ("applications", "name") => "Extra",
            ("applications", "scopeType") => "resource-scopes",
            ("users", "roleId") => &self.other_role,
            ("users", "sessionId") => &self.session,
            ("users", "grantId") => &self.grant,
            ("users", "deviceId") => TRUSTED_DEVICE,
            ("users", "name") => "Laptop",
            ("users", "target") => "github",
            ("users", "verificationId") => &self.second_factor,
            ("domains", "id") => "none",
            (_, "ssoConnectorId") | ("sso-connectors", "id") => &self.sso_connector,
            ("secrets", "id") => &self.secret,
            ("one-time-tokens", "id") => self.one_time_token["id"].as_str().unwrap(),
            (_, "userId") => &self.member,
            (_, "scopeId") => &self.scope,
            ("custom-phrases", "languageTag") => "nb-NO",
            ("custom-profile-fields", "name") => "lamp",
            ("connectors", "id" | "connectorId") => &self.connector,
            ("connectors", "factoryId") | ("connector-factories", "id") => "http-email",
            ("email-templates", "id") => &self.email_template,
            ("hooks", "id") => &self.hook,
            ("hooks", "logId") => &self.delivery,
            ("logs", "id") => &self.log,
            unknown => panic!("say what stands for {unknown:?} in {path}"),
        }
    }

    /// The path of an operation, every parameter but `replaced` filled in.
    pub(super) fn path(&self, operation: &Operation, replaced: Option<(&str, &str)>) -> String {
        let segment = |segment: &str| match (parameter_name(segment), replaced) {
            (None, _) => segment.to_owned(),
            (Some(name), Some((other, value))) if name == other => value.to_owned(),
            (Some(name), _) => self.parameter(operation.path, name).to_owned(),
        };
        operation.path.split('/').map(segment).collect::<Vec<_>>().join("/")
    }

    /// A body that an operation takes, with every member it knows; `None` for those that take none.
    pub(super) fn body(&self, operation: &Operation) -> Option<Value> {
        if matches!(operation.method, Method::GET | Method::DELETE)
            || operation.path.ends_with("/signing-key")
            || operation.path.ends_with("/replay")
            || operation.path == "/api/sso-connectors/{id}/test"
            || Self::takes_file(operation)
        {
            return None;
        }
        let path = operation.path.strip_prefix("/api/").unwrap();
        let body = match path.split_once('/').map_or(path, |(collection, _)| collection) {
            "organizations" => self.organization_body(operation),
            "applications" => self.application_body(operation),
            "configs" => configs::body(operation),
            "organization-invitations" => self.invitation_body(operation),
            "account-center"
            | "captcha-provider"
            | "custom-phrases"
            | "custom-profile-fields"
            | "sign-in-exp" => self.experience_body(operation),
            "users" => self.user_body(operation),
            "domains" => domain_body(operation),
            "connectors" | "email-templates" | "verification-codes" => self.message_body(operation),
            "sso-connectors" => Self::enterprise_body(operation),
            "hooks" => self.hook_body(operation),
            "one-time-tokens" | "subject-tokens" | "sentinel-activities" => self.token_body(operation),
            _ => self.template_body(operation),
        };
        Some(body.unwrap_or_else(|| panic!("say which body {} {} takes", operation.method, operation.path)))
    }

    fn organization_body(&self, operation: &Operation) -> Option<Value> {
        let is_put = operation.method == Method::PUT;
        let roles =
            |held: &String, spare: &String| if is_put { json!([held, spare]) } else { json!([spare]) };
        Some(match operation.path.strip_prefix("/api/organizations")? {
            "" | "/{id}" => json!({
                "name": "Southwind", "description": "Sails", "customData": { "a": 1 }, "isMfaRequired": true,
                "color": { "primaryColor": "#abc", "isDarkModeEnabled": true, "darkPrimaryColor": "#abcdef" },
                "branding": {
                    "logoUrl": "https://a.example/l.svg", "darkLogoUrl": "https://a.example/d.svg",
                    "favicon": "https://a.example/f.ico", "darkFavicon": "https://a.example/e.ico",
                },
                "customCss": "body {}",
            }),
            "/{id}/users" if is_put => json!({ "userIds": [self.member, self.guest] }),
            "/{id}/users" => json!({ "userIds": [self.guest] }),
            "/{id}/users/roles" => {
                json!({ "userIds": [self.member], "organizationRoleIds": [self.spare_organization_role] })
            }
            "/{id}/users/{userId}/roles" => json!({
                "organizationRoleIds": roles(&self.organization_role, &self.spare_organization_role),
                "organizationRoleNames": ["viewer"],
            }),
            "/{id}/jit/email-domains" if is_put => {
                json!({ "emailDomains": ["fjord.example", "Dock.example"] })
            }
            "/{id}/jit/email-domains" => json!({ "emailDomain": "harbour.example" }),
            "/{id}/jit/roles" => json!({
                "organizationRoleIds": roles(&self.organization_role, &self.spare_organization_role),
            }),
            "/{id}/jit/sso-connectors" => {
                json!({ "ssoConnectorIds": roles(&self.sso_connector, &self.spare_sso_connector) })
            }
            "/{id}/applications" if is_put => json!({ "applicationIds": [self.machine, self.spare_machine] }),
            "/{id}/applications" => json!({ "applicationIds": [self.spare_machine] }),
            "/{id}/applications/roles" => json!({
                "applicationIds": [self.machine], "organizationRoleIds": [self.spare_organization_machine_role],
            }),
            "/{id}/applications/{applicationId}/roles" => json!({
                "organizationRoleIds":
                    roles(&self.organization_machine_role, &self.spare_organization_machine_role),
            }),
            _ => return None,
        })
    }

    fn hook_body(&self, operation: &Operation) -> Option<Value> {
        let config = json!({ "url": self.receiver, "headers": { "x-a": "b" }, "retries": 1 });
        let hook = json!({
            "name": "Orders", "event": "PostSignIn", "events": ["User.Created"], "config": config, "enabled": false,
        });
        Some(match operation.path.strip_prefix("/api/hooks")? {
            "" | "/{id}" => hook,
            "/{id}/test" => json!({ "events": ["User.Created"], "config": config }),
            _ => return None,
        })
    }

    fn invitation_body(&self, operation: &Operation) -> Option<Value> {
        Some(match operation.path.strip_prefix("/api/organization-invitations")? {
            "" => {
                let mut body = self.invitation("ragnhild@fjord.example");
                body["messagePayload"] = json!({ "link": "https://desk.fjord.example/join" });
                body
            }
            "/{id}/message" => json!({
                "code": "1234", "link": "https://desk.fjord.example/join", "locale": "nb", "uiLocales": "nb en",
            }),
            "/{id}/status" => json!({ "status": "Revoked", "acceptedUserId": self.guest }),
            _ => return None,
        })
    }

    fn application_body(&self, operation: &Operation) -> Option<Value> {
        let oidc = json!({
            "redirectUris": ["https://desk.fjord.example/cb"], "postLogoutRedirectUris": ["https://desk.fjord.example"],
            "backchannelLogoutUri": "https://desk.fjord.example/out", "backchannelLogoutSessionRequired": true,
            "logoUri": "https://desk.fjord.example/logo.svg",
        });
        let custom = json!({
            "corsAllowedOrigins": ["https://desk.fjord.example"], "idTokenTtl": 3_600, "refreshTokenTtlInDays": 7,
            "alwaysIssueRefreshToken": true, "rotateRefreshToken": true, "allowTokenExchange": false, "maxAllowedGrants": 3,
        });
        let mut body = json!({
            "name": "Desk", "description": "On the desk", "oidcClientMetadata": oidc, "customClientMetadata": custom,
            "customData": { "a": 1 },
        });
        let is_put = operation.method == Method::PUT;
        Some(match operation.path.strip_prefix("/api/applications")? {
            "" => {
                body["type"] = json!("SPA");
                body["isThirdParty"] = json!(false);
                body
            }
            "/{id}" => {
                body["isAdmin"] = json!(true);
                body["appLevelAccessControlEnabled"] = json!(false);
                body
            }
            "/{applicationId}/custom-data" => json!({ "team": "blue" }),
            "/{id}/secrets" => json!({ "name": "Next", "expiresAt": START.0 + 86_400_000 }),
            "/{id}/secrets/{name}" => json!({ "name": "Extra" }),
            "/{applicationId}/roles" if is_put => {
                json!({ "roleIds": [self.machine_role, self.other_machine_role] })
            }
            "/{applicationId}/roles" => json!({ "roleIds": [self.spare_machine_role] }),
            "/{applicationId}/access-control" => json!({
                "userIds": [self.member], "userRoleIds": [self.role], "organizationIds": [self.organization],
                "organizationRoleRules": [
                    { "organizationId": self.organization, "organizationRoleIds": [self.organization_role] },
                ],
            }),
            "/{applicationId}/sign-in-experience" => json!({
                "color": { "primaryColor": "#abc", "isDarkModeEnabled": true, "darkPrimaryColor": "#abcdef" },
                "branding": { "logoUrl": "https://a.example/l.svg", "favicon": "https://a.example/f.ico" },
                "customCss": "body {}", "termsOfUseUrl": "https://a.example/terms",
                "privacyPolicyUrl": "https://a.example/privacy", "displayName": "Desk",
            }),
            "/{id}/users/{userId}/consent-organizations" => json!({ "organizationIds": [self.organization] }),
            "/{id}/protected-app-metadata/custom-domains" => json!({ "domain": "desk.fjord.example" }),
            "/{applicationId}/user-consent-scopes" => json!({
                "organizationScopes": [self.spare_organization_scope], "resourceScopes": [self.spare_scope],
                "organizationResourceScopes": [self.spare_scope], "userScopes": ["profile"],
            }),
            _ => return None,
        })
    }

    fn user_body(&self, operation: &Operation) -> Option<Value> {
        let profile = json!({ "givenName": "Sigrid", "address": { "country": "NO" } });
        let mut body = json!({
            "username": "sigrid", "primaryEmail": "sigrid@fjord.example", "primaryPhone": "4741234567", "name": "Sigrid",
            "avatar": "https://a.example/s.png", "customData": { "a": 1 }, "profile": profile,
        });
        let is_put = operation.method == Method::PUT;
        Some(match operation.path.strip_prefix("/api/users")? {
            "" => {
                body["password"] = json!(PASSWORD);
                body
            }
            "/{userId}" => {
                body["username"] = json!("ingrid2");
                body["primaryEmail"] = json!("ingrid@fjord.example");
                body["primaryPhone"] = json!("4741234568");
                body
            }
            "/{userId}/custom-data" => json!({ "customData": { "a": 1 } }),
            "/{userId}/profile" => json!({ "profile": profile }),
            "/{userId}/password" | "/{userId}/password/verify" => json!({ "password": PASSWORD }),
            "/{userId}/is-suspended" => json!({ "isSuspended": true }),
            "/{userId}/roles" if is_put => json!({ "roleIds": [self.role, self.other_role] }),
            "/{userId}/roles" => json!({ "roleIds": [self.spare_role] }),
            "/{userId}/personal-access-tokens" if operation.method == Method::PATCH => {
                json!({ "currentName": "Laptop", "name": "Laptop" })
            }
            "/{userId}/personal-access-tokens" => {
                json!({ "name": "Phone", "expiresAt": START.0 + 86_400_000 })
            }
            "/{userId}/password/expiration" => json!({ "isExpired": true }),
            "/{userId}/identities" => json!({ "connectorId": "none", "connectorData": {} }),
            "/{userId}/identities/{target}" => json!({ "userId": "8", "details": {} }),
            "/{userId}/mfa-verifications" => json!({
                "type": "BackupCode", "codes": ["code-one", "code-two"], "secret": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
            }),
            "/{userId}/logto-configs" => json!({
                "mfa": {
                    "enabled": true, "skipped": true, "additionalBindingSuggestionSkipped": true, "skipMfaOnSignIn": true,
                },
                "passkeySignIn": { "skipped": true },
            }),
            "/{userId}/personal-access-tokens/{name}" => json!({ "name": "Laptop" }),
            "/{userId}/personal-access-tokens/delete" => json!({ "name": "Desktop" }),
            _ => return None,
        })
    }

    /// What is beside users: tokens that are not made for one user by name, and failed attempts.
    fn token_body(&self, operation: &Operation) -> Option<Value> {
        Some(match operation.path.strip_prefix("/api/")? {
            "one-time-tokens" => json!({
                "email": EMAIL, "expiresIn": 60,
                "context": { "jitOrganizationIds": [self.organization], "interactionEvent": "SignIn" },
            }),
            "one-time-tokens/verify" => json!({ "email": EMAIL, "token": self.one_time_token["token"] }),
            "one-time-tokens/{id}/status" => json!({ "status": "revoked" }),
            "sentinel-activities/delete" => json!({ "targetType": "User", "targets": ["ingrid"] }),
            "subject-tokens" => json!({ "userId": self.member, "context": {} }),
            _ => return None,
        })
    }

    /// Roles, scopes and resources.
    fn template_body(&self, operation: &Operation) -> Option<Value> {
        let (is_post, is_put) = (operation.method == Method::POST, operation.method == Method::PUT);
        let ids = |held: &String, spare: &String| if is_put { json!([held, spare]) } else { json!([spare]) };
        Some(match operation.path.strip_prefix("/api/")? {
            "organization-roles" => json!({
                "name": "owner", "description": "Owns", "type": "User",
                "organizationScopeIds": [self.organization_scope], "resourceScopeIds": [self.scope],
            }),
            "organization-roles/{id}" => {
                json!({ "name": "captain", "description": "Steers", "type": "User" })
            }
            "organization-roles/{id}/scopes" => {
                json!({ "organizationScopeIds": ids(&self.organization_scope, &self.spare_organization_scope) })
            }
            "organization-roles/{id}/resource-scopes" => {
                json!({ "scopeIds": ids(&self.scope, &self.spare_scope) })
            }
            "organization-scopes" => json!({ "name": "delete", "description": "Deletes" }),
            "organization-scopes/{id}" => json!({ "name": "look", "description": "Looks" }),
            "resources" => {
                json!({ "name": "Boats", "indicator": "https://boats.fjord.example", "accessTokenTtl": 600 })
            }
            "resources/{id}" => json!({ "name": "Lights", "accessTokenTtl": 600 }),
            "resources/{id}/is-default" => json!({ "isDefault": true }),
            "resources/{resourceId}/scopes" => json!({ "name": "dim", "description": "Dims" }),
            "resources/{resourceId}/scopes/{scopeId}" => json!({ "name": "watch", "description": "Watches" }),
            "roles" if is_post => json!({
                "name": "Bosun", "description": "Pipes", "type": "User", "isDefault": false, "scopeIds": [self.scope],
            }),
            "roles/{id}" => json!({ "name": "Mate", "description": "Helps", "isDefault": true }),
            "roles/{id}/scopes" => json!({ "scopeIds": [self.spare_scope] }),
            "roles/{id}/users" => json!({ "userIds": [self.guest] }),
            "roles/{id}/organizations" => json!({ "organizationIds": [self.organization] }),
            "roles/{id}/applications" => json!({ "applicationIds": [self.spare_machine] }),
            _ => return None,
        })
    }

    /// Sends an operation as a caller who may use it.
    pub(super) async fn send(&self, operation: &Operation, path: &str, body: Option<&Value>) -> TestResponse {
        if Self::takes_file(operation) {
            return self.send_file(operation, path).await;
        }
        let text = body.map_or_else(String::new, Value::to_string);
        send(&self.api.client, operation, path, &[], text.into()).await
    }

    /// Every row of the database, by table.
    pub(super) async fn contents(&self) -> Contents {
        store::testing::contents(&self.api.services.services.db).await
    }

    /// Fails when any row is not as it was; says in which tables.
    #[track_caller]
    pub(super) fn assert_unchanged(&self, before: &Contents, what: &str) -> impl Future<Output = ()> {
        let location = std::panic::Location::caller();
        async move {
            for (table, rows) in self.contents().await {
                assert_eq!(before.get(&table), Some(&rows), "{location}: {what} changed {table}");
            }
        }
    }
}

/// What operations on host names take.
fn domain_body(operation: &Operation) -> Option<Value> {
    Some(match operation.path.strip_prefix("/api/domains")? {
        "" => json!({ "domain": "desk.fjord.example" }),
        "/cleanup" => json!({ "staleDays": 7 }),
        "/{id}/verification-files" => json!({ "verificationFiles": {} }),
        _ => return None,
    })
}

/// Sends an operation; a body goes out as JSON.
pub(super) async fn send(
    client: &TestClient,
    operation: &Operation,
    path: &str,
    headers: &[(&str, &str)],
    body: Body,
) -> TestResponse {
    let mut all = vec![(header::CONTENT_TYPE.as_str(), "application/json")];
    all.extend_from_slice(headers);
    if AMBIGUOUS.contains(&operation.path) {
        return client.unrecorded().send(operation.method.clone(), path, &all, body).await;
    }
    client.send(operation.method.clone(), path, &all, body).await
}

/// Whose alternatives the reference documents tell apart by `format` only ([`TestClient::unrecorded`]); their own tests record what can be told.
const AMBIGUOUS: [&str; 4] = [
    "/api/captcha-provider",
    "/api/sign-in-exp",
    "/api/sign-in-exp/default/check-password",
    "/api/user-assets/service-status",
];

/// The name of the parameter that a segment of a path template is.
fn parameter_name(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// A text that does not compress, as databases would do with one letter repeated.
pub(super) fn noise(length: usize) -> String {
    let alphabet = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    let mut state = 7_u64;
    let letter = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(alphabet[usize::try_from(state >> 58).unwrap()])
    };
    (0..length).map(letter).collect()
}

/// The parameters in the path of an operation.
pub(super) fn parameters(operation: &Operation) -> impl Iterator<Item = &'static str> {
    operation.path.split('/').filter_map(parameter_name)
}
