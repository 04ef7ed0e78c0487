mod experience;
mod interaction;
