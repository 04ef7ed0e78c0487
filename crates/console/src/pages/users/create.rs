//! `/console/users/new`: makes one.

use axum::{
    http::{Method, StatusCode},
    response::IntoResponse as _,
};
use hosted::{Answer, Call};
use http_kit::Form;
use serde_json::{Map, Value};
use ui::{
    Page as _,
    components::Banner,
    pages::console::{ConsoleNewUserPage, UserFields},
};

use super::{PATH, User, field, place};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done},
    posted::Posted,
    words::of_field,
};

fn page(operator: &Operator, fields: UserFields) -> ConsoleNewUserPage {
    let list = operator.words.say("console-users");
    ConsoleNewUserPage {
        fields,
        password_error: None,
        back_url: PATH.to_owned(),
        frame: operator.frame_below(PATH, &[(PATH, &list)]),
    }
}

/// `GET /console/users/new`.
pub(super) async fn ask(operator: Operator) -> Outcome {
    Ok(page(&operator, UserFields::default()).into_response())
}

/// What was typed, but for the password.
fn typed(form: &Form) -> UserFields {
    UserFields {
        full_name: field(form.get("full_name").trim()),
        username: field(form.get("username").trim()),
        email: field(form.get("email").trim()),
        phone: field(form.get("phone").trim()),
        ..UserFields::default()
    }
}

/// `POST /console/users/new`.
pub(super) async fn create(Posted { by: operator, form }: Posted) -> Outcome {
    let mut again = page(&operator, typed(&form));
    let fields = &again.fields;
    if [&fields.username, &fields.email, &fields.phone].iter().all(|field| field.value.is_empty()) {
        again.frame.banner = Some(Banner::danger(operator.words.say("console-user-needs-one")));
        return Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let members = [
        ("name", fields.full_name.value.as_str()),
        ("username", &fields.username.value),
        ("primaryEmail", &fields.email.value),
        ("primaryPhone", &fields.phone.value),
        ("password", form.get("password")),
    ];
    let given = members.into_iter().filter(|(_, value)| !value.is_empty());
    let body: Map<String, Value> = given.map(|(name, value)| (name.to_owned(), value.into())).collect();
    let call = Call::new(Method::POST, &["api", "users"]).body(body.into());
    match operator.call(call).await.and_then(Answer::read::<User>) {
        Ok(made) => Ok(done(&made.path(), "console-user-created")),
        Err(refusal) => {
            again.password_error = of_field(&refusal, "password", &operator.words);
            if !place(&operator, &mut again.fields, &refusal) && again.password_error.is_none() {
                again.frame.banner = Some(Banner::danger(operator.said(&refusal)));
            }
            Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}
