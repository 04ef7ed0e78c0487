mod experience;
mod interaction;
mod users;
