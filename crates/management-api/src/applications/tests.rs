//! Applications through the whole router.

mod access_control;
mod consent;
mod consent_organizations;
mod crud;
mod protected_app;
mod races;
mod roles;
mod secrets;
mod sign_in_experience;
