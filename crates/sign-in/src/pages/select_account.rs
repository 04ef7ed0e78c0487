//! `/select-account`: go on as who is signed in, or as somebody else?

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use domain::{account::User, grant::InteractionPrompt};
use hosted::person;
use ui::{Page as _, Words, components::Banner, pages::SelectAccountPage};

use super::{
    form::{Post, token},
    notice::{AppState, visit},
    redirect, with_query,
};
use crate::flow::Visit;

const ASKED: InteractionPrompt = InteractionPrompt::SelectAccount;

/// Draws the question.
pub(super) async fn show(State(services): AppState, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visit = match visit(&parts, &services).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    match visit.asked(ASKED).await {
        Ok(user) => page(&visit, visit.words().await, user, &parts.uri).await.into_response(),
        Err(error) => visit.failure(&error, &visit.words().await).await,
    }
}

/// Takes the answer.
pub(super) async fn submit(State(services): AppState, request: Request) -> Response {
    let Post { visit, words, uri, form } = match Post::of(request, &services).await {
        Ok(post) => post,
        Err(answer) => return answer,
    };
    let user = match visit.asked(ASKED).await {
        Ok(user) => user,
        Err(error) => return visit.failure(&error, &words).await,
    };
    if !form.belongs_to(&visit.running.uid) {
        return again((&visit, words, &uri), user, (StatusCode::FORBIDDEN, "form-out-of-date")).await;
    }
    let decided = match form.get("decision") {
        "continue" => visit.same_account().await,
        "other" => visit.other_account().await,
        "back" => visit.go_back().await,
        _ => {
            let undecided = (StatusCode::UNPROCESSABLE_ENTITY, "choice-undecided");
            return again((&visit, words, &uri), user, undecided).await;
        }
    };
    match decided {
        Ok(location) => redirect(StatusCode::SEE_OTHER, &location),
        Err(error) => visit.failure(&error, &words).await,
    }
}

async fn again(
    (visit, words, uri): (&Visit, Words, &Uri),
    user: User,
    (status, key): (StatusCode, &str),
) -> Response {
    let text = words.say(key);
    let mut page = page(visit, words, user, uri).await;
    page.banner = Some(Banner::danger(text));
    page.with_status(status)
}

async fn page(visit: &Visit, words: Words, user: User, uri: &Uri) -> SelectAccountPage {
    SelectAccountPage {
        brand: visit.brand(uri.path()).await,
        words,
        action: with_query(uri.path(), uri.query()),
        xsrf: token(&visit.running.uid).reveal().to_owned(),
        user: person(&user),
        banner: None,
        redirect_targets: visit.redirect_targets(),
    }
}
