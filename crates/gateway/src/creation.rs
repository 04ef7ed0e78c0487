//! Creating an organization with its creator as a member, all or nothing.
//!
//! In the server's own process that is one transaction, which the server hands in as an [`AtomicCreate`]. Over HTTP it is
//! four calls: create, add the creator, give the creator's roles, and finish. Whatever fails, the organization is deleted
//! again. So that it can be found even when the answer to the first call got lost, it is created with a marker in its
//! custom data, which the last call takes away. A process that dies halfway leaves an organization with that marker.

use std::sync::Arc;
use std::time::Duration;

use domain::UserId;
use futures_util::future::BoxFuture;
use guard::Rejection;
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::gateway::Gateway;
use crate::guards::Standing;
use crate::upstream::{Answer, Call, Upstream, UpstreamError};

pub use crate::rejections::creator_role_missing;

/// Member of custom data that an organization has while it is being created.
pub const CREATION_MARKER: &str = "guildhallCreation";

/// Waits before each attempt to take back what failed.
const COMPENSATION_DELAYS: [Duration; 5] = [
    Duration::ZERO,
    Duration::from_millis(200),
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(30),
];
/// How long the caller is kept waiting for that; it goes on afterwards.
const COMPENSATION_PATIENCE: Duration = Duration::from_secs(3);
/// What the log calls an organization that should not be there.
const HALF_MADE: &str = "an organization whose custom data has the member guildhallCreation";

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

/// How an attempt to take something back ended.
pub(crate) enum Undone {
    /// It is gone.
    Yes,
    /// There is nothing to take back, so far.
    NothingFound,
}

/// How one step went wrong.
pub(crate) enum StepError {
    /// In a way that ends up with the caller as it is.
    Refused(Rejection),
    /// In a way that is about the upstream.
    Upstream(UpstreamError),
}

impl From<UpstreamError> for StepError {
    fn from(error: UpstreamError) -> Self {
        Self::Upstream(error)
    }
}

impl From<StepError> for Rejection {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Refused(rejection) => rejection,
            StepError::Upstream(error) => error.into(),
        }
    }
}

/// Creates an organization over HTTP. Runs in a task of its own, which a caller who hangs up does not end.
pub(crate) async fn create_with_compensation(
    gateway: &Gateway,
    standing: &Standing,
    new: NewOrganization,
) -> Result<Value, Rejection> {
    let creation = Creation {
        upstream: gateway.upstream.clone(),
        standing: standing.clone(),
        marker: gateway.entropy.id_21(),
    };
    let name = new.fields.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let id = match creation.create(&new).await {
        Ok(id) => id,
        Err(StepError::Upstream(error)) if error.leaves_effect_unknown() => {
            compensate(HALF_MADE, move || {
                let (creation, name) = (creation.clone(), name.clone());
                async move { creation.delete_by_marker(&name).await }
            })
            .await;
            return Err(error.into());
        }
        Err(error) => return Err(error.into()),
    };
    match creation.complete(&id, &new).await {
        Ok(organization) => Ok(organization),
        Err(error) => {
            compensate(HALF_MADE, move || {
                let (creation, id) = (creation.clone(), id.clone());
                async move { creation.delete(&id).await }
            })
            .await;
            Err(error.into())
        }
    }
}

#[derive(Clone)]
struct Creation {
    upstream: Upstream,
    standing: Standing,
    marker: String,
}

impl Creation {
    /// The first step; the id of what was created.
    async fn create(&self, new: &NewOrganization) -> Result<String, StepError> {
        let mut fields = new.fields.clone();
        let custom_data = fields.entry("customData").or_insert_with(|| json!({}));
        if let Some(custom_data) = custom_data.as_object_mut() {
            custom_data.insert(CREATION_MARKER.to_owned(), json!(self.marker));
        }
        let call = Call::to(["organizations"]).json(Value::Object(fields));
        let answer = self.upstream.write(&self.standing, Method::POST, call).await?;
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
        expect(&self.upstream.write(&self.standing, Method::POST, call).await?, StatusCode::CREATED)?;
        let call = Call::to(["organizations", id, "users", creator, "roles"])
            .json(json!({ "organizationRoleNames": new.creator_roles }));
        let answer = self.upstream.write(&self.standing, Method::POST, call).await?;
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
            tracing::error!(roles = ?new.creator_roles, "the policy gives creators a role that the template does not have");
            return Err(StepError::Refused(creator_role_missing()));
        }
        expect(&answer, StatusCode::CREATED)?;
        let custom_data = new.fields.get("customData").cloned().unwrap_or_else(|| json!({}));
        let call = Call::to(["organizations", id]).json(json!({ "customData": custom_data }));
        let answer = self.upstream.write(&self.standing, Method::PATCH, call).await?;
        Ok(Value::Object(answer.json(StatusCode::OK)?))
    }

    async fn delete(&self, id: &str) -> Result<Undone, UpstreamError> {
        let answer =
            self.upstream.write(&self.standing, Method::DELETE, Call::to(["organizations", id])).await?;
        // Gone already counts as gone.
        if answer.status != StatusCode::NOT_FOUND {
            expect(&answer, StatusCode::NO_CONTENT)?;
        }
        Ok(Undone::Yes)
    }

    /// Finds what was created by an answer that got lost, and deletes it. Other organizations of that name lack the marker.
    async fn delete_by_marker(&self, name: &str) -> Result<Undone, UpstreamError> {
        let call = Call::to(["organizations"]).query("q", name);
        let is_ours = |found: &Created| found.custom_data.get(CREATION_MARKER) == Some(&json!(self.marker));
        match self.upstream.find(self.standing.permit(), &call, is_ours).await? {
            Some(ours) => self.delete(&ours.id).await,
            None => Ok(Undone::NothingFound),
        }
    }
}

/// Fails unless an answer is of this status.
pub(crate) fn expect(answer: &Answer, status: StatusCode) -> Result<(), UpstreamError> {
    if answer.status == status { Ok(()) } else { Err(UpstreamError::UnexpectedStatus(answer.status)) }
}

/// Takes back what failed, with patience: in the background, and for a while before the caller gets the answer. `what` is
/// what the log says may be left.
pub(crate) async fn compensate<F>(what: &'static str, attempt: impl Fn() -> F + Send + 'static)
where
    F: Future<Output = Result<Undone, UpstreamError>> + Send,
{
    let task = tokio::spawn(async move {
        let mut may_be_left = false;
        for delay in COMPENSATION_DELAYS {
            tokio::time::sleep(delay).await;
            match attempt().await {
                Ok(Undone::Yes) => return,
                // A call without an answer may take effect late: look again.
                Ok(Undone::NothingFound) => may_be_left = false,
                Err(error) => {
                    may_be_left = true;
                    tracing::warn!(error.message = %error, what, "what failed halfway could not be taken back yet");
                }
            }
        }
        if may_be_left {
            tracing::error!(what, "what failed halfway may be left");
        }
    });
    // Whether it finished is in the log; the caller's request failed either way.
    let _unfinished = tokio::time::timeout(COMPENSATION_PATIENCE, task).await;
}
