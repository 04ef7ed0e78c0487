//! The way from the console of one tenant to that of another, which is at another host and so has no cookie of this one. A ticket is told once, kept as a hash, good
//! for a minute and for one target, and redeemed by one statement.

use std::time::Duration;

use domain::{HashedToken, PlainToken, TenantId};
use serde_json::json;
use store::{StoreError, console};

use super::{
    Origin, SignedIn, record,
    session::{self, NewSession},
};
use crate::Services;

/// How long a ticket is good.
pub const GOOD_FOR: Duration = Duration::from_secs(60);

/// A ticket for whoever is signed in, to the console of `target`.
pub async fn issue(
    administrators: &Services,
    (by, origin): (&SignedIn, &Origin),
    target: &TenantId,
) -> Result<PlainToken, StoreError> {
    let token = administrators.entropy.token_43();
    let ticket = console::Ticket {
        user_id: by.user.id.clone(),
        session_id: by.session_id.clone(),
        target: target.clone(),
        signed_in_at: by.signed_in_at,
        expires_at: administrators.now().plus(GOOD_FOR),
    };
    let exec = administrators.db.exec();
    console::insert_ticket(exec, &administrators.tenant, &token.hashed(), &ticket).await?;
    let more = json!({ "tenant": target.as_str() });
    record(administrators, ("Console.Ticket.Issue", None), (Some(&by.user.id), origin), more).await?;
    Ok(token)
}

/// Whom a ticket to the console of `target` is for, by what they sign in with; `None` for one that lets nobody in. It stays.
pub async fn holder(
    administrators: &Services,
    token: &str,
    target: &TenantId,
) -> Result<Option<String>, StoreError> {
    let (exec, tenant) = (administrators.db.exec(), &administrators.tenant);
    let token = (&HashedToken::of(token), target);
    let found = console::find_ticket(exec, tenant, token, administrators.now()).await?;
    let Some(ticket) = found else { return Ok(None) };
    let found = console::find(exec, tenant, &ticket.user_id).await?;
    Ok(found.map(|administrator| administrator.user.username.unwrap_or_else(|| ticket.user_id.to_string())))
}

/// Takes a ticket to the console of `target` and begins a session of whoever it is for. A ticket ends with the session that it came from, and the session that it begins ends when the one would that the ticket came from. `None`
/// for a ticket that was taken, has ended, leads elsewhere or never was, and for somebody who is no administrator any more.
pub async fn redeem(
    administrators: &Services,
    token: &str,
    target: &TenantId,
    origin: &Origin,
) -> Result<Option<NewSession>, StoreError> {
    let (token, tenant, now) = (&HashedToken::of(token), &administrators.tenant, administrators.now());
    let begun = administrators
        .db
        .transaction(|tx| async move {
            let taken = console::redeem_ticket(tx.exec(), tenant, (token, target), now).await?;
            let Some(ticket) = taken else { return Ok(None) };
            let found = console::find(tx.exec(), tenant, &ticket.user_id).await?;
            if found.is_none_or(|administrator| administrator.user.is_suspended) {
                return Ok(None);
            }
            let since = ticket.signed_in_at;
            let session =
                session::begin_since(administrators, tx.exec(), (&ticket.user_id, since), origin).await?;
            Ok::<_, StoreError>(Some((ticket.user_id, session)))
        })
        .await?;
    let Some((user, session)) = begun else { return Ok(None) };
    let more = json!({ "tenant": target.as_str() });
    record(administrators, ("Console.Ticket.Redeem", None), (Some(&user), origin), more).await?;
    Ok(Some(session))
}
