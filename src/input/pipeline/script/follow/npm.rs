//! `npm run x` and the like: the scripts of a package.

use std::sync::Arc;

use super::super::origin::Part;
use super::super::{Language, Reader, Text};
use super::files::PLAIN;
use super::words::inside_of;
use super::{Call, Frame};
use crate::input::pipeline::wrappers::skip_options;
use crate::input::tree;

/// Options that name the folder of the package.
const FOLDERS: &[&str] = &["--prefix", "-C", "--dir", "--cwd", "--workspace", "-w", "--filter"];

/// Scripts that have a command of their own.
const OWN: &[&str] = &["test", "start", "stop", "restart"];

/// Commands of `yarn`, `pnpm` and `bun` that are no scripts.
const COMMANDS: &[&str] = &[
    "add",
    "audit",
    "cache",
    "config",
    "create",
    "dedupe",
    "deploy",
    "exec",
    "dlx",
    "import",
    "info",
    "init",
    "install",
    "link",
    "list",
    "outdated",
    "pack",
    "patch",
    "plugin",
    "prune",
    "publish",
    "rebuild",
    "remove",
    "set",
    "store",
    "up",
    "update",
    "upgrade",
    "version",
    "why",
    "workspace",
    "workspaces",
    "x",
    "ci",
    "i",
];

impl Reader<'_, '_> {
    /// Reads the scripts that a package manager runs.
    pub(super) fn npm(&mut self, call: &Call<'_>, program: &str) -> bool {
        let arguments = call.arguments();
        let mut folder = call.path(".");
        for (index, word) in arguments.iter().enumerate() {
            let (option, value) = word.split_once('=').map_or((*word, None), |(option, value)| (option, Some(value)));
            if FOLDERS.contains(&option) {
                let value = value.or_else(|| arguments.get(index.saturating_add(1)).copied());
                folder = folder.zip(value).and_then(|(from, to)| super::words::path_in(Some(&from), to));
            }
        }
        let Some(folder) = folder else { return false };
        let names: Vec<&str> = match (program, skip_options(&arguments, FOLDERS)) {
            ("run-s" | "run-p" | "npm-run-all", names) => {
                names.iter().copied().filter(|it| !it.starts_with('-')).collect()
            }
            (_, ["run" | "run-script" | "rum", rest @ ..]) => {
                skip_options(rest, FOLDERS).iter().take(1).copied().collect()
            }
            (_, [name, ..]) if OWN.contains(name) => vec![name],
            ("npm", ["t" | "tst", ..]) => vec!["test"],
            // `yarn deploy` is a script; `pnpm deploy` is not.
            ("yarn", [name, ..]) if *name == "deploy" || !COMMANDS.contains(name) => vec![name],
            ("pnpm", [name, ..]) if !COMMANDS.contains(name) => vec![name],
            _ => return false,
        };
        let hooks = !arguments.contains(&"--ignore-scripts");
        let with = |name: &str| match hooks {
            true => vec![format!("pre{name}"), name.to_owned(), format!("post{name}")],
            false => vec![name.to_owned()],
        };
        self.package(call, &folder, names.into_iter().flat_map(with).collect())
    }

    /// Reads scripts of a package.
    fn package(&mut self, call: &Call<'_>, folder: &str, names: Vec<String>) -> bool {
        let Some(path) = inside_of(folder, "package.json").and_then(|place| self.in_tree(&place)) else { return false };
        let Some(source) = self.read_file(call, &path) else { return true };
        let Ok(tree) = tree::parse_json(&source, self.around.context.limits) else {
            self.lost(call, &format!("what this runs cannot be read: {path} is no JSON"));
            return true;
        };
        let scripts = tree.root().and_then(|root| root.get("scripts"));
        let mut found = false;
        for name in names {
            let Some(scalar) = scripts.and_then(|it| it.get(&name)).and_then(|node| node.as_scalar()) else {
                continue;
            };
            found = true;
            let parts = [Part { source: &Arc::clone(&source), scalar }];
            let frame = Frame { folder: Some(folder.to_owned()), ..call.frame(Language::Shell(PLAIN)) };
            self.nested(call, &Text::joined(&parts), frame, Some(format!("script {path} {name}")));
        }
        found
    }
}
