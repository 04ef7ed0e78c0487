//! What the hosted pages for people who are signed in have in common, whatever they are about: the organization portal and the account center.
//!
//! * [`Area`] is such pages: where they are, which built-in client signs in to them, whose they are;
//! * [`Visitor`] is who is signed in, and the proof that a form comes from a page of theirs; [`Posted`] is such a form, by type;
//! * [`sign_in`] is the way in and out;
//! * [`notice`] is pages that only say something; [`brand`] and [`style`] are whose pages they are, the sign-in and sign-out pages' too;
//! * [`time`] is points in time, as pages tell them;
//! * [`call`] is a call of a router in this process, and what it answers;
//! * [`complaint`], [`scope`], [`profile_fields`] and [`provider`] are words for refusals and for what applications may do, forms for fields and
//!   accounts elsewhere, which the sign-in pages have too.
//!
//! It decides nothing about what anybody may do: the routers do that the areas call.

mod area;
pub mod brand;
pub mod call;
pub mod complaint;
pub mod notice;
mod posted;
pub mod profile_fields;
pub mod provider;
pub mod scope;
pub mod sign_in;
pub mod style;
pub mod time;
mod visitor;

pub use area::{Area, is_page_under, no_frames, see_other, words_in, words_of};
pub use call::{Answer, Call, Refusal, Total};
pub use posted::{Posted, PostedFile, Sender};
pub use visitor::{Visitor, failed, person};
