//! Applications through the whole router.

mod consent;
mod crud;
mod races;
mod roles;
mod secrets;
