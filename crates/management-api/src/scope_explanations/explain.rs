//! The explanation, from the roles that count.

use std::{collections::HashMap, sync::Arc};

use api_types::scope_explanation as wire;
use domain::{OrganizationId, RoleId, ScopeId};
use http_kit::{ApiError, QueryPairs};
use operations::{
    TenantConfiguration,
    configuration::{Client, RoleConfiguration},
    scopes::{SubjectRoles, client_may_have_organization_scope, client_may_have_scope},
};
use protocol::identifiers::{ORGANIZATIONS_RESOURCE_INDICATOR, organization_audience};
use store::configuration::TemplateRole;

use crate::{ManagementContext, context::internal};

/// How many roles are named that would give a scope.
const MAX_ROLES: usize = 10;
/// How many scopes may be asked about.
const MAX_WANTED: usize = 100;

/// What is asked.
pub(super) struct Question {
    configuration: Arc<TenantConfiguration>,
    resource: Option<String>,
    pub(super) organization: Option<OrganizationId>,
    wanted: Vec<String>,
    is_organization_unknown: bool,
}

/// What somebody holds.
pub(super) struct Held {
    pub(super) roles: SubjectRoles,
    pub(super) client: Option<Arc<Client>>,
}

impl Question {
    pub(super) async fn read(context: &ManagementContext, query: &QueryPairs) -> Result<Self, ApiError> {
        let text = |name: &str| query.get(name).map(str::trim).filter(|text| !text.is_empty());
        let organization = text("organizationId").map(OrganizationId::new);
        let is_organization_unknown = match &organization {
            Some(id) => store::organization::find(context.exec(), context.tenant(), id).await?.is_none(),
            None => false,
        };
        let wanted = text("scope").unwrap_or_default().split_whitespace();
        Ok(Self {
            configuration: context.services.configuration().await.map_err(internal)?,
            resource: text("resource").map(str::to_owned),
            organization,
            wanted: wanted.take(MAX_WANTED).map(str::to_owned).collect(),
            is_organization_unknown,
        })
    }

    /// Whether it is about permissions of the organization template.
    pub(super) fn is_about_template(&self) -> bool {
        match &self.resource {
            Some(resource) => resource == ORGANIZATIONS_RESOURCE_INDICATOR,
            None => self.organization.is_some(),
        }
    }

    fn audience(&self) -> Option<String> {
        let of_organization = || self.organization.as_ref().map(|id| organization_audience(id.as_str()));
        self.resource.clone().or_else(of_organization)
    }
}

/// A role that was found to give a scope: a global one, or one of the template with where it is held.
#[derive(Clone, Copy)]
enum Giver<'a> {
    Global(&'a RoleConfiguration),
    Template(&'a TemplateRole, Option<&'a OrganizationId>),
}

/// A scope before it is explained.
struct Candidate<'a> {
    name: &'a str,
    description: Option<&'a String>,
    is_open: bool,
    givers: Vec<Giver<'a>>,
    would_give: Vec<Giver<'a>>,
}

pub(super) async fn explain(
    context: &ManagementContext,
    question: Question,
    held: Held,
    mut obstacles: Vec<wire::Obstacle>,
) -> Result<wire::ScopeExplanation, ApiError> {
    let configuration = &*question.configuration;
    if question.is_organization_unknown {
        obstacles.retain(|obstacle| *obstacle != wire::Obstacle::NotAMember);
        obstacles.push(wire::Obstacle::OrganizationUnknown);
    }
    let candidates = if question.is_about_template() {
        of_template(configuration, &held)
    } else if let Some(indicator) = &question.resource {
        if let Some(resource) = configuration.resource_by_indicator(indicator) {
            let scopes = resource.scopes.iter();
            scopes.map(|scope| of_resource(configuration, &held, scope)).collect()
        } else {
            obstacles.push(wire::Obstacle::ResourceUnknown);
            Vec::new()
        }
    } else {
        Vec::new()
    };
    let mut candidates = candidates;
    if !context.authority.sees_all_roles() {
        // Who may read users sees what they have, and not what else there is.
        candidates
            .retain(|one| !one.givers.is_empty() || question.wanted.iter().any(|name| name == one.name));
        for one in &mut candidates {
            one.would_give.clear();
        }
    }
    let names = organization_names(context, &candidates).await?;
    let unknown = question.wanted.iter().filter(|name| !candidates.iter().any(|one| one.name == **name));
    let unknown: Vec<_> = unknown.map(|name| unknown_scope(name)).collect();
    let mut scopes: Vec<_> = candidates.iter().map(|candidate| told(candidate, &names)).collect();
    scopes.extend(unknown);
    Ok(wire::ScopeExplanation { audience: question.audience(), obstacles, scopes })
}

fn of_template<'a>(configuration: &'a TenantConfiguration, held: &'a Held) -> Vec<Candidate<'a>> {
    let candidate = |scope: &'a domain::organization::OrganizationScope| {
        let gives = |role: &TemplateRole| role.organization_scope_ids.contains(&scope.id);
        Candidate {
            name: &scope.name,
            description: scope.description.as_ref(),
            is_open: held
                .client
                .as_ref()
                .is_none_or(|client| client_may_have_organization_scope(client, &scope.id)),
            givers: in_organizations(configuration, held, gives),
            would_give: template_roles(configuration, gives),
        }
    };
    configuration.organization_scopes.iter().map(candidate).collect()
}

fn of_resource<'a>(
    configuration: &'a TenantConfiguration,
    held: &'a Held,
    scope: &'a domain::resource::Scope,
) -> Candidate<'a> {
    let by_template = |role: &TemplateRole| role.scope_ids.contains(&scope.id);
    let mut givers: Vec<_> =
        held.roles.global.iter().filter_map(|id| global_giver(configuration, id, &scope.id)).collect();
    givers.extend(in_organizations(configuration, held, by_template));
    let global = configuration.roles.iter().filter(|(_, role)| !role.role.is_internal());
    let mut would_give: Vec<_> =
        global.filter_map(|(id, _)| global_giver(configuration, id, &scope.id)).collect();
    would_give.extend(template_roles(configuration, by_template));
    Candidate {
        name: &scope.name,
        description: scope.description.as_ref(),
        is_open: held.client.as_ref().is_none_or(|client| client_may_have_scope(client, &scope.id)),
        givers,
        would_give,
    }
}

fn global_giver<'a>(
    configuration: &'a TenantConfiguration,
    role: &RoleId,
    scope: &ScopeId,
) -> Option<Giver<'a>> {
    configuration.roles.get(role).filter(|role| role.scope_ids.contains(scope)).map(Giver::Global)
}

fn in_organizations<'a>(
    configuration: &'a TenantConfiguration,
    held: &'a Held,
    gives: impl Fn(&TemplateRole) -> bool,
) -> Vec<Giver<'a>> {
    let mut givers = Vec::new();
    for (organization, roles) in &held.roles.organizations {
        let roles = roles.iter().filter_map(|role| configuration.organization_roles.get(role));
        let roles = roles.filter(|role| gives(role));
        givers.extend(roles.map(|role| Giver::Template(role, Some(organization))));
    }
    givers
}

fn template_roles(
    configuration: &TenantConfiguration,
    gives: impl Fn(&TemplateRole) -> bool,
) -> Vec<Giver<'_>> {
    let roles = configuration.organization_roles.values().filter(|role| gives(role));
    roles.map(|role| Giver::Template(role, None)).collect()
}

type Names = HashMap<OrganizationId, String>;

/// What the organizations are called in which roles give something.
async fn organization_names(
    context: &ManagementContext,
    candidates: &[Candidate<'_>],
) -> Result<Names, ApiError> {
    let mut names = HashMap::new();
    for giver in candidates.iter().flat_map(|candidate| &candidate.givers) {
        let Giver::Template(_, Some(id)) = giver else { continue };
        if !names.contains_key(*id) {
            let found = store::organization::find(context.exec(), context.tenant(), id).await?;
            names.insert((*id).clone(), found.map_or_else(|| id.to_string(), |found| found.name));
        }
    }
    Ok(names)
}

fn named(giver: Giver<'_>) -> wire::NamedRole {
    match giver {
        Giver::Global(role) => wire::NamedRole {
            id: role.role.id.to_string(),
            name: role.role.name.clone(),
            is_organization_role: false,
        },
        Giver::Template(role, _) => wire::NamedRole {
            id: role.role.id.to_string(),
            name: role.role.name.clone(),
            is_organization_role: true,
        },
    }
}

fn told(candidate: &Candidate<'_>, names: &Names) -> wire::ExplainedScope {
    let source = |giver: &Giver<'_>| {
        let organization = match giver {
            Giver::Template(_, Some(id)) => Some(wire::NamedOrganization {
                id: id.to_string(),
                name: names.get(*id).cloned().unwrap_or_default(),
            }),
            _ => None,
        };
        wire::ScopeSource { role: named(*giver), organization }
    };
    let outcome = match (candidate.givers.is_empty(), candidate.is_open) {
        (true, _) => wire::ScopeOutcome::NoRole,
        (false, false) => wire::ScopeOutcome::NotOpenToApplication,
        (false, true) => wire::ScopeOutcome::Given,
    };
    let mut roles: Vec<_> = if candidate.givers.is_empty() {
        candidate.would_give.iter().map(|giver| named(*giver)).collect()
    } else {
        Vec::new()
    };
    roles.sort_by(|one, other| one.name.cmp(&other.name));
    roles.truncate(MAX_ROLES);
    wire::ExplainedScope {
        name: candidate.name.to_owned(),
        description: candidate.description.cloned(),
        outcome,
        sources: candidate.givers.iter().map(source).collect(),
        roles,
    }
}

fn unknown_scope(name: &str) -> wire::ExplainedScope {
    wire::ExplainedScope {
        name: name.to_owned(),
        description: None,
        outcome: wire::ScopeOutcome::Unknown,
        sources: Vec::new(),
        roles: Vec::new(),
    }
}
