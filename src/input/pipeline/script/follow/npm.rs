//! `npm run x` and the like: the scripts of a package.

use std::sync::Arc;

use super::super::origin::Part;
use super::super::{Language, Reader, Text};
use super::files::PLAIN;
use super::words::{inside_of, path_in};
use super::{Call, Frame};
use crate::input::pipeline::wrappers::skip_options;
use crate::input::tree::Node;
use crate::source::RepoPath;

/// The file of a package.
const PACKAGE: &str = "package.json";

/// The most packages whose folders have the same name that are looked at.
const MEMBERS: usize = 20;

/// Options that name the package or its folder.
const FOLDERS: &[&str] = &["--prefix", "-C", "--dir", "--cwd", "--workspace", "-w", "--filter", "-F"];

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
                folder = folder.zip(value).and_then(|(from, to)| self.package_folder(call, &from, to));
            }
        }
        let mut words = skip_options(&arguments, FOLDERS);
        if let ("yarn", ["workspace", name, rest @ ..]) = (program, words) {
            (folder, words) = (self.member(call, name), rest);
        }
        let Some(folder) = folder else { return false };
        let names: Vec<&str> = match (program, words) {
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
        let with = |name: &str| {
            let hooked = [format!("pre{name}"), name.to_owned(), format!("post{name}")];
            hooked.into_iter().filter(|it| hooks || it == name).collect::<Vec<String>>()
        };
        self.package(call, &folder, names.into_iter().flat_map(with).collect())
    }

    /// The folder of a package: a path, or the name of a package of the tree.
    fn package_folder(&mut self, call: &Call<'_>, from: &str, named: &str) -> Option<String> {
        let folder = path_in(Some(from), named);
        let has_one = |folder: &String| inside_of(folder, PACKAGE).is_some_and(|place| self.in_tree(&place).is_some());
        match folder.filter(has_one) {
            Some(folder) => Some(folder),
            None => self.member(call, named),
        }
    }

    /// The folder of the package of the tree that has a name, where the folder is called like it: `packages/api` for
    /// `@acme/api`.
    fn member(&mut self, call: &Call<'_>, name: &str) -> Option<String> {
        let name = name.trim_matches(['.', '^']);
        let last = name.rsplit('/').next().filter(|last| !last.is_empty())?;
        let is_one = |path: &RepoPath| {
            let mut segments = path.as_str().rsplit('/');
            segments.next() == Some(PACKAGE) && segments.next() == Some(last)
        };
        self.listed(&is_one).into_iter().take(MEMBERS).find_map(|path| {
            // It stands in the workspace as it does in the tree.
            let path = self.in_tree(path.as_str()).filter(|there| *there == path)?;
            let source = self.read_file(call, &path)?;
            let tree = self.places.followed.json(&source, self.around.context.limits)?;
            let is_it = tree.root()?.get("name").and_then(Node::as_str) == Some(name);
            path.parent().filter(|_| is_it).map(|folder| folder.as_str().to_owned())
        })
    }

    /// Reads scripts of a package.
    fn package(&mut self, call: &Call<'_>, folder: &str, names: Vec<String>) -> bool {
        let Some(path) = inside_of(folder, PACKAGE).and_then(|place| self.in_tree(&place)) else { return false };
        let Some(source) = self.read_file(call, &path) else { return true };
        let Some(tree) = self.places.followed.json(&source, self.around.context.limits) else {
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
