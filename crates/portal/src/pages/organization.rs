//! What the organization is called and how it looks.

use axum::{
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::time::moment;
use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::{
    Page as _,
    components::FieldState,
    pages::portal::{OrganizationFields, PortalOrganizationPage},
};

use super::{Outcome, choices::place_issues, done};
use crate::{
    api::{Organization, Refusal},
    room::{Room, Section},
    session::{Posted, see_other},
};

/// `GET /portal/organizations/{organization}`.
pub(crate) async fn show(room: Room) -> Outcome {
    let page = page(&room, fields_of(&room.organization)).await.map_err(|refusal| room.refused(&refusal))?;
    Ok(page.into_response())
}

async fn page(room: &Room, fields: OrganizationFields) -> Result<PortalOrganizationPage, Refusal> {
    Ok(PortalOrganizationPage {
        frame: room.frame(Section::General, None),
        action: room.may("update_organization").then(|| room.path("")),
        xsrf: room.visitor.xsrf(),
        fields,
        shows_brand: ["branding", "color"].iter().all(|field| room.portal.update_fields.contains(*field)),
        created_at: room
            .organization
            .created_at
            .map(|at| moment(&room.words, at, room.portal.services.now())),
        roles: room.my_roles().await?,
        leave_url: room.may("leave_organization").then(|| room.path("leave")),
        delete_url: room.may("delete_organization").then(|| room.path("delete")),
    })
}

fn fields_of(organization: &Organization) -> OrganizationFields {
    let field = |text: Option<&String>| FieldState { value: text.cloned().unwrap_or_default(), error: None };
    let (branding, color) = (&organization.branding, &organization.color);
    OrganizationFields {
        name: field(Some(&organization.name)),
        description: field(organization.description.as_ref()),
        logo_url: field(branding.logo_url.as_ref()),
        dark_logo_url: field(branding.dark_logo_url.as_ref()),
        primary_color: field(color.primary.as_ref()),
        dark_primary_color: field(color.dark_primary.as_ref()),
    }
}

/// `POST /portal/organizations/{organization}`.
pub(crate) async fn save(posted: Posted<Room>) -> Outcome {
    let Posted { by: room, form } = posted;
    let changes = changes(&room.organization, &form);
    if !changes.is_empty() {
        let call = room.send(Method::PATCH, &[], Value::Object(changes));
        if let Err(refusal) = room.call(call).await {
            return Err(again(&room, &form, &refusal).await);
        }
    }
    Ok(see_other(&done::at(&room.path(""), "saved")))
}

/// What the form changes. Objects are replaced as a whole, so that members which the form does not show are sent as they are.
fn changes(now: &Organization, form: &Form) -> Map<String, Value> {
    let text = |name: &str| form.get(name).trim().to_owned();
    let mut changes = Map::new();
    if text("name") != now.name {
        changes.insert("name".to_owned(), json!(text("name")));
    }
    let description = text("description");
    if description != now.description.clone().unwrap_or_default() {
        let description = (!description.is_empty()).then_some(description);
        changes.insert("description".to_owned(), json!(description));
    }
    let is = |old: &Option<String>, new: &str| old.as_deref().unwrap_or_default() == new;
    let (logo, dark_logo) = (text("logoUrl"), text("darkLogoUrl"));
    if !is(&now.branding.logo_url, &logo) || !is(&now.branding.dark_logo_url, &dark_logo) {
        let favicon = now.branding.favicon.clone().unwrap_or_default();
        let dark_favicon = now.branding.dark_favicon.clone().unwrap_or_default();
        let branding = [
            ("logoUrl", logo),
            ("darkLogoUrl", dark_logo),
            ("favicon", favicon),
            ("darkFavicon", dark_favicon),
        ];
        changes.insert("branding".to_owned(), Value::Object(present(branding)));
    }
    let (primary, dark) = (text("primaryColor"), text("darkPrimaryColor"));
    if !is(&now.color.primary, &primary) || !is(&now.color.dark_primary, &dark) {
        let mut color = present([("primaryColor", primary), ("darkPrimaryColor", dark)]);
        if let Some(enabled) = now.color.is_dark_mode_enabled {
            color.insert("isDarkModeEnabled".to_owned(), json!(enabled));
        }
        changes.insert("color".to_owned(), Value::Object(color));
    }
    changes
}

fn present<const N: usize>(members: [(&str, String); N]) -> Map<String, Value> {
    let present = members.into_iter().filter(|(_, value)| !value.is_empty());
    present.map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

/// The form again, with what was typed and what is wrong with it.
async fn again(room: &Room, form: &Form, refusal: &Refusal) -> Response {
    let typed = |name: &str| FieldState { value: form.get(name).trim().to_owned(), error: None };
    let mut fields = OrganizationFields {
        name: typed("name"),
        description: typed("description"),
        logo_url: typed("logoUrl"),
        dark_logo_url: typed("darkLogoUrl"),
        primary_color: typed("primaryColor"),
        dark_primary_color: typed("darkPrimaryColor"),
    };
    let is_for_above = place_issues(
        &room.words,
        refusal,
        &mut [
            ("name", &mut fields.name),
            ("description", &mut fields.description),
            ("branding.logoUrl", &mut fields.logo_url),
            ("branding.darkLogoUrl", &mut fields.dark_logo_url),
            ("color.primaryColor", &mut fields.primary_color),
            ("color.darkPrimaryColor", &mut fields.dark_primary_color),
        ],
    );
    match page(room, fields).await {
        Ok(mut page) => {
            if is_for_above {
                page.frame = room.frame_with(Section::General, None, refusal);
            }
            page.with_status(refusal.status)
        }
        Err(other) => room.refused(&other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organization() -> Organization {
        serde_json::from_value(json!({
            "id": "o", "name": "Fjord", "description": null,
            "branding": { "logoUrl": "https://fjord.example/a.svg", "favicon": "https://fjord.example/f.ico" },
            "color": { "primaryColor": "#5d34f2", "isDarkModeEnabled": true },
        }))
        .unwrap()
    }

    fn form(pairs: &[(&str, &str)]) -> Form {
        let same =
            [("name", "Fjord"), ("logoUrl", "https://fjord.example/a.svg"), ("primaryColor", "#5d34f2")];
        pairs.iter().copied().chain(same).collect()
    }

    #[test]
    fn a_form_that_changes_nothing_asks_for_nothing() {
        assert_eq!(changes(&organization(), &form(&[])), Map::new());
    }

    #[test]
    fn what_the_form_does_not_show_is_kept() {
        let sent = changes(
            &organization(),
            &form(&[
                ("logoUrl", "https://fjord.example/b.svg"),
                ("primaryColor", ""),
                ("description", "North"),
            ]),
        );
        assert_eq!(
            Value::Object(sent),
            json!({
                "description": "North",
                "branding": { "logoUrl": "https://fjord.example/b.svg", "favicon": "https://fjord.example/f.ico" },
                "color": { "isDarkModeEnabled": true },
            })
        );
    }
}
