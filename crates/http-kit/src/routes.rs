//! A router together with the list of what it serves. Both come from the same lines, so that a document, a test or a count of operations
//! cannot name a route that does not exist, nor miss one that does.

use axum::{
    Router,
    handler::Handler,
    http::Method,
    routing::{MethodFilter, on},
};

/// One operation of an API.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Operation {
    /// The method.
    pub method: Method,
    /// The template of the path, parameters in braces: `/api/users/{userId}`.
    pub path: &'static str,
}

/// Routes that are being registered. A method that is registered twice for one path panics, as does a malformed path: both are seen when
/// the program starts.
#[must_use = "routes serve nothing until they are part of a router"]
pub struct Routes<S> {
    router: Router<S>,
    operations: Vec<Operation>,
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self { router: Router::new(), operations: Vec::new() }
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Registers `GET`.
    pub fn get<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(Method::GET, MethodFilter::GET, path, handler)
    }

    /// Registers `POST`.
    pub fn post<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(Method::POST, MethodFilter::POST, path, handler)
    }

    /// Registers `PUT`.
    pub fn put<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(Method::PUT, MethodFilter::PUT, path, handler)
    }

    /// Registers `PATCH`.
    pub fn patch<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(Method::PATCH, MethodFilter::PATCH, path, handler)
    }

    /// Registers `DELETE`.
    pub fn delete<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on(Method::DELETE, MethodFilter::DELETE, path, handler)
    }

    fn on<H: Handler<T, S>, T: 'static>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        handler: H,
    ) -> Self {
        self.operations.push(Operation { method, path });
        Self { router: self.router.route(path, on(filter, handler)), ..self }
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
        assert_eq!(operations, expected.map(|(method, path)| Operation { method, path }));
    }

    #[test]
    #[should_panic(expected = "Overlapping method route")]
    fn an_operation_cannot_be_registered_twice() {
        let _ = Routes::<()>::new().get("/lamps", async || {}).get("/lamps", async || {});
    }
}
