//! Every test that asks what the gateway does, whatever the way to its upstream. A test file that stands here runs over each.

use super::{TRANSPORT, fake, fake_invitations, fake_machines, fixture};

#[path = "answers.rs"]
mod answers;
#[path = "applications.rs"]
mod applications;
#[path = "ceilings.rs"]
mod ceilings;
#[path = "creation.rs"]
mod creation;
#[path = "domains.rs"]
mod domains;
#[path = "explain.rs"]
mod explain;
#[path = "failures.rs"]
mod failures;
#[path = "forward_auth/mod.rs"]
mod forward_auth;
#[path = "fuzzed.rs"]
mod fuzzed;
#[path = "grants.rs"]
mod grants;
#[path = "histories.rs"]
mod histories;
#[path = "invitations.rs"]
mod invitations;
#[path = "invited.rs"]
mod invited;
#[path = "logs.rs"]
mod logs;
#[path = "matrix.rs"]
mod matrix;
#[path = "model.rs"]
mod model;
#[path = "model_applications.rs"]
mod model_applications;
#[path = "paths.rs"]
mod paths;
#[path = "places.rs"]
mod places;
#[path = "product.rs"]
mod product;
#[path = "promises.rs"]
mod promises;
#[path = "quotas.rs"]
mod quotas;
#[path = "standing.rs"]
mod standing;
#[path = "third_party.rs"]
mod third_party;
