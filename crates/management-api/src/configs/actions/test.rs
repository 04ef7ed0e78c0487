//! `POST /api/configs/actions/test`

use api_types::config as wire;
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::script::ActionType;
use http_kit::{
    ApiError, Describer, DescribesOutput, OperationDescription, ValidJson, body::Validate,
    describe::AnswerBody,
};
use operations::scripts::run;
use serde_json::{Value, json};

use super::super::scripts::{environment, refused};
use crate::{ManagementContext, rules::Body};

/// The code of a script that refuses or fails.
const CODE: &str = "action.general";

impl Validate for Body<wire::TestAction> {}

/// What a script gave back: 200 with it, 204 for nothing.
pub(crate) struct Returned(Option<Value>);

impl IntoResponse for Returned {
    fn into_response(self) -> Response {
        match self.0 {
            Some(value) => Json(value).into_response(),
            None => StatusCode::NO_CONTENT.into_response(),
        }
    }
}

impl DescribesOutput for Returned {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        let schema = Box::new(describer.answer::<Value>());
        description.answers.insert(StatusCode::OK.as_u16(), AnswerBody::Json(schema));
        description.answers.insert(StatusCode::NO_CONTENT.as_u16(), AnswerBody::Empty);
    }
}

/// Runs a script with an event, and shows what it gives back. Nothing is kept.
pub(crate) async fn test_action(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::TestAction>>,
) -> Result<Returned, ApiError> {
    let action = match body.action_type {
        wire::ActionType::PostFirstFactorVerification => ActionType::PostFirstFactorVerification,
        wire::ActionType::PostSignIn => ActionType::PostSignIn,
    };
    let environment = environment(body.environment_variables);
    let argument = json!({ "event": body.event, "environmentVariables": environment.0 });
    let script = (body.script.into(), action.function());
    let returned = run(&context.services.script_trials, script, &argument, &environment).await;
    returned.map(Returned).map_err(|error| refused(CODE, error))
}
