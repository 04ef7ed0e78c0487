mod invitations;
mod many;
mod organizations;
mod undecided;
