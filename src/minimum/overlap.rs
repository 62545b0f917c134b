//! Whether two patterns could ever cover one path, whatever files there are.
//!
//! Each pattern is made into a machine that reads a path byte by byte. Both read the same path at once; where a path leads
//! both to an end, it is one that both cover, and the shortest such path shows it.

use std::collections::{BTreeSet, VecDeque};

use globset::GlobBuilder;
use regex_automata::Anchored;
use regex_automata::dfa::{Automaton, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};

/// Bytes of one machine; patterns that people write take a few thousand.
const MACHINE_BYTES: usize = 1 << 20;

/// Pairs of states that are looked at.
const PAIRS: usize = 20_000;

/// Everything that a pattern covers: what it matches, and all below that.
#[derive(Debug, Clone)]
pub(super) struct Reach {
    machine: dense::DFA<Vec<u32>>,
    start: StateID,
}

/// Whether two patterns have a path in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Overlap {
    /// No path.
    None,
    /// This one, for example.
    At(String),
    /// More than can be looked at.
    Unclear,
}

/// How far one pattern is: in a state, or done, because it has matched a folder that the path goes on in.
type At = Option<StateID>;

impl Reach {
    /// What a pattern covers, in the words of `exclude`; here `**` may stand for everything.
    ///
    /// # Errors
    /// Why it is no pattern.
    pub(super) fn of(text: &str) -> Result<Self, String> {
        let inside = text.trim_end_matches('/');
        if text.starts_with('/') || inside.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err(format!("`{text}` is not relative to the root of the repository"));
        }
        let glob = GlobBuilder::new(inside).literal_separator(true).backslash_escape(true).build();
        let glob = glob.map_err(|error| format!("`{text}` is no glob: {}", error.kind()))?;
        let machine = dense::Builder::new()
            .configure(
                dense::Config::new()
                    .start_kind(regex_automata::dfa::StartKind::Anchored)
                    .dfa_size_limit(Some(MACHINE_BYTES))
                    .determinize_size_limit(Some(MACHINE_BYTES)),
            )
            .syntax(syntax::Config::new().utf8(false).dot_matches_new_line(true))
            .thompson(thompson::Config::new().utf8(false).nfa_size_limit(Some(MACHINE_BYTES)))
            .build(glob.regex())
            .map_err(|_| format!("`{text}` has too many alternatives; write several patterns"))?;
        let start = machine.start_state(&start::Config::new().anchored(Anchored::Yes));
        let start = start.map_err(|_| format!("`{text}` cannot be looked into"))?;
        Ok(Self { machine, start })
    }

    /// Whether a path is covered by both.
    pub(super) fn overlap(&self, other: &Self) -> Overlap {
        // The machines, and whether a part of the path begins here.
        let begin: (At, At, bool) = (Some(self.start), Some(other.start), true);
        let (mut seen, mut open) = (BTreeSet::from([begin]), VecDeque::from([(begin, Vec::new())]));
        while let Some(((one, two, fresh), path)) = open.pop_front() {
            if !fresh && self.ends(one) && other.ends(two) {
                return Overlap::At(String::from_utf8_lossy(&path).into_owned());
            }
            for byte in bytes().filter(|byte| !(fresh && *byte == b'/')) {
                let (Some(one), Some(two)) = (self.next(one, byte), other.next(two, byte)) else { continue };
                let next = (one, two, byte == b'/');
                if seen.insert(next) {
                    open.push_back((next, path.iter().copied().chain([byte]).collect()));
                }
            }
            if seen.len() > PAIRS {
                return Overlap::Unclear;
            }
        }
        Overlap::None
    }

    /// The state behind one more byte of the path; nothing where the pattern can no longer cover it.
    fn next(&self, at: At, byte: u8) -> Option<At> {
        let Some(state) = at else { return Some(None) };
        if byte == b'/' && self.ends(at) {
            return Some(None);
        }
        let state = self.machine.next_state(state, byte);
        let is_over = self.machine.is_dead_state(state) || self.machine.is_quit_state(state);
        (!is_over).then_some(Some(state))
    }

    /// Whether a path that ends here is covered.
    fn ends(&self, at: At) -> bool {
        at.is_none_or(|state| self.machine.is_match_state(self.machine.next_eoi_state(state)))
    }
}

/// Every byte that a path may hold, those first that read well in an example.
fn bytes() -> impl Iterator<Item = u8> {
    (b'a'..=b'z').chain([b'/', b'.']).chain((1..=u8::MAX).filter(|byte| !matches!(byte, b'a'..=b'z' | b'/' | b'.')))
}

#[cfg(test)]
mod tests {
    use super::{Overlap, Reach};
    use crate::config::Pattern;
    use crate::source::RepoPath;

    fn overlap(one: &str, other: &str) -> Overlap {
        Reach::of(one).unwrap().overlap(&Reach::of(other).unwrap())
    }

    #[test]
    fn patterns_that_could_cover_one_path_are_told_from_those_that_could_not() {
        let apart = [
            ("docs/**", "infra/**"),
            ("tests/fixtures", "infra/**"),
            ("infra2", "infra"),
            ("docs/*.tf", "infra/*.tf"),
            ("vendor/**/*.tf", ".github/**"),
            ("tests/[!i]*", "infra/**"),
            ("examples/{a,b}", "examples/c/**"),
            ("a/b", "a/b2/**"),
            ("a/?/c", "a/bb/**"),
            (r"a/\*", "a/b"),
        ];
        for (one, other) in apart {
            assert_eq!(overlap(one, other), Overlap::None, "{one} {other}");
            assert_eq!(overlap(other, one), Overlap::None, "{other} {one}");
        }
        let both = [
            ("infra", "infra/**"),
            ("infra/", "infra/prod/**"),
            ("infra/prod/old", "infra/**"),
            ("infra/prod/**", "infra"),
            ("**/testdata", "infra/**"),
            ("**/testdata/**", ".github/**"),
            ("*/fixtures", "infra/**"),
            ("infra*", "infra/**"),
            ("i*a/**", "infra/**"),
            ("{docs,infra}/old", "infra/**"),
            ("[a-z]nfra", "infra/**"),
            ("**/*.tf", "infra/**"),
            ("docs", "**"),
            ("docs", "**/*.tf"),
            ("in?ra/x", "infra/**"),
            (".github/workflows/old.yml", ".github/**"),
            ("*.tf", "**/*.tf"),
            ("\u{e4}/*", "\u{e4}/b"),
        ];
        for (one, other) in both {
            for (one, other) in [(one, other), (other, one)] {
                let Overlap::At(path) = overlap(one, other) else { panic!("{one} {other}") };
                let path = RepoPath::new(&path).unwrap_or_else(|| panic!("{one} {other}: {path:?}"));
                for text in [one, other].into_iter().filter(|text| *text != "**") {
                    assert!(Pattern::try_from(text.to_owned()).unwrap().covers(&path), "{text} does not cover {path}");
                }
            }
        }
    }

    #[test]
    fn an_example_reads_well() {
        assert_eq!(overlap("**/testdata", "infra/**"), Overlap::At("infra/testdata".to_owned()));
        assert_eq!(overlap("*/fixtures", "infra/**"), Overlap::At("infra/fixtures".to_owned()));
    }

    #[test]
    fn what_is_no_pattern_or_too_much_is_refused() {
        for (text, why) in [
            ("", "relative to the root"),
            ("/etc", "relative to the root"),
            ("../a", "relative to the root"),
            ("a//b", "relative to the root"),
            ("a[", "no glob"),
            (&format!("*a{}", "?".repeat(40)), "too many alternatives"),
        ] {
            assert!(Reach::of(text).unwrap_err().contains(why), "{text}");
        }
    }
}
