//! Any provider of OAuth 2.0 with an endpoint that tells who the user is.

use serde_json::{Value, json};

use super::{
    Authorization, AuthorizationRequest, Callback, SocialContext, SocialFuture, SocialProfile,
    SocialProvider, call, mapping, oauth, settings, social,
    token::{AnswerForm, Authentication, Client},
};
use crate::{Config, ConnectorError, Factory, FormItem, InvalidConfig};

const ANSWER_FORM: &str = "tokenEndpointResponseType";
const PROFILE_MAP: &str = "profileMap";

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        name: "OAuth 2.0",
        description: "Signs users in with their accounts at any provider of OAuth 2.0.",
        logo: super::letters_on_a_tile!("5b5f97", "O2"),
        readme: "Register this server as a confidential client at the provider, with this connector's callback URI. `profileMap` says where in the \
                 userinfo endpoint's answer what is found, with dots between nested keys: `id`, `email`, `emailVerified`, `phone`, \
                 `phoneVerified`, `name`, `avatar`. E-mail addresses and phone numbers are taken only where the answer says that they are \
                 verified, or where you say so of all e-mail addresses of the provider.",
        form_items: form_items(),
        is_standard: true,
        ..social("oauth2", "oauth2", OAuth2)
    }
}

fn form_items() -> Vec<FormItem> {
    let forms = [("query-string", "Query string"), ("json", "JSON")];
    let profile_map = json!({
        "id": "id", "email": "email", "emailVerified": "email_verified", "phone": "phone", "phoneVerified": "phone_verified",
        "name": "name", "avatar": "avatar",
    });
    let mut items = vec![
        FormItem::text("authorizationEndpoint", "Authorization endpoint").required(),
        FormItem::text("tokenEndpoint", "Token endpoint").required(),
        FormItem::text("userInfoEndpoint", "Userinfo endpoint").required(),
    ];
    items.extend(Client::form_items());
    items.extend([
        FormItem::select(ANSWER_FORM, "Token endpoint response type", &forms).default_value("query-string"),
        FormItem::text("scope", "Scope"),
        FormItem::json(PROFILE_MAP, "Profile map").default_value(profile_map),
        FormItem::switch("trustEmail", "Every e-mail address is verified")
            .description("Whoever can give an unverified address there could take over accounts here."),
        FormItem::json("customConfig", "Further parameters of authorization requests"),
    ]);
    items.extend(Authentication::form_items());
    items
}

#[derive(Debug)]
struct OAuth2;

struct Settings {
    client: Client,
    authorization_endpoint: String,
    token_endpoint: String,
    user_info_endpoint: String,
    form: AnswerForm,
    scope: Option<String>,
    profile_map: ProfileMap,
    trusts_email: bool,
    additions: Vec<(String, String)>,
}

/// Where in an answer what is found.
struct ProfileMap {
    id: String,
    email: String,
    email_verified: String,
    phone: String,
    phone_verified: String,
    name: String,
    avatar: String,
}

impl ProfileMap {
    fn read(config: &Config) -> Result<Self, InvalidConfig> {
        let empty = Config::new();
        let object = settings::object(config, PROFILE_MAP)?.unwrap_or(&empty);
        let path = |name: &str, default: &str| {
            let path = settings::text(object, name)
                .map_err(|error| InvalidConfig::new(format!("{PROFILE_MAP}.{}", error.key), error.problem))?;
            Ok::<_, InvalidConfig>(path.unwrap_or(default).to_owned())
        };
        Ok(Self {
            id: path("id", "id")?,
            email: path("email", "email")?,
            email_verified: path("emailVerified", "email_verified")?,
            phone: path("phone", "phone")?,
            phone_verified: path("phoneVerified", "phone_verified")?,
            name: path("name", "name")?,
            avatar: path("avatar", "avatar")?,
        })
    }
}

impl Settings {
    fn read(config: &Config) -> Result<Self, InvalidConfig> {
        let form = match settings::text(config, ANSWER_FORM)? {
            None | Some("query-string") => AnswerForm::QueryString,
            Some("json") => AnswerForm::Json,
            Some(_) => return Err(InvalidConfig::new(ANSWER_FORM, "must be one of the choices")),
        };
        Ok(Self {
            client: Client { authentication: Authentication::read(config)?, ..Client::read(config)? },
            authorization_endpoint: settings::required_endpoint(config, "authorizationEndpoint")?,
            token_endpoint: settings::required_endpoint(config, "tokenEndpoint")?,
            user_info_endpoint: settings::required_endpoint(config, "userInfoEndpoint")?,
            form,
            scope: settings::scope(config, "scope")?.map(str::to_owned),
            profile_map: ProfileMap::read(config)?,
            trusts_email: settings::switch(config, "trustEmail")?,
            additions: settings::additions(config, "customConfig")?,
        })
    }

    fn provider(&self) -> oauth::Provider<'_> {
        oauth::Provider {
            authorization_endpoint: &self.authorization_endpoint,
            token_endpoint: &self.token_endpoint,
            client: &self.client,
            scope: self.scope.as_deref(),
            additions: &self.additions,
            has_code_challenge: true,
            form: self.form,
        }
    }

    async fn finish(
        &self,
        context: SocialContext<'_>,
        callback: Callback<'_>,
    ) -> Result<SocialProfile, ConnectorError> {
        let tokens = self.provider().finish(context, &callback).await?;
        let url = &self.user_info_endpoint;
        let user = call::resource_object(context, url, &tokens.access_token, "the userinfo endpoint").await?;
        let map = &self.profile_map;
        let at = |path: &str| mapping::at(&user, path);
        // The operator's word counts where the provider says nothing, not against it.
        let says_nothing = at(&map.email_verified).is_none_or(Value::is_null);
        let is_email_verified =
            mapping::is_true(at(&map.email_verified), false) || (self.trusts_email && says_nothing);
        let is_phone_verified = mapping::is_true(at(&map.phone_verified), false);
        Ok(SocialProfile {
            email: mapping::email(at(&map.email), is_email_verified),
            phone: mapping::phone(at(&map.phone), is_phone_verified),
            name: mapping::name(at(&map.name)),
            avatar: mapping::avatar(at(&map.avatar)),
            tokens: Some(tokens.answer.into()),
            ..mapping::profile(at(&map.id), json!(user))?
        })
    }
}

impl SocialProvider for OAuth2 {
    fn check(&self, config: &Config) -> Result<(), InvalidConfig> {
        Settings::read(config).map(drop)
    }

    fn authorization<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        request: AuthorizationRequest<'a>,
    ) -> SocialFuture<'a, Authorization> {
        Box::pin(async move { Settings::read(config)?.provider().begin(context, request) })
    }

    fn profile<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        callback: Callback<'a>,
    ) -> SocialFuture<'a, SocialProfile> {
        Box::pin(async move { Settings::read(config)?.finish(context, callback).await })
    }

    fn renew<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        refresh_token: &'a str,
    ) -> SocialFuture<'a, Value> {
        Box::pin(async move { Settings::read(config)?.provider().renew(context, refresh_token).await })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::social::testing::{FakeProvider, config};

    fn settings(fake: &FakeProvider, change: Value) -> Config {
        let mut value = json!({
            "clientId": "cli:ent", "clientSecret": "s/cret", "authorizationEndpoint": format!("{}/authorize?tenant=1", fake.url),
            "tokenEndpoint": format!("{}/token", fake.url), "userInfoEndpoint": format!("{}/me", fake.url),
            "scope": "user", "customConfig": { "audience": "api" },
            "profileMap": { "id": "data.uid", "name": "data.nick", "email": "data.mail", "emailVerified": "data.ok" },
        });
        value.as_object_mut().unwrap().extend(change.as_object().cloned().unwrap());
        let config = config(value);
        factory().check(&config).unwrap();
        config
    }

    #[tokio::test]
    async fn a_profile_is_read_where_the_map_says() {
        let fake = FakeProvider::start().await;
        fake.answer_with("/token", 200, "access_token=at-1&token_type=bearer");
        for (change, said, email) in [
            (json!({}), json!(true), Some("a@fjord.example")),
            (json!({}), json!(false), None),
            (json!({}), json!(null), None),
            (json!({ "trustEmail": true }), json!(null), Some("a@fjord.example")),
            (json!({ "trustEmail": true }), json!(false), None),
            (json!({ "trustEmail": true }), json!("no"), None),
        ] {
            let config = settings(&fake, change.clone());
            fake.answer(
                "/me",
                json!({ "data": { "uid": 42, "nick": "astrid", "mail": "a@fjord.example", "ok": said } }),
            );
            let attempt = fake.begin(&OAuth2, &config).await;
            for (name, value) in
                [("tenant", "1"), ("audience", "api"), ("scope", "user"), ("client_id", "cli:ent")]
            {
                assert_eq!(attempt.parameter(name), value);
            }
            let profile = fake.finish(&OAuth2, &config, &attempt).await.unwrap();
            assert_eq!((profile.id.as_str(), profile.name.as_deref()), ("42", Some("astrid")));
            assert_eq!(profile.email.as_deref(), email, "{change} {said}");
            assert_eq!(fake.header("/me", "authorization").unwrap(), "Bearer at-1");
        }
    }

    #[tokio::test]
    async fn the_client_shows_itself_as_the_operator_chose() {
        let fake = FakeProvider::start().await;
        fake.answer("/token", json!({ "access_token": "a" }));
        fake.answer("/me", json!({ "data": { "uid": "x" } }));
        let run = async |change: Value| {
            let config = settings(&fake, change);
            let attempt = fake.begin(&OAuth2, &config).await;
            fake.finish(&OAuth2, &config, &attempt).await.unwrap();
            fake.form("/token")
        };
        let form = run(json!({})).await;
        assert_eq!((form["client_id"].as_str(), form["client_secret"].as_str()), ("cli:ent", "s/cret"));
        let form = run(json!({ "tokenEndpointAuthMethod": "client_secret_basic" })).await;
        assert!(!form.contains_key("client_secret") && !form.contains_key("client_id"));
        // cli%3Aent:s%2Fcret
        assert_eq!(fake.header("/token", "authorization").unwrap(), "Basic Y2xpJTNBZW50OnMlMkZjcmV0");
        for (algorithm, bytes) in [("HS256", 43), ("HS384", 64), ("HS512", 86)] {
            let form = run(json!({ "tokenEndpointAuthMethod": "client_secret_jwt", "clientSecretJwtSigningAlgorithm": algorithm })).await;
            assert!(!form.contains_key("client_secret"));
            assert_eq!(form["client_assertion"].rsplit('.').next().unwrap().len(), bytes);
        }
    }

    #[tokio::test]
    async fn an_answer_to_no_request_of_this_server_is_refused() {
        let fake = FakeProvider::start().await;
        let config = settings(&fake, json!({}));
        let mut attempt = fake.begin(&OAuth2, &config).await;
        attempt.remembered = Value::Null;
        let error = fake.finish(&OAuth2, &config, &attempt).await.unwrap_err();
        assert_eq!(error.code(), "connector.invalid_request_parameters");
        assert!(fake.requests("/token").is_empty());
    }
}
