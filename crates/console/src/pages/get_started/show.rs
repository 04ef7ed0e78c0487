//! The page of the walk: what is done, what is next, and what else there is to do.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use hosted::{Answer, Call};
use http_kit::Form;
use operations::console::walk::Walk;
use ui::{
    Page as _,
    components::{Banner, Link},
    pages::console::{ConsoleGetStartedPage, Control, FormField, WalkForm, WalkStep},
};

use super::{
    PATH,
    template::{Role, Template},
    walk::{self, Thing, return_path, thing},
};
use crate::{
    operator::Operator,
    pages::{Outcome, applications, form::filled, organization_template, organizations, users},
};

/// What is wrong with what was filled in.
pub(super) enum Problem {
    /// With the field of this name.
    Field(&'static str, String),
    /// With the whole.
    Whole(String),
}

impl Problem {
    pub(super) fn field(name: &'static str, said: String) -> Self {
        Self::Field(name, said)
    }
}

/// What there is.
struct Found {
    walk: Walk,
    machine: Option<Thing>,
    template_fits: bool,
    organization: Option<Thing>,
    user: Option<Thing>,
    /// The user's roles in the organization; nothing where they are no member.
    roles: Option<Vec<Role>>,
    is_administrator: bool,
}

/// The roles of a member; nothing for whoever is none.
pub(super) async fn roles_of(
    operator: &Operator,
    organization: &str,
    user: &str,
) -> Result<Option<Vec<Role>>, Response> {
    let call = Call::get(&["api", "organizations", organization, "users", user, "roles"]).page(1, 100);
    match operator.call(call).await.and_then(Answer::read) {
        Ok(roles) => Ok(Some(roles)),
        Err(refusal)
            if matches!(refusal.status, StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY) =>
        {
            Ok(None)
        }
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}

async fn find(operator: &Operator) -> Result<Found, Response> {
    let walk = walk::find(operator).await?;
    let template = Template::read(operator).await?;
    let plan = &operator.console.template;
    let organization = thing(operator, "organizations", &walk.organization).await?;
    let user = thing(operator, "users", &walk.user).await?;
    let roles = match (&organization, &user) {
        (Some(organization), Some(user)) => roles_of(operator, &organization.id, &user.id).await?,
        _ => None,
    };
    let administrator = template.administrator(plan);
    let is_administrator =
        roles.iter().flatten().any(|held| administrator.is_some_and(|role| role.id == held.id));
    Ok(Found {
        machine: thing(operator, "applications", &walk.machine).await?,
        template_fits: template.fits(plan),
        organization,
        user,
        roles,
        is_administrator,
        walk,
    })
}

/// A step of these messages: what is done and what that is good for.
fn step(operator: &Operator, (heading, text): (&str, &str)) -> WalkStep {
    WalkStep {
        heading: operator.words.say(heading),
        text: operator.words.say(text),
        result: None,
        is_next: false,
        form: None,
        links: Vec::new(),
    }
}

/// A form that is sent to the address with this end, by a button of this message.
fn form(operator: &Operator, (end, button): (&str, &str), fields: Vec<FormField>) -> WalkForm {
    WalkForm {
        action: format!("{PATH}/{end}"),
        hidden: Vec::new(),
        fields,
        button: operator.words.say(button),
    }
}

fn line(operator: &Operator, name: &'static str, (label, missing): (&str, &str), typed: &str) -> FormField {
    FormField::line(name, operator.words.say(label), filled(typed), operator.words.say(missing))
}

fn person_fields(operator: &Operator, typed: &Form) -> Vec<FormField> {
    let words = &operator.words;
    let missing = words.say("missing-password");
    let password = FormField::line("password", words.say("label-password"), filled(""), String::new())
        .control(Control::Line { kind: "password", missing, is_mono: false });
    vec![
        line(
            operator,
            "username",
            ("label-username", "console-walk-missing-username"),
            typed.get("username"),
        ),
        line(operator, "primaryEmail", ("label-email", "console-missing-invitee"), typed.get("primaryEmail"))
            .hint(words.say("console-walk-email-hint")),
        password,
    ]
}

/// The step of whoever is invited.
fn person(operator: &Operator, found: &Found, typed: &Form) -> WalkStep {
    let mut person = step(operator, ("console-walk-person", "console-walk-person-text"));
    let is_member = found.roles.is_some();
    let is_ready = found.template_fits && found.organization.is_some();
    match &found.user {
        Some(of) if is_member => {
            person.result = Some(Link { href: format!("{}/{}", users::PATH, of.id), label: of.title() });
        }
        Some(_) if is_ready && !found.walk.invitation.is_empty() => {
            let href = format!("/portal/invitations/{}", found.walk.invitation);
            person.links =
                vec![(Link { href, label: operator.words.say("console-walk-open-invitation") }, true)];
            person.text = operator.words.say("console-walk-person-invited");
        }
        Some(_) if is_ready => {
            person.form = Some(form(operator, ("person", "console-walk-person-button"), Vec::new()));
        }
        None if is_ready => {
            let fields = person_fields(operator, typed);
            person.form = Some(form(operator, ("person", "console-walk-person-button"), fields));
        }
        _ => {}
    }
    person
}

fn steps(operator: &Operator, found: &Found, typed: &Form) -> Vec<WalkStep> {
    let link = |href: String, label: String| Some(Link { href, label });
    let mut machine = step(operator, ("console-walk-machine", "console-walk-machine-text"));
    machine.result =
        found.machine.as_ref().and_then(|of| link(format!("{}/{}", applications::PATH, of.id), of.title()));
    machine.form = found
        .machine
        .is_none()
        .then(|| form(operator, ("machine", "console-walk-machine-button"), Vec::new()));
    let mut template = step(operator, ("console-walk-template", "console-walk-template-text"));
    if found.template_fits {
        template.result =
            link(organization_template::PATH.to_owned(), operator.words.say("console-template"));
    } else {
        template.form = Some(form(operator, ("template", "console-walk-template-button"), Vec::new()));
    }
    let mut organization = step(operator, ("console-walk-organization", "console-walk-organization-text"));
    organization.result = found
        .organization
        .as_ref()
        .and_then(|of| link(format!("{}/{}", organizations::PATH, of.id), of.title()));
    if found.organization.is_none() {
        let labels = ("console-label-name", "console-missing-name");
        let fields = vec![line(operator, "name", labels, typed.get("name"))];
        organization.form =
            Some(form(operator, ("organization", "console-walk-organization-button"), fields));
    }
    let person = person(operator, found, typed);
    let is_member = found.roles.is_some();
    let mut attempt = step(operator, ("console-walk-attempt", "console-walk-attempt-text"));
    if is_member {
        let href = return_path(&found.walk.application);
        let label = operator.words.say("console-walk-try");
        if found.is_administrator {
            attempt.result = link(href, label);
        } else {
            attempt.links = vec![(Link { href, label }, false)];
        }
    }
    let mut steps = vec![machine, template, organization, person, attempt];
    if let Some(next) = steps.iter_mut().find(|step| step.result.is_none()) {
        next.is_next = true;
    }
    steps
}

async fn page(operator: &Operator, typed: &Form) -> Result<ConsoleGetStartedPage, Response> {
    let found = find(operator).await?;
    let steps = steps(operator, &found, typed);
    let finished = steps.iter().filter(|step| step.result.is_some()).count();
    let (finished, all) = (finished.to_string(), steps.len().to_string());
    let numbers = [("done", finished.as_str().into()), ("all", all.as_str().into())];
    let progress = operator.words.fill("console-walk-progress", &numbers);
    Ok(ConsoleGetStartedPage { progress, steps, frame: operator.frame(PATH) })
}

/// `GET /console/get-started`.
pub(super) async fn show(operator: Operator) -> Outcome {
    Ok(page(&operator, &Form::from_iter([("", ""); 0])).await?.into_response())
}

/// The page with what was typed, and what is wrong with that.
pub(super) async fn again(operator: &Operator, typed: &Form, problem: Problem) -> Result<Response, Response> {
    let mut page = page(operator, typed).await?;
    let mut fields =
        page.steps.iter_mut().filter_map(|step| step.form.as_mut()).flat_map(|form| &mut form.fields);
    match problem {
        Problem::Field(name, said) => match fields.find(|field| field.name == name) {
            Some(field) => field.state.error = Some(said),
            None => page.frame.banner = Some(Banner::danger(said)),
        },
        Problem::Whole(said) => page.frame.banner = Some(Banner::danger(said)),
    }
    Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
}
