mod applications;
mod domains;
mod invitations;
mod many;
mod organizations;
mod undecided;
