//! The Rust client against the whole server, with the demonstration's own machine: in this process, and over HTTP to the running program.

use std::sync::Arc;

use client::{
    Call, Client, ClientOptions, InvitationFilter, MachineCredential, PageOptions, PlainToken, SystemClock,
    SystemEntropy, TokenSource,
    api_types::{
        application::{CreateApplication, CreateSecret},
        organization::{CreateOrganization, MemberRoles, UpdateOrganization},
        organization_invitation::CreateOrganizationInvitation,
        organization_template::CreateOrganizationRole,
        role::CreateRole,
        user::{CreateUser, UpdateUser},
    },
    code,
};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};
use server::dev::Credentials;

use crate::{process::Place, world::World};

fn client_of(world: &World, secret: &str) -> Client {
    let api = &world.credentials.management_api;
    let credential = MachineCredential {
        client_id: api.client_id.clone(),
        client_secret: PlainToken::new(secret),
        resource: api.resource.clone(),
    };
    let services = &world.services.services;
    let (clock, entropy) = (Arc::clone(&services.clock), Arc::clone(&services.entropy));
    Client::in_process(world.router.clone(), TokenSource::ClientCredentials(credential), clock, entropy)
}

fn client(world: &World) -> Client {
    client_of(world, &world.credentials.management_api.client_secret)
}

/// A client over HTTP to the running program that has these credentials.
fn client_over_http(credentials: &Credentials) -> Client {
    let api = &credentials.management_api;
    let mut options = ClientOptions::new(&credentials.endpoint, &api.client_id, &api.client_secret);
    options.credential.resource.clone_from(&api.resource);
    Client::new(options, Arc::new(SystemClock), Arc::new(SystemEntropy)).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn organizations_members_and_their_roles_are_managed() {
    let world = World::sqlite().await;
    manage_organizations_members_and_their_roles(&client(&world)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_http_all_that_is_the_same_and_who_acts_is_recorded() {
    let place = Place::new(None);
    let (_server, credentials) = place.dev();
    let client = client_over_http(&credentials);
    manage_organizations_members_and_their_roles(&client).await;

    let new = CreateUser { username: Some("gerda".to_owned()), ..CreateUser::default() };
    let gerda = client.users().create(&new).await.unwrap().info.id;
    let new = CreateOrganization { name: "Harbour".to_owned(), ..CreateOrganization::default() };
    let harbour = client.on_behalf_of(&gerda).organizations().create(&new).await.unwrap();
    let change = UpdateOrganization { name: Some("Harbours".to_owned()), ..Default::default() };
    client.organizations().update(&harbour.id, &change).await.unwrap();
    let logs = Call::get(["logs"]).query("includeManagement", true).query("organizationId", &harbour.id);
    let logs: Value = client.send(logs).await.unwrap().json().unwrap();
    let told: Vec<_> = logs.as_array().unwrap().iter().map(|log| &log["payload"]).collect();
    let machine = &credentials.management_api.client_id;
    assert_eq!(
        told.iter()
            .map(|payload| (&payload["key"], &payload["applicationId"], &payload["userId"]))
            .collect::<Vec<_>>(),
        [
            (&json!("Management.PATCH /organizations/{id}"), &json!(machine), &Value::Null),
            (&json!("Management.POST /organizations"), &json!(machine), &json!(gerda))
        ]
    );
    let mut wrong = credentials;
    wrong.management_api.client_secret = "wrong".to_owned();
    let error = client_over_http(&wrong).users().list(&PageOptions::default()).await.unwrap_err();
    assert!(
        matches!(error, client::Error::NoMachineToken { .. }) && !error.leaves_effect_unknown(),
        "{error:?}"
    );
}

async fn manage_organizations_members_and_their_roles(client: &Client) {
    let new = CreateOrganization { name: "Fjord & Söhne".to_owned(), ..CreateOrganization::default() };
    let organization = client.organizations().create(&new).await.unwrap();
    let change = UpdateOrganization { description: Some(Some("Fish".to_owned())), ..Default::default() };
    let changed = client.organizations().update(&organization.id, &change).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.description.as_deref()), ("Fjord & Söhne", Some("Fish")));
    assert_eq!(client.organizations().get(&organization.id).await.unwrap(), changed);

    let user = CreateUser { username: Some("frida".to_owned()), ..CreateUser::default() };
    let frida = client.users().create(&user).await.unwrap();
    client.organizations().add_members(&organization.id, [&frida.info.id]).await.unwrap();
    let roles = MemberRoles { organization_role_names: vec!["member".to_owned()], ..MemberRoles::default() };
    client.organizations().set_member_roles(&organization.id, &frida.info.id, &roles).await.unwrap();
    let members: Vec<_> = client.organizations().all_members(&organization.id).try_collect().await.unwrap();
    assert_eq!(members.len(), 1);
    assert_eq!((&members[0].entity, members[0].organization_roles[0].name.as_str()), (&frida.info, "member"));
    let scopes = client.organizations().member_scopes(&organization.id, &frida.info.id).await.unwrap();
    assert!(scopes.iter().any(|scope| scope.name == "org:read"));
    let theirs = client.users().organizations(&frida.info.id).await.unwrap();
    assert_eq!(theirs[0].entity, changed);

    let error = client.organizations().member_roles(&organization.id, "nobody").await.unwrap_err();
    assert_eq!(error.code(), Some(code::MEMBERSHIP_REQUIRED));
    client.organizations().remove_member(&organization.id, &frida.info.id).await.unwrap();
    client.organizations().delete(&organization.id).await.unwrap();
    let error = client.organizations().get(&organization.id).await.unwrap_err();
    assert_eq!(error.code(), Some(code::NOT_EXISTS_WITH_ID));
    assert!(error.is_not_found());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_lists_are_streams_and_pages() {
    let world = World::sqlite().await;
    let client = client(&world);
    let before = client.organizations().list(&PageOptions::default()).await.unwrap().total;
    for number in 0..120 {
        let name = format!("Bay {number:03}");
        let new = CreateOrganization { name, ..CreateOrganization::default() };
        client.organizations().create(&new).await.unwrap();
    }
    let all: Vec<_> = client.organizations().all().try_collect().await.unwrap();
    assert_eq!(all.len() as u64, before + 120);
    let some = client.organizations().list(&PageOptions::search("Bay 11")).await.unwrap();
    assert_eq!((some.items.len(), some.total), (10, 10));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn users_and_roles_are_managed() {
    let world = World::sqlite().await;
    let client = client(&world);
    let new = CreateUser {
        username: Some("gustav".to_owned()),
        primary_email: Some("gustav@fjord.example".to_owned()),
        password: Some("fjord-Lamp-77".to_owned()),
        ..CreateUser::default()
    };
    let gustav = client.users().create(&new).await.unwrap();
    assert!(gustav.has_password);
    let error = client.users().create(&new).await.unwrap_err();
    assert_eq!(error.code(), Some("user.email_already_in_use"));
    let change =
        UpdateUser { name: Some(Some("Gustav".to_owned())), username: Some(None), ..UpdateUser::default() };
    let changed = client.users().update(&gustav.info.id, &change).await.unwrap();
    assert_eq!((changed.info.name.as_deref(), changed.info.username), (Some("Gustav"), None));
    let data = json!({ "plan": "gold" });
    let merged = client.users().merge_custom_data(&gustav.info.id, data.as_object().unwrap()).await.unwrap();
    assert_eq!(json!(merged), data);
    assert!(client.users().set_suspended(&gustav.info.id, true).await.unwrap().info.is_suspended);
    let found = client.users().list(&PageOptions::search("gustav@")).await.unwrap();
    assert_eq!((found.total, &found.items[0].info.id), (1, &gustav.info.id));

    let new = CreateRole {
        name: "support".to_owned(),
        description: "Helps".to_owned(),
        kind: None,
        is_default: None,
        scope_ids: None,
    };
    let role = client.roles().create(&new).await.unwrap();
    client.roles().add_users(&role.id, [&gustav.info.id]).await.unwrap();
    let held: Vec<_> = client.users().all_roles(&gustav.info.id).try_collect().await.unwrap();
    assert_eq!(held, std::slice::from_ref(&role));
    let holders: Vec<_> = client.roles().all_users(&role.id).try_collect().await.unwrap();
    assert_eq!(holders[0].id, gustav.info.id);
    client.roles().remove_user(&role.id, &gustav.info.id).await.unwrap();
    assert_eq!(
        client.users().add_roles(&gustav.info.id, [&role.id]).await.unwrap().added_role_ids,
        std::slice::from_ref(&role.id)
    );
    client.roles().delete(&role.id).await.unwrap();
    client.users().delete(&gustav.info.id).await.unwrap();
    assert_eq!(client.users().get(&gustav.info.id).await.unwrap_err().code(), Some(code::NOT_FOUND));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn applications_invitations_and_the_template_are_managed() {
    let world = World::sqlite().await;
    let client = client(&world);
    let new = CreateApplication {
        name: "Importer".to_owned(),
        description: None,
        kind: "MachineToMachine".to_owned(),
        oidc_client_metadata: None,
        custom_client_metadata: None,
        protected_app_metadata: None,
        custom_data: None,
        is_third_party: None,
    };
    let importer = client.applications().create(&new).await.unwrap();
    let secret = CreateSecret { name: "second".to_owned(), expires_at: None };
    client.applications().create_secret(&importer.id, &secret).await.unwrap();
    assert!(
        client.applications().secrets(&importer.id).await.unwrap().iter().any(|own| own.name == "second")
    );
    client.applications().delete_secret(&importer.id, "second").await.unwrap();
    client.organizations().add_applications("northwind", [&importer.id]).await.unwrap();
    let members =
        client.organizations().applications("northwind", &PageOptions::search("Importer")).await.unwrap();
    assert_eq!(members.items[0].entity.id, importer.id);
    client.organizations().remove_application("northwind", &importer.id).await.unwrap();
    assert_eq!(client.applications().get(&importer.id).await.unwrap().application, importer);
    client.applications().delete(&importer.id).await.unwrap();

    let new = CreateOrganizationRole { name: "treasurer".to_owned(), ..CreateOrganizationRole::default() };
    let role = client.organization_roles().create(&new).await.unwrap();
    let roles: Vec<_> = client.organization_roles().all().try_collect().await.unwrap();
    assert!(roles.iter().any(|listed| listed.role == role));

    let hour = std::time::Duration::from_secs(3600);
    let new = CreateOrganizationInvitation {
        inviter_id: None,
        invitee: "hedda@fjord.example".to_owned(),
        organization_id: "northwind".to_owned(),
        expires_at: world.services.services.now().plus(hour).0,
        organization_role_ids: vec![role.id.clone()],
        message_payload: None,
    };
    let invitation = client.invitations().create(&new).await.unwrap();
    let filter =
        InvitationFilter { organization_id: Some("northwind".to_owned()), ..InvitationFilter::default() };
    assert_eq!(client.invitations().list(&filter).await.unwrap(), std::slice::from_ref(&invitation));
    let user = CreateUser { primary_email: Some("Hedda@fjord.example".to_owned()), ..CreateUser::default() };
    let hedda = client.users().create(&user).await.unwrap();
    let accepted = client.invitations().accept(&invitation.id, &hedda.info.id).await.unwrap();
    assert_eq!(
        (accepted.status.as_str(), accepted.accepted_user_id),
        ("Accepted", Some(hedda.info.id.clone()))
    );
    let held = client.organizations().member_roles("northwind", &hedda.info.id).await.unwrap();
    assert_eq!(held, [role]);
    let error = client.invitations().revoke(&invitation.id).await.unwrap_err();
    assert_eq!(error.code(), Some("request.invalid_input"));
    client.invitations().delete(&invitation.id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_machine_that_is_not_let_in_gets_no_token_and_calls_nothing() {
    let world = World::sqlite().await;
    let client = client_of(&world, "wrong");
    let error = client.users().list(&PageOptions::default()).await.unwrap_err();
    assert!(
        matches!(error, client::Error::NoMachineToken { .. }) && !error.leaves_effect_unknown(),
        "{error:?}"
    );
    assert_eq!(world.machine_calls(), 0);
}

/// The constants of `client::code` are words of the wire: the server says each of them where the client's documentation says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_codes_that_the_client_names_are_the_servers() {
    let world = World::sqlite().await;
    let client = client(&world);
    let (organizations, template) = (client.organizations(), client.organization_roles());
    let refusal = |error: client::Error| {
        let refusal = error.refusal().unwrap_or_else(|| panic!("{error:?}"));
        (refusal.status.as_u16(), refusal.code.clone().unwrap_or_default())
    };
    let nameless = CreateOrganization::default();
    let no_page = PageOptions { page: 0, ..PageOptions::default() };
    let change = UpdateOrganization { name: Some("Renamed".to_owned()), ..UpdateOrganization::default() };
    let role = CreateOrganizationRole { name: "treasurer".to_owned(), ..CreateOrganizationRole::default() };
    template.create(&role).await.unwrap();
    for (error, status, code) in [
        (organizations.create(&nameless).await.unwrap_err(), 400, code::INVALID_INPUT),
        (organizations.list(&no_page).await.unwrap_err(), 400, code::INVALID_PAGINATION),
        (organizations.get("nobody").await.unwrap_err(), 404, code::NOT_EXISTS_WITH_ID),
        (client.users().get("nobody").await.unwrap_err(), 404, code::NOT_FOUND),
        (organizations.update("nobody", &change).await.unwrap_err(), 404, code::NOT_EXISTS),
        (template.create(&role).await.unwrap_err(), 422, code::NOT_UNIQUE),
        (
            organizations.add_members("northwind", ["nobody"]).await.unwrap_err(),
            422,
            code::RELATION_NOT_FOUND,
        ),
        (
            organizations.member_roles("northwind", "nobody").await.unwrap_err(),
            422,
            code::MEMBERSHIP_REQUIRED,
        ),
    ] {
        assert_eq!(refusal(error), (status, code.to_owned()));
    }
}
