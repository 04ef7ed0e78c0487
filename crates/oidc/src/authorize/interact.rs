//! Sending the browser to the sign-in pages: a stored interaction, its cookies, and the page it begins with (OIDC contract §5.7, §6.1).

use axum::{
    Extension,
    response::{IntoResponse as _, Response},
};
use domain::{
    GrantId, HashedToken, InteractionId,
    grant::{INTERACTION_TTL, Interaction, InteractionPrompt},
};
use form_urlencoded::Serializer;
use http_kit::layers::Passing;
use operations::interaction::{cookie_with, resume_path};
use protocol::SignInParameters;
use store::interaction;

use super::{AuthorizationRequest, Target, check_parameters, respond::see_other, visit::Visit};
use crate::{audit::Record, cookies::PageContext, error::Failure};

/// Sends the browser to the sign-in page.
pub(super) async fn ask_to_sign_in(
    visit: Visit<'_>,
    request: &AuthorizationRequest,
    target: &Target,
) -> Result<Response, Failure> {
    let client_id = request.client.application.id.as_str();
    let location = SignInParameters::from_parameters(&request.parameters).location(client_id);
    let begun = Begun { prompt: InteractionPrompt::Login, grant_id: None, location };
    start(visit, request, target, begun).await
}

/// Sends the browser to the page that asks which account to go on with.
pub(super) async fn ask_for_account(
    visit: Visit<'_>,
    request: &AuthorizationRequest,
    target: &Target,
) -> Result<Response, Failure> {
    let location = page("/select-account", request);
    let begun = Begun { prompt: InteractionPrompt::SelectAccount, grant_id: None, location };
    start(visit, request, target, begun).await
}

/// Sends the browser to the page on which an organization is chosen, or that says why the one asked for is closed.
pub(super) async fn ask_for_organization(
    visit: Visit<'_>,
    request: &AuthorizationRequest,
    target: &Target,
) -> Result<Response, Failure> {
    let location = page("/select-organization", request);
    let begun = Begun { prompt: InteractionPrompt::Organization, grant_id: None, location };
    start(visit, request, target, begun).await
}

/// Sends the browser to the consent page. `grant_id` is the grant that the user's decision will extend.
pub(super) async fn ask_for_consent(
    visit: Visit<'_>,
    request: &AuthorizationRequest,
    grant_id: Option<GrantId>,
    target: &Target,
) -> Result<Response, Failure> {
    let begun = Begun { prompt: InteractionPrompt::Consent, grant_id, location: page("/consent", request) };
    start(visit, request, target, begun).await
}

/// A page of the client's, by its id and nothing else.
fn page(path: &str, request: &AuthorizationRequest) -> String {
    let client_id = request.client.application.id.as_str();
    format!("{path}?{}", Serializer::new(String::new()).append_pair("app_id", client_id).finish())
}

/// What an interaction is begun for.
struct Begun {
    prompt: InteractionPrompt,
    grant_id: Option<GrantId>,
    location: String,
}

async fn start(
    visit: Visit<'_>,
    request: &AuthorizationRequest,
    target: &Target,
    Begun { prompt, grant_id, location }: Begun,
) -> Result<Response, Failure> {
    let (services, now) = (visit.services, visit.services.now());
    let client_id = &request.client.application.id;
    let uid = InteractionId::new(services.entropy.base64_43());
    let parameters = request.parameters.iter().filter(|(name, _)| check_parameters::is_kept(name));
    let interaction = Interaction {
        id: HashedToken::of(uid.as_str()),
        application_id: client_id.clone(),
        prompt,
        parameters: parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        session_id: visit.session.as_ref().map(|session| session.id.clone()),
        grant_id,
        device_code: target.device_code(),
        experience: None,
        result: None,
        created_at: now,
        expires_at: now.plus(INTERACTION_TTL),
    };
    let record = Record::new("Interaction.Create", visit.parts)
        .application(client_id)
        .user(visit.signed_in().map(|(_, user_id)| user_id))
        .parameters(&request.parameters);
    let inserted = async {
        interaction::insert(services.db.exec(), &services.tenant, &interaction).await.map_err(Failure::from)
    };
    futures_util::try_join!(inserted, record.write(services))?;
    let shown = SignInParameters::from_parameters(&request.parameters);
    let by_client = cookie_with(visit.interactions.as_deref(), client_id, &uid);
    // Whoever has not come further begins anew after a power loss.
    let response = (Extension(Passing::OnTheWay), see_other(&location)).into_response();
    Ok(visit.finish(response, |cookies| {
        let organization_id = shown.organization_id.as_deref();
        cookies.context(&PageContext::new(client_id.as_str(), organization_id, shown.ui_locales.as_deref()));
        let resume = resume_path(interaction.device_code.is_some(), &uid);
        cookies.interaction(&by_client, (&uid, &resume), interaction.expires_at);
    }))
}
