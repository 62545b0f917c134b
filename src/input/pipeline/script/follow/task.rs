//! `task x`: the tasks of a `Taskfile.yml`.

use std::sync::Arc;

use super::super::origin::Part;
use super::super::{Language, Reader, Text};
use super::task_vars::{Called, Vars, put_in};
use super::words::{inside_of, path_in};
use super::{Call, Frame};
use crate::input::pipeline::shell::Shell;
use crate::input::pipeline::wrappers::skip_options;
use crate::input::tree::{self, Node, Tree};
use crate::source::Source;

/// The files that task looks for, in its order.
const NAMES: [&str; 8] = [
    "Taskfile.yml",
    "taskfile.yml",
    "Taskfile.yaml",
    "taskfile.yaml",
    "Taskfile.dist.yml",
    "taskfile.dist.yml",
    "Taskfile.dist.yaml",
    "taskfile.dist.yaml",
];

/// How deep tasks may call each other, and the most that one command may reach.
const DEPTH: usize = 8;
const TASKS: usize = 200;

/// Task stops at the first command that fails.
const STRICT: Shell = Shell { errexit: true, pipefail: false };

/// A file of tasks.
struct File {
    source: Arc<Source>,
    tree: Tree,
    folder: String,
}

impl Reader<'_, '_> {
    /// Reads the tasks that a command names.
    pub(super) fn task(&mut self, call: &Call<'_>) -> bool {
        let arguments = call.arguments();
        let option = |names: &[&str]| {
            let at = arguments.iter().position(|word| names.contains(word))?;
            arguments.get(at.saturating_add(1)).copied()
        };
        let from = option(&["-d", "--dir"]).map_or_else(|| call.path("."), |folder| call.path(folder));
        let Some(folder) = from else { return false };
        let named = option(&["-t", "--taskfile"]);
        let found = match named {
            Some(name) => self.tasks(call, &folder, &[name]),
            None => self.tasks(call, &folder, &NAMES),
        };
        let Some(file) = found else { return false };
        let valued = ["-d", "--dir", "-t", "--taskfile", "-o", "--output", "-C", "--concurrency"];
        let before = arguments.split(|word| *word == "--").next().unwrap_or_default();
        let rest = skip_options(before, &valued);
        let is_name = |word: &&&str| !word.starts_with('-') && !word.contains('=');
        let mut names: Vec<&str> = rest.iter().filter(is_name).copied().collect();
        if names.is_empty() {
            names.push("default");
        }
        let behind = arguments.iter().position(|word| *word == "--").map(|at| at.saturating_add(1));
        let called = Called { strangers: self.strangers(call), behind };
        let mut fuel = TASKS;
        let mut found = false;
        for name in names {
            found |= self.one_task(call, (&file, name), &Vars::of(&called), (DEPTH, &mut fuel));
        }
        found
    }

    /// The first of some files of tasks.
    fn tasks(&mut self, call: &Call<'_>, folder: &str, names: &[&str]) -> Option<File> {
        let path = names.iter().find_map(|name| self.in_tree(&inside_of(folder, name)?))?;
        let source = self.read_file(call, &path)?;
        let Ok(tree) = tree::parse(&source, self.around.context.limits) else {
            self.lost(call, &format!("what this runs cannot be read: {path} is no YAML"));
            return None;
        };
        let folder = path.parent().map(|folder| folder.as_str().to_owned()).unwrap_or_default();
        Some(File { source, tree, folder })
    }

    /// Reads a task; `vars` are those that it gets.
    fn one_task(
        &mut self,
        call: &Call<'_>,
        (file, name): (&File, &str),
        vars: &Vars<'_>,
        (depth, fuel): (usize, &mut usize),
    ) -> bool {
        let (Some(depth), Some(left)) = (depth.checked_sub(1), fuel.checked_sub(1)) else {
            self.lost(
                call,
                &format!("this runs more than {TASKS} tasks, or more than {DEPTH} deep; the others are not followed"),
            );
            return true;
        };
        *fuel = left;
        let Some(root) = file.tree.root() else { return false };
        let Some(task) = root.get("tasks").and_then(|tasks| tasks.get(name)) else {
            return self.included(call, (file, name), vars, (depth, fuel));
        };
        let folder = task.get("dir").and_then(Node::as_str).map_or_else(
            || Some(file.folder.clone()),
            |folder| path_in(Some(&file.folder), folder).filter(|folder| !folder.contains("{{")),
        );
        let vars = vars.inside(root, task);
        let mut elements: Vec<&Node> = task.get("deps").map(Node::elements).unwrap_or_default().iter().collect();
        let deps = elements.len();
        let commands = task.get("cmds").unwrap_or_else(|| task.get("cmd").unwrap_or(task));
        match commands.as_sequence() {
            Some(commands) => elements.extend(commands),
            None if commands.as_scalar().is_some() => elements.push(commands),
            None => {}
        }
        for (index, element) in elements.into_iter().enumerate() {
            let other =
                element.get("task").and_then(Node::as_str).or_else(|| element.as_str().filter(|_| index < deps));
            if let Some(other) = other {
                let handed = vars.handed(element);
                self.one_task(call, (file, other.trim_start_matches(':')), &handed, (depth, fuel));
                continue;
            }
            let Some(scalar) = element.get("cmd").unwrap_or(element).as_scalar() else { continue };
            let ignores = |node: &Node| node.get("ignore_error").and_then(Node::as_str) == Some("true");
            let parts = [Part { source: &file.source, scalar }];
            let mut frame = Frame { folder: folder.clone(), ..call.frame(Language::Shell(STRICT)) };
            frame.ignored = frame.ignored.or((ignores(task) || ignores(element)).then_some("`ignore_error`"));
            let key = format!("task {} {name} {}", file.source.path().as_str(), scalar.span.start);
            let text = Text::joined(&parts);
            self.put_into_task(call, &text, &vars);
            self.nested(call, &text, frame, Some(key));
        }
        true
    }

    /// Says which texts of strangers task puts into a command.
    fn put_into_task(&mut self, call: &Call<'_>, text: &Text<'_>, vars: &Vars<'_>) {
        for (name, span) in put_in(&text.text) {
            if let Some(held) = vars.held(name) {
                let loc = text.entity(self.places, span);
                self.puts_in(call, "task", loc, (name, &held));
            }
        }
    }

    /// A task of a file that another takes in: `infra:deploy`.
    fn included(
        &mut self,
        call: &Call<'_>,
        (file, name): (&File, &str),
        vars: &Vars<'_>,
        (depth, fuel): (usize, &mut usize),
    ) -> bool {
        let Some((space, name)) = name.split_once(':') else { return false };
        let included = file.tree.root().and_then(|root| root.get("includes")).and_then(|it| it.get(space));
        let place = included.and_then(|it| it.get("taskfile").unwrap_or(it).as_str());
        let Some(place) = place.and_then(|place| path_in(Some(&file.folder), place)) else { return false };
        let found = match self.in_tree(&place) {
            Some(path) => {
                let folder = path.parent().map(|folder| folder.as_str().to_owned()).unwrap_or_default();
                let name = path.file_name().to_owned();
                self.tasks(call, &folder, &[&name])
            }
            None => self.tasks(call, &place, &NAMES),
        };
        found.is_some_and(|file| self.one_task(call, (&file, name), vars, (depth, fuel)))
    }
}
