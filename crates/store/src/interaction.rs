//! Running interactions: the rows through which the OpenID provider and the sign-in experience hand over to each other (OIDC contract §6.1).
//!
//! Rows are found by the hash of their uid; the uid itself is known to the browser alone.

use domain::{
    ApplicationId, GrantId, HashedToken, JsonText, SessionId, TenantId, UnixMillis,
    grant::{Interaction, InteractionPrompt, InteractionResult},
};

use crate::{Exec, StoreError, db::Row, params};

const INSERT: &str = "
INSERT INTO interactions
  (tenant_id, id_hash, application_id, prompt, parameters, session_id, grant_id, experience, result, created_at, expires_at,
   device_code_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

/// Stores a new interaction.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, interaction: &Interaction) -> Result<(), StoreError> {
    exec.execute(
        INSERT,
        params![
            tenant,
            interaction.id,
            interaction.application_id,
            interaction.prompt.as_str(),
            as_json(&interaction.parameters, "parameters")?,
            interaction.session_id,
            interaction.grant_id,
            interaction.experience,
            interaction.result.as_ref().map(|result| as_json(result, "result")).transpose()?,
            interaction.created_at,
            interaction.expires_at,
            interaction.device_code,
        ],
    )
    .await
    .map(|_| ())
}

fn as_json(value: &impl serde::Serialize, column: &'static str) -> Result<JsonText, StoreError> {
    JsonText::of(value).map_err(|_| StoreError::Inconsistent { table: "interactions", column })
}

const FIND: &str = "
SELECT id_hash, application_id, prompt, parameters, session_id, grant_id, experience, result, created_at, expires_at, device_code_hash
FROM interactions WHERE tenant_id = $1 AND id_hash = $2 AND expires_at > $3";

/// The interaction of this uid, unless it has ended by `now`.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &HashedToken,
    now: UnixMillis,
) -> Result<Option<Interaction>, StoreError> {
    exec.optional(FIND, params![tenant, id, now], read).await
}

const LOCK: &str = "
UPDATE interactions SET created_at = created_at WHERE tenant_id = $1 AND id_hash = $2 AND expires_at > $3
RETURNING id_hash, application_id, prompt, parameters, session_id, grant_id, experience, result, created_at, expires_at, device_code_hash";

/// As [`find`], within a transaction until the end of which nobody else changes it.
pub async fn lock(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &HashedToken,
    now: UnixMillis,
) -> Result<Option<Interaction>, StoreError> {
    exec.returning(LOCK, params![tenant, id, now], read).await
}

const TAKE: &str = "
DELETE FROM interactions WHERE tenant_id = $1 AND id_hash = $2 AND expires_at > $3
RETURNING id_hash, application_id, prompt, parameters, session_id, grant_id, experience, result, created_at, expires_at, device_code_hash";

/// Ends the interaction and gives its last state to exactly one caller; `None` to all others.
pub async fn take(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &HashedToken,
    now: UnixMillis,
) -> Result<Option<Interaction>, StoreError> {
    exec.returning(TAKE, params![tenant, id, now], read).await
}

const SET_RESULT: &str = "UPDATE interactions SET result = $3 WHERE tenant_id = $1 AND id_hash = $2";

/// Sets how the interaction ended; `false` when it is gone.
pub async fn set_result(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &HashedToken,
    result: &InteractionResult,
) -> Result<bool, StoreError> {
    Ok(exec.execute(SET_RESULT, params![tenant, id, as_json(result, "result")?]).await? == 1)
}

const SET_EXPERIENCE_AND_RESULT: &str =
    "UPDATE interactions SET experience = $3, result = $4 WHERE tenant_id = $1 AND id_hash = $2";

const GO_ON_WITH: &str = "
UPDATE interactions SET experience = $3, result = $4
WHERE tenant_id = $1 AND id_hash = $2 AND experience IS NOT NULL";

/// As [`set_experience_and_result`], of an experience that has begun; `false` also when it was forgotten meanwhile.
pub async fn go_on_with_experience(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &HashedToken,
    experience: &JsonText,
    result: Option<&InteractionResult>,
) -> Result<bool, StoreError> {
    let result = result.map(|result| as_json(result, "result")).transpose()?;
    Ok(exec.execute(GO_ON_WITH, params![tenant, id, experience, result]).await? == 1)
}

/// Keeps what the sign-in experience knows and how it ended, if it has, in one write; `false` when the interaction is gone.
pub async fn set_experience_and_result(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &HashedToken,
    experience: &JsonText,
    result: Option<&InteractionResult>,
) -> Result<bool, StoreError> {
    let result = result.map(|result| as_json(result, "result")).transpose()?;
    Ok(exec.execute(SET_EXPERIENCE_AND_RESULT, params![tenant, id, experience, result]).await? == 1)
}

const FORGET_EXPERIENCE: &str = "
UPDATE interactions SET experience = NULL, result = NULL WHERE tenant_id = $1 AND id_hash = $2 AND experience IS NOT NULL";

/// Forgets what the sign-in experience knows; the interaction goes on as if it had not begun. `false` when there is nothing to forget, so that
/// of several callers one has forgotten it.
pub async fn forget_experience(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &HashedToken,
) -> Result<bool, StoreError> {
    Ok(exec.execute(FORGET_EXPERIENCE, params![tenant, id]).await? == 1)
}

fn read(row: &Row<'_>) -> Result<Interaction, StoreError> {
    let prompt = row.text(2)?;
    let prompt = InteractionPrompt::ALL.into_iter().find(|known| known.as_str() == prompt);
    let prompt = prompt.ok_or(StoreError::Inconsistent { table: "interactions", column: "prompt" })?;
    Ok(Interaction {
        id: row.hash(0, "interactions", "id_hash")?,
        application_id: ApplicationId::new(row.text(1)?),
        prompt,
        parameters: row.json_as(3, "interactions", "parameters")?,
        session_id: row.opt_text(4)?.map(SessionId::new),
        grant_id: row.opt_text(5)?.map(GrantId::new),
        experience: row.opt_json_text(6)?,
        result: row.opt_json_as(7, "interactions", "result")?,
        created_at: row.millis(8)?,
        expires_at: row.millis(9)?,
        device_code: row.opt_hash(10, "interactions", "device_code_hash")?,
    })
}

#[cfg(test)]
mod tests {
    use domain::UserId;
    use serde_json::json;

    use super::*;
    use crate::{
        both_databases,
        expiry::{Expiring, delete_expired},
    };

    const NOW: UnixMillis = UnixMillis(1_000);

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    fn text(experience: &serde_json::Value) -> JsonText {
        JsonText::of(experience).unwrap()
    }

    fn interaction() -> Interaction {
        Interaction {
            id: HashedToken::of("uid"),
            application_id: ApplicationId::new("app"),
            prompt: InteractionPrompt::Consent,
            parameters: vec![
                ("scope".to_owned(), "openid".to_owned()),
                ("resource".to_owned(), "https://a.example".to_owned()),
            ],
            session_id: Some(SessionId::new("session")),
            grant_id: None,
            device_code: Some(HashedToken::of("device")),
            experience: None,
            result: None,
            created_at: NOW,
            expires_at: UnixMillis(2_000),
        }
    }

    both_databases! {
        async fn an_interaction_is_read_back_with_what_was_added_to_it(db: Db) {
            let mut expected = interaction();
            insert(db.exec(), &tenant(), &expected).await.unwrap();
            expected.experience = Some(text(&json!({ "interactionEvent": "SignIn" })));
            expected.result = Some(InteractionResult::Login { user_id: UserId::new("u") });
            let (id, tenant) = (expected.id, tenant());
            assert!(set_experience_and_result(db.exec(), &tenant, &id, expected.experience.as_ref().unwrap(), None).await.unwrap());
            assert!(set_result(db.exec(), &tenant, &id, expected.result.as_ref().unwrap()).await.unwrap());
            assert_eq!(find(db.exec(), &tenant, &id, NOW).await.unwrap(), Some(expected));
            assert_eq!(find(db.exec(), &tenant, &HashedToken::of("other"), NOW).await.unwrap(), None);
        }

        async fn experience_and_result_are_written_together_and_a_result_can_be_taken_back(db: Db) {
            insert(db.exec(), &tenant(), &interaction()).await.unwrap();
            let (id, tenant) = (HashedToken::of("uid"), tenant());
            let (experience, login) = (text(&json!({ "event": "SignIn" })), InteractionResult::Login { user_id: UserId::new("u") });
            assert!(set_experience_and_result(db.exec(), &tenant, &id, &experience, Some(&login)).await.unwrap());
            let stored = find(db.exec(), &tenant, &id, NOW).await.unwrap().unwrap();
            assert_eq!((stored.experience.as_ref(), stored.result.as_ref()), (Some(&experience), Some(&login)));
            assert!(set_experience_and_result(db.exec(), &tenant, &id, &experience, None).await.unwrap());
            assert_eq!(find(db.exec(), &tenant, &id, NOW).await.unwrap().unwrap().result, None);
            assert!(!set_experience_and_result(db.exec(), &tenant, &HashedToken::of("other"), &experience, None).await.unwrap());
        }

        async fn an_interaction_ends_with_its_time(db: Db) {
            insert(db.exec(), &tenant(), &interaction()).await.unwrap();
            let id = HashedToken::of("uid");
            assert_eq!(find(db.exec(), &tenant(), &id, UnixMillis(2_000)).await.unwrap(), None);
            assert_eq!(take(db.exec(), &tenant(), &id, UnixMillis(2_000)).await.unwrap(), None);
            assert_eq!(delete_expired(db.exec(), Expiring::Interactions, &tenant(), UnixMillis(2_000), 100).await.unwrap(), 1);
            assert!(!set_experience_and_result(db.exec(), &tenant(), &id, &text(&json!({})), None).await.unwrap());
            assert!(!set_result(db.exec(), &tenant(), &id, &InteractionResult::Denied).await.unwrap());
        }

        async fn of_several_callers_one_forgets_an_experience(db: Db) {
            insert(db.exec(), &tenant(), &interaction()).await.unwrap();
            let id = HashedToken::of("uid");
            assert!(!forget_experience(db.exec(), &tenant(), &id).await.unwrap());
            let login = InteractionResult::Login { user_id: UserId::new("u") };
            assert!(set_experience_and_result(db.exec(), &tenant(), &id, &text(&json!({})), Some(&login)).await.unwrap());
            let attempts = (0..8).map(|_| {
                let db = db.clone();
                tokio::spawn(async move { forget_experience(db.exec(), &tenant(), &HashedToken::of("uid")).await.unwrap() })
            });
            let forgotten = futures_util::future::join_all(attempts).await;
            assert_eq!(forgotten.into_iter().filter(|forgotten| *forgotten.as_ref().unwrap()).count(), 1);
            assert_eq!(find(db.exec(), &tenant(), &id, NOW).await.unwrap(), Some(interaction()));
            // Whoever read it before does not bring it back; beginning anew does.
            assert!(!go_on_with_experience(db.exec(), &tenant(), &id, &text(&json!({})), None).await.unwrap());
            assert_eq!(find(db.exec(), &tenant(), &id, NOW).await.unwrap(), Some(interaction()));
            assert!(set_experience_and_result(db.exec(), &tenant(), &id, &text(&json!({})), None).await.unwrap());
            assert!(go_on_with_experience(db.exec(), &tenant(), &id, &text(&json!({ "a": 1 })), Some(&login)).await.unwrap());
        }

        async fn what_is_changed_under_a_lock_is_not_undone_by_others_at_the_same_time(db: Db) {
            insert(db.exec(), &tenant(), &interaction()).await.unwrap();
            assert_eq!(lock(db.exec(), &tenant(), &HashedToken::of("uid"), NOW).await.unwrap(), Some(interaction()));
            assert_eq!(lock(db.exec(), &tenant(), &HashedToken::of("other"), NOW).await.unwrap(), None);
            let attempts = (0..8).map(|number: i32| {
                let db = db.clone();
                tokio::spawn(async move {
                    let kept: Result<(), StoreError> = db.transaction(|tx| async move {
                        let id = HashedToken::of("uid");
                        let found = lock(tx.exec(), &tenant(), &id, NOW).await?.unwrap();
                        let mut experience: serde_json::Value = found.experience.map_or_else(|| json!({}), |stored| stored.read().unwrap());
                        experience[number.to_string()] = json!(number);
                        set_experience_and_result(tx.exec(), &tenant(), &id, &text(&experience), None).await.map(drop)
                    }).await;
                    kept.unwrap();
                })
            });
            futures_util::future::join_all(attempts).await.into_iter().for_each(|attempt| attempt.unwrap());
            let found = find(db.exec(), &tenant(), &HashedToken::of("uid"), NOW).await.unwrap().unwrap();
            assert_eq!(found.experience.unwrap().read::<serde_json::Map<_, _>>().unwrap().len(), 8);
        }

        async fn one_of_many_parallel_callers_takes_an_interaction(db: Db) {
            insert(db.exec(), &tenant(), &interaction()).await.unwrap();
            let attempts = (0..8).map(|_| {
                let db = db.clone();
                tokio::spawn(async move { take(db.exec(), &tenant(), &HashedToken::of("uid"), NOW).await.unwrap() })
            });
            let taken = futures_util::future::join_all(attempts).await;
            assert_eq!(taken.into_iter().filter(|taken| taken.as_ref().unwrap().is_some()).count(), 1);
        }
    }
}
