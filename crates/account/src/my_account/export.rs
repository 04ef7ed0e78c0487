//! `POST /api/my-account/export`: everything that is kept about the user, in one document and without secrets.
//!
//! It is bounded: of the audit log the newest records are in it, and there are so many exports an hour.

use std::time::Duration;

use api_types::{
    own_account::{AccountExport, OwnAuditLog, ProviderToken, SignInPlace},
    user::User,
};
use axum::{Json, http::StatusCode};
use domain::{
    calendar::Day,
    position::Position,
    sentinel::{SentinelIdentifier, SentinelPolicy},
};
use http_kit::{ApiError, preferences_body, user_body};
use operations::{second_factor::factors_of, sentinel, user_assets};
use store::{
    Page,
    audit_log::{self, AuditLogFilter, Shown},
    daily_active_user, role, secret, sign_in_place, user_upload,
};

use super::{
    access_tokens::tokens_of, get::sso_identities_of, grants::grants_of, invitations::invitations_of,
    mfa_verifications::factor_body, organizations::organizations_of, sessions::sessions_of,
    trusted_devices::devices_of,
};
use crate::{AccountContext, error::failed};

/// How many records of the audit log are in it at the most.
const MAX_RECORDS: i64 = 2_000;
/// How long it is kept on which days somebody was active.
const ACTIVE_DAYS: i64 = 92;
/// How often a user may have it.
const LIMIT: SentinelPolicy = SentinelPolicy {
    max_attempts: 10,
    window: Duration::from_secs(3_600),
    lockout: Duration::from_secs(3_600),
};

/// Tells everything that is kept about the user.
pub(super) async fn export_account(context: AccountContext) -> Result<Json<AccountExport>, ApiError> {
    let counted = SentinelIdentifier::new("account-export", context.user_id().as_str());
    // Each counts, and none is taken back.
    let attempt = sentinel::begin_attempt(&context.services, counted, &LIMIT).await.map_err(failed)?;
    if attempt.is_err() {
        return Err(ApiError::new(StatusCode::TOO_MANY_REQUESTS, "account_center.export_rate_limited"));
    }
    // What is kept now, not what was there when the caller was let in.
    let (exec, tenant, services) = (context.exec(), context.tenant(), &context.services);
    let user = store::user::find(exec, tenant, context.user_id()).await?;
    let user = user.ok_or_else(crate::error::unauthorized)?;
    let preferences = store::user::preferences(exec, tenant, &user.id).await?;
    let factors = factors_of(&user).map(|factor| factor_body(services, &user.id, factor));
    let sso_identities = sso_identities_of(&context, &user.id).await?;
    let uploads = user_upload::list(exec, tenant, &user.id).await?;
    let (audit_logs, has_older_audit_logs) = audit_logs(&context).await?;
    Ok(Json(AccountExport {
        exported_at: services.now().0,
        preferences: preferences_body(&preferences),
        roles: roles(&context).await?,
        organizations: organizations_of(&context).await?,
        organization_invitations: invitations_of(&context).await?,
        sessions: sessions_of(&context).await?,
        trusted_devices: devices_of(&context).await?,
        sign_in_places: sign_in_places(&context).await?,
        grants: grants_of(&context, None).await?,
        mfa_factors: factors.collect::<Result<_, _>>()?,
        personal_access_tokens: tokens_of(&context).await?,
        provider_tokens: provider_tokens(&context).await?,
        uploads: uploads.iter().map(|name| user_assets::address(services, name)).collect(),
        active_days: active_days(&context).await?,
        user: User { sso_identities: Some(sso_identities), ..user_body(user) },
        audit_logs,
        has_older_audit_logs,
    }))
}

async fn roles(context: &AccountContext) -> Result<Vec<String>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let ids = role::holder::role_ids_of_user(exec, tenant, context.user_id()).await?;
    let roles = role::find_many(exec, tenant, &ids).await?;
    Ok(roles.into_iter().map(|role| role.name).collect())
}

async fn sign_in_places(context: &AccountContext) -> Result<Vec<SignInPlace>, ApiError> {
    let (exec, tenant, now) = (context.exec(), context.tenant(), context.services.now());
    let kept = sign_in_place::list(exec, tenant, context.user_id(), now).await?;
    let told = kept.into_iter().map(|known| SignInPlace {
        network: known.place.network.unwrap_or_default(),
        country: known.place.country,
        latitude: known.place.position.map(Position::latitude_degrees),
        longitude: known.place.position.map(Position::longitude_degrees),
        last_used_at: known.seen_at.0,
    });
    Ok(told.collect())
}

async fn provider_tokens(context: &AccountContext) -> Result<Vec<ProviderToken>, ApiError> {
    let kept = secret::of_user(context.exec(), context.tenant(), context.user_id()).await?;
    let told = kept.into_iter().map(|kept| ProviderToken {
        target: kept.target,
        identity_id: kept.identity_id,
        created_at: kept.created_at.0,
        updated_at: kept.updated_at.0,
    });
    Ok(told.collect())
}

async fn active_days(context: &AccountContext) -> Result<Vec<String>, ApiError> {
    let today = Day::of(context.services.now());
    let days: Vec<_> = (0..=ACTIVE_DAYS).map(|age| today.plus_days(-age)).collect();
    let days = daily_active_user::of_user(context.exec(), context.tenant(), context.user_id(), &days).await?;
    Ok(days.into_iter().map(|day| day.to_string()).collect())
}

/// What the user did and what was done for them; and whether there is more of it.
async fn audit_logs(context: &AccountContext) -> Result<(Vec<OwnAuditLog>, bool), ApiError> {
    let filter =
        AuditLogFilter { user_id: Some(context.user_id().as_str()), ..AuditLogFilter::of(Shown::Provider) };
    let page = Page { limit: MAX_RECORDS + 1, offset: 0 };
    let mut found = audit_log::list(context.exec(), context.tenant(), &filter, page).await?;
    let most = usize::try_from(MAX_RECORDS).unwrap_or(usize::MAX);
    let has_older = found.len() > most;
    found.truncate(most);
    let told = found.into_iter().map(|found| OwnAuditLog {
        key: found.record.key,
        payload: found.record.payload,
        created_at: found.record.created_at.0,
    });
    Ok((told.collect(), has_older))
}
