//! Files parsed once for all that import them: a parse is a function of the bytes and of how deep they may nest.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ruff_python_ast::ModModule;
use ruff_python_parser::Parsed;

use super::super::evidence::credentials::{self, Credentials};
use super::super::python;
use crate::limits::Limits;
use crate::source::Source;

/// Bytes of text of which the trees are kept. A tree takes some ten times as much memory as its text.
const KEPT: usize = 8 << 20;

/// The syntax tree of a file.
#[derive(Debug)]
pub(crate) struct Code {
    pub(crate) parsed: Parsed<ModModule>,
    /// The credentials that are written out in it, once somebody asks.
    credentials: OnceLock<Credentials>,
}

impl Code {
    /// The credentials that are written out in a file of this code that DAG files import.
    pub(super) fn credentials(&self, source: &Source) -> &Credentials {
        self.credentials.get_or_init(|| credentials::find(self.parsed.syntax(), source, &|_| false))
    }
}

/// Trees by the digests of their files and the nesting that is allowed, and the bytes of the files.
#[derive(Default)]
struct Kept {
    trees: BTreeMap<(String, usize), Arc<Code>>,
    bytes: usize,
}

static KNOWN: Mutex<Kept> = Mutex::new(Kept { trees: BTreeMap::new(), bytes: 0 });

/// The tree of a file.
///
/// # Errors
/// Why it cannot be parsed, as a fragment.
pub(super) fn of(source: &Source, limits: &Limits) -> Result<Arc<Code>, String> {
    let key = (source.digest().to_owned(), limits.python_depth);
    if let Some(known) = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).trees.get(&key) {
        return Ok(Arc::clone(known));
    }
    let code = Arc::new(Code { parsed: python::parse(source, limits)?, credentials: OnceLock::new() });
    let mut kept = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.bytes.saturating_add(source.text().len()) > KEPT {
        *kept = Kept::default();
    }
    kept.bytes = kept.bytes.saturating_add(source.text().len());
    kept.trees.insert(key, Arc::clone(&code));
    Ok(code)
}
