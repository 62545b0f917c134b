//! What a script is written in.

use std::borrow::Cow;

use super::super::shell::Shell;
use super::super::wrappers;

/// What reads a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input::pipeline) enum Language {
    /// A shell like `sh`.
    Shell(Shell),
    /// PowerShell, or `cmd`. It stops at the first error by the vendor's own prologue; its commands look enough alike.
    PowerShell,
    /// Python.
    Python,
    /// Something that gate does not read.
    Other,
}

/// A shell that stops at every failure.
const STRICT: Shell = Shell { errexit: true, pipefail: true };

impl Language {
    /// How GitHub and others start what is named in the file: `bash`, or a template such as `bash -e {0}`.
    pub(in crate::input::pipeline) fn of(name: &str, default: Self) -> Self {
        if name.is_empty() {
            return default;
        }
        let mut words = name.split_whitespace();
        let program = wrappers::base_name(words.next().unwrap_or_default());
        let is_template = name.contains("{0}");
        match program {
            "bash" if !is_template => Self::Shell(STRICT),
            _ if wrappers::is_shell(program) && !is_template => Self::Shell(Shell { errexit: true, pipefail: false }),
            _ if wrappers::is_shell(program) => {
                let is_option = |word: &str| word.starts_with('-') && !word.starts_with("--") && word.contains('e');
                let errexit = words.clone().any(is_option);
                Self::Shell(Shell { errexit, pipefail: words.any(|word| word == "pipefail") })
            }
            "pwsh" | "powershell" | "cmd" => Self::PowerShell,
            "python" | "python3" => Self::Python,
            _ if name.contains("${{") => default,
            _ if is_template && (name.contains("bash") || name.contains("sh ")) => Self::Shell(Shell {
                errexit: name.contains(" -e") || name.contains("errexit") || name.contains("-le"),
                pipefail: name.contains("pipefail"),
            }),
            _ => Self::Other,
        }
    }

    /// A text as a shell would write it, byte for byte: what PowerShell says with a backtick, a line that goes on among it,
    /// a shell says with a backslash, and that is what parts the names of a path there.
    pub(super) fn spelled(self, text: &str) -> Cow<'_, str> {
        if self != Self::PowerShell || !text.contains(['`', '\\']) {
            return Cow::Borrowed(text);
        }
        let spell = |character| match character {
            '`' => '\\',
            '\\' => '/',
            other => other,
        };
        Cow::Owned(text.chars().map(spell).collect())
    }

    /// The shell by which the commands are read, if they are.
    pub(super) const fn shell(self) -> Option<Shell> {
        match self {
            Self::Shell(shell) => Some(shell),
            Self::PowerShell => Some(STRICT),
            Self::Python | Self::Other => None,
        }
    }
}
