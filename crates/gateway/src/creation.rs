//! Creating an organization with its creator as a member, all or nothing.
//!
//! In the server's own process that is one transaction, which the server hands in as an [`AtomicCreate`]. Over HTTP it is
//! four calls: create, add the creator, give the creator's roles, and finish. Whatever fails, the organization is deleted
//! again. So that it can be found even when the answer to the first call got lost, it is created with a marker in its
//! custom data, which the last call takes away. A process that dies halfway leaves an organization with that marker.

use std::sync::Arc;

use domain::UserId;
use futures_util::future::BoxFuture;
use guard::Rejection;
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::compensation::{Hands, Making, StepError, begun, completed, expect};
use crate::gateway::Gateway;
use crate::guards::Standing;
use crate::upstream::{Answer, Call, UpstreamError};

pub use crate::rejections::creator_role_missing;

/// Member of custom data that an organization has while it is being created.
pub const CREATION_MARKER: &str = "guildhallCreation";

/// What is to be created.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    /// Who becomes a member: the token's user.
    pub creator: UserId,
    /// Fields of the organization (`name` among them), checked, in the shapes of the Management API.
    pub fields: Map<String, Value>,
    /// Names of the template's roles that the creator gets.
    pub creator_roles: Vec<String>,
}

/// Creates an organization with its creator in one transaction and answers with the Management API's organization object.
pub type AtomicCreate =
    Arc<dyn Fn(NewOrganization) -> BoxFuture<'static, Result<Value, Rejection>> + Send + Sync>;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Created {
    id: String,
    #[serde(default)]
    custom_data: Map<String, Value>,
}

/// Creates an organization over HTTP. Runs in a task of its own, which a caller who hangs up does not end.
pub(crate) async fn create_with_compensation(
    gateway: &Gateway,
    standing: &Standing,
    new: NewOrganization,
) -> Result<Value, Rejection> {
    let creation = Arc::new(Creation {
        hands: gateway.hands(standing),
        name: new.fields.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
        marker: gateway.entropy.id_21(),
    });
    let id = begun(&creation, creation.create(&new).await).await?;
    completed(&creation, &id, creation.complete(&id, &new).await).await
}

struct Creation {
    hands: Hands,
    name: String,
    marker: String,
}

impl Making for Creation {
    const HALF_MADE: &'static str = "an organization whose custom data has the member guildhallCreation";

    fn hands(&self) -> &Hands {
        &self.hands
    }

    fn place(&self, id: &str) -> Call {
        Call::to(["organizations", id])
    }

    /// Other organizations of that name lack the marker.
    async fn lost(&self) -> Result<Option<String>, UpstreamError> {
        let call = Call::to(["organizations"]).query("q", &self.name);
        let is_ours = |found: &Created| found.custom_data.get(CREATION_MARKER) == Some(&json!(self.marker));
        let found = self.hands.upstream.find(self.hands.standing.permit(), &call, is_ours).await?;
        Ok(found.map(|ours| ours.id))
    }
}

impl Creation {
    async fn write(&self, method: Method, call: Call) -> Result<Answer, UpstreamError> {
        self.hands.upstream.write(&self.hands.standing, method, call).await
    }

    /// The first step; the id of what was created.
    async fn create(&self, new: &NewOrganization) -> Result<String, StepError> {
        let mut fields = new.fields.clone();
        let custom_data = fields.entry("customData").or_insert_with(|| json!({}));
        if let Some(custom_data) = custom_data.as_object_mut() {
            custom_data.insert(CREATION_MARKER.to_owned(), json!(self.marker));
        }
        let call = Call::to(["organizations"]).json(Value::Object(fields));
        let answer = self.write(Method::POST, call).await?;
        if answer.status.is_success() && answer.status != StatusCode::CREATED {
            return Err(UpstreamError::UnexpectedStatus(answer.status).into());
        }
        let answer = crate::handlers::forward(answer, StatusCode::CREATED).map_err(StepError::Refused)?;
        Ok(answer.json::<Created>(StatusCode::CREATED)?.id)
    }

    /// The other steps; the organization as it then is.
    async fn complete(&self, id: &str, new: &NewOrganization) -> Result<Value, StepError> {
        let creator = new.creator.as_str();
        let call = Call::to(["organizations", id, "users"]).json(json!({ "userIds": [creator] }));
        expect(&self.write(Method::POST, call).await?, StatusCode::CREATED)?;
        let call = Call::to(["organizations", id, "users", creator, "roles"])
            .json(json!({ "organizationRoleNames": new.creator_roles }));
        let answer = self.write(Method::POST, call).await?;
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
            tracing::error!(roles = ?new.creator_roles, "the policy gives creators a role that the template does not have");
            return Err(StepError::Refused(creator_role_missing()));
        }
        expect(&answer, StatusCode::CREATED)?;
        let custom_data = new.fields.get("customData").cloned().unwrap_or_else(|| json!({}));
        let call = Call::to(["organizations", id]).json(json!({ "customData": custom_data }));
        let answer = self.write(Method::PATCH, call).await?;
        Ok(Value::Object(answer.json(StatusCode::OK)?))
    }
}
