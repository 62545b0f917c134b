//! The Python files that a DAG file leads to: itself, and what it imports that stands in the tree.
//!
//! All of them share one space of offsets, so that a span says by itself in which file it lies. A file is read when it is
//! imported, and parsed once for all DAG files of a run.

mod parsed;
mod projects;
mod roots;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use ruff_python_ast::Stmt;

pub(crate) use self::parsed::Code;
use self::roots::Roots;
use super::encoding::{self, Encoding};
use super::evidence::credentials::Credentials;
use crate::input::Context;
use crate::limits::Limits;
use crate::source::{Entry, Files, RepoPath, Source, Span};

/// Files that one DAG file may lead to; the largest repositories known have a hundred for one DAG.
const MODULES: usize = 400;

/// Bytes of all of them.
const BYTES: usize = 16 << 20;

/// A file that was read.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) source: Arc<Source>,
    /// Its code; `None` for a file that is no Python.
    code: Option<Arc<Code>>,
    /// Where its first byte lies in the space of all files.
    pub(crate) base: usize,
}

impl Module {
    /// Its statements; none for a file that is no Python.
    pub(crate) fn body(&self) -> &[Stmt] {
        self.code.as_ref().map_or(&[], |code| &code.parsed.syntax().body)
    }

    /// The credentials that are written out in its code.
    pub(crate) fn credentials(&self) -> Option<&Credentials> {
        self.code.as_ref().map(|code| code.credentials(&self.source))
    }

    /// Whether all of it could be parsed.
    pub(crate) fn is_whole(&self) -> bool {
        self.code.as_ref().is_some_and(|code| code.parsed.errors().is_empty())
    }
}

/// The folders of packages that the project in a folder declares.
fn declared(folder: Option<&RepoPath>, context: Context<'_>) -> Vec<RepoPath> {
    let mut found = Vec::new();
    for name in projects::FILES {
        let file = RepoPath::join(folder, name).filter(|file| context.files.contains(file));
        let source = file.and_then(|file| context.files.read(&file, context.limits.file_bytes).ok());
        let Some(source) = source else { continue };
        found.extend(projects::folders(name, source.text()).iter().filter_map(|path| RepoPath::join(folder, path)));
    }
    found
}

fn too_many() -> String {
    format!("it leads to more than {MODULES} files or {BYTES} bytes")
}

/// The number of a [`Module`] among those of a DAG file; its own is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Number(usize);

/// What a dotted name of a module stands for in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// A file: a module, or the `__init__.py` of a package.
    File(RepoPath),
    /// A folder without code of its own: a namespace package.
    Folder(RepoPath),
}

impl Found {
    /// The folder in which its own modules stand; `None` for a plain module.
    pub(crate) fn folder(&self) -> Option<RepoPath> {
        match self {
            Self::File(path) if path.file_name() == roots::PACKAGE => path.parent(),
            Self::File(_) => None,
            Self::Folder(path) => Some(path.clone()),
        }
    }
}

/// A name in a folder; the top of the tree is `None`.
type Wanted = (Option<RepoPath>, String);

/// The files of one DAG file.
pub(crate) struct Modules<'f> {
    context: Context<'f>,
    roots: Roots,
    own: Module,
    own_code: Arc<Code>,
    /// The others, filled from the front. References into it stay valid while more are added.
    slots: Vec<OnceCell<Module>>,
    used: Cell<usize>,
    end: Cell<usize>,
    numbers: RefCell<BTreeMap<RepoPath, Result<Number, String>>>,
    found: RefCell<BTreeMap<Wanted, Option<Found>>>,
}

impl<'f> Modules<'f> {
    /// Those of a DAG file that is at hand; nothing else is read yet.
    ///
    /// # Errors
    /// Why the file cannot be parsed, as a fragment.
    pub(crate) fn of(source: &Arc<Source>, context: Context<'f>) -> Result<Self, String> {
        let path = source.path().clone();
        let code = parsed::of(source, context.limits)?;
        Ok(Self {
            context,
            roots: Roots::of(&path, &context.options.dag_folders, &|folder| declared(folder, context)),
            own: Module { source: Arc::clone(source), code: Some(Arc::clone(&code)), base: 0 },
            own_code: code,
            slots: (1..MODULES).map(|_| OnceCell::new()).collect(),
            used: Cell::new(0),
            end: Cell::new(source.text().len().saturating_add(1)),
            numbers: RefCell::new(BTreeMap::from([(path, Ok(Number::default()))])),
            found: RefCell::default(),
        })
    }

    fn keep(&self, source: Arc<Source>, code: Option<Arc<Code>>) -> Option<Number> {
        let (at, base) = (self.used.get(), self.end.get());
        let end = base.saturating_add(source.text().len()).saturating_add(1);
        self.slots.get(at).filter(|_| end <= BYTES)?.set(Module { source, code, base }).ok()?;
        self.used.set(at.saturating_add(1));
        self.end.set(end);
        Some(Number(at.saturating_add(1)))
    }

    /// The caps that apply.
    pub(crate) const fn limits(&self) -> &'f Limits {
        self.context.limits
    }

    /// The folders in which Python looks for modules, and code for files.
    pub(crate) fn folders(&self) -> &[Option<RepoPath>] {
        self.roots.folders()
    }

    /// The tree.
    pub(crate) fn files(&self) -> &'f dyn Files {
        self.context.files
    }

    /// The DAG file itself.
    pub(crate) const fn own(&self) -> &Module {
        &self.own
    }

    /// The code of the DAG file, with the errors in it.
    pub(crate) fn own_code(&self) -> &Code {
        &self.own_code
    }

    /// A file that was read.
    pub(crate) fn get(&self, number: Number) -> &Module {
        let other = number.0.checked_sub(1).and_then(|at| self.slots.get(at)).and_then(OnceCell::get);
        other.unwrap_or(&self.own)
    }

    /// The numbers of the files that were read besides the DAG file.
    pub(crate) fn others(&self) -> impl Iterator<Item = Number> + use<> {
        (1..=self.used.get()).map(Number)
    }

    /// Reads a file of Python.
    ///
    /// # Errors
    /// Why it cannot be, as a fragment.
    pub(crate) fn load(&self, path: &RepoPath) -> Result<Number, String> {
        self.once(path, || self.read(path))
    }

    /// Reads a file that is no Python.
    ///
    /// # Errors
    /// Why it cannot be, as a fragment.
    pub(crate) fn text(&self, path: &RepoPath) -> Result<Number, String> {
        self.once(path, || {
            let cap = self.context.limits.file_bytes;
            let source = self.context.files.read(path, cap).map_err(|why| why.to_string())?;
            self.keep(source, None).ok_or_else(too_many)
        })
    }

    fn once(&self, path: &RepoPath, read: impl FnOnce() -> Result<Number, String>) -> Result<Number, String> {
        if let Some(known) = self.numbers.borrow().get(path) {
            return known.clone();
        }
        let number = read();
        self.numbers.borrow_mut().insert(path.clone(), number.clone());
        number
    }

    fn read(&self, path: &RepoPath) -> Result<Number, String> {
        let source = self.context.files.read(path, self.context.limits.file_bytes).map_err(|why| why.to_string())?;
        if !matches!(encoding::declared(source.text()), Encoding::Same) {
            return Err("it declares an encoding in which Python may read other code than is seen here".to_owned());
        }
        let code = parsed::of(&source, self.context.limits)?;
        self.keep(source, Some(code)).ok_or_else(too_many)
    }

    /// The module of a name in a folder; `None` if there is none.
    pub(crate) fn within(&self, folder: Option<&RepoPath>, name: &str) -> Option<Found> {
        let key = (folder.cloned(), name.to_owned());
        if let Some(known) = self.found.borrow().get(&key) {
            return known.clone();
        }
        let found = self.look(folder, name);
        self.found.borrow_mut().insert(key, found.clone());
        found
    }

    fn look(&self, folder: Option<&RepoPath>, name: &str) -> Option<Found> {
        let files = self.context.files;
        let below = RepoPath::join(folder, name)?;
        let package = RepoPath::join(Some(&below), roots::PACKAGE)?;
        let module = RepoPath::join(folder, &format!("{name}.py"))?;
        if let Some(file) = [package, module].into_iter().find(|path| files.contains(path)) {
            return Some(Found::File(file));
        }
        (files.entry(&below) == Entry::Folder).then_some(Found::Folder(below))
    }

    /// The module or package that a first name of an absolute import stands for, by Python's order of folders. Of folders
    /// without code, one that holds something called `next` counts.
    pub(crate) fn top(&self, name: &str, next: Option<&str>) -> Option<Found> {
        let mut empty = None;
        for folder in self.roots.folders() {
            match self.within(folder.as_ref(), name) {
                Some(Found::Folder(path)) => {
                    if next.is_some_and(|next| self.within(Some(&path), next).is_some()) {
                        return Some(Found::Folder(path));
                    }
                    empty = empty.or(Some(Found::Folder(path)));
                }
                Some(found) => return Some(found),
                None => {}
            }
        }
        empty.filter(|_| next.is_none())
    }

    /// What a first name of an absolute import stands for in any of the folders, in their order.
    pub(crate) fn tops(&self, name: &str) -> Vec<Found> {
        self.roots.folders().iter().filter_map(|folder| self.within(folder.as_ref(), name)).collect()
    }

    /// The file that a span lies in, and the span in it.
    pub(crate) fn place(&self, span: Span) -> (&Arc<Source>, Span) {
        let used = self.slots.get(..self.used.get()).unwrap_or_default();
        let after = used.partition_point(|slot| slot.get().is_some_and(|module| module.base <= span.start));
        let module = self.get(Number(after));
        let local = |offset: usize| offset.saturating_sub(module.base).min(module.source.text().len());
        (&module.source, Span::new(local(span.start), local(span.end)))
    }
}
