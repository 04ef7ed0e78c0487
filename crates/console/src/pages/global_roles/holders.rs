//! `/console/roles/{role}/users` and `/applications`: who holds a role.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::Call;
use serde::Deserialize;
use serde_json::json;
use ui::{
    components::Link,
    pages::console::{Choosable, ConsoleChoosePage, ConsoleLinkedPage, LinkedRow},
};

use super::{Role, find, frame};
use crate::{
    listing::{MOST_COUNTED, page_of, paging, pattern},
    operator::Operator,
    pages::{
        Outcome, applications as application_area,
        choosing::{Choosing, carry_out},
        undo::{self, Undo},
        users as user_area,
    },
    posted::Posted,
    reading::part,
};

/// A user or an application: what tells of the one the other lacks.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Holder {
    id: String,
    name: Option<String>,
    username: Option<String>,
    primary_email: Option<String>,
    primary_phone: Option<String>,
    description: Option<String>,
}

impl Holder {
    fn name_and_detail(&self) -> (String, String) {
        let known = [&self.name, &self.username, &self.primary_email, &self.primary_phone, &self.description];
        let mut known = known.into_iter().flatten().filter(|text| !text.is_empty());
        let name = known.next().unwrap_or(&self.id).clone();
        (name, known.next().cloned().unwrap_or_default())
    }
}

/// People or machines: the end of the address, here and in the API, where their own pages are, and what is said of them.
#[derive(Clone, Copy)]
struct Kind {
    end: &'static str,
    member: &'static str,
    area: &'static str,
    heading: &'static str,
    empty: &'static str,
    add: &'static str,
    placeholder: &'static str,
    no_more: &'static str,
}

const USERS: Kind = Kind {
    end: "users",
    member: "userIds",
    area: user_area::PATH,
    heading: "console-users",
    empty: "console-no-holders",
    add: "console-assign-users",
    placeholder: "console-search-users",
    no_more: "console-no-more-users",
};
const APPLICATIONS: Kind = Kind {
    end: "applications",
    member: "applicationIds",
    area: application_area::PATH,
    heading: "console-applications",
    empty: "console-no-holding-applications",
    add: "console-assign-applications",
    placeholder: "console-search-applications",
    no_more: "console-no-more-machines",
};

async fn show(operator: Operator, kind: Kind, id: &str) -> Outcome {
    let of = find(&operator, id).await?;
    let page = page_of(&operator.query);
    let call = Call::get(&["api", "roles", id, kind.end]).counting_up_to(MOST_COUNTED);
    let (found, total) = part::<Holder>(&operator, call, page).await?;
    let (words, base) = (&operator.words, of.tab(kind.end));
    let link =
        |href: String, label: &str| operator.may_edit().then(|| Link { href, label: words.say(label) });
    let row = |holder: Holder| {
        let (name, detail) = holder.name_and_detail();
        LinkedRow {
            remove: link(format!("{base}/{}/remove", holder.id), "console-remove"),
            href: Some(format!("{}/{}", kind.area, holder.id)),
            id: holder.id,
            name,
            detail,
            tags: Vec::new(),
        }
    };
    Ok(ConsoleLinkedPage {
        title: of.name.clone(),
        lead: of.lead(&operator),
        heading: words.say(kind.heading),
        explanation: words.say("console-holders-lead"),
        add: link(format!("{base}/add"), kind.add),
        rows: found.into_iter().map(row).collect(),
        empty: (words.say(kind.empty), words.say("console-no-holders-lead")),
        paging: paging(words, &base, &[], (page, total)),
        frame: frame(&operator, &of, kind.end),
    }
    .into_response())
}

async fn choose_page(operator: &Operator, kind: Kind, of: &Role) -> Result<ConsoleChoosePage, Response> {
    let (back_url, base) = (of.tab(kind.end), of.tab(kind.end));
    let action = format!("{base}/add");
    let choosing = Choosing {
        heading: kind.add,
        lead: "console-assign-lead",
        placeholder: kind.placeholder,
        empty: kind.no_more,
        action: &action,
        back_url: &back_url,
    };
    let call = |searched: &str| {
        let types = if kind.end == "users" { "" } else { "MachineToMachine" };
        let call = Call::get(&["api", kind.end]).query("types", types).query("excludeRoleId", &of.id);
        call.query("search", &pattern(searched))
    };
    let choice = |holder: Holder| {
        let (name, detail) = holder.name_and_detail();
        Choosable { id: holder.id, name, detail }
    };
    let frame = frame(operator, of, kind.end);
    if kind.end == USERS.end {
        return choosing.page_of_many(operator, frame, call, choice).await;
    }
    choosing.page(operator, frame, call, choice).await
}

async fn ask(operator: Operator, kind: Kind, id: &str) -> Outcome {
    let of = find(&operator, id).await?;
    Ok(choose_page(&operator, kind, &of).await?.into_response())
}

async fn add(Posted { by: operator, form }: Posted, kind: Kind, id: &str) -> Outcome {
    let of = find(&operator, id).await?;
    let call = |ids: Vec<&str>| {
        Call::new(Method::POST, &["api", "roles", id, kind.end]).body(json!({ (kind.member): ids }))
    };
    if undo::is_meant(&operator, &form).await? {
        return undo::give_back(&operator, &form, &of.tab(kind.end), call).await;
    }
    let again = choose_page(&operator, kind, &of).await?;
    carry_out(&operator, &form, again, call, "console-role-assigned").await
}

async fn remove(Posted { by: operator, .. }: Posted, kind: Kind, (id, holder): (&str, &str)) -> Outcome {
    let of = find(&operator, id).await?;
    match operator.call(Call::new(Method::DELETE, &["api", "roles", id, kind.end, holder])).await {
        Ok(_) => {
            let list = of.tab(kind.end);
            let undo = Undo::by(format!("{list}/add")).with("id", holder);
            Ok(undo.offer(&operator, &list, "console-role-taken"))
        }
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}

/// `GET /console/roles/{role}/users`.
pub(super) async fn users(Path(id): Path<String>, operator: Operator) -> Outcome {
    show(operator, USERS, &id).await
}

/// `GET /console/roles/{role}/users/add`.
pub(super) async fn ask_users(Path(id): Path<String>, operator: Operator) -> Outcome {
    ask(operator, USERS, &id).await
}

/// `POST /console/roles/{role}/users/add`.
pub(super) async fn add_users(Path(id): Path<String>, posted: Posted) -> Outcome {
    add(posted, USERS, &id).await
}

/// `POST /console/roles/{role}/users/{user}/remove`.
pub(super) async fn remove_user(Path((id, user)): Path<(String, String)>, posted: Posted) -> Outcome {
    remove(posted, USERS, (&id, &user)).await
}

/// `GET /console/roles/{role}/applications`.
pub(super) async fn applications(Path(id): Path<String>, operator: Operator) -> Outcome {
    show(operator, APPLICATIONS, &id).await
}

/// `GET /console/roles/{role}/applications/add`.
pub(super) async fn ask_applications(Path(id): Path<String>, operator: Operator) -> Outcome {
    ask(operator, APPLICATIONS, &id).await
}

/// `POST /console/roles/{role}/applications/add`.
pub(super) async fn add_applications(Path(id): Path<String>, posted: Posted) -> Outcome {
    add(posted, APPLICATIONS, &id).await
}

/// `POST /console/roles/{role}/applications/{application}/remove`.
pub(super) async fn remove_application(
    Path((id, application)): Path<(String, String)>,
    posted: Posted,
) -> Outcome {
    remove(posted, APPLICATIONS, (&id, &application)).await
}
