//! What tokens and userinfo say: the claims of access tokens, ID tokens and userinfo, in the wire's order of members (OIDC contract §2.2,
//! §4.4, §5.5). Claims are serialized straight from what they are made of.

use domain::{OrganizationId, OrganizationRoleId, UserId, account::User, sso::SsoIdentity};
use operations::{Client, Services, TenantConfiguration, configuration::ID_TOKEN};
use protocol::{ScopeList, UserScope};
use serde::{
    Serialize,
    ser::{SerializeMap, SerializeSeq, Serializer},
};
use serde_json::{Map, Value};
use store::{StoreError, grant, organization::membership, role::holder, user};

/// The claims of a JWT access token. Extra claims stand first (OIDC contract §4.4).
#[derive(Serialize, Debug)]
pub(crate) struct AccessTokenClaims<'a> {
    /// Who acts for the user (RFC 8693 §4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) act: Option<ActorClaim<'a>>,
    /// Only for an API resource's token within an organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organization_id: Option<&'a str>,
    pub(crate) jti: &'a str,
    pub(crate) sub: &'a str,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
    /// Absent only for an application's own token for an API resource with no scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scope: Option<&'a str>,
    pub(crate) client_id: &'a str,
    pub(crate) iss: &'a str,
    pub(crate) aud: &'a str,
}

/// The claim `act`: who acts for the one that a token is about.
#[derive(Serialize, Clone, Debug)]
pub(crate) struct ActorClaim<'a> {
    pub(crate) sub: &'a str,
    /// Where that is somebody, if not among the users of the tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) iss: Option<String>,
}

/// An organization as the claim `organization_data` shows it.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct OrganizationData {
    pub(crate) id: OrganizationId,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
}

/// Who a user is at an enterprise's provider, as the claim `sso_identities` shows it.
#[derive(Serialize, Clone, PartialEq, Debug)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SsoIdentityData {
    pub(crate) issuer: String,
    pub(crate) identity_id: String,
    pub(crate) detail: Map<String, Value>,
}

impl From<SsoIdentity> for SsoIdentityData {
    fn from(identity: SsoIdentity) -> Self {
        let SsoIdentity { issuer, identity_id, detail, .. } = identity;
        Self { issuer, identity_id, detail }
    }
}

/// What the claims of a user are made from, read as far as the scopes need it.
#[derive(Debug, Default)]
pub(crate) struct ClaimSources {
    /// Who the user is at enterprises' providers.
    pub(crate) sso_identities: Vec<SsoIdentityData>,
    /// Names of the user's global roles.
    pub(crate) roles: Vec<String>,
    /// The user's organizations.
    pub(crate) organizations: Vec<OrganizationData>,
    /// The user's roles in them.
    pub(crate) organization_roles: Vec<(OrganizationId, Vec<OrganizationRoleId>)>,
}

/// For which user and client claims are made, and which are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClaimRequest<'a> {
    /// The scopes of the token.
    pub(crate) scope: &'a ScopeList,
    /// Whether these are the claims of an ID token, which has the extended ones only where the tenant enabled them.
    pub(crate) is_id_token: bool,
}

impl ClaimRequest<'_> {
    fn has(&self, scope: UserScope) -> bool {
        self.scope.contains(scope.as_str())
    }

    fn wants(&self, claim: &str, scope: UserScope, configuration: &TenantConfiguration) -> bool {
        self.has(scope) && (!self.is_id_token || is_extended_claim_enabled(configuration, claim))
    }
}

fn is_extended_claim_enabled(configuration: &TenantConfiguration, claim: &str) -> bool {
    let enabled =
        configuration.settings.get(ID_TOKEN).and_then(|setting| setting.get("enabledExtendedClaims"));
    enabled.and_then(Value::as_array).is_some_and(|enabled| enabled.iter().any(|name| name == claim))
}

impl ClaimSources {
    /// Reads what the claims of `request` need. A third party learns of the organizations alone that the user opened to it.
    pub(crate) async fn read(
        services: &Services,
        configuration: &TenantConfiguration,
        client: &Client,
        user_id: &UserId,
        request: ClaimRequest<'_>,
    ) -> Result<Self, StoreError> {
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let mut sources = Self::default();
        if request.wants("sso_identities", UserScope::Identities, configuration) {
            let found = user::sso_identities(exec, tenant, user_id).await?;
            sources.sso_identities = found.into_iter().map(SsoIdentityData::from).collect();
        }
        if request.wants("roles", UserScope::Roles, configuration) {
            let ids = holder::role_ids_of_user(exec, tenant, user_id).await?;
            let roles = ids.iter().filter_map(|id| configuration.roles.get(id));
            sources.roles = roles.map(|role| role.role.name.clone()).collect();
        }
        let wants_organizations = request.wants("organizations", UserScope::Organizations, configuration)
            || request.wants("organization_data", UserScope::Organizations, configuration);
        if wants_organizations {
            sources.organizations = organizations(services, user_id).await?;
        }
        if request.wants("organization_roles", UserScope::OrganizationRoles, configuration) {
            sources.organization_roles = membership::user_roles_everywhere(exec, tenant, user_id).await?;
        }
        if client.application.is_third_party
            && (wants_organizations || !sources.organization_roles.is_empty())
        {
            let opened = grant::opened_organizations(exec, tenant, &client.application.id, user_id).await?;
            sources.organizations.retain(|organization| opened.contains(&organization.id));
            sources.organization_roles.retain(|(id, _)| opened.contains(id));
        }
        Ok(sources)
    }
}

/// The organizations of a user.
async fn organizations(services: &Services, user: &UserId) -> Result<Vec<OrganizationData>, StoreError> {
    let brief = membership::organizations_of_user_brief(services.db.exec(), &services.tenant, user).await?;
    let data = |(id, name, description, _)| OrganizationData { id, name, description };
    Ok(brief.into_iter().map(data).collect())
}

/// The claims about a user, each written where its scope asks for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UserClaims<'a> {
    pub(crate) user: &'a User,
    pub(crate) sources: &'a ClaimSources,
    pub(crate) configuration: &'a TenantConfiguration,
    pub(crate) request: ClaimRequest<'a>,
}

/// Standard claims that are kept in the profile object, before and after those with sources of their own; with their names there.
const NAMES: [(&str, &str); 4] = [
    ("family_name", "familyName"),
    ("given_name", "givenName"),
    ("middle_name", "middleName"),
    ("nickname", "nickname"),
];
const DETAILS: [(&str, &str); 5] = [
    ("website", "website"),
    ("gender", "gender"),
    ("birthdate", "birthdate"),
    ("zoneinfo", "zoneinfo"),
    ("locale", "locale"),
];

impl UserClaims<'_> {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let (user, request) = (self.user, self.request);
        map.serialize_entry("sub", &user.id)?;
        if request.has(UserScope::Profile) {
            self.write_profile(map)?;
        }
        if request.has(UserScope::Email) {
            map.serialize_entry("email", &user.primary_email)?;
            map.serialize_entry("email_verified", &user.primary_email.is_some())?;
        }
        if request.has(UserScope::Phone) {
            map.serialize_entry("phone_number", &user.primary_phone)?;
            map.serialize_entry("phone_number_verified", &user.primary_phone.is_some())?;
        }
        if request.has(UserScope::Address) {
            self.write_from_profile(map, &[("address", "address")])?;
        }
        self.write_extended(map)
    }

    fn write_profile<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let user = self.user;
        map.serialize_entry("name", &user.name)?;
        self.write_from_profile(map, &NAMES)?;
        let preferred =
            user.profile.get("preferredUsername").filter(|value| !value.is_null()).and_then(Value::as_str);
        if let Some(preferred) = preferred.or(user.username.as_deref()) {
            map.serialize_entry("preferred_username", preferred)?;
        }
        self.write_from_profile(map, &[("profile", "profile")])?;
        map.serialize_entry("picture", &user.avatar)?;
        self.write_from_profile(map, &DETAILS)?;
        map.serialize_entry("updated_at", &user.updated_at)?;
        map.serialize_entry("username", &user.username)?;
        map.serialize_entry("created_at", &user.created_at)
    }

    fn write_from_profile<M: SerializeMap>(
        &self,
        map: &mut M,
        names: &[(&str, &str)],
    ) -> Result<(), M::Error> {
        for (claim, member) in names {
            if let Some(value) = self.user.profile.get(*member).filter(|value| !value.is_null()) {
                map.serialize_entry(claim, value)?;
            }
        }
        Ok(())
    }

    fn write_extended<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let (user, sources) = (self.user, self.sources);
        let wants = |claim: &str, scope| self.request.wants(claim, scope, self.configuration);
        if wants("custom_data", UserScope::CustomData) {
            map.serialize_entry("custom_data", &user.custom_data)?;
        }
        if wants("identities", UserScope::Identities) {
            map.serialize_entry("identities", &user.identities)?;
        }
        if wants("sso_identities", UserScope::Identities) {
            map.serialize_entry("sso_identities", &sources.sso_identities)?;
        }
        if wants("roles", UserScope::Roles) {
            map.serialize_entry("roles", &sources.roles)?;
        }
        if wants("organizations", UserScope::Organizations) {
            let ids = Listed(|| sources.organizations.iter().map(|organization| organization.id.as_str()));
            map.serialize_entry("organizations", &ids)?;
        }
        if wants("organization_data", UserScope::Organizations) {
            map.serialize_entry("organization_data", &sources.organizations)?;
        }
        if wants("organization_roles", UserScope::OrganizationRoles) {
            let named = Listed(|| {
                sources.organization_roles.iter().flat_map(|(organization, roles)| {
                    let roles =
                        roles.iter().filter_map(|role| self.configuration.organization_roles.get(role));
                    roles.map(move |role| format!("{organization}:{}", role.role.name))
                })
            });
            map.serialize_entry("organization_roles", &named)?;
        }
        Ok(())
    }
}

impl Serialize for UserClaims<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.write(&mut map)?;
        map.end()
    }
}

/// Serializes what a function iterates over as an array.
struct Listed<F>(F);

impl<I, F> Serialize for Listed<F>
where
    I: Iterator<Item: Serialize>,
    F: Fn() -> I,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(None)?;
        for item in (self.0)() {
            sequence.serialize_element(&item)?;
        }
        sequence.end()
    }
}

/// The claims of an ID token: those about the user, then those about the sign-in, then the registered ones (OIDC contract §2.2).
#[derive(Clone, Copy, Debug)]
pub(crate) struct IdTokenClaims<'a> {
    pub(crate) user: UserClaims<'a>,
    pub(crate) auth_time: Option<i64>,
    pub(crate) nonce: Option<&'a str>,
    pub(crate) sid: Option<&'a str>,
    /// The organization that was signed in to.
    pub(crate) organization_id: Option<&'a str>,
    pub(crate) aud: &'a str,
    pub(crate) exp: i64,
    pub(crate) iat: i64,
    pub(crate) iss: &'a str,
}

impl Serialize for IdTokenClaims<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.user.write(&mut map)?;
        if let Some(auth_time) = self.auth_time {
            map.serialize_entry("auth_time", &auth_time)?;
        }
        if let Some(nonce) = self.nonce {
            map.serialize_entry("nonce", nonce)?;
        }
        if let Some(sid) = self.sid {
            map.serialize_entry("sid", sid)?;
        }
        if let Some(organization_id) = self.organization_id {
            map.serialize_entry("organization_id", organization_id)?;
        }
        map.serialize_entry("aud", self.aud)?;
        map.serialize_entry("exp", &self.exp)?;
        map.serialize_entry("iat", &self.iat)?;
        map.serialize_entry("iss", self.iss)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use domain::{ApplicationId, UnixMillis};
    use protocol::scope::{CLAIMS_SUPPORTED, SUPPORTED_OIDC_SCOPES};
    use serde_json::json;
    use testkit::{
        TestServices,
        sso::{enterprise_connector, enterprise_identity},
    };

    use super::*;
    use crate::test_support::{USER, World};

    fn user() -> User {
        let mut user = User::new(UserId::new("dk3gi6kg1chx"), UnixMillis(1_790_000_000_000));
        user.username = Some("ingrid".to_owned());
        user.updated_at = UnixMillis(1_795_000_000_123);
        user
    }

    async fn claims(user: &User, sources: &ClaimSources, scope: &str, is_id_token: bool) -> String {
        let test = TestServices::sqlite().await;
        let configuration = test.services.configuration().await.unwrap();
        let request = ClaimRequest { scope: &ScopeList::parse(scope), is_id_token };
        serde_json::to_string(&UserClaims { user, sources, configuration: &configuration, request }).unwrap()
    }

    #[tokio::test]
    async fn a_plain_profile_has_nulls_where_the_wire_has_them() {
        assert_eq!(
            claims(&user(), &ClaimSources::default(), "openid profile urn:logto:scope:organizations", true)
                .await,
            r#"{"sub":"dk3gi6kg1chx","name":null,"preferred_username":"ingrid","picture":null,"updated_at":1795000000123,"username":"ingrid","created_at":1790000000000,"organizations":[]}"#
        );
    }

    #[tokio::test]
    async fn every_scope_has_its_claims_in_the_wires_order() {
        let mut user = user();
        user.primary_email = Some("ingrid@fjord.example".to_owned());
        user.profile = json!({ "familyName": "Fjord", "locale": "nb", "address": { "streetAddress": "1" } })
            .as_object()
            .unwrap()
            .clone();
        let sources = ClaimSources {
            sso_identities: vec![SsoIdentityData {
                issuer: "https://idp.fjord.example".to_owned(),
                identity_id: "7".to_owned(),
                detail: json!({ "id": "7" }).as_object().unwrap().clone(),
            }],
            roles: vec!["reader".to_owned()],
            organizations: vec![OrganizationData {
                id: OrganizationId::new("o"),
                name: "Northwind".to_owned(),
                description: None,
            }],
            organization_roles: Vec::new(),
        };
        let scope = "openid profile email phone address custom_data identities roles urn:logto:scope:organizations urn:logto:scope:organization_roles";
        let all = r#"{"sub":"dk3gi6kg1chx","name":null,"family_name":"Fjord","preferred_username":"ingrid","picture":null,"locale":"nb","updated_at":1795000000123,"username":"ingrid","created_at":1790000000000,"email":"ingrid@fjord.example","email_verified":true,"phone_number":null,"phone_number_verified":false,"address":{"streetAddress":"1"},"custom_data":{},"identities":{},"sso_identities":[{"issuer":"https://idp.fjord.example","identityId":"7","detail":{"id":"7"}}],"roles":["reader"],"organizations":["o"],"organization_data":[{"id":"o","name":"Northwind","description":null}],"organization_roles":[]}"#;
        assert_eq!(claims(&user, &sources, scope, false).await, all);
        let enabled_only = all
            .replace(r#""custom_data":{},"identities":{},"sso_identities":[{"issuer":"https://idp.fjord.example","identityId":"7","detail":{"id":"7"}}],"#, "")
            .replace(r#""organization_data":[{"id":"o","name":"Northwind","description":null}],"#, "");
        assert_eq!(claims(&user, &sources, scope, true).await, enabled_only);
    }

    /// Nobody pays for what is not told.
    #[tokio::test]
    async fn enterprise_identities_are_read_only_where_they_are_told() {
        let world = World::new().await;
        let (services, user) = (&world.services, UserId::new(USER));
        let connector = enterprise_connector(services, "fjord").await;
        enterprise_identity(services, &user, &connector).await;
        let configuration = services.configuration().await.unwrap();
        let client = services.client(&ApplicationId::new("web")).await.unwrap().unwrap();
        for (scope, is_id_token, count) in
            [("openid identities", false, 1), ("openid identities", true, 0), ("openid profile", false, 0)]
        {
            let request = ClaimRequest { scope: &ScopeList::parse(scope), is_id_token };
            let sources =
                ClaimSources::read(services, &configuration, &client, &user, request).await.unwrap();
            assert_eq!(sources.sso_identities.len(), count, "{scope}, {is_id_token}");
        }
    }

    #[tokio::test]
    async fn what_userinfo_can_say_is_what_is_announced() {
        let mut user = user();
        let members = ["familyName", "givenName", "middleName", "nickname", "profile", "website", "gender"]
            .into_iter()
            .chain(["birthdate", "zoneinfo", "locale"]);
        user.profile = members.map(|member| (member.to_owned(), json!("x"))).collect();
        user.profile.insert("address".to_owned(), json!({ "locality": "Bergen" }));
        let scope = SUPPORTED_OIDC_SCOPES.join(" ");
        let written = claims(&user, &ClaimSources::default(), &scope, false).await;
        let written: serde_json::Map<String, Value> = serde_json::from_str(&written).unwrap();
        let mut announced: Vec<_> = CLAIMS_SUPPORTED.to_vec();
        // The rest is about the sign-in, and is in ID tokens only.
        announced.retain(|claim| !["sid", "auth_time", "iss"].contains(claim));
        assert_eq!(written.keys().collect::<Vec<_>>(), announced);
    }

    #[tokio::test]
    async fn an_id_token_ends_with_the_registered_claims() {
        let test = TestServices::sqlite().await;
        let configuration = test.services.configuration().await.unwrap();
        let (user, sources, scope) = (user(), ClaimSources::default(), ScopeList::parse("openid"));
        let claims = IdTokenClaims {
            user: UserClaims {
                user: &user,
                sources: &sources,
                configuration: &configuration,
                request: ClaimRequest { scope: &scope, is_id_token: true },
            },
            auth_time: Some(7),
            nonce: Some("n"),
            sid: None,
            organization_id: None,
            aud: "app",
            exp: 3_601,
            iat: 1,
            iss: "http://id.fjord.example:3001/oidc",
        };
        assert_eq!(
            serde_json::to_string(&claims).unwrap(),
            r#"{"sub":"dk3gi6kg1chx","auth_time":7,"nonce":"n","aud":"app","exp":3601,"iat":1,"iss":"http://id.fjord.example:3001/oidc"}"#
        );
    }
}
