//! What the matrix is drawn from: the roles and permissions as the Management API tells of them, and the part of them that an address asks for.

use axum::response::Response;
use form_urlencoded::Serializer;
use hosted::Call;
use serde::Deserialize;
use serde_json::{Value, json};

use super::PATH;
use crate::{
    listing::{page_of, searched},
    operator::Operator,
    reading::whole,
};

/// How many permissions a page shows.
pub(super) const ROWS: u64 = 100;

/// A role with what it allows.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Role {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    scopes: Vec<Granted>,
    resource_scopes: Vec<Granted>,
}

impl Role {
    /// All of them.
    pub(super) async fn all(operator: &Operator) -> Result<Vec<Self>, Response> {
        whole(operator, || Call::get(&["api", "organization-roles"])).await
    }

    /// Whether it has a permission of organizations, or of an API.
    pub(super) fn has(&self, is_of_api: bool, permission: &str) -> bool {
        let granted = if is_of_api { &self.resource_scopes } else { &self.scopes };
        granted.iter().any(|granted| granted.id == permission)
    }
}

#[derive(Deserialize)]
struct Granted {
    id: String,
}

#[derive(Deserialize)]
struct Scope {
    id: String,
    name: String,
    description: Option<String>,
}

#[derive(Deserialize)]
struct Resource {
    name: String,
    #[serde(default)]
    scopes: Vec<Scope>,
}

/// A permission of organizations, or of the API of this name.
pub(super) struct Permission {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) api: Option<String>,
}

impl Permission {
    /// Those of organizations, and those of APIs after them.
    pub(super) async fn all(operator: &Operator) -> Result<Vec<Self>, Response> {
        let own: Vec<Scope> = whole(operator, || Call::get(&["api", "organization-scopes"])).await?;
        let apis: Vec<Resource> =
            whole(operator, || Call::get(&["api", "resources"]).query("includeScopes", "true")).await?;
        let mut all: Vec<_> = own.into_iter().map(|scope| Self::new(scope, None)).collect();
        for api in apis {
            let name = api.name;
            all.extend(api.scopes.into_iter().map(|scope| Self::new(scope, Some(name.clone()))));
        }
        Ok(all)
    }

    fn new(scope: Scope, api: Option<String>) -> Self {
        Self { id: scope.id, name: scope.name, description: scope.description.unwrap_or_default(), api }
    }

    fn fits(&self, searched: &str) -> bool {
        let texts = [Some(&self.name), Some(&self.description), self.api.as_ref()];
        texts.into_iter().flatten().any(|text| text.to_lowercase().contains(searched))
    }
}

/// The part of the template that is shown.
pub(super) struct View {
    pub(super) roles: Vec<Role>,
    pub(super) permissions: Vec<Permission>,
    /// What was searched for.
    pub(super) searched: String,
    /// Which page, and how many permissions fit.
    pub(super) page: (u64, u64),
    /// Whether there is any permission.
    pub(super) has_permissions: bool,
}

impl View {
    /// Reads it.
    pub(super) async fn read(operator: &Operator) -> Result<Self, Response> {
        let roles = Role::all(operator).await?;
        let mut all = Permission::all(operator).await?;
        let (has_permissions, searched) = (!all.is_empty(), searched(&operator.query));
        let wanted = searched.to_lowercase();
        all.retain(|permission| permission.fits(&wanted));
        let (page, total) = (page_of(&operator.query), all.len() as u64);
        let skipped = usize::try_from((page - 1) * ROWS).unwrap_or(usize::MAX);
        let shown = usize::try_from(ROWS).unwrap_or(usize::MAX);
        let permissions = all.into_iter().skip(skipped).take(shown).collect();
        Ok(Self { roles, permissions, searched, page: (page, total), has_permissions })
    }

    /// What a field says that grants a permission to a role.
    pub(super) fn word(role: &Role, permission: &Permission) -> String {
        Self::word_of(&role.id, permission.api.is_some(), &permission.id)
    }

    /// The same by their ids.
    pub(super) fn word_of(role: &str, is_of_api: bool, permission: &str) -> String {
        let kind = if is_of_api { "api" } else { "own" };
        format!("{role}.{kind}.{permission}")
    }

    /// Whether a role has a permission.
    pub(super) fn is_granted(role: &Role, permission: &Permission) -> bool {
        role.has(permission.api.is_some(), &permission.id)
    }

    /// What the form is made from, and is out of date when it changes.
    pub(super) fn basis(&self) -> Value {
        let row = |permission: &Permission| {
            let granted: Vec<_> = self.roles.iter().map(|role| Self::is_granted(role, permission)).collect();
            json!([permission.id, permission.name, granted])
        };
        let roles: Vec<_> = self.roles.iter().map(|role| json!([role.id, role.name])).collect();
        json!([roles, self.permissions.iter().map(row).collect::<Vec<_>>()])
    }

    /// The address of a page of it.
    pub(super) fn address(&self, page: u64) -> String {
        let mut query = Serializer::new(String::new());
        if !self.searched.is_empty() {
            query.append_pair("q", &self.searched);
        }
        if page > 1 {
            query.append_pair("page", &page.to_string());
        }
        let query = query.finish();
        if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") }
    }
}
