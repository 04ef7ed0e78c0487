//! `POST /api/configs/jwt-customizer/test`

use api_types::config as wire;
use axum::Json;
use domain::script::CustomizedToken;
use http_kit::{ApiError, ValidJson, body::Validate};
use operations::scripts::{Customizer, custom_claims};
use serde_json::{Map, Value};

use super::{
    super::scripts::{environment, refused},
    check_context,
};
use crate::{ManagementContext, rules::Body};

/// The code of a script that refuses or fails.
const CODE: &str = "jwt_customizer.general";

impl Validate for Body<wire::TestJwtCustomizer> {}

/// Runs a script as it would be for a token, and shows the claims that it adds. Nothing is kept.
pub(crate) async fn test_customizer(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::TestJwtCustomizer>>,
) -> Result<Json<Map<String, Value>>, ApiError> {
    let token = match body.token_type {
        wire::CustomizedToken::AccessToken => CustomizedToken::AccessToken,
        wire::CustomizedToken::ClientCredentials => CustomizedToken::ClientCredentials,
    };
    check_context(token, &body.context, "context")?;
    let customizer = Customizer {
        token,
        source: body.script.into(),
        environment: environment(body.environment_variables),
        blocks_issuance_on_error: true,
    };
    let told = (Value::Object(body.token), Value::Object(body.context));
    let claims = custom_claims(&context.services.script_trials, &customizer, told).await;
    claims.map(Json).map_err(|error| refused(CODE, error))
}
