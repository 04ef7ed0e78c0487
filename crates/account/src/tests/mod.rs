//! The whole router, over both databases.

mod attacks;
mod cors;
mod credentials;
mod descriptions;
mod events;
mod fields;
mod identifiers;
mod identities;
mod nonsense;
mod own_data;
mod passwords;
mod provider;
mod second_factors;
mod sessions;
mod trusted_devices;
mod verification_codes;
mod world;
