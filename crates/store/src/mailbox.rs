//! The development mailbox: the last messages that would have been sent.

use domain::{TenantId, UnixMillis};

use crate::{Exec, StoreError, db::Row, params};

/// How many messages are kept.
pub(crate) const CAPACITY: i64 = 100;

/// A message that was kept instead of being sent.
#[derive(Clone, PartialEq, Eq)]
pub struct MailboxMessage {
    /// The id.
    pub id: String,
    /// `Email` or `Sms`.
    pub connector_type: String,
    /// What it is for.
    pub template_type: String,
    /// To whom.
    pub recipient: String,
    /// The subject of an e-mail.
    pub subject: Option<String>,
    /// What it says.
    pub content: String,
    /// `text/html` or `text/plain`.
    pub content_type: String,
    /// When it came.
    pub created_at: UnixMillis,
}

impl std::fmt::Debug for MailboxMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailboxMessage").field("id", &self.id).finish_non_exhaustive()
    }
}

const INSERT: &str = "
INSERT INTO mailbox_messages
  (tenant_id, id, type, template_type, recipient, subject, content, content_type, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const TRIM: &str = "
DELETE FROM mailbox_messages WHERE tenant_id = $1 AND id NOT IN (
  SELECT id FROM mailbox_messages WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2)";

/// Keeps a message and forgets the oldest where there are too many.
pub async fn push(exec: Exec<'_>, tenant: &TenantId, message: &MailboxMessage) -> Result<(), StoreError> {
    let MailboxMessage { id, connector_type, template_type, recipient, subject, content, .. } = message;
    let MailboxMessage { content_type, created_at, .. } = message;
    exec.execute(
        INSERT,
        params![
            tenant,
            id,
            connector_type,
            template_type,
            recipient,
            subject,
            content,
            content_type,
            created_at
        ],
    )
    .await?;
    exec.execute(TRIM, params![tenant, CAPACITY]).await.map(drop)
}

const LIST: &str = "
SELECT id, type, template_type, recipient, subject, content, content_type, created_at
FROM mailbox_messages WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2";

/// What is kept, newest first.
pub async fn list(exec: Exec<'_>, tenant: &TenantId) -> Result<Vec<MailboxMessage>, StoreError> {
    exec.all(LIST, params![tenant, CAPACITY], read).await
}

fn read(row: &Row<'_>) -> Result<MailboxMessage, StoreError> {
    Ok(MailboxMessage {
        id: row.text(0)?,
        connector_type: row.text(1)?,
        template_type: row.text(2)?,
        recipient: row.text(3)?,
        subject: row.opt_text(4)?,
        content: row.text(5)?,
        content_type: row.text(6)?,
        created_at: row.millis(7)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both_databases;

    both_databases! {
        async fn the_last_messages_are_kept_newest_first(db: Db) {
            let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
            let message = |number: i64| MailboxMessage {
                id: format!("{number:04}"),
                connector_type: "Email".to_owned(),
                template_type: "SignIn".to_owned(),
                recipient: "a@b.c".to_owned(),
                subject: Some("S".to_owned()),
                content: number.to_string(),
                content_type: "text/plain".to_owned(),
                created_at: UnixMillis(number),
            };
            for number in 0..CAPACITY + 5 {
                push(exec, tenant, &message(number)).await.unwrap();
            }
            let kept = list(exec, tenant).await.unwrap();
            assert_eq!(i64::try_from(kept.len()).unwrap(), CAPACITY);
            assert_eq!((&kept[0], &kept[99]), (&message(CAPACITY + 4), &message(5)));
        }
    }
}
