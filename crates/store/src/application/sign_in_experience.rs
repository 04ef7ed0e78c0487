//! How the pages look on the way to one application (Management API contract §8.5).

use domain::{ApplicationId, TenantId, application::sign_in_experience::ApplicationSignInExperience};
use serde_json::Value;

use crate::{
    StoreError,
    db::{Exec, Row},
    params,
};

const TABLE: &str = "application_sign_in_experiences";

const FIND: &str = "
SELECT color, branding, custom_css, terms_of_use_url, privacy_policy_url, display_name
FROM application_sign_in_experiences WHERE tenant_id = $1 AND application_id = $2";

/// An application's own look; `None` until it has one.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
) -> Result<Option<ApplicationSignInExperience>, StoreError> {
    exec.optional(FIND, params![tenant, id], read).await
}

const PUT: &str = "
INSERT INTO application_sign_in_experiences
  (tenant_id, application_id, color, branding, custom_css, terms_of_use_url, privacy_policy_url, display_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (tenant_id, application_id) DO UPDATE SET
  color = excluded.color, branding = excluded.branding, custom_css = excluded.custom_css,
  terms_of_use_url = excluded.terms_of_use_url, privacy_policy_url = excluded.privacy_policy_url,
  display_name = excluded.display_name";

/// Sets an application's own look. An unknown application is a foreign-key violation.
pub async fn put(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
    experience: &ApplicationSignInExperience,
) -> Result<(), StoreError> {
    let (color, branding) =
        (Value::Object(experience.color.clone()), Value::Object(experience.branding.clone()));
    let ApplicationSignInExperience {
        custom_css, terms_of_use_url, privacy_policy_url, display_name, ..
    } = experience;
    exec.execute(
        PUT,
        params![tenant, id, color, branding, custom_css, terms_of_use_url, privacy_policy_url, display_name],
    )
    .await
    .map(drop)
}

fn read(row: &Row<'_>) -> Result<ApplicationSignInExperience, StoreError> {
    Ok(ApplicationSignInExperience {
        color: row.json_as(0, TABLE, "color")?,
        branding: row.json_as(1, TABLE, "branding")?,
        custom_css: row.opt_text(2)?,
        terms_of_use_url: row.opt_text(3)?,
        privacy_policy_url: row.opt_text(4)?,
        display_name: row.opt_text(5)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::application::ApplicationType;
    use serde_json::json;

    use super::*;
    use crate::{application, both_databases};

    both_databases! {
        async fn a_look_is_set_replaced_and_goes_with_its_application(db: Db) {
            let (exec, tenant, id) = (db.exec(), TenantId::default_tenant(), ApplicationId::new("desk"));
            let plain = ApplicationSignInExperience::default();
            assert!(matches!(put(exec, &tenant, &id, &plain).await, Err(StoreError::ForeignKeyViolation)));
            let desk = application::tests::application("desk", ApplicationType::Spa, 1);
            application::insert(exec, &tenant, &desk).await.unwrap();
            assert_eq!(find(exec, &tenant, &id).await.unwrap(), None);
            let own = ApplicationSignInExperience {
                color: serde_json::Map::from_iter([("primaryColor".to_owned(), json!("#ffffff"))]),
                branding: serde_json::Map::from_iter([("logoUrl".to_owned(), json!("https://a.example/l"))]),
                custom_css: Some("body{}".to_owned()),
                terms_of_use_url: Some("https://a.example/terms".to_owned()),
                privacy_policy_url: Some("https://a.example/privacy".to_owned()),
                display_name: Some("Desk".to_owned()),
            };
            for experience in [&own, &plain, &own] {
                put(exec, &tenant, &id, experience).await.unwrap();
                assert_eq!(find(exec, &tenant, &id).await.unwrap().as_ref(), Some(experience));
            }
            let client = application::find_client(exec, &tenant, &id).await.unwrap().unwrap();
            assert_eq!(client.sign_in_experience, Some(own));
            let (tenant, id) = (&tenant, &id);
            let deleted = db.transaction(|tx| async move { application::delete(&tx, tenant, id).await });
            assert!(deleted.await.unwrap());
            assert_eq!(find(exec, tenant, id).await.unwrap(), None);
        }
    }
}
