//! `/console/organization-template/permissions`: permissions of organizations are made, renamed and deleted.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::Call;
use serde::Deserialize;
use serde_json::{Value, json};
use ui::{
    components::Link,
    pages::console::{ConsoleFormPage, ConsoleFrame},
};

use super::PATH;
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{self, Named, made_from, must_be_current, send},
        question::Question,
    },
    posted::Posted,
    reading::one,
};

#[derive(Deserialize)]
struct Permission {
    id: String,
    name: String,
    description: Option<String>,
}

impl Permission {
    fn path(&self) -> String {
        format!("{PATH}/permissions/{}", self.id)
    }

    fn named(&self) -> Named<'_> {
        Named { name: &self.name, description: self.description.as_deref().unwrap_or_default() }
    }

    fn basis(&self) -> Value {
        json!([self.name, self.description])
    }
}

fn frame(operator: &Operator) -> ConsoleFrame {
    operator.frame_below(PATH, &[(PATH, &operator.words.say("console-template"))])
}

fn new_page(operator: &Operator, typed: Named<'_>) -> ConsoleFormPage {
    let words = &operator.words;
    let text = (words.say("console-create-permission"), words.say("console-create-template-permission-lead"));
    let sent = (format!("{PATH}/permissions/new"), words.say("console-create-permission"), PATH);
    form::page(frame(operator), text, typed.fields(operator), sent)
}

/// `GET /console/organization-template/permissions/new`.
pub(super) async fn ask_new(operator: Operator) -> Outcome {
    Ok(new_page(&operator, Named { name: "", description: "" }).into_response())
}

/// `POST /console/organization-template/permissions/new`.
pub(super) async fn create(Posted { by: operator, form }: Posted) -> Outcome {
    let typed = Named::typed(&form);
    let call = Call::new(Method::POST, &["api", "organization-scopes"]).body(typed.body());
    send(&operator, new_page(&operator, typed), typed.name, call).await?;
    Ok(done(PATH, "console-permission-created"))
}

async fn find(operator: &Operator, id: &str) -> Result<Permission, Response> {
    one(operator, Call::get(&["api", "organization-scopes", id])).await
}

fn page(operator: &Operator, of: &Permission, typed: Named<'_>) -> ConsoleFormPage {
    let words = &operator.words;
    let text = (of.name.clone(), words.say("console-organization-permission"));
    let destroy =
        Link { href: format!("{}/delete", of.path()), label: words.say("console-delete-permission") };
    let page = form::page(
        frame(operator),
        text,
        typed.fields(operator),
        (of.path(), words.say("console-save"), PATH),
    );
    let page =
        ConsoleFormPage { destroy: Some((words.say("console-delete-permission-lead"), destroy)), ..page };
    made_from(page, &of.basis())
}

/// `GET /console/organization-template/permissions/{permission}`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(page(&operator, &of, of.named()).into_response())
}

/// `POST /console/organization-template/permissions/{permission}`.
pub(super) async fn save(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    must_be_current(&operator, &form, &of.basis(), || page(&operator, &of, of.named()))?;
    let typed = Named::typed(&form);
    let call = Call::new(Method::PATCH, &["api", "organization-scopes", &id]).body(typed.body());
    send(&operator, page(&operator, &of, typed), typed.name, call).await?;
    Ok(done(&of.path(), "console-saved"))
}

fn question<'a>(operator: &Operator, of: &'a Permission) -> Question<'a> {
    Question {
        heading: operator.words.with("console-delete-permission-title", "name", &of.name),
        consequences: &["console-delete-permission-consequence"],
        typed: Some(&of.name),
        action: format!("{}/delete", of.path()),
        hidden: Vec::new(),
        button: "console-delete-permission",
        back_url: of.path(),
    }
}

/// `GET /console/organization-template/permissions/{permission}/delete`.
pub(super) async fn ask_to_delete(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(question(&operator, &of).ask(frame(&operator)))
}

/// `POST /console/organization-template/permissions/{permission}/delete`.
pub(super) async fn delete(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    question(&operator, &of).must_be_meant(frame(&operator), &form)?;
    match operator.call(Call::new(Method::DELETE, &["api", "organization-scopes", &id])).await {
        Ok(_) => Ok(done(PATH, "console-permission-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
