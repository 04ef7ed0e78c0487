mod device;
mod organization;
mod session;
