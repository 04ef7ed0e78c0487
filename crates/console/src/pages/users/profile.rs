//! `/console/users/{user}`: who somebody is, their password, and whether they may sign in.

use axum::{
    extract::Path,
    http::{Method, StatusCode},
    response::IntoResponse as _,
};
use hosted::Call;
use serde_json::{Value, json};
use ui::{
    Page as _,
    components::{Banner, Tone},
    pages::console::{ConsoleUserPage, UserFields},
};

use super::{User, enterprise::find, field, frame, lead, place};
use crate::{
    mark::{has_changed, mark},
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        undo::{self, Undo},
    },
    posted::Posted,
    words::of_field,
};

/// What the form is made from.
fn basis(of: &User) -> Value {
    json!([of.name, of.username, of.primary_email, of.primary_phone, of.custom_data])
}

/// What is stored.
fn stored(of: &User) -> UserFields {
    let text = |text: &Option<String>| field(text.clone().unwrap_or_default());
    let custom = if of.custom_data.is_empty() {
        "{}".to_owned()
    } else {
        serde_json::to_string_pretty(&of.custom_data).unwrap_or_default()
    };
    UserFields {
        full_name: text(&of.name),
        username: text(&of.username),
        email: text(&of.primary_email),
        phone: text(&of.primary_phone),
        custom_data: field(custom),
    }
}

fn page(operator: &Operator, of: &User, fields: UserFields) -> ConsoleUserPage {
    let words = &operator.words;
    let moment = |at: i64| operator.moment(at).absolute;
    let password = if of.has_password { "console-label-set" } else { "console-label-not-set" };
    let mut facts = vec![
        (words.say("console-label-created"), moment(of.created_at)),
        (
            words.say("console-label-last-sign-in"),
            of.last_sign_in_at.map_or_else(|| words.say("console-never"), moment),
        ),
        (words.say("console-label-has-password"), words.say(password)),
    ];
    if !of.identities.is_empty() {
        let targets = of.identities.keys().cloned().collect::<Vec<_>>().join(", ");
        facts.push((words.say("console-label-elsewhere"), targets));
    }
    ConsoleUserPage {
        title: of.person().name,
        lead: lead(operator, of),
        is_suspended: of.is_suspended,
        id: of.id.clone(),
        facts,
        enterprise: of.enterprise.clone(),
        fields,
        action: of.path(),
        mark: mark(&basis(of)),
        suspend_url: format!("{}/suspend", of.path()),
        password_url: format!("{}/password", of.path()),
        password_error: None,
        frame: frame(operator, of, ""),
    }
}

/// `GET /console/users/{user}`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(page(&operator, &of, stored(&of)).into_response())
}

/// `POST /console/users/{user}`.
pub(super) async fn save(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    if has_changed(&form, &basis(&of)) {
        let mut fresh = page(&operator, &of, stored(&of));
        fresh.frame.banner =
            Some(Banner { tone: Tone::Warning, text: operator.words.say("console-changed-meanwhile") });
        return Err(fresh.with_status(StatusCode::CONFLICT));
    }
    let trimmed = |name: &str| field(form.get(name).trim());
    let mut fields = UserFields {
        full_name: trimmed("full_name"),
        username: trimmed("username"),
        email: trimmed("email"),
        phone: trimmed("phone"),
        custom_data: trimmed("custom_data"),
    };
    let custom = serde_json::from_str::<Value>(&fields.custom_data.value).ok().filter(Value::is_object);
    let Some(custom) = custom else {
        fields.custom_data.error = Some(operator.words.say("console-custom-data-wrong"));
        return Err(page(&operator, &of, fields).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let or_null = |text: &str| if text.is_empty() { Value::Null } else { text.into() };
    let body = json!({
        "name": or_null(&fields.full_name.value),
        "username": or_null(&fields.username.value),
        "primaryEmail": or_null(&fields.email.value),
        "primaryPhone": or_null(&fields.phone.value),
        "customData": custom,
    });
    match operator.call(Call::new(Method::PATCH, &["api", "users", &id]).body(body)).await {
        Ok(_) => Ok(done(&of.path(), "console-saved")),
        Err(refusal) => {
            let is_told = place(&operator, &mut fields, &refusal);
            let mut again = page(&operator, &of, fields);
            if !is_told {
                again.frame.banner = Some(Banner::danger(operator.said(&refusal)));
            }
            Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// `POST /console/users/{user}/password`.
pub(super) async fn set_password(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    let body = json!({ "password": form.get("password") });
    match operator.call(Call::new(Method::PATCH, &["api", "users", &id, "password"]).body(body)).await {
        Ok(_) => Ok(done(&of.path(), "console-password-set")),
        Err(refusal) => {
            let error =
                of_field(&refusal, "password", &operator.words).unwrap_or_else(|| operator.said(&refusal));
            let again = ConsoleUserPage { password_error: Some(error), ..page(&operator, &of, stored(&of)) };
            Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// `POST /console/users/{user}/suspend`: suspends somebody, or ends that.
pub(super) async fn suspend(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    // What takes a suspension back is the form that ends one, as long as it may.
    undo::is_meant(&operator, &form).await?;
    let is_suspended = form.get("suspended") == "yes";
    let body = json!({ "isSuspended": is_suspended });
    match operator.call(Call::new(Method::PATCH, &["api", "users", &id, "is-suspended"]).body(body)).await {
        Ok(_) if is_suspended => {
            let undo = Undo::by(format!("{}/suspend", of.path())).with("suspended", "no");
            Ok(undo.offer(&operator, &of.path(), "console-user-suspended"))
        }
        Ok(_) => Ok(done(&of.path(), "console-user-unsuspended")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
