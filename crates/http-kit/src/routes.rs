//! A router together with the list of what it serves. Both come from the same lines, so that a document, a test or a count of operations
//! cannot name a route that does not exist, nor miss one that does.

use std::sync::Arc;

use axum::{
    Extension, Router,
    http::Method,
    routing::{MethodFilter, on},
};

use crate::describe::{Endpoint, HandlerDescription};

/// One operation of an API.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The method.
    pub method: Method,
    /// The template of the path, parameters in braces: `/api/users/{userId}`.
    pub path: &'static str,
    /// The part of the API that it belongs to.
    pub tag: &'static str,
    /// Who may use it.
    pub access: Access,
    /// What its handler takes and answers.
    pub handler: HandlerDescription,
}

/// Who may use an operation, as far as its route tells. Whoever serves the routes holds callers to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Access {
    /// Everybody, without credentials.
    Public,
    /// Callers who may do this for the whole tenant. Callers who are limited to organizations may where the path names one of theirs.
    #[default]
    Tenant,
    /// Callers who are limited to organizations too: the handler sees to it that they see and change nothing else.
    Organizations,
}

/// What the route of a request is, beside the request: its handler's extractors read it.
#[derive(Clone, Debug)]
pub struct MatchedOperation(pub Arc<Operation>);

/// Routes that are being registered. A method that is registered twice for one path panics, as does a malformed path: both are seen when
/// the program starts.
#[must_use = "routes serve nothing until they are part of a router"]
pub struct Routes<S> {
    router: Router<S>,
    operations: Vec<Operation>,
    tag: &'static str,
    access: Access,
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self { router: Router::new(), operations: Vec::new(), tag: "", access: Access::default() }
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// None yet; those that follow belong to this part of the API.
    pub fn tagged(tag: &'static str) -> Self {
        Self { tag, ..Self::default() }
    }

    /// Those that follow need no credentials.
    pub fn public(self) -> Self {
        Self { access: Access::Public, ..self }
    }

    /// The handlers of those that follow know which organizations their caller may reach.
    pub fn for_organizations(self) -> Self {
        Self { access: Access::Organizations, ..self }
    }

    /// Registers `GET`.
    pub fn get<H: Endpoint<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(Method::GET, MethodFilter::GET, path, handler)
    }

    /// Registers `POST`.
    pub fn post<H: Endpoint<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(Method::POST, MethodFilter::POST, path, handler)
    }

    /// Registers `PUT`.
    pub fn put<H: Endpoint<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(Method::PUT, MethodFilter::PUT, path, handler)
    }

    /// Registers `PATCH`.
    pub fn patch<H: Endpoint<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(Method::PATCH, MethodFilter::PATCH, path, handler)
    }

    /// Registers `DELETE`.
    pub fn delete<H: Endpoint<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(Method::DELETE, MethodFilter::DELETE, path, handler)
    }

    fn on<H: Endpoint<T, S>, T: 'static>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        handler: H,
    ) -> Self {
        let description = HandlerDescription::of(&handler);
        let operation = Operation { method, path, tag: self.tag, access: self.access, handler: description };
        let matched = Extension(MatchedOperation(Arc::new(operation.clone())));
        self.operations.push(operation);
        Self { router: self.router.route(path, on(filter, handler).route_layer(matched)), ..self }
    }

    /// Adds other routes.
    pub fn merge(mut self, other: Self) -> Self {
        self.operations.extend(other.operations);
        Self { router: self.router.merge(other.router), ..self }
    }

    /// Changes the router, to put layers around the routes there are so far. `change` must not add routes.
    pub fn layered(self, change: impl FnOnce(Router<S>) -> Router<S>) -> Self {
        Self { router: change(self.router), ..self }
    }

    /// The router that serves them.
    pub fn into_router(self) -> Router<S> {
        self.router
    }

    /// What it serves, in the order of registration.
    pub fn into_operations(self) -> Vec<Operation> {
        self.operations
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_listed_in_their_order_with_those_that_were_merged() {
        let inner = Routes::<()>::new()
            .delete("/lamps/{lampId}", async || {})
            .layered(|router| router.layer(axum::Extension(1)));
        let operations = Routes::new()
            .get("/lamps", async || {})
            .post("/lamps", async || {})
            .merge(inner)
            .into_operations();
        let expected =
            [(Method::GET, "/lamps"), (Method::POST, "/lamps"), (Method::DELETE, "/lamps/{lampId}")];
        let listed: Vec<_> =
            operations.into_iter().map(|operation| (operation.method, operation.path)).collect();
        assert_eq!(listed, expected);
    }

    #[test]
    #[should_panic(expected = "Overlapping method route")]
    fn an_operation_cannot_be_registered_twice() {
        let _ = Routes::<()>::new().get("/lamps", async || {}).get("/lamps", async || {});
    }
}
