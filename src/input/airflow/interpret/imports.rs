//! Imports: what stands in the tree is run once, as Python would; what does not is known by its name alone.

use std::rc::Rc;

use ruff_python_ast::{Alias, Stmt, StmtImportFrom};
use ruff_text_size::Ranged;

use super::super::arena::Id;
use super::super::knowledge::{builders, packages};
use super::super::modules::{Found, Number};
use super::super::python::span;
use super::super::text::Text;
use super::super::value::{Heap, Package, Scope, Value};
use super::Interpreter;
use super::hidden::{is_built_in, is_harmless};
use crate::source::{RepoPath, Span};

/// The name under which a file knows the repository that it lies in.
pub(crate) const REPOSITORY: &str = "repository";

/// Segments of a dotted name that are followed.
const SEGMENTS: usize = 32;

/// The code that is followed: the file that it stands in, and the module that it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing<'a> {
    pub(super) file: Number,
    pub(super) module: Id<Scope<'a>>,
    pub(super) package: Id<Package<'a>>,
    base: usize,
}

impl<'a> Standing<'a> {
    /// A module before its code has run. `base` is where its file begins in the space of all files.
    pub(super) fn new(heap: &mut Heap<'a>, file: Number, name: &str, folder: Option<RepoPath>, base: usize) -> Self {
        let module = heap.scopes.add(Scope { file, ..Scope::default() });
        let package = Package { name: Rc::from(name), scope: Some(module), folder, open: false, stars: Vec::new() };
        Self { file, module, package: heap.packages.add(package), base }
    }
}

impl<'a> Interpreter<'a> {
    /// Where a node of the code that is followed stands, in the space of all files.
    pub(super) fn at(&self, node: &impl Ranged) -> Span {
        span(node).shifted(self.standing.base)
    }

    /// Notes the call or import of the DAG file that is followed.
    pub(super) fn lead_on(&mut self, at: Span) {
        if self.standing.file == Number::default() {
            self.site = at;
        }
    }

    /// A new scope inside another.
    pub(super) fn scope_within(&mut self, outer: Id<Scope<'a>>) -> Id<Scope<'a>> {
        let file = self.heap.scopes.get(outer).file;
        self.heap.scopes.add(Scope { parent: Some(outer), file, ..Scope::default() })
    }

    /// Goes into the file of a scope; gives back where the interpreter stood.
    pub(super) fn stand_in(&mut self, scope: Id<Scope<'a>>) -> Standing<'a> {
        let outside = self.standing;
        let file = self.heap.scopes.get(scope).file;
        if file != outside.file {
            self.standing = self.standings.get(&file).copied().unwrap_or(outside);
        }
        outside
    }

    /// Gives a module the names that Python gives it.
    pub(super) fn bind_module_names(&mut self, standing: Standing<'a>) {
        let modules = self.modules;
        let file = modules.get(standing.file);
        let name = Rc::clone(&self.heap.packages.get(standing.package).name);
        let mut path = Text::hole(REPOSITORY);
        path.push_str(&format!("/{}", file.source.path().as_str()));
        let doc = match file.body().first() {
            Some(Stmt::Expr(first)) => first.value.as_string_literal_expr().map(|text| text.value.to_str().to_owned()),
            _ => None,
        };
        self.bind(standing.module, "__name__", Value::text(&*name));
        self.bind(standing.module, "__file__", Value::Text(Rc::new(path)));
        self.bind(standing.module, "__doc__", doc.map_or(Value::None, Value::text));
    }

    /// `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`.
    pub(super) fn import(&mut self, alias: &'a Alias, scope: Id<Scope<'a>>) {
        let at = self.at(alias);
        self.lead_on(at);
        let whole = alias.name.as_str();
        self.imported.insert(whole.to_owned());
        let chain = self.absolute(whole, at);
        let (name, found, target) = if let Some(name) = &alias.asname {
            (name.as_str(), chain.last(), whole)
        } else {
            let first = whole.split('.').next().unwrap_or(whole);
            (first, chain.first(), first)
        };
        let complete = alias.asname.is_none() || chain.len() == whole.split('.').count();
        let value =
            found.filter(|_| complete).map_or_else(|| Value::Symbol(Rc::from(target)), |id| Value::Package(*id));
        self.bind(scope, name, value);
    }

    pub(super) fn import_from(&mut self, import: &'a StmtImportFrom, scope: Id<Scope<'a>>) {
        let at = self.at(import);
        self.lead_on(at);
        let level = usize::try_from(import.level).unwrap_or(0);
        let module = import.module.as_ref().map_or("", |module| module.as_str());
        let package = if level == 0 { self.whole(module, at) } else { self.relative(level, module, at) };
        let dotted = format!("{}{module}", ".".repeat(level));
        for alias in &import.names {
            let wanted = alias.name.as_str();
            let separator = if module.is_empty() { "" } else { "." };
            let target = format!("{dotted}{separator}{wanted}");
            match package {
                Some(package) if wanted == "*" => self.import_all(package, scope),
                Some(package) => {
                    let package = self.with_name(package, module, wanted, level, at);
                    let value = self.imported_name(package, wanted, at);
                    self.bind(scope, alias.asname.as_ref().unwrap_or(&alias.name).as_str(), value);
                }
                // Any name may have come with it.
                None if wanted == "*" => {
                    let package = self.heap.packages.get_mut(self.standing.package);
                    package.open = true;
                    package.stars.push(Rc::from(module));
                }
                None => {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    let value = self.foreign(target.clone(), at);
                    self.bind(scope, name, value);
                }
            }
            self.imported.insert(target);
        }
    }

    /// The module that an import means: the one that was found first or, where that has no such name and Python would stop,
    /// one in another folder that has it.
    fn with_name(
        &mut self,
        package: Id<Package<'a>>,
        dotted: &str,
        name: &str,
        level: usize,
        at: Span,
    ) -> Id<Package<'a>> {
        let slot = self.heap.packages.get(package);
        if level > 0 || slot.scope.is_none() || slot.open || self.package_name(package, name, at).is_some() {
            return package;
        }
        let is_it =
            |this: &mut Self, other: Id<Package<'a>>| other != package && this.package_name(other, name, at).is_some();
        self.in_any_folder(dotted, at, is_it).unwrap_or(package)
    }

    /// A module of a dotted name in any of the folders in which Python may look.
    fn in_any_folder(
        &mut self,
        dotted: &str,
        at: Span,
        is_it: impl Fn(&mut Self, Id<Package<'a>>) -> bool,
    ) -> Option<Id<Package<'a>>> {
        let segments: Vec<&str> = dotted.split('.').take(SEGMENTS).collect();
        let (first, rest) = segments.split_first().filter(|(first, _)| !is_installed(first))?;
        for found in self.modules.tops(first) {
            let mut inner = Some(found.clone());
            for segment in rest {
                inner = inner.and_then(|inner| self.modules.within(Some(&inner.folder()?), segment));
            }
            if inner.is_none() {
                continue;
            }
            let top = self.package(&found, first, at);
            let chain = self.descend(top, rest, at);
            let last = chain.last().copied().filter(|_| chain.len() == segments.len());
            if let Some(other) = last.filter(|other| is_it(self, *other)) {
                return Some(other);
            }
        }
        None
    }

    /// A name that nothing in the code binds: built in, or out of the module that `import *` took all names from.
    pub(super) fn unbound(&self, name: &str, scope: Id<Scope<'a>>) -> Value<'a> {
        let file = self.heap.scopes.get(scope).file;
        let stars = self.standings.get(&file).map(|standing| &*self.heap.packages.get(standing.package).stars);
        match stars {
            // Of several modules, which one has the name is not known; none of these makes a DAG.
            Some([first, others @ ..])
                if !is_built_in(name)
                    && (others.is_empty() || [first].into_iter().chain(others).all(|it| is_harmless(it))) =>
            {
                Value::Symbol(Rc::from(format!("{first}.{name}")))
            }
            _ => Value::Symbol(Rc::from(name)),
        }
    }

    /// `from module import *`: the names of `__all__`, or those that do not begin with an underscore.
    fn import_all(&mut self, package: Id<Package<'a>>, scope: Id<Scope<'a>>) {
        let Some(from) = self.heap.packages.get(package).scope else { return };
        let stars = self.heap.packages.get(package).stars.clone();
        if !stars.is_empty() {
            let own = self.heap.packages.get_mut(self.standing.package);
            own.open = true;
            own.stars.extend(stars);
        }
        let names = self.heap.scopes.get(from).names.clone();
        self.step(names.len(), 0);
        let listed: Option<Vec<String>> = names.get("__all__").and_then(|all| match all {
            Value::List(id) => {
                self.heap.lists.get(*id).items.iter().map(|item| item.value.as_str().map(str::to_owned)).collect()
            }
            _ => None,
        });
        for (name, value) in names {
            let wanted = listed.as_ref().map_or(!name.starts_with('_'), |listed| listed.iter().any(|it| **it == *name));
            if wanted {
                self.bind(scope, &name, value);
            }
        }
    }

    /// The module of a dotted name, when all of it stands in the tree.
    pub(super) fn whole(&mut self, dotted: &str, at: Span) -> Option<Id<Package<'a>>> {
        let chain = self.absolute(dotted, at);
        let whole = chain.last().copied().filter(|_| chain.len() == dotted.split('.').count());
        whole.or_else(|| self.in_any_folder(dotted, at, |_, _| true)).or_else(|| self.in_checkout(dotted, at))
    }

    /// The module of a dotted name whose first part is what the checkout of the repository is called where DAGs run: the
    /// rest of it stands at the top of the tree.
    fn in_checkout(&mut self, dotted: &str, at: Span) -> Option<Id<Package<'a>>> {
        let segments: Vec<&str> = dotted.split('.').take(SEGMENTS).collect();
        let [checkout, first, rest @ ..] = segments.as_slice() else { return None };
        if is_installed(checkout) || packages::is_harmless(checkout) || self.modules.top(checkout, None).is_some() {
            return None;
        }
        let found = self.modules.within(None, first)?;
        let mut inner = found.clone();
        for segment in rest {
            inner = self.modules.within(inner.folder().as_ref(), segment).filter(|_| inner.folder().is_some())?;
        }
        let top = self.package(&found, first, at);
        let chain = self.descend(top, rest, at);
        chain.last().copied().filter(|_| chain.len() == rest.len().saturating_add(1))
    }

    /// The packages of a dotted name, the first one first, as far as they stand in the tree.
    fn absolute(&mut self, dotted: &str, at: Span) -> Vec<Id<Package<'a>>> {
        let segments: Vec<&str> = dotted.split('.').take(SEGMENTS).collect();
        let Some((first, rest)) = segments.split_first().filter(|(first, _)| !is_installed(first)) else {
            return Vec::new();
        };
        let Some(found) = self.modules.top(first, rest.first().copied()) else { return Vec::new() };
        let top = self.package(&found, first, at);
        self.descend(top, rest, at)
    }

    /// The module that a relative import names, seen from the file that is followed.
    fn relative(&mut self, level: usize, dotted: &str, at: Span) -> Option<Id<Package<'a>>> {
        let modules = self.modules;
        let mut folder = modules.get(self.standing.file).source.path().parent();
        for _ in 1..level {
            folder = folder?.parent();
        }
        let name = folder.as_ref().map_or("", RepoPath::file_name).to_owned();
        let own = folder.as_ref().and_then(|folder| modules.within(folder.parent().as_ref(), &name));
        let top = match own {
            Some(found) => self.package(&found, &name, at),
            None => return None,
        };
        let segments: Vec<&str> = dotted.split('.').filter(|segment| !segment.is_empty()).take(SEGMENTS).collect();
        let chain = self.descend(top, &segments, at);
        chain.last().copied().filter(|_| chain.len() == segments.len().saturating_add(1))
    }

    fn descend(&mut self, top: Id<Package<'a>>, segments: &[&str], at: Span) -> Vec<Id<Package<'a>>> {
        let mut chain = vec![top];
        let mut inner = top;
        for segment in segments {
            let Some(next) = self.submodule(inner, segment, at) else { break };
            chain.push(next);
            inner = next;
        }
        chain
    }

    /// A module that stands in the folder of a package.
    pub(super) fn submodule(&mut self, package: Id<Package<'a>>, name: &str, at: Span) -> Option<Id<Package<'a>>> {
        let package = self.heap.packages.get(package);
        let folder = package.folder.clone()?;
        let dotted = format!("{}.{name}", package.name);
        let found = self.modules.within(Some(&folder), name)?;
        Some(self.package(&found, &dotted, at))
    }

    /// The module of a file or folder; its code runs the first time that somebody asks.
    pub(super) fn package(&mut self, found: &Found, name: &str, at: Span) -> Id<Package<'a>> {
        let (Found::File(path) | Found::Folder(path)) = found;
        if let Some(known) = self.packages.get(path) {
            return *known;
        }
        let loaded = match found {
            Found::Folder(_) => None,
            Found::File(path) => match self.modules.load(path) {
                Ok(file) => Some(file),
                Err(why) => {
                    self.lose_all(at, &format!("imports {path}, which cannot be followed: {why}"));
                    None
                }
            },
        };
        let Some(file) = loaded else {
            let open = matches!(found, Found::File(_));
            let package =
                Package { name: Rc::from(name), scope: None, folder: found.folder(), open, stars: Vec::new() };
            let package = self.heap.packages.add(package);
            self.packages.insert(path.clone(), package);
            return package;
        };
        let base = self.modules.get(file).base;
        let standing = Standing::new(&mut self.heap, file, name, found.folder(), base);
        self.standings.insert(file, standing);
        self.packages.insert(path.clone(), standing.package);
        self.bind_module_names(standing);
        self.run_module(standing, at);
        standing.package
    }

    /// Runs the code of an imported module, which knows nothing of the conditions and loops around the import.
    fn run_module(&mut self, standing: Standing<'a>, at: Span) {
        let modules = self.modules;
        let file = modules.get(standing.file);
        if !file.is_whole() {
            self.heap.packages.get_mut(standing.package).open = true;
            let path = file.source.path().clone();
            self.lose_all(at, &format!("imports {path}, of which a part cannot be parsed"));
        }
        let outside = std::mem::replace(&mut self.standing, standing);
        let (loops, conditions) = (std::mem::take(&mut self.loops), std::mem::take(&mut self.conditions));
        let calls = std::mem::take(&mut self.calls);
        self.running.push(standing.file);
        let _ = self.block(file.body(), standing.module);
        self.running.pop();
        self.calls = calls;
        (self.loops, self.conditions) = (loops, conditions);
        self.standing = outside;
    }
}

/// Whether Python finds a first name before it looks into the tree: its own modules, and Airflow's.
fn is_installed(name: &str) -> bool {
    name == "airflow" || packages::is_standard(name) || builders::is_package(name)
}
