//! What every page of Guildhall shares: design tokens and components (one stylesheet), a small script of progressive
//! enhancements, icons, the page frame, the security headers of a page, the words of the hosted pages in every language, and the page
//! templates of the sign-in family, of the API reference and of the development server.
//!
//! Use it in three steps: merge [`assets::router`] into the main router once, fill a struct from [`pages`], and return it
//! from a handler (every page implements `IntoResponse`; [`Page::with_status`] answers with another status, for example
//! 422 for a form that is shown again with its errors).
//!
//! It does not know where data comes from: no store, no interaction, no protocol. It reads no request either; a page struct
//! holds everything its template prints.
//!
//! Decisions that hold for all pages:
//! - **Content-Security-Policy without `unsafe-inline` and without nonces.** Templates contain no inline style, script or
//!   handler. A brand's colours arrive by a served stylesheet, [`Brand::stylesheet_url`], whose content is a pure function of
//!   its URL and therefore cached for ever.
//! - **Nothing comes from elsewhere**, but for the widget of a provider of captchas on the pages that show one ([`captcha`]).
//! - **Everything works without JavaScript** but passkeys and that widget; the script adds password reveal, copy buttons, early messages and automatic submission.
//! - **Text is escaped by the template engine** (askama, HTML escaper by file extension). No page takes raw HTML.

pub mod assets;
pub mod brand;
pub mod captcha;
pub mod components;
mod csp;
pub mod elements;
mod inline_code;
mod page;
pub mod pages;
pub mod words;

pub use askama::Template;
pub use brand::{Brand, Preview, Rgb};
pub use csp::ContentSecurityPolicy;
pub use page::Page;
pub use words::Words;
