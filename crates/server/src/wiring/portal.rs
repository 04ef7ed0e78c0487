//! The organization portal: pages that act through the gateway of this process, with tokens of whoever is signed in.

use std::{collections::HashMap, sync::Arc};

use axum::Router;
use domain::{OrganizationId, UserId};
use futures_util::FutureExt as _;
use gateway::Gateway;
use oidc::{NoPortalToken, PortalAudience, portal_token};
use operations::Services;
use portal::{Mint, NoToken, PortalOptions, Token};

/// The portal in front of this gateway. Where the gateway accepts no token without an organization there is nothing by which somebody could
/// be asked which organizations are theirs, and so no portal.
pub fn router(services: &Arc<Services>, gateway: &Arc<Gateway>) -> Router {
    let policy = gateway.policy();
    let resource = policy.accepted_resources.first().filter(|_| policy.accept_tokens_without_organization);
    let Some(resource) = resource else { return Router::new() };
    let operations: HashMap<_, _> = gateway
        .operations()
        .map(|(name, permission)| (name.to_owned(), permission.map(str::to_owned)))
        .collect();
    portal::router(PortalOptions {
        services: Arc::clone(services),
        gateway: super::gateway::router(gateway),
        operations,
        update_fields: policy.update_fields.clone(),
        invitation_link: {
            let gateway = Arc::clone(gateway);
            Arc::new(move |id: &str, invitee: &str| gateway.policy().link_to(id, invitee))
        },
        mint: mint(services, resource, policy.accept_organization_tokens),
    })
}

/// Makes tokens of the kinds that the gateway accepts.
fn mint(services: &Arc<Services>, resource: &str, are_organization_tokens_accepted: bool) -> Mint {
    let (services, resource) = (Arc::clone(services), Arc::<str>::from(resource));
    Arc::new(move |user: UserId, organization: Option<OrganizationId>| {
        let (services, resource) = (Arc::clone(&services), Arc::clone(&resource));
        async move {
            let audience = match &organization {
                None => PortalAudience::Resource(&resource),
                Some(id) if are_organization_tokens_accepted => PortalAudience::Organization(id),
                Some(id) => PortalAudience::ResourceInOrganization(&resource, id),
            };
            let issued = portal_token(&services, &user, audience).await.map_err(no_token)?;
            let permissions = issued.scope.split(' ').filter(|name| !name.is_empty());
            Ok(Token { permissions: permissions.map(str::to_owned).collect(), token: issued.token })
        }
        .boxed()
    })
}

fn no_token(reason: NoPortalToken) -> NoToken {
    match reason {
        NoPortalToken::Refused => NoToken::Refused,
        NoPortalToken::NotAMember => NoToken::NotAMember,
        NoPortalToken::SecondFactorMissing => NoToken::SecondFactorMissing,
        NoPortalToken::Failed => NoToken::Failed,
    }
}
