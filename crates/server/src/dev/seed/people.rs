//! The demonstration's people and their organization.

use domain::{OrganizationId, PlainToken, UserId, organization::Organization};
use operations::{
    Services,
    user::{NewPassword, NewUser},
};
use serde_json::Map;
use store::{
    StoreError, organization,
    organization::{member, role},
    user,
};

use super::{
    super::{Credentials, ORGANIZATION_ID, ORGANIZATION_NAME},
    SeedError,
};

/// Makes what is missing. A user whose password is not known any more gets a new one.
pub(super) async fn ensure(
    services: &Services,
    credentials: &Credentials,
    kept: Option<&Credentials>,
) -> Result<(), SeedError> {
    let organization = ensure_organization(services).await?;
    for demo in &credentials.demo.users {
        let is_known = kept.is_some_and(|kept| kept.password_of(&demo.username).is_some());
        let user = ensure_user(services, (&demo.username, &demo.password), is_known).await?;
        ensure_member(services, &organization, &user, &demo.organization_role).await?;
    }
    Ok(())
}

async fn ensure_organization(services: &Services) -> Result<OrganizationId, SeedError> {
    let id = OrganizationId::new(ORGANIZATION_ID);
    let tenant = &services.tenant;
    if organization::find(services.db.exec(), tenant, &id).await?.is_none() {
        let new = &Organization {
            id: id.clone(),
            name: ORGANIZATION_NAME.to_owned(),
            description: Some("Part of the demonstration".to_owned()),
            custom_data: Map::new(),
            is_mfa_required: false,
            color: Map::new(),
            branding: Map::new(),
            custom_css: None,
            created_at: services.now(),
        };
        services
            .db
            .transaction(|tx| async move { organization::insert(tx.exec(), tenant, new).await })
            .await?;
    }
    Ok(id)
}

async fn ensure_user(
    services: &Services,
    (username, password): (&str, &str),
    is_known: bool,
) -> Result<UserId, SeedError> {
    let tenant = &services.tenant;
    let Some(known) = user::find_by_username(services.db.exec(), tenant, username).await? else {
        let new = NewUser {
            username: Some(username.to_owned()),
            name: Some(capitalized(username)),
            password: Some(NewPassword::Plain(PlainToken::new(password))),
            ..NewUser::default()
        };
        return Ok(operations::user::create_user(services, new).await?.id);
    };
    if !is_known {
        operations::user::set_password(services, &known.id, password).await?;
    }
    Ok(known.id)
}

async fn ensure_member(
    services: &Services,
    organization: &OrganizationId,
    user: &UserId,
    role: &str,
) -> Result<(), SeedError> {
    let tenant = &services.tenant;
    if member::exists(services.db.exec(), tenant, organization, user).await? {
        return Ok(());
    }
    let role = role::find_by_name(services.db.exec(), tenant, role)
        .await?
        .ok_or("a role of the demonstration was deleted")?;
    let (role, user) = (&role.id, user);
    services
        .db
        .transaction(|tx| async move {
            member::add(tx.exec(), tenant, organization, std::slice::from_ref(user)).await?;
            member::add_roles(tx.exec(), tenant, organization, user, std::slice::from_ref(role)).await?;
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(())
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
