//! Submodules: what is outside of this repository, and what the platform would run of it all the same.

use super::exclusions::runs_by_itself;
use super::gather::Gathered;
use super::judged::Judged;
use crate::finding::Text;
use crate::input::Outside;
use crate::limits::LIMITS;
use crate::outcome::Unjudged;
use crate::source::submodule::{Address, GITMODULES, Submodule, addresses};
use crate::source::{Position, RepoPath, secret};

/// How firmly git keeps a submodule.
const PIN: &str = "sha";

impl Gathered {
    /// Names every submodule of the tree, and says which ones hold a pipeline at a place where it runs.
    pub(super) fn submodules(&mut self, judged: &Judged) {
        let file = RepoPath::new(GITMODULES);
        let source = file.and_then(|file| judged.files.read(&file, LIMITS.file_bytes).ok());
        let named = source.as_deref().map(|source| addresses(source.text())).unwrap_or_default();
        for submodule in judged.files.submodules() {
            if !self.options.looks_at(&submodule.path) {
                continue;
            }
            let address = named.iter().find(|address| RepoPath::new(&address.path).as_ref() == Some(&submodule.path));
            let at = source
                .as_deref()
                .zip(address)
                .map(|(source, address)| (source.path().clone(), source.position(address.offset)));
            self.outside.push(outside(submodule, address, at));
            if submodule.files.iter().any(runs_by_itself) {
                let why = "a submodule with a pipeline at a place where it runs: it is the code of another repository, \
                           and nothing here judges it; run gate there";
                self.unjudged.push(Unjudged { unread: true, ..Unjudged::of(&submodule.path, why) });
            }
            let is_python = |file: &&RepoPath| file.extension().is_some_and(|it| it.eq_ignore_ascii_case("py"));
            let files = submodule.files.iter().filter(is_python).cloned().collect();
            self.foreign.push(Submodule { files, ..submodule.clone() });
        }
    }
}

/// A submodule by its path, its address and its commit; it stands in `.gitmodules`, if that names it.
fn outside(submodule: &Submodule, address: Option<&Address>, at: Option<(RepoPath, Position)>) -> Outside {
    let from = address.map(|address| format!(" ({})", secret::mask(&address.url))).unwrap_or_default();
    let name = Text::new(&format!("submodule {}{from}@{}", submodule.path.as_str(), submodule.commit));
    let (path, position) = at.map_or_else(|| (submodule.path.clone(), None), |(path, at)| (path, Some(at)));
    Outside { path, position, name, pin: PIN.to_owned() }
}
