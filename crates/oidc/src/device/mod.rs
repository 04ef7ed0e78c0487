//! The device flow (RFC 8628; OIDC contract §4.7): a device without a browser asks for a code ([`authorization`]), its user types it on a page
//! and confirms it ([`pages`]), signs in as for any other request, and the device fetches its tokens from the token endpoint.

pub(crate) mod authorization;
pub(crate) mod check;
pub(crate) mod pages;
#[cfg(test)]
mod tests;
mod xsrf;
