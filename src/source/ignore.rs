//! Which files git ignores, by the ignore files of the working tree and of the repository.
//!
//! The user's own ignore file has no say: no home directory takes part in the decision. What cannot be used (a pipe, a
//! file or pattern that is too long) ignores nothing, so that in doubt a file is judged.

use std::path::{Path, PathBuf};

use super::Unreadable;
use super::disk;
use super::wildmatch::{MAX_PATTERN, Steps, Wildmatch};

/// Bytes of one ignore file.
const MAX_BYTES: u64 = 1 << 20;

/// Steps of matching that any tree may take, and those for every path that is asked about.
const STEPS: u64 = 10_000_000;
const STEPS_PER_PATH: u64 = 2_000;

/// The ignore rules of a working tree. Ask about paths in the order of a walk: the rules of a folder are kept until
/// the walk has left it.
pub(super) struct Ignore {
    top: PathBuf,
    /// `.git/info/exclude`.
    exclude: Rules,
    /// The folders around the last path, outermost first.
    levels: Vec<Level>,
    steps: Steps,
    exhausted: bool,
}

/// One folder.
struct Level {
    /// Its path below the top: empty, or with a slash at its end.
    folder: Vec<u8>,
    rules: Rules,
    /// Whether it is ignored itself, and so everything in it.
    ignored: bool,
}

/// The rules of one ignore file, first to last.
#[derive(Default)]
struct Rules(Vec<Rule>);

struct Rule {
    negated: bool,
    folders_only: bool,
    /// Whether it is about the path below the folder of the file, not about the name alone.
    path: bool,
    /// `None` when it cannot be used.
    pattern: Option<Wildmatch>,
}

/// The steps of matching are spent, and nobody can say.
struct Spent;

impl Ignore {
    /// The rules of the working tree at `top`, with those of an exclude file.
    pub(super) fn new(top: &Path, exclude: &Path) -> Self {
        Self {
            top: top.to_owned(),
            exclude: Rules::of(exclude),
            levels: Vec::new(),
            steps: Steps::new(STEPS),
            exhausted: false,
        }
    }

    /// Whether the rules name a path below the top.
    pub(super) fn ignores(&mut self, path: &[u8], is_folder: bool) -> bool {
        self.steps.grant(STEPS_PER_PATH);
        let name = path.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash.saturating_add(1));
        self.enter(path.get(..name).unwrap_or_default());
        self.levels.last().is_some_and(|level| level.ignored) || self.named(path, is_folder)
    }

    /// Whether matching took more steps than any tree that people write.
    pub(super) const fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    /// Makes the levels those of a folder, which is empty or has a slash at its end.
    fn enter(&mut self, folder: &[u8]) {
        while self.levels.last().is_some_and(|level| !folder.starts_with(&level.folder)) {
            self.levels.pop();
        }
        if self.levels.is_empty() {
            let rules = Rules::of(&self.top.join(".gitignore"));
            self.levels.push(Level { folder: Vec::new(), rules, ignored: false });
        }
        loop {
            let known = self.levels.last().map_or(0, |level| level.folder.len());
            let rest = folder.get(known..).unwrap_or_default();
            let Some(slash) = rest.iter().position(|byte| *byte == b'/') else { break };
            let end = known.saturating_add(slash);
            let path = folder.get(..end).unwrap_or_default();
            let ignored = self.levels.last().is_some_and(|level| level.ignored) || self.named(path, true);
            // Git does not look into a folder that it ignores.
            let rules = if ignored { Rules::default() } else { Rules::of(&self.file(path)) };
            let folder = folder.get(..=end).unwrap_or_default().to_vec();
            self.levels.push(Level { folder, rules, ignored });
        }
    }

    /// What the rules say about a path whose folder is not ignored; the innermost and last one decides.
    fn named(&mut self, path: &[u8], is_folder: bool) -> bool {
        let inside = self.levels.iter().rev().map(|level| (&level.rules, level.folder.len()));
        for (rules, from) in inside.chain([(&self.exclude, 0)]) {
            match rules.decide(path.get(from..).unwrap_or_default(), is_folder, &self.steps) {
                Ok(Some(ignored)) => return ignored,
                Ok(None) => {}
                Err(Spent) => {
                    self.exhausted = true;
                    return false;
                }
            }
        }
        false
    }

    #[cfg(unix)]
    fn file(&self, folder: &[u8]) -> PathBuf {
        use std::os::unix::ffi::OsStrExt;
        self.top.join(std::ffi::OsStr::from_bytes(folder)).join(".gitignore")
    }

    #[cfg(not(unix))]
    fn file(&self, folder: &[u8]) -> PathBuf {
        self.top.join(String::from_utf8_lossy(folder).as_ref()).join(".gitignore")
    }
}

impl Rules {
    /// The rules of a file. Git follows no link to one.
    fn of(file: &Path) -> Self {
        match disk::plain(file, MAX_BYTES) {
            Ok(raw) => Self::read(&raw),
            Err(Unreadable::Missing | Unreadable::LinkOut) => Self::default(),
            // It may have taken back what the folders above ignore.
            Err(_) => Self(vec![Rule { negated: true, folders_only: false, path: false, pattern: None }]),
        }
    }

    fn read(raw: &[u8]) -> Self {
        let raw = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
        Self(raw.split(|byte| *byte == b'\n').filter_map(Rule::read).collect())
    }

    /// What the last rule says that names a path; `None` when no rule does.
    fn decide(&self, path: &[u8], is_folder: bool, steps: &Steps) -> Result<Option<bool>, Spent> {
        let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        for rule in self.0.iter().rev().filter(|rule| is_folder || !rule.folders_only) {
            let matches = match &rule.pattern {
                Some(pattern) => pattern.matches(if rule.path { path } else { name }, steps).ok_or(Spent)?,
                // Nobody knows what it names: it ignores nothing, and takes back everything.
                None => rule.negated,
            };
            if matches {
                return Ok(Some(!rule.negated));
            }
        }
        Ok(None)
    }
}

impl Rule {
    /// The rule of one line; `None` for a comment, an empty line and what can match nothing.
    fn read(line: &[u8]) -> Option<Self> {
        let line = without_blanks(line.strip_suffix(b"\r").unwrap_or(line));
        if line.is_empty() || line.starts_with(b"#") {
            return None;
        }
        let (negated, text) = line.strip_prefix(b"!").map_or((false, line), |rest| (true, rest));
        let (folders_only, text) = text.strip_suffix(b"/").map_or((false, text), |rest| (true, rest));
        let path = text.contains(&b'/');
        let text = if path { text.strip_prefix(b"/").unwrap_or(text) } else { text };
        let rule = |pattern| Self { negated, folders_only, path, pattern };
        if text.len() > MAX_PATTERN {
            return Some(rule(None));
        }
        Wildmatch::after_literal(text).map(|pattern| rule(Some(pattern)))
    }
}

/// A line without the blanks at its end, of which a backslash protects one.
fn without_blanks(line: &[u8]) -> &[u8] {
    let mut end = 0_usize;
    let mut escaped = false;
    for (at, byte) in line.iter().enumerate() {
        if escaped || *byte != b' ' {
            end = at.saturating_add(1);
        }
        escaped = !escaped && *byte == b'\\';
    }
    line.get(..end).unwrap_or_default()
}
