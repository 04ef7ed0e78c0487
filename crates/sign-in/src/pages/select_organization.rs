//! `/select-organization`: in which organization to go on; or why the one that the application asked for is closed.

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use domain::{OrganizationId, account::User, grant::InteractionPrompt};
use form_urlencoded::Serializer;
use http_kit::{ApiError, QueryPairs};
use operations::sign_in_organization::Admission;
use store::Page;
use ui::{
    Page as _,
    components::Banner,
    pages::{HiddenField, OrganizationClosedPage, SelectOrganizationPage, SelectableOrganization},
};

use super::{
    consent::person,
    form::{OUT_OF_DATE, Post, token},
    notice::{AppState, error_page, visit},
    redirect, with_query,
};
use crate::flow::Visit;

const ASKED: InteractionPrompt = InteractionPrompt::Organization;
/// How many organizations a page shows.
const PAGE_SIZE: i64 = 20;
/// How far one can turn the pages; who has more organizations searches.
const LAST_PAGE: i64 = 1_000;
/// The longest text that is searched for, in characters.
const MAX_SEARCH: usize = 128;

/// Draws the list, or says why the organization asked for is closed.
pub(super) async fn show(State(services): AppState, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visit = match visit(&parts, &services).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    match draw(&visit, &parts.uri, None).await {
        Ok(response) => response,
        Err(error) => error_page(&error),
    }
}

/// Takes the choice.
pub(super) async fn submit(State(services): AppState, request: Request) -> Response {
    let Post { visit, uri, form } = match Post::of(request, &services).await {
        Ok(post) => post,
        Err(answer) => return answer,
    };
    let user = match visit.asked(ASKED).await {
        Ok(user) => user,
        Err(error) => return error_page(&error),
    };
    let wrong = if form.belongs_to(&visit.running.uid) {
        match take(&visit, &user, (form.get("organizationId"), form.get("decision"))).await {
            Ok(Choice::Made(location)) => return redirect(StatusCode::SEE_OTHER, &location),
            Ok(Choice::Refused(text)) => (StatusCode::UNPROCESSABLE_ENTITY, text),
            Err(error) => return error_page(&error),
        }
    } else {
        (StatusCode::FORBIDDEN, OUT_OF_DATE)
    };
    match draw(&visit, &uri, Some(wrong)).await {
        Ok(response) => response,
        Err(error) => error_page(&error),
    }
}

/// What came of a form.
enum Choice {
    /// The browser goes on there.
    Made(String),
    /// It did not work, in words.
    Refused(&'static str),
}

async fn take(
    visit: &Visit,
    user: &User,
    (organization, decision): (&str, &str),
) -> Result<Choice, ApiError> {
    match decision {
        "other" => return visit.other_account().await.map(Choice::Made),
        "back" => return visit.go_back().await.map(Choice::Made),
        _ if organization.is_empty() => return Ok(Choice::Refused("Choose an organization.")),
        _ => {}
    }
    // An application that named one did not leave the choice to the user.
    if visit.named_organization().is_some_and(|named| named.as_str() != organization) {
        return Ok(Choice::Refused("The application asks for another organization."));
    }
    let id = OrganizationId::new(organization);
    Ok(match visit.admission_to(&id, &user.id).await? {
        Admission::Admitted => Choice::Made(visit.in_organization(id).await?),
        Admission::NotAMember => {
            Choice::Refused("You are not a member of this organization. Choose another one.")
        }
        Admission::SecondFactorMissing => Choice::Refused(
            "This organization asks its members for a second factor, and your account has none. Choose another one, or add a second factor to your account first.",
        ),
    })
}

async fn draw(visit: &Visit, uri: &Uri, wrong: Option<(StatusCode, &str)>) -> Result<Response, ApiError> {
    let user = visit.asked(ASKED).await?;
    if let Some(named) = visit.named_organization() {
        let admission = visit.admission_to(&named, &user.id).await?;
        return Ok(closed(visit, user, uri, admission)
            .await
            .with_status(wrong.map_or(StatusCode::FORBIDDEN, |(status, _)| status)));
    }
    let mut page = list(visit, user, uri).await?;
    let Some((status, text)) = wrong else { return Ok(page.into_response()) };
    page.banner = Some(Banner::danger(text));
    Ok(page.with_status(status))
}

async fn list(visit: &Visit, user: User, uri: &Uri) -> Result<SelectOrganizationPage, ApiError> {
    let query = QueryPairs::parse(uri.query().unwrap_or_default())?;
    let search: String = query.get("q").unwrap_or_default().trim().chars().take(MAX_SEARCH).collect();
    let number = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, LAST_PAGE);
    let window = Page { limit: PAGE_SIZE + 1, offset: (number - 1) * PAGE_SIZE };
    let mut found = visit.organizations_of(&user.id, &search, window).await?;
    let has_more = i64::try_from(found.len()).is_ok_and(|count| count > PAGE_SIZE) && number < LAST_PAGE;
    found.truncate(usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX));
    let app_id = query.get("app_id").unwrap_or_default();
    let at = |number: i64| {
        let mut address = Serializer::new(String::new());
        address.append_pair("app_id", app_id).append_pair("page", &number.to_string());
        if !search.is_empty() {
            address.append_pair("q", &search);
        }
        format!("{}?{}", uri.path(), address.finish())
    };
    let organization =
        |(id, name): (OrganizationId, String)| SelectableOrganization { id: id.into_string(), name };
    Ok(SelectOrganizationPage {
        brand: visit.brand().await,
        action: with_query(uri.path(), uri.query()),
        xsrf: token(&visit.running.uid).reveal().to_owned(),
        user: person(user),
        banner: None,
        organizations: found.into_iter().map(organization).collect(),
        is_searchable: has_more || number > 1 || !search.is_empty(),
        search_path: uri.path().to_owned(),
        search_fields: vec![HiddenField::new("app_id", app_id)],
        previous_url: (number > 1).then(|| at(number - 1)),
        next_url: has_more.then(|| at(number + 1)),
        search,
        redirect_targets: visit.redirect_targets(),
    })
}

/// Why the organization that the application asked for is closed. Its name is not told to who is no member.
async fn closed(visit: &Visit, user: User, uri: &Uri, admission: Admission) -> OrganizationClosedPage {
    let (heading, explanation) = match admission {
        Admission::Admitted | Admission::NotAMember => (
            "You are not a member of this organization",
            "The application wants to open an organization that this account does not belong to. Ask an administrator of the organization for an invitation, or use another account.",
        ),
        Admission::SecondFactorMissing => (
            "This organization asks for a second factor",
            "Your account has no second factor yet. Add one to your account, then sign in again, or use another account.",
        ),
    };
    OrganizationClosedPage {
        brand: visit.brand().await,
        action: with_query(uri.path(), uri.query()),
        xsrf: token(&visit.running.uid).reveal().to_owned(),
        user: person(user),
        heading: heading.to_owned(),
        explanation: explanation.to_owned(),
        redirect_targets: visit.redirect_targets(),
    }
}
