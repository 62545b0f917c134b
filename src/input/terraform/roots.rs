//! Finds code that nobody made a plan of.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Directory, calls, is_code, packages};
use super::tfvars::is_values;
use crate::input::Context;
use crate::source::RepoPath;

/// The local modules that each folder calls.
type Calls<'f> = BTreeMap<&'f Directory, Vec<Directory>>;

/// One file of code of each folder that the run looks at and no plan covers.
///
/// `plans` are the root folders of the plans that were read (`None` = the top level). A folder is covered when it is
/// one of them or a local module that one of them calls, directly or through others. Of the folders that are left, a
/// module that another one calls is not named: naming its caller is enough, because a plan of the caller covers both.
#[must_use]
pub fn roots_without_plan(context: &Context<'_>, plans: &[Option<RepoPath>]) -> Vec<RepoPath> {
    let mut first: BTreeMap<Directory, &RepoPath> = BTreeMap::new();
    for path in context.files.paths() {
        if is_code(path) && context.options.looks_at(path) {
            first.entry(Directory(path.parent())).or_insert(path);
        }
    }
    let called: Calls<'_> = first.keys().map(|folder| (folder, calls(context, folder))).collect();
    let mut covered = BTreeSet::new();
    for plan in plans {
        reach(&Directory(plan.clone()), &called, &mut covered);
    }
    for plan in plans {
        let installed = packages(context, &Directory(plan.clone()));
        let inside = |folder: &&Directory| installed.iter().any(|package| package.holds(folder));
        covered.extend(first.keys().filter(inside).cloned());
    }
    let left: Vec<&Directory> = first.keys().filter(|folder| !covered.contains(*folder)).collect();
    let inner: BTreeSet<&Directory> = left
        .iter()
        .flat_map(|caller| called.get(caller).into_iter().flatten().filter(move |folder| folder != caller))
        .collect();
    let mut named = BTreeSet::new();
    // Callers first; what is left then are modules that call one another in a circle.
    let outer = left.iter().filter(|folder| !inner.contains(*folder));
    for folder in outer.chain(left.iter()) {
        if !covered.contains(*folder) {
            named.extend(first.get(folder).map(|path| (*path).clone()));
            reach(folder, &called, &mut covered);
        }
    }
    named.into_iter().collect()
}

/// Reads everything that decides what a plan of a folder would say, as far as it is written in the tree: its code, that of
/// the local modules that it calls, the values of variables, and files that have a name which occurs in the code. Whoever
/// gives the tree hears what it is asked for.
pub fn read_all(context: &Context<'_>, folder: Option<&RepoPath>) {
    let (mut pending, mut seen) = (vec![Directory(folder.cloned())], BTreeSet::new());
    let mut names = BTreeSet::new();
    while let Some(folder) = pending.pop() {
        if seen.contains(&folder) {
            continue;
        }
        pending.extend(calls(context, &folder));
        let here = |path: &RepoPath| (is_code(path) || is_values(path)) && path.parent() == folder.0;
        for path in context.files.paths_where(&here) {
            if let Ok(source) = context.files.read(path, context.limits.file_bytes) {
                names.extend(words(source.text()).map(str::to_owned));
            }
        }
        seen.insert(folder);
    }
    for path in context.files.paths_where(&|path| names.contains(path.file_name())) {
        // The bytes count, and not whether they are text.
        let _ = context.files.size(path);
    }
}

/// What may be the name of a file. More than those that code really reads is looked at, and never less.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-');
    text.split(move |letter| !inside(letter)).filter(|word| word.contains('.'))
}

/// Marks a folder and every local module that it calls.
fn reach(from: &Directory, called: &Calls<'_>, covered: &mut BTreeSet<Directory>) {
    let mut pending = vec![from.clone()];
    while let Some(folder) = pending.pop() {
        if covered.insert(folder.clone()) {
            pending.extend(called.get(&folder).into_iter().flatten().cloned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::roots_without_plan;
    use crate::input::{Context, Options};
    use crate::limits::LIMITS;
    use crate::source::files::Memory;
    use crate::source::{RepoPath, Source};

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    #[test]
    fn a_folder_is_covered_by_a_plan_of_its_own_or_of_whoever_calls_it() {
        let call = |source: &str| format!("module \"m\" {{\n  source = \"{source}\"\n}}\n");
        let files = [
            ("main.tf", call("./modules/a")),
            ("modules/a/main.tf", call("../b")),
            ("modules/b/main.tf", String::new()),
            ("stage/main.tf", call("../modules/c")),
            ("modules/c/one.tf", String::new()),
            ("modules/c/two.tf", String::new()),
            ("alone/x.tofu", "this is not HCL {{{\nmodule \"m\" {\n source = \"./inner\"\n}\n".to_owned()),
            ("alone/inner/x.tf", String::new()),
            ("circle/a/x.tf", call("../b")),
            ("circle/b/x.tf", call("../a")),
        ];
        let files = Memory::new(files.iter().map(|(name, text)| Source::from_text(path(name), text)));
        let options = Options::default();
        let context = Context { files: &files, limits: &LIMITS, options: &options };
        for (plans, expected) in [
            (vec![None], vec!["alone/x.tofu", "circle/a/x.tf", "stage/main.tf"]),
            (vec![None, Some(path("stage")), Some(path("alone")), Some(path("circle/b"))], vec![]),
            (vec![], vec!["alone/x.tofu", "circle/a/x.tf", "main.tf", "stage/main.tf"]),
        ] {
            let found = roots_without_plan(&context, &plans);
            assert_eq!(found.iter().map(RepoPath::as_str).collect::<Vec<_>>(), expected);
        }
    }
}
