mod device;
mod logout;
mod organization;
mod session;
mod statements;
