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

impl Entry {
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
