//! `/console/api-resources/{resource}/guide`: code that checks its tokens, and that asks for them.

use axum::{extract::Path, response::IntoResponse as _};
use hosted::Call;
use serde::Deserialize;

use super::{find, frame};
use crate::{
    guides::{Known, for_api},
    operator::Operator,
    pages::{
        Outcome,
        guide::{self, About, chosen},
    },
    reading::part,
};

/// What stands for a permission where the resource has none yet.
const USUAL_PERMISSION: &str = "order:read";

#[derive(Deserialize)]
struct Permission {
    name: String,
}

/// `GET /console/api-resources/{resource}/guide`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let groups = for_api();
    let guide = chosen(&groups, operator.query.get("framework").unwrap_or_default());
    let guide = guide.filter(|_| !of.is_built_in()).ok_or_else(|| operator.gone())?;
    let call = Call::get(&["api", "resources", &id, "scopes"]);
    let (permissions, _) = part::<Permission>(&operator, call, 1).await?;
    let permission = permissions.into_iter().next().map(|one| one.name);
    let endpoint = &operator.console.services.endpoint;
    let about = About {
        title: of.name.clone(),
        lead: operator.words.say("console-resource"),
        path: of.tab("guide"),
        addresses: Vec::new(),
        known: Known {
            endpoint: endpoint.base().to_owned(),
            issuer: endpoint.issuer().to_owned(),
            resource: of.indicator.clone(),
            permission: permission.unwrap_or_else(|| USUAL_PERMISSION.to_owned()),
            ..Known::default()
        },
        frame: frame(&operator, &of, "guide"),
    };
    Ok(guide::page(&operator, &groups, guide, about).into_response())
}
