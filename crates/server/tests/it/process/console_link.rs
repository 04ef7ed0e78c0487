//! `guildhall console-link` as its operator runs it, beside a server that is running: what it prints opens that server's console, once.

use http::HeaderMap;
use server::dev::client::{Answer, HeadlessClient};
use store::testing::TestPostgres;

use super::running::{Place, Running, failure};

const PASSWORD: &str = "nine fjords and a lamp";

/// Runs the command and reads the one line that it prints.
fn printed(place: &Place, further: &[&str]) -> String {
    let output = place.command("console-link", further).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.strip_suffix('\n').unwrap_or_else(|| panic!("no line: {text:?}"));
    assert!(!line.contains('\n'), "{text:?}");
    line.to_owned()
}

fn hidden(page: &str, name: &str) -> String {
    let (_, rest) =
        page.split_once(&format!("<input type=\"hidden\" name=\"{name}\" value=\"")).expect("a field");
    rest.split_once('"').unwrap().0.to_owned()
}

fn location(headers: &HeaderMap) -> &str {
    headers.get("location").and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Opens a link in a browser of its own and fills in its form; the browser, and what the form was answered with.
async fn redeem(running: &Running, link: &str, username: &str) -> (HeadlessClient, Answer) {
    let path = link.strip_prefix(&running.endpoint).unwrap_or_else(|| panic!("elsewhere: {link}"));
    let mut browser = HeadlessClient::new(&running.endpoint).unwrap();
    let page = browser.get(path).await.unwrap();
    if page.status.as_u16() != 200 {
        return (browser, page);
    }
    let (xsrf, token) = (hidden(&page.body, "xsrf"), hidden(&page.body, "token"));
    let form = [("xsrf", &*xsrf), ("token", &*token), ("username", username), ("password", PASSWORD)];
    let answer = browser.post_form("/console/set-up", &form, None).await.unwrap();
    (browser, answer)
}

async fn a_printed_link_opens_the_console_once(database_url: Option<String>) {
    let place = Place::new(database_url);
    let (running, credentials) = place.dev();
    let link = printed(&place, &[]);
    assert!(link.starts_with(&format!("{}/console/set-up?token=", running.endpoint)), "{link}");
    let (mut browser, answer) = redeem(&running, &link, "olga").await;
    assert_eq!((answer.status.as_u16(), location(&answer.headers)), (303, "/console"), "{}", answer.body);
    // It made an owner, who is signed in.
    let page = browser.get("/console/administrators").await.unwrap();
    assert!(page.status.as_u16() == 200 && page.body.contains("olga"), "{}", page.body);
    let (mut other, again) = redeem(&running, &link, "otto").await;
    assert_eq!(again.status.as_u16(), 404);
    assert!(again.body.contains("This link is not good any more"), "{}", again.body);
    assert_eq!(other.get("/console/administrators").await.unwrap().status.as_u16(), 303);

    // Who has lost their way in gets in again, under their own name and with a new password, and once too.
    let lost = printed(&place, &["--username", "olga"]);
    let (mut recovered, answer) = redeem(&running, &lost, "somebody").await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.body);
    let account = recovered.get("/console/account").await.unwrap();
    assert!(account.body.contains("olga") && !account.body.contains("somebody"), "{}", account.body);
    // What was open under the old password is not open any more.
    assert_eq!(browser.get("/console/administrators").await.unwrap().status.as_u16(), 303);
    assert_eq!(redeem(&running, &lost, "olga").await.1.status.as_u16(), 404);
    let (code, said) = failure(place.command("console-link", &["--username", "nobody"]));
    assert!(
        code.is_some_and(|code| code != 0) && said.contains("no administrator has this username"),
        "{said}"
    );
    // Whoever was there before is there still.
    let list = recovered.get("/console/administrators").await.unwrap();
    assert!(list.body.contains(&credentials.console.username), "{}", list.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    a_printed_link_opens_the_console_once(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    if let Some(database) = TestPostgres::empty().await {
        a_printed_link_opens_the_console_once(Some(database.url().to_owned())).await;
    }
}
