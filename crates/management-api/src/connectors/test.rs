//! `POST /api/connectors/{factoryId}/test`

use api_types::connector as wire;
use axum::extract::Path;
use connectors::ConnectorType;
use domain::message_template::TemplateType;
use http_kit::{ApiError, Issue, NoContent, ValidJson, body::Validate};
use operations::messages::{EXAMPLE_CODE, Outgoing, Recipient, deliver, example_variables};
use serde_json::Map;

use super::{
    body::{check_config, not_sent},
    bounds::check_bounds,
};
use crate::{
    ManagementContext,
    rules::{Body, Rules, check_email, check_phone},
};

impl Validate for Body<wire::TestConnector> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        check_email(&mut rules, self.0.email.as_deref());
        check_phone(&mut rules, self.0.phone.as_deref());
        check_bounds(&mut rules, Some(&self.0.config), None);
        if self.0.template_type.as_deref().is_some_and(|word| TemplateType::parse(word).is_none()) {
            let text = "There is no such type of template";
            rules.issue(Issue::new("invalid_enum_value", &["templateType"], text));
        }
        rules.issues()
    }
}

/// Sends an example by a configuration that need not be stored.
pub(super) async fn test_connector(
    context: ManagementContext,
    Path(factory_id): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<wire::TestConnector>>,
) -> Result<NoContent, ApiError> {
    let factory = connectors::factory(&factory_id).ok_or_else(|| ApiError::not_found("entity.not_found"))?;
    let recipient = match factory.connector_type {
        ConnectorType::Email => body.email.as_deref().map(Recipient::Email),
        ConnectorType::Sms => body.phone.as_deref().map(Recipient::Phone),
        ConnectorType::Social => return Err(ApiError::bad_request("connector.unexpected_type")),
    };
    let missing = || ApiError::bad_request("connector.insufficient_request_parameters");
    let recipient = recipient.ok_or_else(missing)?;
    check_config(factory, &body.config)?;
    let template_type = body.template_type.as_deref().and_then(TemplateType::parse);
    let mut variables = match template_type {
        Some(_) => example_variables(),
        None => Map::from_iter([("code".to_owned(), EXAMPLE_CODE.into())]),
    };
    variables.extend(body.locale.map(|locale| ("locale".to_owned(), locale.into())));
    let template_type = template_type.unwrap_or(TemplateType::Generic);
    let message = Outgoing { template_type, recipient, variables: &variables, languages: "" };
    deliver(&context.services, (factory, &body.config), &message).await.map_err(not_sent)?;
    Ok(NoContent)
}
