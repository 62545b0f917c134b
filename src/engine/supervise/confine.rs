//! What a judging process may do: read what is judged, and nothing else.
//!
//! The kernel holds it, as far as it can: Landlock keeps it from every other file, from writing and from connections,
//! a filter of system calls from sockets of any kind and from starting programs. Where neither is there, the limits of
//! [`super::bounds`] remain: no file grows, and no more memory or time is given.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// What the kernel holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Confinement {
    /// It reads only what it was given, and writes nothing.
    pub files: bool,
    /// It opens no socket and starts no program.
    pub calls: bool,
}

impl fmt::Display for Confinement {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.files {
            "reads only what is judged and writes nothing (Landlock)"
        } else {
            "makes no file larger (limits; this system has no Landlock)"
        })?;
        out.write_str(if self.calls {
            "; opens no socket and starts no program (seccomp)"
        } else {
            "; sockets are not refused (this system has no seccomp)"
        })
    }
}

/// Gives up, for this thread and those that it starts from now on, everything but reading below `readable`.
#[must_use]
pub fn confine(readable: &[PathBuf]) -> Confinement {
    #[cfg(target_os = "linux")]
    let held = Confinement { files: linux::files(readable), calls: linux::calls() };
    #[cfg(not(target_os = "linux"))]
    let held = {
        let _ = readable;
        Confinement::default()
    };
    held
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    use landlock::{
        ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
        path_beneath_rules,
    };
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch, apply_filter};

    /// The newest rights that gate knows; an older kernel holds those that it has.
    const RIGHTS: ABI = ABI::V6;

    /// System calls that lead out of the process. `io_uring` can do what they do without calling them.
    const REFUSED: &[libc::c_long] = &[
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_io_uring_setup,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
    ];

    pub(super) fn files(readable: &[PathBuf]) -> bool {
        restrict(readable).is_ok_and(|status| status != RulesetStatus::NotEnforced)
    }

    fn restrict(readable: &[PathBuf]) -> Result<RulesetStatus, RulesetError> {
        let status = Ruleset::default()
            .handle_access(AccessFs::from_all(RIGHTS))?
            .handle_access(AccessNet::from_all(RIGHTS))?
            .scope(Scope::from_all(RIGHTS))?
            .create()?
            .add_rules(path_beneath_rules(readable, AccessFs::ReadFile | AccessFs::ReadDir))?
            .restrict_self()?;
        Ok(status.ruleset)
    }

    pub(super) fn calls() -> bool {
        filter().is_some_and(|program| apply_filter(&program).is_ok())
    }

    fn filter() -> Option<BpfProgram> {
        let arch = TargetArch::try_from(std::env::consts::ARCH).ok()?;
        let rules: BTreeMap<_, _> = REFUSED.iter().map(|call| (*call, Vec::new())).collect();
        let refusal = SeccompAction::Errno(u32::try_from(libc::EPERM).ok()?);
        SeccompFilter::new(rules, SeccompAction::Allow, refusal, arch).ok()?.try_into().ok()
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "what must not work is tried")]
mod tests {
    use std::fs::{File, read_dir};
    use std::net::{TcpListener, UdpSocket};
    use std::process::Command;

    use super::confine;

    #[test]
    fn what_was_not_given_cannot_be_had() {
        let (given, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for folder in [&given, &other] {
            std::fs::write(folder.path().join("a"), "x").unwrap();
        }
        let (inside, outside) = (given.path().to_owned(), other.path().join("a"));
        // The thread alone is confined, not the test.
        let tried = std::thread::spawn(move || {
            let held = confine(std::slice::from_ref(&inside));
            assert!(File::open(inside.join("a")).is_ok() && read_dir(&inside).is_ok());
            let files = [File::open(&outside).is_err(), File::create(inside.join("b")).is_err()];
            let sockets = [TcpListener::bind("127.0.0.1:0").is_err(), UdpSocket::bind("127.0.0.1:0").is_err()];
            (held, files, sockets, Command::new("true").status().is_err())
        });
        let (held, files, sockets, programs) = tried.join().unwrap();
        println!("{held}");
        if held.files {
            assert_eq!(files, [true, true]);
        } else {
            println!("skipped: this kernel has no Landlock");
        }
        if held.calls {
            assert_eq!((sockets, programs), ([true, true], true));
        } else {
            println!("skipped: this kernel filters no system calls");
        }
    }
}
