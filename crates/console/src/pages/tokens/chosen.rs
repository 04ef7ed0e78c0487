//! What is chosen instead of a token: ids, or what people call things.

use axum::response::Response;
use hosted::Call;
use protocol::identifiers::ORGANIZATIONS_RESOURCE_INDICATOR;
use serde::Deserialize;
use ui::{
    components::FieldState,
    pages::console::{ConsoleOption, TokenFields},
};

use super::{scopes::Question, text};
use crate::{listing::pattern, operator::Operator, pages::form::filled, reading::whole};

/// How many candidates are looked at for what somebody called a thing.
const CANDIDATES: u64 = 20;

/// What was chosen, and the question that it makes where it is whole.
pub(super) struct Chosen {
    pub(super) fields: TokenFields,
    pub(super) question: Option<Question>,
}

/// Something that has an id and names.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    id: String,
    name: Option<String>,
    username: Option<String>,
    primary_email: Option<String>,
    primary_phone: Option<String>,
}

impl Named {
    fn is_called(&self, text: &str) -> bool {
        let names = [&self.name, &self.username, &self.primary_email, &self.primary_phone];
        self.id == text || names.into_iter().flatten().any(|name| name.eq_ignore_ascii_case(text))
    }
}

#[derive(Deserialize)]
struct Resource {
    name: String,
    indicator: String,
}

async fn resources(operator: &Operator, chosen: &str) -> Result<Vec<ConsoleOption>, Response> {
    let found: Vec<Resource> = whole(operator, || Call::get(&["api", "resources"])).await?;
    let option = |value: &str, label: String| ConsoleOption {
        value: value.to_owned(),
        label,
        is_selected: value == chosen,
    };
    let mut options = vec![
        option("", operator.words.say("console-tokens-no-resource")),
        option(ORGANIZATIONS_RESOURCE_INDICATOR, operator.words.say("console-tokens-template")),
    ];
    options.extend(
        found.into_iter().map(|one| option(&one.indicator, format!("{} · {}", one.name, one.indicator))),
    );
    Ok(options)
}

/// Nothing is chosen.
pub(super) async fn empty(operator: &Operator) -> Result<TokenFields, Response> {
    Ok(TokenFields { resources: resources(operator, "").await?, ..TokenFields::default() })
}

/// The id of what somebody called `text`, or a field that says that there is none.
async fn find(operator: &Operator, area: &'static str, text: &str) -> Result<Option<String>, Response> {
    let by_name = if area == "organizations" { ("q", text.to_owned()) } else { ("search", pattern(text)) };
    if let Ok(answer) = operator.call(Call::get(&["api", area, text])).await {
        return Ok(answer.read::<Named>().ok().map(|one| one.id));
    }
    let call = Call::get(&["api", area]).query(by_name.0, &by_name.1).page(1, CANDIDATES);
    let answer = operator.call(call).await.map_err(|refusal| operator.stop(&refusal))?;
    let found: Vec<Named> = answer.read().map_err(|refusal| operator.stop(&refusal))?;
    Ok(found.into_iter().find(|one| one.is_called(text)).map(|one| one.id))
}

async fn field(
    operator: &Operator,
    (area, name): (&'static str, &str),
) -> Result<(FieldState, Option<String>), Response> {
    let text: String = text(&operator.query, name).chars().take(200).collect();
    if text.is_empty() {
        return Ok((FieldState::default(), None));
    }
    let id = find(operator, area, &text).await?;
    let error = id.is_none().then(|| operator.words.with("console-tokens-nobody", "text", &text));
    Ok((FieldState { error, ..filled(text) }, id))
}

/// Reads what an address chooses.
pub(super) async fn read(operator: &Operator) -> Result<Chosen, Response> {
    let (mut user, user_id) = field(operator, ("users", "user")).await?;
    let (application, application_id) = field(operator, ("applications", "application")).await?;
    let (organization, organization_id) = field(operator, ("organizations", "organization")).await?;
    let resource = text(&operator.query, "resource").to_owned();
    let scope: String = text(&operator.query, "scope").chars().take(1_000).collect();
    let is_asked = !organization.value.is_empty() || !resource.is_empty() || !scope.is_empty();
    if is_asked && user.value.is_empty() && application.value.is_empty() {
        user.error = Some(operator.words.say("console-tokens-whose"));
    }
    let is_wrong = [&user, &application, &organization].iter().any(|field| field.error.is_some());
    let question = (!is_wrong && (user_id.is_some() || application_id.is_some())).then(|| Question {
        user: user_id,
        application: application_id,
        organization: organization_id,
        resource: (!resource.is_empty()).then(|| resource.clone()),
        wanted: scope.clone(),
    });
    let resources = resources(operator, &resource).await?;
    let fields = TokenFields { user, application, organization, resources, scope: filled(scope) };
    Ok(Chosen { fields, question })
}
