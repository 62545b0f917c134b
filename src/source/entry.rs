//! What stands at a path, before any link is followed.

/// The kind of an entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A regular file.
    File,
    /// A regular file that may be executed, where the tree keeps that bit.
    Program,
    /// A symbolic link, or a path that leads through one.
    Link,
    /// A folder.
    Folder,
    /// A repository inside the repository.
    Submodule,
    /// A pipe, a device, a socket.
    Other,
    /// Nothing.
    Missing,
}

/// The part of a mode that says what an entry is.
const KIND: u32 = 0o170_000;

impl Entry {
    /// What a mode of git says.
    #[must_use]
    pub const fn of_mode(mode: u32) -> Self {
        match (mode, mode & KIND) {
            (0o100_755, _) => Self::Program,
            (_, 0o100_000) => Self::File,
            (_, 0o120_000) => Self::Link,
            (_, 0o040_000) => Self::Folder,
            (_, 0o160_000) => Self::Submodule,
            _ => Self::Other,
        }
    }

    /// The entry in words, behind "is" or "becomes".
    #[must_use]
    pub const fn described(self) -> &'static str {
        match self {
            Self::File => "a regular file",
            Self::Program => "an executable file",
            Self::Link => "a link",
            Self::Folder => "a folder",
            Self::Submodule => "a submodule",
            Self::Other => "a pipe or device",
            Self::Missing => "gone",
        }
    }
}
