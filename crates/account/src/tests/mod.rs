//! The whole router, over both databases.

mod attacks;
mod cors;
mod credentials;
mod descriptions;
mod events;
mod fields;
mod identifiers;
mod identities;
mod leaving;
mod nonsense;
mod organizations;
mod own_data;
mod passwords;
mod personal_access_tokens;
mod provider;
mod second_factors;
mod sessions;
mod trusted_devices;
mod verification_codes;
mod world;
