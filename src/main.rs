//! The binary `gate`: parses arguments, runs, and returns the exit code.

use std::io::Write;
use std::process::ExitCode;

use gate::exit::Exit;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        // The payload may quote the file that was being read, so only the place is printed.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let version = env!("CARGO_PKG_VERSION");
        let _ = writeln!(std::io::stderr(), "gate {version} has a bug; nothing was approved ({place})");
    }));
    let run = || gate::cli::run(std::env::args_os().collect());
    std::panic::catch_unwind(run).unwrap_or(Exit::Bug).into()
}
