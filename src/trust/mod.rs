//! Who may speak: rules come from a commit that the change under judgement cannot edit, or from the working tree.

use serde::{Deserialize, Serialize};

/// Where the rules of a run came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
pub enum RulesFrom {
    /// The working tree: right on a developer's machine, proves nothing in CI.
    WorkingTree,
    /// A commit that the change under judgement cannot edit.
    Base {
        /// What the caller wrote: `origin/main`.
        revision: String,
        /// The commit, 40 or 64 hexadecimal digits.
        commit: String,
    },
    /// The judged commit itself, which the base holds already: no change was judged.
    Merged {
        /// What the caller wrote: `origin/main`.
        revision: String,
        /// The judged commit.
        commit: String,
    },
}
