//! What the APIs say about themselves: OpenAPI documents, made once from the operations that are served, and a page to read them.
//!
//! The documents are operations too, and so are in themselves. The page is drawn from the document, so that it shows nothing else.

mod example;
mod names;
mod organization_api;
mod page;
mod schema;
#[cfg(test)]
mod tests;

use std::sync::{Arc, LazyLock};

use axum::{
    Router,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::TenantId;
use gateway::Gateway;
use http_kit::{
    Operation, Routes,
    openapi::{About, Credential, DocumentAnswer, ServedDocument, document},
};
use operations::Services;
use serde_json::Value;
use ui::{
    Brand, Words,
    components::Link,
    pages::{NotFoundPage, ReferenceHomePage, ReferenceIndex, ReferencePage},
};

/// The path of the page.
pub const PATH: &str = "/api/reference";
/// Where the gateway is on this address.
const GATEWAY_PATH: &str = "/org";

/// Which of the documents describes an operation, beside the one of all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Api {
    Management,
    Experience,
    User,
}

impl Api {
    /// That of an operation with this path.
    fn of(path: &str) -> Self {
        let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| path.starts_with(prefix));
        if begins(&["/api/experience", "/api/interaction"]) {
            Self::Experience
        } else if begins(&["/api/my-account", "/api/verifications"]) {
            Self::User
        } else {
            Self::Management
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Management => "Guildhall Management API",
            Self::Experience => "Guildhall Experience API",
            Self::User => "Guildhall Account API",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Self::Management => {
                "What a product's back end does with a machine token: organizations, users, roles, applications, webhooks, the audit log."
            }
            Self::Experience => {
                "The steps of a sign-in, for pages of your own in the place of the hosted ones."
            }
            Self::User => "What users do with their own account.",
        }
    }

    /// What a caller shows who wants something that is not public.
    fn credential(self) -> Credential {
        match self {
            Self::Management => Credential::MachineToken,
            Self::Experience => Credential::Interaction,
            Self::User => Credential::UserToken,
        }
    }
}

/// The documents and what the page shows.
struct Reference {
    management: ServedDocument,
    experience: ServedDocument,
    user: ServedDocument,
    all: ServedDocument,
    index: Arc<ReferenceIndex>,
}

/// All of it. It is larger than everything else of a tenant, so that those beside `default` have it only once somebody asks for it.
type Shared = Arc<LazyLock<Reference, Box<dyn FnOnce() -> Reference + Send>>>;

impl Reference {
    fn new(endpoint: &str, gateway: &Gateway) -> Self {
        let operations = operations();
        let organization_api =
            organization_api::group(gateway.openapi(), &format!("{endpoint}{GATEWAY_PATH}"));
        let part = |api: Api| ServedDocument::new(&part(endpoint, &operations, api));
        let all = whole(endpoint, &operations);
        Self {
            management: part(Api::Management),
            experience: part(Api::Experience),
            user: part(Api::User),
            index: Arc::new(page::with(page::index(&all, endpoint), organization_api)),
            all: ServedDocument::new(&all),
        }
    }
}

/// Everything under `/api` that this server answers.
fn operations() -> Vec<Operation> {
    let mut operations = management_api::operations();
    operations.extend(sign_in::operations());
    operations.extend(account::operations());
    operations.extend(routes().into_operations());
    operations
}

fn about<'a>(title: &'a str, description: &'a str, endpoint: &'a str) -> About<'a> {
    About { title, description, version: env!("CARGO_PKG_VERSION"), endpoint, names: &names::NAMES }
}

fn part(endpoint: &str, operations: &[Operation], api: Api) -> Value {
    let of_it = operations.iter().filter(|operation| Api::of(operation.path) == api);
    let about = about(api.title(), api.description(), endpoint);
    document(&about, of_it.map(|operation| (operation, api.credential())))
}

fn whole(endpoint: &str, operations: &[Operation]) -> Value {
    let about = about("Guildhall API", "Every operation of the server.", endpoint);
    document(&about, operations.iter().map(|operation| (operation, Api::of(operation.path).credential())))
}

fn routes() -> Routes<Shared> {
    Routes::tagged("Well-known")
        .public()
        .get("/api/.well-known/management.openapi.json", management_document)
        .get("/api/.well-known/experience.openapi.json", experience_document)
        .get("/api/.well-known/user.openapi.json", user_document)
        .merge(Routes::tagged("Swagger.json").public().get("/api/swagger.json", whole_document))
}

/// The documents and the page, with what the gateway in this process serves. Unknown paths are left to the caller's router.
pub fn router(services: &Services, gateway: &Arc<Gateway>) -> Router {
    let (endpoint, gateway) = (services.endpoint.base().to_owned(), Arc::clone(gateway));
    let reference: Shared = Arc::new(LazyLock::new(Box::new(move || Reference::new(&endpoint, &gateway))));
    if services.tenant == TenantId::default_tenant() {
        LazyLock::force(&reference);
    }
    routes()
        .into_router()
        .route(PATH, get(home))
        .route(&format!("{PATH}/{{group}}"), get(group))
        .with_state(reference)
}

async fn management_document(State(reference): State<Shared>, request: HeaderMap) -> DocumentAnswer {
    reference.management.answer(&request)
}

async fn experience_document(State(reference): State<Shared>, request: HeaderMap) -> DocumentAnswer {
    reference.experience.answer(&request)
}

async fn user_document(State(reference): State<Shared>, request: HeaderMap) -> DocumentAnswer {
    reference.user.answer(&request)
}

async fn whole_document(State(reference): State<Shared>, request: HeaderMap) -> DocumentAnswer {
    reference.all.answer(&request)
}

async fn home(State(reference): State<Shared>) -> ReferenceHomePage {
    ReferenceHomePage { index: Arc::clone(&reference.index) }
}

async fn group(State(reference): State<Shared>, Path(slug): Path<String>) -> Response {
    let index = Arc::clone(&reference.index);
    if let Some(shown) = index.groups.iter().position(|group| group.slug == slug) {
        return ReferencePage { index, shown }.into_response();
    }
    let link = Link { href: PATH.to_owned(), label: "Open the API reference".to_owned() };
    NotFoundPage { brand: Brand::named("Guildhall"), words: Words::default(), link: Some(link) }
        .into_response()
}
