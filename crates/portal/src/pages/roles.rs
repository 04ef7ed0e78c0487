//! The roles of the template and what each gives.

use axum::response::IntoResponse as _;
use ui::pages::portal::{PortalRolesPage, RoleRow};

use super::Outcome;
use crate::{
    api::Role,
    room::{Room, Section, View},
};

/// `GET …/roles`.
pub(crate) async fn list(room: Room) -> Outcome {
    let read = futures_util::try_join!(room.list::<Role>(&["roles"]), room.my_roles());
    let (roles, mine) = read.map_err(|refusal| room.refused(&refusal))?;
    Ok(PortalRolesPage {
        frame: room.frame(Section::Members, Some(View::Roles)),
        roles: roles.into_iter().map(|role| row(role, &mine)).collect(),
    }
    .into_response())
}

fn row(role: Role, mine: &[String]) -> RoleRow {
    let mut resources: Vec<(String, Vec<String>)> = Vec::new();
    for scope in &role.resource_scopes {
        match resources.iter_mut().find(|(name, _)| *name == scope.resource.name) {
            Some((_, scopes)) => scopes.push(scope.name.clone()),
            None => resources.push((scope.resource.name.clone(), vec![scope.name.clone()])),
        }
    }
    RoleRow {
        is_for_machines: role.is_for_machines(),
        is_mine: mine.contains(&role.name),
        name: role.name,
        description: role.description.filter(|text| !text.is_empty()),
        permissions: role.scopes.into_iter().map(|scope| scope.name).collect(),
        resources,
    }
}
