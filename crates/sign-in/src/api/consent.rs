//! `GET` and `POST /api/interaction/consent` (OIDC contract §6.7): what an application asks for, and the user's yes. The page of the same
//! purpose is [`crate::pages::consent`].

use api_types::experience::{
    ConsentApplication, ConsentInfo, ConsentOrganization, ConsentResource, ConsentResourceScopes,
    ConsentScope, ConsentUser, GiveConsent, RedirectTo,
};
use axum::Json;
use domain::{OrganizationId, account::User};
use http_kit::{ApiError, ValidJson};
use operations::consent::{Consent, MissingResourceScopes, MissingScopes};

use super::body::Body;
use crate::flow::Visit;

/// What is asked for.
pub(super) async fn read(visit: Visit) -> Result<Json<ConsentInfo>, ApiError> {
    let consent = visit.consent().await?;
    let missing = visit.missing_of(&consent).await?;
    let user = visit.user_of(&consent).await?;
    let redirect_uri = visit.running.interaction.parameter("redirect_uri").unwrap_or_default().to_owned();
    Ok(Json(info(&consent, missing, user, redirect_uri)))
}

/// Allows it, for the organizations named.
pub(super) async fn give(
    visit: Visit,
    ValidJson(Body(body)): ValidJson<Body<GiveConsent>>,
) -> Result<Json<RedirectTo>, ApiError> {
    let organizations: Vec<_> =
        body.organization_ids.unwrap_or_default().into_iter().map(OrganizationId::new).collect();
    let redirect_to = visit.allow(&organizations).await?;
    Ok(Json(RedirectTo { redirect_to }))
}

/// The application as it presents itself.
fn application_of(consent: &Consent) -> ConsentApplication {
    let application = &consent.client.application;
    let own = consent.client.sign_in_experience.clone().unwrap_or_default();
    ConsentApplication {
        id: application.id.to_string(),
        name: application.name.clone(),
        branding: Some(own.branding).filter(|branding| !branding.is_empty()),
        display_name: own.display_name,
        terms_of_use_url: own.terms_of_use_url,
        privacy_policy_url: own.privacy_policy_url,
    }
}

fn info(consent: &Consent, missing: MissingScopes, user: User, redirect_uri: String) -> ConsentInfo {
    ConsentInfo {
        application: application_of(consent),
        user: ConsentUser {
            id: user.id.into_string(),
            name: user.name,
            avatar: user.avatar,
            username: user.username,
            primary_email: user.primary_email,
            primary_phone: user.primary_phone,
        },
        organizations: missing
            .organizations
            .into_iter()
            .map(|organization| ConsentOrganization {
                id: organization.id.into_string(),
                name: organization.name,
                missing_resource_scopes: organization
                    .resource_scopes
                    .into_iter()
                    .map(resource_scopes)
                    .collect(),
            })
            .collect(),
        missing_oidc_scope: missing.openid_scopes,
        missing_resource_scopes: missing.resource_scopes.into_iter().map(resource_scopes).collect(),
        redirect_uri,
    }
}

fn resource_scopes(missing: MissingResourceScopes) -> ConsentResourceScopes {
    ConsentResourceScopes {
        resource: ConsentResource { id: missing.id, name: missing.name, indicator: missing.indicator },
        scopes: missing
            .scopes
            .into_iter()
            .map(|scope| ConsentScope { id: scope.id, name: scope.name, description: scope.description })
            .collect(),
    }
}
