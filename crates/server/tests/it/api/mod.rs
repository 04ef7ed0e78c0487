mod contract;
mod experience;
mod interaction;
mod users;
