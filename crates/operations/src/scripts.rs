//! A tenant's scripts as they are kept and run (OIDC contract §7). They are settings; what an operator gives them in confidence, their
//! environment, is sealed. Running is done by the crate `scripts`; what a script is told about a token, its caller knows.

mod redaction;

use std::{collections::HashMap, fmt, sync::Arc};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::{
    TenantId,
    script::{CustomizedToken, ScriptEnvironment},
};
use jose::SealingKey;
use protocol::custom_claims::is_reserved_claim;
use redaction::without_secrets;
use scripts::{Outcome, Script, ScriptError, ScriptPool};
use serde_json::{Map, Value, json};
use store::StoreError;

use crate::{
    keys,
    services::{OperationError, Services},
};

/// The member of a script's setting that holds its environment, as the wire has it.
const ENVIRONMENT: &str = "environmentVariables";
/// The member that holds it in the store.
const SEALED_ENVIRONMENT: &str = "sealedEnvironmentVariables";
/// What separates sealed environments from other secrets.
const KIND: &str = "script-environment";

/// A setting as it is stored: its environment sealed, bound to the tenant and the key.
pub fn seal(
    services: &Services,
    key: &str,
    mut setting: Map<String, Value>,
) -> Result<Value, OperationError> {
    if let Some(environment) = setting.shift_remove(ENVIRONMENT) {
        let context = keys::context(&services.tenant, KIND, key);
        let text = zeroize::Zeroizing::new(environment.to_string());
        let sealed = keys::seal(&services.sealing, &*services.entropy, &context, text.as_bytes())?;
        setting.insert(SEALED_ENVIRONMENT.to_owned(), BASE64_STANDARD.encode(sealed).into());
    }
    Ok(Value::Object(setting))
}

/// A stored setting as the wire has it.
pub fn open(
    sealing: &SealingKey,
    tenant: &TenantId,
    key: &str,
    stored: Value,
) -> Result<Map<String, Value>, OperationError> {
    let inconsistent = || StoreError::Inconsistent { table: "tenant_settings", column: "value" };
    let Value::Object(mut setting) = stored else { return Err(inconsistent().into()) };
    if let Some(sealed) = setting.shift_remove(SEALED_ENVIRONMENT) {
        let sealed = sealed.as_str().and_then(|sealed| BASE64_STANDARD.decode(sealed).ok());
        let context = keys::context(tenant, KIND, key);
        let opened =
            sealing.open(&context, &sealed.ok_or_else(inconsistent)?).map_err(|_| StoreError::Sealed)?;
        let environment = serde_json::from_slice(&opened).map_err(|_| inconsistent())?;
        setting.insert(ENVIRONMENT.to_owned(), environment);
    }
    Ok(setting)
}

/// The script that adds claims to tokens of a kind, ready to be run.
#[derive(Clone)]
pub struct Customizer {
    /// Of which kind.
    pub token: CustomizedToken,
    /// The program text.
    pub source: Arc<str>,
    /// What the operator gives it.
    pub environment: ScriptEnvironment,
    /// Whether no token is issued when it fails.
    pub blocks_issuance_on_error: bool,
}

impl fmt::Debug for Customizer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Customizer").field("token", &self.token).finish_non_exhaustive()
    }
}

/// The scripts that add claims to tokens.
#[derive(Debug, Default)]
pub struct Customizers {
    access_token: Option<Customizer>,
    client_credentials: Option<Customizer>,
}

impl Customizers {
    /// The script for this kind of tokens, if there is one.
    pub fn of(&self, token: CustomizedToken) -> Option<&Customizer> {
        match token {
            CustomizedToken::AccessToken => self.access_token.as_ref(),
            CustomizedToken::ClientCredentials => self.client_credentials.as_ref(),
        }
    }

    /// Reads them from among the settings.
    pub(crate) fn read(
        settings: &HashMap<String, Value>,
        tenant: &TenantId,
        sealing: &SealingKey,
    ) -> Result<Self, OperationError> {
        let read = |token: CustomizedToken| {
            let Some(stored) = settings.get(token.setting()) else { return Ok(None) };
            let setting = open(sealing, tenant, token.setting(), stored.clone())?;
            Ok::<_, OperationError>(Some(Customizer {
                token,
                source: setting.get("script").and_then(Value::as_str).unwrap_or_default().into(),
                environment: environment_of(&setting),
                blocks_issuance_on_error: setting.get("blockIssuanceOnError") == Some(&Value::Bool(true)),
            }))
        };
        Ok(Self {
            access_token: read(CustomizedToken::AccessToken)?,
            client_credentials: read(CustomizedToken::ClientCredentials)?,
        })
    }
}

/// The environment of a setting that was opened.
fn environment_of(setting: &Map<String, Value>) -> ScriptEnvironment {
    ScriptEnvironment(setting.get(ENVIRONMENT).and_then(Value::as_object).cloned().unwrap_or_default())
}

/// Why a script's answer cannot be used.
#[derive(Debug)]
pub enum RunError {
    /// It refuses, and so.
    Denied(Option<String>),
    /// It failed, and so. The text holds none of the values of its environment.
    Failed(String),
    /// It could not be run for reasons that are not its own.
    Operation(OperationError),
}

/// Runs a script that adds claims to a token, and returns those of them that are not the server's alone.
pub async fn custom_claims(
    pool: &ScriptPool,
    customizer: &Customizer,
    (token, context): (Value, Value),
) -> Result<Map<String, Value>, RunError> {
    let argument = json!({
        "token": token, "context": context, "environmentVariables": customizer.environment.0,
    });
    let source = Arc::clone(&customizer.source);
    let returned = run(pool, (source, CustomizedToken::FUNCTION), &argument, &customizer.environment).await?;
    let Some(Value::Object(mut claims)) = returned else {
        return Err(RunError::Failed("the script gave back no object".to_owned()));
    };
    claims.retain(|name, _| !is_reserved_claim(name));
    Ok(claims)
}

/// Runs a script and returns what it gave back; `None` for nothing. What it says of a refusal or failure is rid of the values of its
/// environment.
pub async fn run(
    pool: &ScriptPool,
    (source, function): (Arc<str>, &'static str),
    argument: &Value,
    environment: &ScriptEnvironment,
) -> Result<Option<Value>, RunError> {
    let script = Script { source, function, argument: argument.to_string() };
    let plain = |text: &str| without_secrets(text, environment.secrets());
    match pool.run(script).await {
        Ok(Outcome::Returned(value)) => Ok(value),
        Ok(Outcome::Denied(message)) => Err(RunError::Denied(message.as_deref().map(plain))),
        Err(ScriptError::Busy) => Err(RunError::Operation(OperationError::Busy)),
        Err(error) => Err(RunError::Failed(plain(&error.to_string()))),
    }
}
