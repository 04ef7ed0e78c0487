//! Words of the hosted pages that a tenant has chosen, by language.

use domain::TenantId;
use serde_json::Value;

use crate::{Exec, StoreError, db::Row, params};

/// The words of one language.
#[derive(Clone, PartialEq, Debug)]
pub struct CustomPhrase {
    /// The id.
    pub id: String,
    /// The language.
    pub language_tag: String,
    /// The words, an object of texts and further objects.
    pub translation: Value,
}

const PUT: &str = "
INSERT INTO custom_phrases (tenant_id, language_tag, id, translation) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, language_tag) DO UPDATE SET translation = $4
RETURNING id, language_tag, translation";

/// Stores the words of a language in the place of those there were, whose id stays; returns what is stored then.
pub async fn put(
    exec: Exec<'_>,
    tenant: &TenantId,
    phrase: &CustomPhrase,
) -> Result<Option<CustomPhrase>, StoreError> {
    exec.returning(PUT, params![tenant, phrase.language_tag, phrase.id, phrase.translation], read).await
}

const FIND: &str =
    "SELECT id, language_tag, translation FROM custom_phrases WHERE tenant_id = $1 AND language_tag = $2";

/// The words of a language.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    language_tag: &str,
) -> Result<Option<CustomPhrase>, StoreError> {
    exec.optional(FIND, params![tenant, language_tag], read).await
}

const LIST: &str =
    "SELECT id, language_tag, translation FROM custom_phrases WHERE tenant_id = $1 ORDER BY language_tag";

/// The words of every language, by language.
pub async fn list(exec: Exec<'_>, tenant: &TenantId) -> Result<Vec<CustomPhrase>, StoreError> {
    exec.all(LIST, params![tenant], read).await
}

const TAGS: &str = "SELECT language_tag FROM custom_phrases WHERE tenant_id = $1 ORDER BY language_tag";

/// The languages that have words.
pub async fn language_tags(exec: Exec<'_>, tenant: &TenantId) -> Result<Vec<String>, StoreError> {
    exec.all(TAGS, params![tenant], |row| row.text(0)).await
}

const DELETE: &str = "DELETE FROM custom_phrases WHERE tenant_id = $1 AND language_tag = $2";

/// Forgets the words of a language; `false` when there are none.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, language_tag: &str) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, language_tag]).await? > 0)
}

fn read(row: &Row<'_>) -> Result<CustomPhrase, StoreError> {
    Ok(CustomPhrase { id: row.text(0)?, language_tag: row.text(1)?, translation: row.json(2)? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::both_databases;

    fn phrase(id: &str, tag: &str, word: &str) -> CustomPhrase {
        let translation = json!({ "action": { "sign_in": word } });
        CustomPhrase { id: id.to_owned(), language_tag: tag.to_owned(), translation }
    }

    both_databases! {
        async fn words_are_replaced_by_language_and_keep_their_id(db: Db) {
            let tenant = TenantId::default_tenant();
            put(db.exec(), &tenant, &phrase("a", "nb-NO", "Logg inn")).await.unwrap();
            let kept = put(db.exec(), &tenant, &phrase("b", "nb-NO", "Kom inn")).await.unwrap();
            assert_eq!(kept, Some(phrase("a", "nb-NO", "Kom inn")));
            put(db.exec(), &tenant, &phrase("c", "de", "Anmelden")).await.unwrap();
            assert_eq!(language_tags(db.exec(), &tenant).await.unwrap(), ["de", "nb-NO"]);
            assert_eq!(list(db.exec(), &tenant).await.unwrap().len(), 2);
            assert!(delete(db.exec(), &tenant, "de").await.unwrap());
            assert!(!delete(db.exec(), &tenant, "de").await.unwrap());
            assert_eq!(find(db.exec(), &tenant, "de").await.unwrap(), None);
            assert_eq!(find(db.exec(), &TenantId::new("nobody"), "nb-NO").await.unwrap(), None);
        }
    }
}
