//! How much of the machine a judging process may take.

use crate::limits::LIMITS;

/// The stack of every thread that parses or judges. Recursion is refused before, so this is the second line.
pub(super) const STACK_BYTES: usize = 64 * 1024 * 1024;

/// What an allocator reserves for a thread without using it.
const RESERVED_BYTES: u64 = 128 * 1024 * 1024;

/// Addresses of packs that git's library maps at once.
const MAPPED_BYTES: u64 = 8 * 1024 * 1024 * 1024;

/// Open files: those of every thread, a few packs, and no room for anything else.
const OPEN_FILES: u64 = 128;

/// What a process has to do.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Bytes of its largest input.
    pub largest: u64,
    /// Threads that work at once.
    pub threads: usize,
    /// Seconds that it may take.
    pub seconds: u64,
    /// Whether it maps the packs of a repository, which takes addresses and no memory of its own.
    pub maps: bool,
}

impl Bounds {
    /// Lowers what the operating system gives to this process; where it cannot be lowered, the supervisor's clock
    /// remains.
    pub fn apply(&self) {
        let threads = u64::try_from(self.threads.max(1)).unwrap_or(1);
        let stacks = threads.saturating_mul(u64::try_from(STACK_BYTES).unwrap_or(u64::MAX));
        // Stacks count from the start, although a process uses a few pages of each.
        let data = self.memory().saturating_add(stacks);
        let mapped = if self.maps { MAPPED_BYTES } else { 0 };
        let space = data.saturating_add(threads.saturating_mul(RESERVED_BYTES)).saturating_add(mapped);
        for (resource, limit) in [
            (rlimit::Resource::DATA, data),
            (rlimit::Resource::AS, space),
            (rlimit::Resource::CPU, self.seconds.saturating_mul(threads).saturating_add(5)),
            (rlimit::Resource::CORE, 0),
            (rlimit::Resource::FSIZE, 0),
            (rlimit::Resource::NOFILE, OPEN_FILES),
        ] {
            let hard = rlimit::getrlimit(resource).map_or(limit, |(_, hard)| hard);
            // A refusal leaves the old limit, which is never looser than what a process has without gate.
            let _ = rlimit::setrlimit(resource, limit.min(hard), limit.min(hard));
        }
    }

    /// Whether so many bytes of input may be kept at once.
    pub(super) const fn hold(&self, bytes: u64) -> bool {
        bytes.saturating_mul(LIMITS.memory_per_input_byte) <= self.memory()
    }

    /// The memory that the process may fill.
    const fn memory(&self) -> u64 {
        LIMITS.memory_bytes.saturating_add(self.largest.saturating_mul(LIMITS.memory_per_input_byte))
    }
}

#[cfg(test)]
mod tests {
    use super::Bounds;

    #[test]
    fn memory_grows_with_the_largest_input_alone() {
        let of = |largest| Bounds { largest, threads: 8, seconds: 1, maps: false }.memory();
        assert_eq!(of(0), 1 << 30);
        assert_eq!(of(1 << 20), (1 << 30) + (16 << 20));
        let bounds = Bounds { largest: 1 << 20, threads: 8, seconds: 1, maps: true };
        assert_eq!([bounds.hold(65 << 20), bounds.hold(66 << 20)], [true, false]);
    }
}
