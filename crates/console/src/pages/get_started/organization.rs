//! The step that makes an organization.

use axum::http::Method;
use hosted::{Answer, Call};
use serde_json::json;

use super::{
    PATH,
    show::{self, Problem},
    walk::{self, Thing},
};
use crate::{
    pages::{Outcome, done::done},
    posted::Posted,
    words::of_field,
};

/// `POST /console/get-started/organization`.
pub(super) async fn create(Posted { by: operator, form }: Posted) -> Outcome {
    let name = form.get("name").trim();
    if name.is_empty() {
        let problem = Problem::field("name", operator.words.say("console-missing-name"));
        return Err(show::again(&operator, &form, problem).await?);
    }
    let call = Call::new(Method::POST, &["api", "organizations"]).body(json!({ "name": name }));
    match operator.call(call).await.and_then(Answer::read::<Thing>) {
        Ok(made) => {
            let mut walk = walk::find(&operator).await?;
            walk.organization = made.id;
            // Whoever was invited was invited elsewhere.
            walk.invitation.clear();
            walk::remember(&operator, walk).await?;
            Ok(done(PATH, "console-organization-created"))
        }
        Err(refusal) => {
            let said = of_field(&refusal, "name", &operator.words).unwrap_or_else(|| operator.said(&refusal));
            Err(show::again(&operator, &form, Problem::field("name", said)).await?)
        }
    }
}
