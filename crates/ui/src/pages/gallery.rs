//! Every component in both colour schemes, for whoever builds or changes a page.

use askama::Template;

use super::into_response;
use crate::Page;

/// The gallery, served at `/_ui` by a development server.
#[derive(Template)]
#[template(path = "pages/gallery.html")]
pub struct GalleryPage;

impl Page for GalleryPage {}

into_response!(GalleryPage);

/// No error, for fields in templates that never come back with one.
pub(crate) const NO_ERROR: Option<&str> = None;
/// The error that the gallery shows at a field.
pub(crate) const EXAMPLE_ERROR: Option<&str> = Some("The username must not contain spaces.");
/// The second line that the gallery shows under a person.
pub(crate) const EXAMPLE_DETAIL: Option<&str> = Some("ingrid@northwind.example");
