//! Reading a request strictly: its path in segments, its query, its body. What is not understood is refused, because two
//! readers of one request who understand it differently are how gateways are walked around.

pub(crate) mod applications;
pub(crate) mod body;
pub(crate) mod invitation;
mod json;
pub(crate) mod path;
pub(crate) mod query;
