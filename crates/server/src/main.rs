//! The program; see the library of this crate.

fn main() -> std::process::ExitCode {
    server::run(std::env::args_os().collect())
}
