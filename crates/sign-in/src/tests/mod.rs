//! The crate's router as clients and browsers meet it, in process.

mod attacks;
mod consent;
mod experience;
mod lock_out;
mod pages;
mod registration;
mod settings;
mod well_known;
mod world;

use world::World;
