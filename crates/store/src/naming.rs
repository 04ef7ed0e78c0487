//! What users, applications and organizations are called, of many at once by their ids: for pages on which others name them.

use std::collections::BTreeMap;

use domain::TenantId;

use crate::{
    Exec, StoreError,
    db::{ListBuilder, Param},
    params, relation,
};

/// What has an id and a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Named {
    /// Users, called by their name, else by what they sign in with.
    User,
    /// Applications.
    Application,
    /// Organizations.
    Organization,
}

impl Named {
    const fn statement(self) -> &'static str {
        match self {
            Self::User => {
                "SELECT id, COALESCE(NULLIF(name, ''), NULLIF(username, ''), primary_email, primary_phone, id)
                 FROM users WHERE tenant_id = {} AND id IN "
            }
            Self::Application => "SELECT id, name FROM applications WHERE tenant_id = {} AND id IN ",
            Self::Organization => "SELECT id, name FROM organizations WHERE tenant_id = {} AND id IN ",
        }
    }
}

/// The names of those of these that there are, by their ids: one statement for as many as a page has.
///
/// # Errors
/// [`StoreError`] when the database fails.
pub async fn names(
    exec: Exec<'_>,
    tenant: &TenantId,
    (kind, ids): (Named, &[String]),
) -> Result<BTreeMap<String, String>, StoreError> {
    let mut names = BTreeMap::new();
    for ids in ids.chunks(relation::CHUNK) {
        let ids: Vec<Param<'_>> = ids.iter().map(|id| Param::Text(id)).collect();
        let mut list = ListBuilder::new(kind.statement(), params![tenant]);
        list.push_list(&ids);
        let (sql, params) = list.build();
        names.extend(exec.all(sql, &params, |row| Ok((row.text(0)?, row.text(1)?))).await?);
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use domain::{UnixMillis, UserId, account::User};

    use super::*;
    use crate::{both_databases, user};

    both_databases! {
        async fn those_there_are_are_called_by_the_best_name_they_have(db: Db) {
            let tenant = TenantId::default_tenant();
            let fresh = |id: &str| User::new(UserId::new(id), UnixMillis(1));
            let text = |text: &str| Some(text.to_owned());
            for made in [
                User { name: text("Ada"), username: text("ada"), ..fresh("u1") },
                User { name: text(""), username: text("ben"), ..fresh("u2") },
                User { primary_email: text("c@x.example"), primary_phone: text("4798"), ..fresh("u3") },
                User { primary_phone: text("4799"), ..fresh("u4") },
                fresh("u5"),
            ] {
                let made = &made;
                db.transaction(|tx| async move { user::insert(tx.exec(), &TenantId::default_tenant(), made).await }).await.unwrap();
            }
            let sql = "INSERT INTO organizations (tenant_id, id, name, name_folded, custom_data, is_mfa_required, color, branding, created_at) VALUES ('default', 'o', 'Fjord', 'fjord', '{}', FALSE, '{}', '{}', 1)";
            db.exec().execute(sql, params![]).await.unwrap();
            let of = async |tenant: &TenantId, kind, ids: &[&str]| {
                let ids: Vec<_> = ids.iter().map(|id| (*id).to_owned()).collect();
                let names = names(db.exec(), tenant, (kind, &ids)).await.unwrap();
                names.into_iter().map(|(id, name)| format!("{id}={name}")).collect::<Vec<_>>().join(" ")
            };
            let all = ["u1", "u2", "u3", "u4", "u5", "u6", "o"];
            assert_eq!(of(&tenant, Named::User, &all).await, "u1=Ada u2=ben u3=c@x.example u4=4799 u5=u5");
            assert_eq!(of(&tenant, Named::Organization, &all).await, "o=Fjord");
            assert_eq!(of(&tenant, Named::Application, &all).await, "");
            assert_eq!(of(&tenant, Named::User, &[]).await, "");
            assert_eq!(of(&TenantId::new("other"), Named::User, &all).await, "");
            // More than one statement holds.
            let many: Vec<_> = (0..600).map(|number| format!("u{number}")).collect();
            let many: Vec<_> = many.iter().map(String::as_str).collect();
            assert_eq!(of(&tenant, Named::User, &many).await.split(' ').count(), 5);
        }
    }
}
