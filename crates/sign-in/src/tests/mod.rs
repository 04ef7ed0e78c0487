//! The crate's router as clients and browsers meet it, in process.

mod application_look;
mod attacks;
mod captcha_pages;
mod captchas;
mod choices;
mod chosen_passwords;
mod code_attacks;
mod codes;
mod consent;
mod descriptions;
mod documented;
mod events;
mod experience;
mod lock_out;
mod mail;
mod mfa;
mod one_time_tokens;
mod own_look;
mod pages;
mod profile_fields;
mod provisioning;
mod recovery;
mod registration;
mod settings;
mod social;
mod sso;
mod steps;
mod terms;
mod well_known;
mod world;

use world::World;
