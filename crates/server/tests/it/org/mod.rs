mod applications;
mod domains;
mod organizations;
mod undecided;
