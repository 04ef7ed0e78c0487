//! Pictures that are uploaded in the place of an address.

use axum::{body::Body, http::Method};
use domain::{console::ConsoleRole, user_asset::MAX_FILE_BYTES};
use serde_json::json;
use store::both_databases;
use testkit::{TestResponse, services::ASSETS_QUOTA};

use super::world::{Administrator, World, forge, hidden};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";
const BOUNDARY: &str = "boundary-of-tests";

/// Sends a form with files as a browser does: texts, then files, and the empty file of a field in which nothing was chosen.
async fn send(
    by: &Administrator,
    path: &str,
    texts: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> TestResponse {
    let mut body = Vec::new();
    for (name, text) in texts {
        body.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
                .bytes(),
        );
    }
    for (name, file) in files.iter().chain(&[("branding.favicon.file", b"".as_slice())]) {
        body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"logo.png\"\r\nContent-Type: image/png\r\n\r\n").bytes());
        body.extend(*file);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let origin = "http://id.fjord.example:3001";
    by.browser
        .send(Method::POST, path, &[("content-type", &kind), ("origin", origin)], Body::from(body))
        .await
}

both_databases! {
    async fn a_logo_is_kept_and_its_address_stored_for_the_tenant_an_organization_and_an_application(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let application = world.created("/api/applications", json!({ "name": "Shop", "type": "SPA" })).await;
        let places = [
            ("/console/sign-in-experience".to_owned(), "/api/sign-in-exp".to_owned()),
            (format!("/console/organizations/{organization}"), format!("/api/organizations/{organization}")),
            (format!("/console/applications/{application}/branding"), format!("/api/applications/{application}/sign-in-experience")),
        ];
        for (page, api) in places {
            let shown = edda.page(&page).await;
            assert!(shown.contains("enctype=\"multipart/form-data\"") && shown.contains("name=\"branding.logoUrl.file\""), "{shown}");
            let (xsrf, mark) = (hidden(&shown, "xsrf").unwrap(), hidden(&shown, "mark").unwrap());
            let color = [("color.primaryColor", "#2f6f6b"), ("color.darkPrimaryColor", "#7fd1c9"), ("name", "Fjord")];
            let texts = [&[("xsrf", xsrf.as_str()), ("mark", &mark), ("branding.logoUrl", "")], color.as_slice()].concat();
            send(&edda, &page, &texts, &[("branding.logoUrl.file", PNG)]).await.assert_status(303);
            let stored = world.api.get(&api).await.json();
            let url = stored["branding"]["logoUrl"].as_str().unwrap_or_else(|| panic!("{page}: {stored}")).to_owned();
            assert!(url.starts_with("http://id.fjord.example:3001/user-assets/") && url.contains(".png"), "{url}");
            assert_eq!(stored["branding"].get("favicon"), None);
            let shown = edda.page(&page).await;
            assert!(shown.contains(&format!("<img src=\"{url}\"")), "{shown}");

            // What is no picture is said beside the field, and what is stored stays.
            let mark = hidden(&shown, "mark").unwrap();
            let texts = [&[("xsrf", xsrf.as_str()), ("mark", &mark), ("branding.logoUrl", &url)], color.as_slice()].concat();
            let refused = send(&edda, &page, &texts, &[("branding.logoUrl.file", b"<html>")]).await.assert_status(422);
            assert!(refused.body.contains("The file is no picture that can be shown"), "{}", refused.body);
            let large = [PNG, &vec![0; MAX_FILE_BYTES]].concat();
            let refused = send(&edda, &page, &texts, &[("branding.darkLogoUrl.file", &large)]).await.assert_status(422);
            assert!(refused.body.contains("The file is larger than 8 MB."), "{}", refused.body);
            // One that was good goes again with a form that is refused for something else: there is room for as many as one likes.
            let wrong = [("xsrf", xsrf.as_str()), ("mark", &mark), ("name", "Fjord"), ("branding.logoUrl", &url), ("color.primaryColor", "teal"), ("color.darkPrimaryColor", "teal")];
            let full = [PNG, &vec![0; MAX_FILE_BYTES - PNG.len()]].concat();
            for _ in 0..=ASSETS_QUOTA / MAX_FILE_BYTES as u64 {
                let refused = send(&edda, &page, &wrong, &[("branding.darkLogoUrl.file", &full)]).await.assert_status(422);
                assert!(refused.body.contains("Choose this picture once more") && refused.body.contains("teal"), "{}", refused.body);
                assert_eq!(refused.body.matches("/user-assets/").count(), shown.matches("/user-assets/").count(), "{}", refused.body);
            }
            // Files of other fields are nothing here.
            send(&edda, &page, &texts, &[("name.file", PNG)]).await.assert_status(303);
            assert_eq!(world.api.get(&api).await.json()["branding"], stored["branding"]);
        }
    }

    async fn a_form_with_files_that_no_page_of_this_session_made_is_not_read(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let page = "/console/sign-in-experience";
        let xsrf = edda.xsrf().await;
        let files = [("branding.logoUrl.file", PNG)];
        send(&edda, page, &[("xsrf", "forged")], &files).await.assert_status(403);
        send(&edda, page, &[], &files).await.assert_status(403);
        send(&edda, page, &[("mark", "x"), ("xsrf", &xsrf)], &files).await.assert_status(403);
        send(&vera, page, &[("xsrf", &vera.xsrf().await)], &files).await.assert_status(403);
        let broken = "multipart/form-data; boundary=nothing";
        let headers = [("content-type", broken), ("origin", "http://id.fjord.example:3001")];
        let answer = edda.browser.send(Method::POST, page, &headers, Body::from("no form")).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
        // What cannot be read is told in words, in the language of whoever reads them.
        let path = "/console/organizations/new";
        for (body, said) in [(format!("xsrf={xsrf}&name=a%00b"), "It holds a character that cannot be stored."), (format!("xsrf={xsrf}&name={}", "a".repeat(300_000)), "It is larger than what is taken here.")] {
            let answer = forge(&edda.browser, path, &body, &[]).await;
            assert!(answer.status.is_client_error() && answer.body.contains("This form could not be read") && answer.body.contains(said), "{}", answer.body);
            let answer = forge(&edda.browser, path, &body, &[("accept-language", "zh-CN")]).await;
            assert!(answer.body.contains("无法读取此表单"), "{}", answer.body);
        }
        let nul = send(&edda, page, &[("xsrf", &xsrf), ("displayName", "a\0b")], &[]).await.assert_status(400).body;
        assert!(nul.contains("It holds a character that cannot be stored."), "{nul}");
        let many: Vec<_> = std::iter::once(("xsrf", xsrf.as_str())).chain(std::iter::repeat_n(("name", "x"), 300)).collect();
        let many = send(&edda, page, &many, &[]).await.assert_status(400).body;
        assert!(many.contains("It has more fields than what is taken here."), "{many}");
        let forged = [("content-type", "multipart/form-data; boundary=b"), ("origin", "https://evil.example")];
        let body = format!("--b\r\nContent-Disposition: form-data; name=\"xsrf\"\r\n\r\n{xsrf}\r\n--b--\r\n");
        edda.browser.send(Method::POST, page, &forged, Body::from(body)).await.assert_status(403);
    }

    async fn an_application_has_a_name_and_colours_of_its_own_on_the_sign_in_pages(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let id = world.created("/api/applications", json!({ "name": "Shop", "type": "Native" })).await;
        let path = format!("/console/applications/{id}/branding");
        let mark = hidden(&edda.page(&path).await, "mark").unwrap();
        let form = |name: &'static str, color: &'static str| [("displayName", name), ("color.primaryColor", color), ("termsOfUseUrl", "https://shop.example/terms")];
        let refused = edda.post(&path, &[form("Shop at the fjord", "teal").as_slice(), &[("mark", mark.as_str())]].concat()).await.assert_status(422);
        assert!(refused.body.contains("Shop at the fjord") && refused.body.contains("teal"), "{}", refused.body);
        edda.post(&path, &[form("Shop at the fjord", "#2f6f6b").as_slice(), &[("mark", mark.as_str())]].concat()).await.assert_status(303);
        let stored = world.api.get(&format!("/api/applications/{id}/sign-in-experience")).await.json();
        assert_eq!((&stored["displayName"], &stored["color"], &stored["branding"], &stored["termsOfUseUrl"]), (
            &json!("Shop at the fjord"), &json!({ "primaryColor": "#2f6f6b" }), &json!({}), &json!("https://shop.example/terms"),
        ));
        edda.post(&path, &[form("Other", "#000000").as_slice(), &[("mark", mark.as_str())]].concat()).await.assert_status(409);
        let machine = world.created("/api/applications", json!({ "name": "Sync", "type": "MachineToMachine" })).await;
        edda.browser.get(&format!("/console/applications/{machine}/branding")).await.assert_status(404);
    }
}
