//! The program; see the library of this crate.

/// Gives memory back to the system: each password that is checked takes 19 MiB for a moment, and the C library's allocator would keep
/// as much for every thread that ever checked one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    server::run(std::env::args_os().collect())
}
