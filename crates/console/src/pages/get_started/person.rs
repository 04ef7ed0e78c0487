//! The step that makes a user and invites them into the organization, as a member who may look and change nothing.

use std::time::Duration;

use axum::{http::Method, response::Response};
use hosted::{Answer, Call, Refusal};
use http_kit::Form;
use serde_json::json;

use super::{
    PATH,
    show::{self, Problem},
    template::Template,
    walk::{self, Thing, thing},
};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done},
    posted::Posted,
    words::of_field,
};

/// How long the invitation can be accepted.
const LIFETIME: Duration = Duration::from_secs(7 * 24 * 3_600);

/// Which field a refusal is about, and what is said there.
fn problem(operator: &Operator, refusal: &Refusal) -> Problem {
    let taken = |field| Problem::field(field, operator.words.say("console-taken"));
    match refusal.code.as_str() {
        "user.username_already_in_use" => return taken("username"),
        "user.email_already_in_use" => return taken("primaryEmail"),
        code if code.starts_with("password.") => return Problem::field("password", operator.said(refusal)),
        _ => {}
    }
    for field in ["username", "primaryEmail", "password"] {
        if let Some(said) = of_field(refusal, field, &operator.words) {
            return Problem::field(field, said);
        }
    }
    Problem::Whole(operator.said(refusal))
}

/// The user of the walk, who is made where there is none.
async fn user(operator: &Operator, known: &str, form: &Form) -> Result<Thing, Response> {
    if let Some(known) = thing(operator, "users", known).await? {
        return Ok(known);
    }
    let (username, email, password) =
        (form.get("username").trim(), form.get("primaryEmail").trim(), form.get("password"));
    for (name, value, message) in [
        ("username", username, "console-walk-missing-username"),
        ("primaryEmail", email, "console-missing-invitee"),
        ("password", password, "missing-password"),
    ] {
        if value.is_empty() {
            let problem = Problem::field(name, operator.words.say(message));
            return Err(show::again(operator, form, problem).await?);
        }
    }
    let body = json!({ "username": username, "primaryEmail": email, "password": password });
    match operator.call(Call::new(Method::POST, &["api", "users"]).body(body)).await.and_then(Answer::read) {
        Ok(made) => Ok(made),
        Err(refusal) => Err(show::again(operator, form, problem(operator, &refusal)).await?),
    }
}

/// `POST /console/get-started/person`.
pub(super) async fn create(Posted { by: operator, form }: Posted) -> Outcome {
    let mut walk = walk::find(&operator).await?;
    let template = Template::read(&operator).await?;
    let role = template.member(&operator.console.template).map(|role| role.id.clone());
    let organization = thing(&operator, "organizations", &walk.organization).await?;
    let (Some(role), Some(organization)) = (role, organization) else {
        let problem = Problem::Whole(operator.words.say("console-walk-not-yet"));
        return Err(show::again(&operator, &form, problem).await?);
    };
    let user = user(&operator, &walk.user, &form).await?;
    walk.user.clone_from(&user.id);
    let body = json!({
        "invitee": user.primary_email,
        "organizationId": organization.id,
        "organizationRoleIds": [role],
        "expiresAt": operator.now().plus(LIFETIME).0,
        "messagePayload": false,
    });
    let call = Call::new(Method::POST, &["api", "organization-invitations"]).body(body);
    match operator.call(call).await.and_then(Answer::read::<Thing>) {
        Ok(made) => {
            walk.invitation = made.id;
            walk::remember(&operator, walk).await?;
            Ok(done(PATH, "console-invited"))
        }
        Err(refusal) => {
            walk::remember(&operator, walk).await?;
            Err(show::again(&operator, &form, Problem::Whole(operator.said(&refusal))).await?)
        }
    }
}
