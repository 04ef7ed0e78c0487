//! `/select-organization`: in which organization to go on; or why the one that the application asked for is closed.

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use domain::{OrganizationId, account::User, grant::InteractionPrompt};
use form_urlencoded::Serializer;
use hosted::person;
use http_kit::{ApiError, QueryPairs};
use operations::sign_in_organization::Admission;
use store::Page;
use ui::{
    Page as _, Words,
    components::Banner,
    pages::{HiddenField, OrganizationClosedPage, SelectOrganizationPage, SelectableOrganization},
};

use super::{
    form::{Post, token},
    notice::{AppState, visit},
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
    let words = visit.words().await;
    match draw((&visit, &words, &parts.uri), None).await {
        Ok(response) => response,
        Err(error) => visit.failure(&error, &words).await,
    }
}

/// Takes the choice.
pub(super) async fn submit(State(services): AppState, request: Request) -> Response {
    let Post { visit, words, uri, form } = match Post::of(request, &services).await {
        Ok(post) => post,
        Err(answer) => return answer,
    };
    let user = match visit.asked(ASKED).await {
        Ok(user) => user,
        Err(error) => return visit.failure(&error, &words).await,
    };
    let wrong = if form.belongs_to(&visit.running.uid) {
        match take(&visit, &user, (form.get("organizationId"), form.get("decision"))).await {
            Ok(Choice::Made(location)) => return redirect(StatusCode::SEE_OTHER, &location),
            Ok(Choice::Refused(text)) => (StatusCode::UNPROCESSABLE_ENTITY, text),
            Err(error) => return visit.failure(&error, &words).await,
        }
    } else {
        (StatusCode::FORBIDDEN, "form-out-of-date")
    };
    match draw((&visit, &words, &uri), Some(wrong)).await {
        Ok(response) => response,
        Err(error) => visit.failure(&error, &words).await,
    }
}

/// What came of a form.
enum Choice {
    /// The browser goes on there.
    Made(String),
    /// It did not work; the message that says why.
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
        _ if organization.is_empty() => return Ok(Choice::Refused("organization-undecided")),
        _ => {}
    }
    // An application that named one did not leave the choice to the user.
    if visit.named_organization().is_some_and(|named| named.as_str() != organization) {
        return Ok(Choice::Refused("organization-other-wanted"));
    }
    let id = OrganizationId::new(organization);
    Ok(match visit.admission_to(&id, &user.id).await? {
        Admission::Admitted => Choice::Made(visit.in_organization(id).await?),
        Admission::NotAMember => Choice::Refused("organization-not-a-member"),
        Admission::SecondFactorMissing => Choice::Refused("organization-needs-factor"),
    })
}

async fn draw(
    (visit, words, uri): (&Visit, &Words, &Uri),
    wrong: Option<(StatusCode, &str)>,
) -> Result<Response, ApiError> {
    let user = visit.asked(ASKED).await?;
    if let Some(named) = visit.named_organization() {
        let admission = visit.admission_to(&named, &user.id).await?;
        return Ok(closed((visit, words, uri), user, admission)
            .await
            .with_status(wrong.map_or(StatusCode::FORBIDDEN, |(status, _)| status)));
    }
    let mut page = list((visit, words, uri), user).await?;
    let Some((status, key)) = wrong else { return Ok(page.into_response()) };
    page.banner = Some(Banner::danger(words.say(key)));
    Ok(page.with_status(status))
}

async fn list(
    (visit, words, uri): (&Visit, &Words, &Uri),
    user: User,
) -> Result<SelectOrganizationPage, ApiError> {
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
        brand: visit.brand(uri.path()).await,
        words: words.clone(),
        action: with_query(uri.path(), uri.query()),
        xsrf: token(&visit.running.uid).reveal().to_owned(),
        user: person(&user),
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
async fn closed(
    (visit, words, uri): (&Visit, &Words, &Uri),
    user: User,
    admission: Admission,
) -> OrganizationClosedPage {
    let (heading, explanation) = match admission {
        Admission::Admitted | Admission::NotAMember => {
            ("organization-closed-title", "organization-closed-lead")
        }
        Admission::SecondFactorMissing => ("organization-factor-title", "organization-factor-lead"),
    };
    OrganizationClosedPage {
        brand: visit.brand(uri.path()).await,
        words: words.clone(),
        action: with_query(uri.path(), uri.query()),
        xsrf: token(&visit.running.uid).reveal().to_owned(),
        user: person(&user),
        heading: words.say(heading),
        explanation: words.say(explanation),
        redirect_targets: visit.redirect_targets(),
    }
}
