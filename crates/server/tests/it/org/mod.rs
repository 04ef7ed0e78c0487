mod organizations;
mod undecided;
