//! Many tenants on one server: which one a request is for, and that nothing of one is worth anything to another.

mod console;
mod hosts;
mod lifecycle;
mod matrix;
mod world;
