//! What becomes of the failures of a script beside what its shell says.

use super::follow::Frame;
use super::{Language, Reader, powershell};
use crate::input::pipeline::shell::{self, NEVER, Reached};
use crate::input::pipeline::wrappers;

impl Reader<'_, '_> {
    /// Says of commands why a failure of them is lost, where the shell itself does not know it.
    pub(super) fn fates(&self, commands: &mut [shell::Command], script: &shell::Script, text: &str, frame: &Frame<'_>) {
        for command in commands.iter_mut().filter(|command| command.ignored.is_none()) {
            command.ignored = wrappers::forgets(&command.argv).map(str::to_owned);
        }
        match frame.language {
            Language::Shell(shell) if frame.via.is_empty() => self.dead(commands, script, text, shell),
            Language::PowerShell => {
                let tools = &self.places.tools;
                powershell::goes_on(commands, text, !frame.via.is_empty(), &|program| tools.knows(program));
            }
            _ => {}
        }
    }

    /// Marks the scans that a script never comes to, whatever its variables hold. What is a function may be called by
    /// others.
    fn dead(&self, commands: &mut [shell::Command], script: &shell::Script, text: &str, shell: shell::Shell) {
        let scans = |command: &shell::Command| {
            let purpose = self.places.tools.lines(&command.lines(), &|_| None);
            purpose.is_some_and(|purpose| purpose.role == "scan")
        };
        let is_dead = |command: &&mut shell::Command| command.reached == Reached::Never && scans(command);
        let mut dead = commands.iter_mut().filter(is_dead).peekable();
        if dead.peek().is_none() {
            return;
        }
        let never = shell::never(text, script, shell);
        for command in dead.filter(|command| never.contains(&command.span.start)) {
            command.ignored = Some(NEVER.to_owned());
        }
    }
}
