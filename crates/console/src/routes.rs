//! The table of pages and forms. Each names the role that it needs, and whoever has less does not get to its handler: [`crate::operator::Operator`]
//! finds the need beside the request and refuses where there is none. The tests walk this table, and so does whoever
//! measures every page.

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    http::Method,
    routing::{MethodRouter, get, post},
};
use domain::console::ConsoleRole;

use crate::{console::Console, posted::MAX_FORM_BYTES};

/// The role that a route needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Needs(pub(crate) ConsoleRole);

/// The parts of the Management API that a route is about. Who is limited to parts reaches it with the role that it needs in the first of them, where they may
/// read the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct About(pub(crate) &'static [&'static str]);

/// A row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    /// The role, or nothing for the way in.
    pub(crate) needs: Option<ConsoleRole>,
    /// The parts that it is about; none for what is closed to whoever is limited to parts, unless it needs no more than that.
    pub(crate) about: &'static [&'static str],
}

/// The routes of an area, or of all.
#[derive(Default)]
pub(crate) struct Routes {
    router: Router<Arc<Console>>,
    table: Vec<Row>,
}

impl Routes {
    /// A page that shows something.
    pub(crate) fn page<H, T>(self, needs: ConsoleRole, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<Console>>,
        T: 'static,
    {
        self.add((Method::GET, path), Some(needs), get(handler))
    }

    /// A form that does something.
    pub(crate) fn form<H, T>(self, needs: ConsoleRole, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<Console>>,
        T: 'static,
    {
        self.add((Method::POST, path), Some(needs), post(handler))
    }

    /// A form with files.
    pub(crate) fn form_with_files<H, T>(self, needs: ConsoleRole, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<Console>>,
        T: 'static,
    {
        let handler = post(handler).layer(DefaultBodyLimit::max(MAX_FORM_BYTES));
        self.add((Method::POST, path), Some(needs), handler)
    }

    /// A page of the way in, for whoever is not signed in.
    pub(crate) fn open_page<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<Console>>,
        T: 'static,
    {
        self.add((Method::GET, path), None, get(handler))
    }

    /// A form of the way in.
    pub(crate) fn open_form<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<Console>>,
        T: 'static,
    {
        self.add((Method::POST, path), None, post(handler))
    }

    fn add(
        mut self,
        (method, path): (Method, &'static str),
        needs: Option<ConsoleRole>,
        handler: MethodRouter<Arc<Console>>,
    ) -> Self {
        let handler = match needs {
            Some(role) => handler.layer(Extension(Needs(role))),
            None => handler,
        };
        self.table.push(Row { method, path, needs, about: &[] });
        Self { router: self.router.route(path, handler), table: self.table }
    }

    /// Those there are so far are about these parts, but for those of which something else is said already.
    pub(crate) fn about(mut self, parts: &'static [&'static str]) -> Self {
        for row in self.table.iter_mut().filter(|row| row.about.is_empty()) {
            row.about = parts;
        }
        // What was said before is further in, and said last.
        Self { router: self.router.route_layer(Extension(About(parts))), table: self.table }
    }

    /// Both.
    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.table.extend(other.table);
        Self { router: self.router.merge(other.router), table: self.table }
    }

    /// The table.
    pub(crate) fn table(&self) -> &[Row] {
        &self.table
    }

    /// The router.
    pub(crate) fn into_router(self) -> Router<Arc<Console>> {
        self.router
    }
}
