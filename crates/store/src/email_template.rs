//! Templates of e-mail, one for each kind of message and language.

use domain::{
    EmailTemplateId, JsonText, TenantId, UnixMillis,
    message_template::{TemplateDetails, TemplateType},
};

use crate::{
    Exec, StoreError,
    db::{ListBuilder, Param, Row, ToParam as _},
    params,
};

/// A template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EmailTemplate {
    /// The id.
    pub id: EmailTemplateId,
    /// Its language, a BCP 47 tag.
    pub language_tag: String,
    /// What it is for.
    pub template_type: TemplateType,
    /// What it says.
    pub details: TemplateDetails,
    /// When it was made.
    pub created_at: UnixMillis,
}

const PUT: &str = "
INSERT INTO email_templates (tenant_id, id, language_tag, template_type, details, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id, template_type, language_tag) DO UPDATE SET details = excluded.details
RETURNING id, language_tag, template_type, details, created_at";

/// Adds a template, or changes what the one for the same language and use says; returns it as it is stored.
pub async fn put(
    exec: Exec<'_>,
    tenant: &TenantId,
    template: &EmailTemplate,
) -> Result<EmailTemplate, StoreError> {
    let EmailTemplate { id, language_tag, template_type, details, created_at } = template;
    let (details, template_type) = (json(details)?, template_type.as_str());
    let parameters = params![tenant, id, language_tag, template_type, details, created_at];
    exec.returning(PUT, parameters, read)
        .await?
        .ok_or(StoreError::Inconsistent { table: "email_templates", column: "id" })
}

fn json(details: &TemplateDetails) -> Result<JsonText, StoreError> {
    JsonText::of(details)
        .map_err(|_| StoreError::Inconsistent { table: "email_templates", column: "details" })
}

const FIND: &str = "SELECT id, language_tag, template_type, details, created_at FROM email_templates WHERE tenant_id = $1 AND id = $2";

/// The template with this id.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &EmailTemplateId,
) -> Result<Option<EmailTemplate>, StoreError> {
    exec.optional(FIND, params![tenant, id], read).await
}

/// Which templates are meant: all of them where nothing is said.
#[derive(Clone, Copy, Default, Debug)]
pub struct TemplateFilter<'a> {
    /// Those in this language.
    pub language_tag: Option<&'a str>,
    /// Those for this use.
    pub template_type: Option<&'a str>,
}

impl<'a> TemplateFilter<'a> {
    fn push_to(&'a self, list: &mut ListBuilder<'a>, tenant: &'a TenantId) {
        list.push(" WHERE tenant_id = {}", &[tenant.to_param()]);
        if let Some(tag) = self.language_tag {
            list.push(" AND language_tag = {}", &[Param::Text(tag)]);
        }
        if let Some(template_type) = self.template_type {
            list.push(" AND template_type = {}", &[Param::Text(template_type)]);
        }
    }
}

/// The templates that a filter lets through, by use and language.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &TemplateFilter<'_>,
) -> Result<Vec<EmailTemplate>, StoreError> {
    let mut list = ListBuilder::new(
        "SELECT id, language_tag, template_type, details, created_at FROM email_templates",
        &[],
    );
    filter.push_to(&mut list, tenant);
    list.push(" ORDER BY template_type, language_tag", &[]);
    let (sql, params) = list.build();
    exec.all(sql, &params, read).await
}

/// Deletes the templates that a filter lets through, and returns how many that were.
pub async fn delete_all(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &TemplateFilter<'_>,
) -> Result<u64, StoreError> {
    let mut list = ListBuilder::new("DELETE FROM email_templates", &[]);
    filter.push_to(&mut list, tenant);
    let (sql, params) = list.build();
    exec.execute(sql, &params).await
}

const LOCK: &str = "UPDATE email_templates SET details = details WHERE tenant_id = $1 AND id = $2";

/// Makes other transactions that call this for the same template wait for the end of this one. Returns whether the template exists.
pub async fn lock(exec: Exec<'_>, tenant: &TenantId, id: &EmailTemplateId) -> Result<bool, StoreError> {
    Ok(exec.execute(LOCK, params![tenant, id]).await? > 0)
}

const UPDATE: &str = "
UPDATE email_templates SET details = $3 WHERE tenant_id = $1 AND id = $2
RETURNING id, language_tag, template_type, details, created_at";

/// Changes what a template says; `None` when there is none.
pub async fn update_details(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &EmailTemplateId,
    details: &TemplateDetails,
) -> Result<Option<EmailTemplate>, StoreError> {
    exec.returning(UPDATE, params![tenant, id, json(details)?], read).await
}

const DELETE: &str = "DELETE FROM email_templates WHERE tenant_id = $1 AND id = $2";

/// Deletes a template; `false` when there is none.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &EmailTemplateId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id]).await? > 0)
}

fn read(row: &Row<'_>) -> Result<EmailTemplate, StoreError> {
    let inconsistent = StoreError::Inconsistent { table: "email_templates", column: "template_type" };
    Ok(EmailTemplate {
        id: EmailTemplateId::new(row.text(0)?),
        language_tag: row.text(1)?,
        template_type: TemplateType::parse(&row.text(2)?).ok_or(inconsistent)?,
        details: row.json_as(3, "email_templates", "details")?,
        created_at: row.millis(4)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both_databases;

    fn template(id: &str, tag: &str, template_type: TemplateType) -> EmailTemplate {
        EmailTemplate {
            id: EmailTemplateId::new(id),
            language_tag: tag.to_owned(),
            template_type,
            details: TemplateDetails::built_in(template_type),
            created_at: UnixMillis(1),
        }
    }

    both_databases! {
        async fn templates_are_put_by_use_and_language_found_changed_and_deleted(db: Db) {
            let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
            let (en, nb) = (template("a", "en", TemplateType::SignIn), template("b", "nb", TemplateType::SignIn));
            let other = template("c", "en", TemplateType::Generic);
            for template in [&nb, &en, &other] {
                assert_eq!(&put(exec, tenant, template).await.unwrap(), template);
            }
            let again = EmailTemplate { id: EmailTemplateId::new("d"), details: other.details.clone(), created_at: UnixMillis(9), ..en.clone() };
            let kept = put(exec, tenant, &again).await.unwrap();
            assert_eq!(kept, EmailTemplate { details: other.details.clone(), ..en.clone() });
            let all = TemplateFilter::default();
            assert_eq!(list(exec, tenant, &all).await.unwrap(), [other.clone(), kept, nb.clone()]);
            let norwegian = TemplateFilter { language_tag: Some("nb"), template_type: Some("SignIn") };
            assert_eq!(list(exec, tenant, &norwegian).await.unwrap(), std::slice::from_ref(&nb));
            assert_eq!(find(exec, tenant, &nb.id).await.unwrap(), Some(nb.clone()));
            let changed = update_details(exec, tenant, &nb.id, &other.details).await.unwrap().unwrap();
            assert_eq!(changed, EmailTemplate { details: other.details.clone(), ..nb.clone() });
            assert_eq!(update_details(exec, tenant, &again.id, &other.details).await.unwrap(), None);
            assert!(delete(exec, tenant, &nb.id).await.unwrap());
            assert!(!delete(exec, tenant, &nb.id).await.unwrap());
            let english = TemplateFilter { language_tag: Some("en"), ..all };
            assert_eq!(delete_all(exec, tenant, &english).await.unwrap(), 2);
            assert_eq!(delete_all(exec, tenant, &all).await.unwrap(), 0);
        }
    }
}
