//! `/console/organization-template/roles`: roles are made, renamed and deleted.

use axum::{extract::Path, http::Method, response::IntoResponse as _};
use hosted::Call;
use serde::Deserialize;
use serde_json::{Value, json};
use ui::{
    components::{FieldState, Link},
    pages::console::{ApplicationKind, ConsoleFormPage, ConsoleFrame, Control, FormField},
};

use super::{KINDS, PATH, kind};
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
struct Role {
    id: String,
    name: String,
    description: Option<String>,
    #[serde(rename = "type")]
    kind: String,
}

impl Role {
    fn path(&self) -> String {
        format!("{PATH}/roles/{}", self.id)
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

/// For whom a role is, to choose.
pub(crate) fn kinds(operator: &Operator, chosen: &str) -> FormField {
    let card = |(word, label, hint): &(&str, &str, &str)| ApplicationKind {
        value: (*word).to_owned(),
        label: operator.words.say(label),
        hint: operator.words.say(hint),
        is_checked: *word == chosen,
    };
    let label = operator.words.say("console-label-role-kind");
    FormField::line("type", label, FieldState::default(), String::new())
        .control(Control::Cards(KINDS.iter().map(card).collect()))
}

fn new_page(operator: &Operator, typed: Named<'_>, chosen: &str) -> ConsoleFormPage {
    let words = &operator.words;
    let mut fields = vec![kinds(operator, chosen)];
    fields.extend(typed.fields(operator));
    let text = (words.say("console-create-role"), words.say("console-create-template-role-lead"));
    form::page(
        frame(operator),
        text,
        fields,
        (format!("{PATH}/roles/new"), words.say("console-create-role"), PATH),
    )
}

/// `GET /console/organization-template/roles/new`.
pub(super) async fn ask_new(operator: Operator) -> Outcome {
    Ok(new_page(&operator, Named { name: "", description: "" }, "User").into_response())
}

/// `POST /console/organization-template/roles/new`.
pub(super) async fn create(Posted { by: operator, form }: Posted) -> Outcome {
    let (typed, kind) = (Named::typed(&form), form.get("type"));
    let mut body = typed.body();
    if let Some(members) = body.as_object_mut() {
        members.insert("type".to_owned(), kind.into());
    }
    let call = Call::new(Method::POST, &["api", "organization-roles"]).body(body);
    send(&operator, new_page(&operator, typed, kind), typed.name, call).await?;
    Ok(done(PATH, "console-role-created"))
}

async fn find(operator: &Operator, id: &str) -> Result<Role, axum::response::Response> {
    one(operator, Call::get(&["api", "organization-roles", id])).await
}

fn page(operator: &Operator, of: &Role, typed: Named<'_>) -> ConsoleFormPage {
    let words = &operator.words;
    let text = (of.name.clone(), kind(&of.kind, words));
    let destroy = Link { href: format!("{}/delete", of.path()), label: words.say("console-delete-role") };
    let page = form::page(
        frame(operator),
        text,
        typed.fields(operator),
        (of.path(), words.say("console-save"), PATH),
    );
    let page =
        ConsoleFormPage { destroy: Some((words.say("console-delete-template-role-lead"), destroy)), ..page };
    made_from(page, &of.basis())
}

/// `GET /console/organization-template/roles/{role}`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(page(&operator, &of, of.named()).into_response())
}

/// `POST /console/organization-template/roles/{role}`.
pub(super) async fn save(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    must_be_current(&operator, &form, &of.basis(), || page(&operator, &of, of.named()))?;
    let typed = Named::typed(&form);
    let call = Call::new(Method::PATCH, &["api", "organization-roles", &id]).body(typed.body());
    send(&operator, page(&operator, &of, typed), typed.name, call).await?;
    Ok(done(&of.path(), "console-saved"))
}

fn question<'a>(operator: &Operator, of: &'a Role) -> Question<'a> {
    Question {
        heading: operator.words.with("console-delete-role-title", "name", &of.name),
        consequences: &["console-delete-template-role-consequence"],
        typed: Some(&of.name),
        action: format!("{}/delete", of.path()),
        hidden: Vec::new(),
        button: "console-delete-role",
        back_url: of.path(),
    }
}

/// `GET /console/organization-template/roles/{role}/delete`.
pub(super) async fn ask_to_delete(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(question(&operator, &of).ask(frame(&operator)))
}

/// `POST /console/organization-template/roles/{role}/delete`.
pub(super) async fn delete(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    question(&operator, &of).must_be_meant(frame(&operator), &form)?;
    match operator.call(Call::new(Method::DELETE, &["api", "organization-roles", &id])).await {
        Ok(_) => Ok(done(PATH, "console-role-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
