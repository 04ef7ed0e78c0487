//! The organization's domains: adding one, the record that proves it, proving and removing it.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use serde_json::json;
use ui::{
    Page as _,
    components::FieldState,
    pages::portal::{DomainRow, PortalDomainPage, PortalDomainsPage},
};

use super::{Outcome, choices::place_issues, confirm::Question, done};
use crate::{
    api::{Domain, Refusal},
    room::{Room, Section, View},
    session::{Posted, see_other},
};

const PLACE: (Section, Option<View>) = (Section::Security, Some(View::Domains));

/// `GET …/domains`.
pub(crate) async fn list(room: Room) -> Outcome {
    let page = list_page(&room, FieldState::default()).await.map_err(|refusal| room.refused(&refusal))?;
    Ok(page.into_response())
}

async fn list_page(room: &Room, domain: FieldState) -> Result<PortalDomainsPage, Refusal> {
    // All of them: each makes members, and is to be seen.
    let domains: Vec<Domain> = room.list(&["domains"]).await?;
    let row = |domain: Domain| DomainRow {
        href: room.path(&format!("domains/{}", domain.name)),
        is_verified: domain.status == "Verified",
        domain: domain.name,
    };
    Ok(PortalDomainsPage {
        frame: room.frame(PLACE.0, PLACE.1),
        action: room.may("add_domain").then(|| room.path("domains")),
        xsrf: room.visitor.xsrf(),
        domains: domains.into_iter().map(row).collect(),
        domain,
    })
}

/// `POST …/domains`.
pub(crate) async fn add(posted: Posted<Room>) -> Outcome {
    let Posted { by: room, form } = posted;
    let domain = form.get("domain").trim();
    let added = async {
        let call = room.send(Method::POST, &["domains"], json!({ "domain": domain }));
        room.call(call).await?.read::<Domain>()
    };
    match added.await {
        // Normalized by the gateway. Its page has the record to publish.
        Ok(added) => Ok(see_other(&room.path(&format!("domains/{}", added.name)))),
        Err(refusal) => {
            let mut field = FieldState { value: domain.to_owned(), error: None };
            if place_issues(&room.words, &refusal, &mut [("domain", &mut field)]) {
                field.error = Some(room.told(&refusal));
            }
            match list_page(&room, field).await {
                Ok(page) => Err(page.with_status(refusal.status)),
                Err(_) => Err(room.refused(&refusal)),
            }
        }
    }
}

async fn page(room: &Room, domain: &str) -> Result<PortalDomainPage, Refusal> {
    let found: Domain = room.call(room.get(&["domains", domain])).await?.read()?;
    Ok(PortalDomainPage {
        frame: room.frame(PLACE.0, PLACE.1),
        back_url: room.path("domains"),
        xsrf: room.visitor.xsrf(),
        is_verified: found.status == "Verified",
        record: found.record.map(|record| (record.kind, record.name, record.value)),
        verify_url: room.path(&format!("domains/{}/verify", found.name)),
        remove_url: (found.status == "Verified" && room.may("remove_domain"))
            .then(|| room.path(&format!("domains/{}/remove", found.name))),
        domain: found.name,
        found: Vec::new(),
    })
}

/// `GET …/domains/{domain}`.
pub(crate) async fn show(room: Room, Path((_, domain)): Path<(String, String)>) -> Outcome {
    let page = page(&room, &domain).await.map_err(|refusal| room.refused(&refusal))?;
    Ok(page.into_response())
}

/// `GET …/domains/{domain}/verify`, after a sign-in on the way: back to the domain.
pub(crate) async fn back(room: Room) -> Outcome {
    Ok(see_other(&room.path("domains")))
}

/// `POST …/domains/{domain}/verify`.
pub(crate) async fn verify(Path((_, domain)): Path<(String, String)>, posted: Posted<Room>) -> Outcome {
    let room = posted.by;
    match room.call(room.write(Method::POST, &["domains", &domain, "verify"])).await {
        Ok(_) => Ok(see_other(&done::at(&room.path(&format!("domains/{domain}")), "domain-verified"))),
        Err(refusal) => Err(not_proven(&room, &domain, &refusal).await),
    }
}

/// The domain again, with what was found instead of its proof.
async fn not_proven(room: &Room, domain: &str, refusal: &Refusal) -> Response {
    let Ok(mut page) = page(room, domain).await else { return room.refused(refusal) };
    page.frame = room.frame_with(PLACE.0, PLACE.1, refusal);
    page.found = refusal.texts("found").into_iter().map(str::to_owned).collect();
    page.with_status(refusal.status)
}

fn removing<'a>(room: &Room, domain: &str, paths: &'a (String, String)) -> Question<'a> {
    Question {
        place: PLACE,
        heading: room.words.with("own-remove-question", "name", domain),
        consequences: vec![
            room.words.say("portal-remove-domain-new"),
            room.words.say("portal-remove-domain-members"),
        ],
        typed: None,
        path: &paths.0,
        button: room.words.say("portal-remove-domain"),
        back: &paths.1,
    }
}

fn paths(domain: &str) -> (String, String) {
    (format!("domains/{domain}/remove"), format!("domains/{domain}"))
}

/// `GET …/domains/{domain}/remove`.
pub(crate) async fn ask_to_remove(room: Room, Path((_, domain)): Path<(String, String)>) -> Outcome {
    let found = page(&room, &domain).await.map_err(|refusal| room.refused(&refusal))?;
    Ok(removing(&room, &found.domain, &paths(&found.domain)).ask(&room))
}

/// `POST …/domains/{domain}/remove`.
pub(crate) async fn remove(Path((_, domain)): Path<(String, String)>, posted: Posted<Room>) -> Outcome {
    let room = posted.by;
    match room.call(room.write(Method::DELETE, &["domains", &domain])).await {
        Ok(_) => Ok(see_other(&done::at(&room.path("domains"), "domain-removed"))),
        Err(refusal) => Err(removing(&room, &domain, &paths(&domain)).refused(&room, &refusal)),
    }
}
