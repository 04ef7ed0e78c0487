//! The pages, through the whole router in this process, beside the Account API that they call.

mod attacks;
mod contact;
mod fields;
mod linked;
mod look;
mod own;
mod password;
mod profile;
mod verify;
mod world;
