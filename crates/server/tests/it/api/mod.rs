mod account;
mod contract;
mod experience;
mod interaction;
mod reference;
mod users;

pub(crate) use contract::receiver;
