//! The code that a plan was made from: `.tf`, `.tofu`, and both in JSON.
//!
//! A plan has no positions, no `locals` and no `lifecycle`, and it loses the index of `aws_s3_bucket.b[each.key].id`.
//! All of that stands in the `.tf` files. They only ever add to the plan: without them, or with one that cannot be
//! parsed, the plan is judged all the same, and its findings point at the nearest place that is known. What of them is
//! lost is said: a plan that cannot be compared with its code may have been made of other code.

mod block;
mod folder;
mod given;
mod hidden;
mod hidden_json;
pub(super) mod json;
mod lookup;
mod reference;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hcl_edit::expr::Expression;
use hcl_edit::structure::Block as NativeBlock;
use serde::Deserialize;
use serde_json::Value;

use self::folder::Folder;
use super::address::{BlockAddress, module_address};
use super::model::{Lifecycle, Step};
use crate::input::{Context, Problem};
use crate::source::secret::Known;
use crate::source::{RepoPath, Source, Span};

pub(super) use self::block::{Block, Body, Expr, Nested, Part, Written};
pub(super) use self::folder::{Content, File, UNSURE, header, overrides};
pub(super) use self::given::File as GivenFile;
pub(super) use self::hidden::credentials;
pub(super) use self::hidden_json::below;
pub(super) use self::json::{blocks, items};
pub(super) use self::lookup::key_text;
pub(super) use self::reference::{literal_at, narrow, references};

/// Where the tool keeps modules that are not local, relative to the root module.
const MODULES: &str = ".terraform/modules/modules.json";

/// The endings of the files that Terraform and OpenTofu read as code. Each of OpenTofu's own replaces the file of the
/// same name that stands before it here.
const ENDINGS: &[&str] = &[".tf", ".tofu", ".tf.json", ".tofu.json"];

/// Whether a path is that of a file that Terraform or OpenTofu reads as code. Both pass over hidden files.
#[must_use]
pub fn is_code(path: &RepoPath) -> bool {
    let name = path.file_name();
    !name.starts_with('.') && ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// A folder of the judged tree; without a path it is the top level.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Directory(pub(super) Option<RepoPath>);

impl Directory {
    /// The folder that a local module source leads to; `None` when it is not local or leads out of the tree.
    fn follow(&self, source: &str) -> Option<Self> {
        if Self::is_path(source) { self.join(source) } else { None }
    }

    /// Whether the source of a module is a path.
    fn is_path(source: &str) -> bool {
        source.starts_with("./") || source.starts_with("../") || matches!(source, "." | "..")
    }

    /// Whether a folder is this one or lies in it.
    pub(super) fn holds(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(other)) => {
                other.as_str().strip_prefix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
        }
    }

    fn join(&self, folder: &str) -> Option<Self> {
        // A name at the end keeps the top level from being an empty path.
        RepoPath::join(self.0.as_ref(), &format!("{folder}/main.tf")).map(|file| Self(file.parent()))
    }
}

/// The `.tf` files of every module of a plan.
#[derive(Debug, Default)]
pub(super) struct Code {
    folders: BTreeMap<Directory, Folder>,
    modules: BTreeMap<String, Directory>,
    /// The modules whose code is the owner's own: the root, and what it calls by a local path.
    own: BTreeSet<String>,
    /// Calls of such modules that lead to no code.
    nowhere: Vec<Problem>,
    /// The files that give values to the variables of the root.
    given: Vec<given::File>,
}

/// What `terraform init` writes down about installed modules.
#[derive(Debug, Default, Deserialize)]
struct Installed {
    #[serde(rename = "Modules", default)]
    modules: Vec<InstalledModule>,
}

#[derive(Debug, Deserialize)]
struct InstalledModule {
    #[serde(rename = "Key", default)]
    key: String,
    #[serde(rename = "Dir", default)]
    folder: String,
}

impl Code {
    /// Reads the files of the root module in `root` and of each module in `modules`, given by the names of the calls
    /// that lead to it, outermost first.
    pub(super) fn read(context: &Context<'_>, root: &Directory, modules: &[Vec<&str>]) -> Self {
        let mut code = Self::default();
        let installed = installed(context, root);
        code.open(context, String::new(), root.clone());
        code.own.insert(String::new());
        code.given = given::read(context, root);
        for names in modules {
            let Some((name, outer)) = names.split_last() else { continue };
            let call = BlockAddress::new(&module_address(outer.iter().copied()), &format!("module.{name}"));
            let installed = || root.join(installed.get(&names.join("."))?);
            let called = code.called(&call).filter(|_| code.own.contains(&call.module));
            if called.is_some() {
                code.own.insert(module_address(names.iter().copied()));
            }
            let local = code.own.contains(&call.module) && code.calls_by_path(&call);
            if let Some(folder) = called.or_else(|| code.called(&call)).or_else(installed) {
                code.open(context, module_address(names.iter().copied()), folder);
            }
            if local && code.folder(&module_address(names.iter().copied())).is_none() {
                code.leads_nowhere(&call);
            }
        }
        code
    }

    /// Reads a folder once, however many modules lie in it.
    fn open(&mut self, context: &Context<'_>, module: String, path: Directory) {
        let folder = self.folders.entry(path.clone()).or_insert_with(|| Folder::read(context, &path));
        if !folder.is_empty() {
            self.modules.insert(module, path);
        }
    }

    /// The folder that a local module call leads to.
    fn called(&self, call: &BlockAddress) -> Option<Directory> {
        let from = self.modules.get(&call.module)?;
        from.follow(self.folder(&call.module)?.source_of(&call.name)?)
    }

    /// Whether a module is called by a path.
    fn calls_by_path(&self, call: &BlockAddress) -> bool {
        let source = self.folder(&call.module).and_then(|folder| folder.source_of(&call.name));
        source.is_some_and(Directory::is_path)
    }

    /// Says that a call leads to no code.
    fn leads_nowhere(&mut self, call: &BlockAddress) {
        let message = format!("no code where `{}` says that it is; {UNSURE}", call.full());
        let place = self.place(call, &[Step::Key("source".to_owned())]);
        self.nowhere.extend(place.map(|(source, span)| Problem::at(&source, span.start, &message)));
    }

    /// What of the owner's own code is not there or cannot be read, each at its place: whatever stands in it, nobody can
    /// say that the plan was made of it.
    pub(super) fn lost(&self) -> Vec<Problem> {
        let own = self.own.iter().filter_map(|module| self.modules.get(module)).collect::<BTreeSet<_>>();
        let unreadable = own.into_iter().filter_map(|folder| self.folders.get(folder)).flat_map(Folder::lost);
        self.nowhere.iter().chain(unreadable).cloned().collect()
    }

    fn folder(&self, module: &str) -> Option<&Folder> {
        self.folders.get(self.modules.get(module)?)
    }

    /// The files of a module whose code is the owner's own; `None` when one of them cannot be read.
    pub(super) fn own_files(&self, module: &str) -> Option<&[File]> {
        self.folder(module).filter(|_| self.own.contains(module))?.files()
    }

    /// Whether the code of a module is the owner's own: the root, and what it calls by a local path.
    pub(super) fn is_own(&self, module: &str) -> bool {
        self.own.contains(module)
    }

    /// Whether some file is one that only OpenTofu reads.
    pub(super) fn has_tofu(&self) -> bool {
        let mut files = self.folders.values().filter_map(Folder::files).flatten();
        files.any(|file| file.source.path().file_name().contains(".tofu"))
    }

    fn block(&self, block: &BlockAddress) -> Option<&NativeBlock> {
        self.folder(&block.module)?.blocks(&block.name).next().map(|(_, block)| block)
    }

    /// Everything that the code writes of a block.
    pub(super) fn block_of(&self, block: &BlockAddress) -> Block<'_> {
        Block { parts: self.folder(&block.module).map(|folder| folder.parts(&block.name)).unwrap_or_default() }
    }

    /// What sets a local value.
    pub(super) fn local_value(&self, module: &str, name: &str) -> Option<Written<'_>> {
        self.folder(module)?.local_value(name)
    }

    /// The files of each module, by its address.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &[File])> {
        let modules = self.modules.iter();
        modules.filter_map(|(module, folder)| Some((module.as_str(), self.folders.get(folder)?.all())))
    }

    /// The files that give values to the variables of the root: the one that the tool reads last comes first.
    pub(super) fn given(&self) -> &[given::File] {
        &self.given
    }

    /// The folder of a module, as the tool names it where it runs in the folder of the root module.
    pub(super) fn path_of(&self, module: &str) -> Option<String> {
        let (root, folder) = (self.modules.get("")?, self.modules.get(module)?);
        let inside = |folder: &Directory| folder.0.as_ref().map_or("", RepoPath::as_str).to_owned();
        let (root, folder) = (inside(root), inside(folder));
        let below = if root.is_empty() { Some(folder.as_str()) } else { folder.strip_prefix(&format!("{root}/")) };
        match below {
            _ if folder == root => Some(".".to_owned()),
            Some(below) => Some(below.to_owned()),
            None => {
                let up = root.split('/').map(|_| "..").collect::<Vec<_>>().join("/");
                Some(if folder.is_empty() { up } else { format!("{up}/{folder}") })
            }
        }
    }

    /// The file that an expression names, seen from the folder of the root module.
    pub(super) fn file_named(&self, name: &str) -> Option<RepoPath> {
        RepoPath::join(self.modules.get("")?.0.as_ref(), name)
    }

    /// The `.tf` file that holds a block.
    pub(super) fn file(&self, block: &BlockAddress) -> Option<&RepoPath> {
        self.folder(&block.module)?.header(&block.name).map(|(source, _)| source.path())
    }

    /// The expression that sets the argument `path` of a block, if one sets exactly that.
    pub(super) fn expression(&self, block: &BlockAddress, path: &[Step]) -> Option<&Expression> {
        let mut blocks = self.folder(&block.module)?.blocks(&block.name);
        blocks.find_map(|(_, block)| lookup::find(&block.body, path).and_then(|found| found.exact()))
    }

    /// The arguments that `dynamic` blocks set, which the configuration of a plan leaves out.
    pub(super) fn dynamic(&self, block: &BlockAddress) -> Vec<(Vec<Step>, &Expression)> {
        let blocks = self.folder(&block.module).into_iter().flat_map(|folder| folder.blocks(&block.name));
        blocks.flat_map(|(_, block)| lookup::dynamic(&block.body)).collect()
    }

    /// The blocks of a resource that the plan lists in another order than the file, by their name; see
    /// [`lookup::order`].
    pub(super) fn orders(&self, block: &BlockAddress, values: &Value) -> BTreeMap<String, Vec<usize>> {
        let Some(block) = self.block(block) else { return BTreeMap::new() };
        let lists = values.as_object().into_iter().flatten().filter_map(|(key, value)| Some((key, value.as_array()?)));
        let lists = lists.filter(|(_, items)| items.len() > 1);
        let orders = lists.filter_map(|(key, items)| Some((key.clone(), lookup::order(&block.body, key, items)?)));
        orders.collect()
    }

    /// The expression of a local value.
    pub(super) fn local(&self, module: &str, name: &str) -> Option<&Expression> {
        self.folder(module)?.local(name).map(|(_, attribute)| &attribute.value)
    }

    /// The place of `path` below a block, or of its nearest known ancestor; the header when nothing of it is known.
    /// Without the file of the block: the call of the innermost module that is known.
    pub(super) fn place(&self, block: &BlockAddress, path: &[Step]) -> Option<(Arc<Source>, Span)> {
        let BlockAddress { module, name } = block;
        if let Some(folder) = self.folder(module) {
            if let Some(local) = name.strip_prefix("local.") {
                let (source, attribute) = folder.local(local)?;
                return Some((Arc::clone(source), lookup::span_in(&attribute.value, path)?));
            }
            if let Some((source, header)) = folder.header(name) {
                let inner = folder.blocks(name).filter_map(|(source, block)| {
                    let found = lookup::find(&block.body, path)?;
                    Some((found.depth, source, found.span()?))
                });
                // The last of equals is the last file, but overriding files come first here.
                let best = inner.reduce(|best, next| if next.0 > best.0 { next } else { best });
                let (source, span) = best.map_or((source, header), |(_, source, span)| (source, span));
                return Some((Arc::clone(source), span));
            }
        }
        let (outer, call) = module.rsplit_once("module.")?;
        let outer = outer.strip_suffix('.').unwrap_or(outer);
        self.place(&BlockAddress::new(outer, &format!("module.{call}")), &[])
    }

    /// Whether a place lies inside of a block.
    pub(super) fn encloses(&self, block: &BlockAddress, source: &Source, at: Span) -> bool {
        let parts = self.block_of(block).parts;
        parts.iter().any(|part| {
            part.source.path() == source.path()
                && part.whole().is_some_and(|whole| whole.start <= at.start && at.end <= whole.end)
        })
    }

    /// The `lifecycle` block of a resource, `None` when its `.tf` block is not at hand.
    pub(super) fn lifecycle(&self, block: &BlockAddress) -> Option<Lifecycle> {
        let mut blocks = self.folder(&block.module)?.blocks(&block.name).peekable();
        blocks.peek()?;
        let lifecycles = blocks.flat_map(|(_, block)| block.body.get_blocks("lifecycle"));
        Some(lifecycles.fold(Lifecycle::default(), |merged, block| lookup::lifecycle(merged, &block.body)))
    }

    /// Tells `known` every credential that the files write out.
    pub(super) fn credentials(&self, known: &mut Known) {
        for folder in self.folders.values() {
            folder.credentials(known);
        }
    }

    /// Whether a variable of the root module is declared sensitive.
    pub(super) fn is_sensitive(&self, name: &str) -> bool {
        self.folder("").is_some_and(|root| {
            let mut blocks = root.blocks(&format!("var.{name}"));
            blocks.any(|(_, block)| hidden::is_sensitive(block)) || root.declares_sensitive(name)
        })
    }

    /// Spans of a file that hold credentials written out, and those of arguments known to be sensitive.
    pub(super) fn hidden(&self, path: &RepoPath, sensitive: &BTreeSet<(BlockAddress, Vec<Step>)>) -> Vec<Span> {
        let folder = self.folders.get(&Directory(path.parent()));
        let mut spans = folder.map(|folder| folder.hidden(path)).unwrap_or_default();
        let inside = sensitive.iter().filter(|(block, _)| self.file(block) == Some(path));
        let expressions = inside.filter_map(|(block, argument)| self.expression(block, argument));
        spans.extend(expressions.flat_map(hidden::literals));
        spans.sort_unstable();
        spans.dedup();
        spans
    }
}

/// The folders of the local modules that the `.tf` files of a folder call.
pub(super) fn calls(context: &Context<'_>, folder: &Directory) -> Vec<Directory> {
    let read = Folder::read(context, folder);
    read.sources().into_iter().filter_map(|source| folder.follow(source)).collect()
}

/// The folders of the packages that were installed for the code of a folder: what stands beside a module in one of them is
/// not the owner's own, and runs only where something calls it.
pub(super) fn packages(context: &Context<'_>, root: &Directory) -> Vec<Directory> {
    let package = |folder: String| {
        let name = folder.strip_prefix(".terraform/modules/")?.split('/').next()?;
        root.join(&format!(".terraform/modules/{name}"))
    };
    installed(context, root).into_values().filter_map(package).collect()
}

/// The folders of installed modules by the dotted names of their calls, relative to the root module.
fn installed(context: &Context<'_>, root: &Directory) -> BTreeMap<String, String> {
    let Some(path) = RepoPath::join(root.0.as_ref(), MODULES).filter(|path| context.files.contains(path)) else {
        return BTreeMap::new();
    };
    let Ok(source) = context.files.read(&path, context.limits.file_bytes) else { return BTreeMap::new() };
    let installed: Installed = serde_json::from_str(source.text()).unwrap_or_default();
    installed.modules.into_iter().map(|module| (module.key, module.folder)).collect()
}
