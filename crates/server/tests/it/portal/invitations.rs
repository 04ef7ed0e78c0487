//! Invitations, from the form to the page that their link opens.

use serde_json::json;
use store::both_databases;

use super::{NORTHWIND, PASSWORD, Person, make_user};
use crate::world::World;

/// The id in the link of the newest message to an address.
async fn link_to(world: &World, address: &str) -> String {
    let services = &world.services.services;
    let messages = store::mailbox::list(services.db.exec(), &services.tenant).await.unwrap();
    let message = messages.iter().find(|message| message.recipient == address).expect("a message");
    let (_, rest) = message.content.split_once(services.endpoint.base()).expect("a link");
    let (_, hint) = rest.split_once("?login_hint=").expect("the address");
    assert!(hint.starts_with(&address.replace('@', "%40").replace('.', "%2E")), "{hint}");
    rest.chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '-' | '_'))
        .collect()
}

async fn invite(olivia: &Person, address: &str, roles: &[&str]) {
    let mut fields = vec![("invitee", address), ("expiresInDays", "7"), ("sendMessage", "yes")];
    fields.extend(roles.iter().map(|role| ("roleNames", *role)));
    let answer = olivia.post(&format!("{NORTHWIND}/invitations/new"), &fields).await.assert_status(303);
    assert_eq!(answer.location(), format!("{NORTHWIND}/invitations?done=invited"));
}

both_databases! {
    async fn the_link_of_an_invitation_signs_in_on_the_way_and_takes_the_answer(db: Db) {
        let world = World::over(db).await;
        make_user(&world, "ingrid", json!({ "primaryEmail": "ingrid@fjord.example" })).await;
        make_user(&world, "olav", json!({ "primaryEmail": "olav@fjord.example" })).await;
        let olivia = Person::signed_in(&world, "olivia").await;
        invite(&olivia, "Ingrid@fjord.example", &["auditor"]).await;
        let link = link_to(&world, "Ingrid@fjord.example").await;
        assert!(link.starts_with("/portal/invitations/"), "{link}");

        // Nobody is told anything before they sign in.
        let ingrid = Person::new(&world);
        let page = ingrid.page(&link).await;
        assert!(page.contains("You were invited to an organization") && !page.contains("Northwind"), "{page}");
        let (_, sign_in) = page.split_once("href=\"/portal/sign-in").unwrap();
        let sign_in = format!("/portal/sign-in{}", sign_in.split_once('"').unwrap().0.replace("&#38;", "&"));
        assert!(page.contains("register=yes"), "{page}");
        // The link of the message knows the address, which the sign-in is told.
        assert!(!page.contains("login_hint"), "{page}");
        let hinted = ingrid.page(&format!("{link}?login_hint=Ingrid%40fjord%2Eexample")).await;
        assert!(hinted.contains("register=yes&#38;login_hint=Ingrid%40fjord.example"), "{hinted}");
        let hinted = ingrid.page(&format!("{link}?login_hint=%3Cb%3E")).await;
        assert!(!hinted.contains("login_hint"), "{hinted}");
        let page = ingrid.sign_in(&sign_in, ("ingrid", PASSWORD)).await.assert_status(200).body;
        assert!(page.contains("Join Northwind Trading?") && page.contains("auditor"), "{page}");

        // Somebody else is told that it is for somebody else, and nothing of the organization.
        let olav = Person::new(&world);
        olav.sign_in("/portal", ("olav", PASSWORD)).await.assert_status(200);
        let page = olav.client().get(&link).await.assert_status(403).body;
        assert!(page.contains("This invitation is for another account") && page.contains("olav@fjord.example"));
        assert!(!page.contains("Northwind") && page.contains("again=yes"), "{page}");
        let refused = olav.post(&link, &[("decision", "accept")]).await.assert_status(403).body;
        assert!(refused.contains("This invitation is for another account"), "{refused}");

        assert!(ingrid.page("/portal").await.contains(&format!("href=\"{link}\"")));
        let answer = ingrid.post(&link, &[("decision", "accept")]).await.assert_status(303);
        assert_eq!(answer.location(), format!("{NORTHWIND}?done=accepted"));
        assert!(ingrid.page(&answer.location()).await.contains("Welcome. You are a member now."));
        let again = ingrid.post(&link, &[("decision", "accept")]).await.assert_status(409).body;
        assert!(again.contains("was answered or taken back already"), "{again}");
        assert!(ingrid.page(&link).await.contains("You are a member already"));
    }

    async fn an_invitation_is_declined_or_taken_back(db: Db) {
        let world = World::over(db).await;
        make_user(&world, "ingrid", json!({ "primaryEmail": "ingrid@fjord.example" })).await;
        let (olivia, ingrid) = (Person::signed_in(&world, "olivia").await, Person::new(&world));
        ingrid.sign_in("/portal", ("ingrid", PASSWORD)).await.assert_status(200);
        invite(&olivia, "ingrid@fjord.example", &[]).await;
        let link = link_to(&world, "ingrid@fjord.example").await;
        let answer = ingrid.post(&link, &[("decision", "decline")]).await.assert_status(303);
        assert!(ingrid.page(&answer.location()).await.contains("The invitation is declined."));

        invite(&olivia, "lars@fjord.example", &["member"]).await;
        let link = link_to(&world, "lars@fjord.example").await;
        let id = link.rsplit('/').next().unwrap();
        let list = olivia.page(&format!("{NORTHWIND}/invitations")).await;
        assert!(list.contains("lars@fjord.example") && list.contains(&format!("data-copy=\"http://id.fjord.example:3001{link}?login_hint=lars%40fjord%2Eexample\"")), "{list}");
        let too_soon = olivia.post(&format!("{NORTHWIND}/invitations/{id}/resend"), &[]).await;
        assert!(too_soon.body.contains("Wait ten minutes"), "{}", too_soon.body);
        world.services.advance(std::time::Duration::from_secs(600));
        let resent = olivia.post(&format!("{NORTHWIND}/invitations/{id}/resend"), &[]).await.assert_status(303);
        assert!(olivia.page(&resent.location()).await.contains("The invitation was sent once more."));
        let question = olivia.page(&format!("{NORTHWIND}/invitations/{id}/revoke")).await;
        assert!(question.contains("Take back the invitation to lars@fjord.example?"), "{question}");
        let answer = olivia.post(&format!("{NORTHWIND}/invitations/{id}/revoke"), &[]).await.assert_status(303);
        assert!(olivia.page(&answer.location()).await.contains("The invitation was taken back."));
        let revoked = olivia.page(&format!("{NORTHWIND}/invitations?status=Revoked")).await;
        assert!(revoked.contains("lars@fjord.example"), "{revoked}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_an_invitation_stands_beside_its_field() {
    let world = World::sqlite().await;
    let olivia = Person::signed_in(&world, "olivia").await;
    let path = format!("{NORTHWIND}/invitations/new");
    let page = olivia.page(&path).await;
    assert!(page.contains("name=\"invitee\"") && page.contains("value=\"auditor\""), "{page}");
    let page = olivia
        .post(&path, &[("invitee", "not an address"), ("expiresInDays", "7")])
        .await
        .assert_status(400)
        .body;
    assert!(
        page.contains("This is not an e-mail address.") && page.contains("value=\"not an address\""),
        "{page}"
    );
    let page = olivia.post(&path, &[("invitee", "a@fjord.example"), ("expiresInDays", "9999")]).await;
    assert!(page.assert_status(422).body.contains("Choose one of the times offered."));
    let fields = [("invitee", "a@fjord.example"), ("expiresInDays", "7"), ("roleNames", "owner")];
    let page = olivia.post(&path, &fields).await.assert_status(422).body;
    assert!(page.contains("One of the roles does not exist any more."), "{page}");
    invite(&olivia, "a@fjord.example", &[]).await;
    let page = olivia.post(&path, &fields[..2]).await;
    assert!(
        page.status.is_client_error() && page.body.contains("waits for an answer already"),
        "{}",
        page.body
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_that_does_not_exist_is_told_like_one_to_somebody_else() {
    let world = World::sqlite().await;
    let olivia = Person::signed_in(&world, "olivia").await;
    for id in ["nothing123", "..%2f", "%00", "a b".replace(' ', "%20").as_str()] {
        let answer = olivia.client().get(&format!("/portal/invitations/{id}")).await;
        assert!(answer.status.is_client_error(), "{id}: {}", answer.status);
        assert!(answer.body.contains("This invitation is for another account"), "{id}: {}", answer.body);
    }
}
