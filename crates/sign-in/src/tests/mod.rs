//! The crate's router as clients and browsers meet it, in process.

mod application_look;
mod attacks;
mod choices;
mod consent;
mod events;
mod experience;
mod lock_out;
mod mfa;
mod pages;
mod registration;
mod settings;
mod well_known;
mod world;

use world::World;
