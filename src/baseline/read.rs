//! Reads the baseline, and says of what is not right where it stands.

use jiff::civil::Date;

use super::{Baseline, Debt, DebtKind, Entry};
use crate::config::{ConfigError, Day};
use crate::finding::PolicyId;
use crate::input::Problem;
use crate::input::tree::{self, Node};
use crate::limits::LIMITS;
use crate::source::{Position, RepoPath, Source, Span};
use crate::waiver::says_nothing;

/// The keys of the file.
const KEYS: [&str; 5] = ["version", "adopted", "approver", "reason", "entries"];
/// The keys of an entry.
const ENTRY_KEYS: [&str; 7] = ["answer", "policy", "where", "debt", "owner", "expires", "reason"];

/// Reads a baseline.
///
/// # Errors
/// [`ConfigError`] at the key or value at fault: an unknown or missing key, one that stands twice, an alias, a pattern, an
/// impossible date, digits that are none.
pub fn read(source: &Source) -> Result<Baseline, ConfigError> {
    let tree = tree::parse(source, &LIMITS).map_err(|problem| unreadable(source, &problem))?;
    let reader = Reader { source };
    if let Some(problem) = tree.problems.first() {
        return Err(unreadable(source, problem));
    }
    if let Some(second) = tree.documents.get(1) {
        return Err(reader.wrong(second.span, "a second document in one baseline", "keep one, without `---`"));
    }
    let root = tree.root().filter(|root| root.is_mapping()).ok_or_else(|| {
        reader.wrong(
            Span::new(0, 0),
            "no baseline: the file holds no mapping",
            "delete it and let `gate init --adopt` write one",
        )
    })?;
    reader.written_out(root)?;
    reader.keys(root, &KEYS)?;
    let version = reader.text(root, "version")?;
    if version.0 != "1" {
        return Err(reader.wrong(version.1, "this gate knows version 1 of the baseline", "write `version: 1`"));
    }
    let adopted = reader.date(root, "adopted")?;
    let approver = reader.name(root, "approver")?;
    let reason = reader.name(root, "reason")?;
    let entries = reader.required(root, "entries")?;
    let entries = match entries.as_sequence() {
        Some(entries) => entries.iter().map(|entry| reader.entry(entry)).collect::<Result<_, _>>()?,
        None if entries.is_absent() => Vec::new(),
        None => return Err(reader.wrong(entries.span, "`entries` is no list", "write one entry a line: `- { … }`")),
    };
    Ok(Baseline { adopted, approver, reason, entries })
}

/// An error of the YAML itself, at its place.
fn unreadable(source: &Source, problem: &Problem) -> ConfigError {
    let Position { line, column, .. } = problem.position.unwrap_or(Position::START);
    let line = source.line_span(line).unwrap_or_default();
    let before = usize::try_from(column).unwrap_or(1).saturating_sub(1);
    let offset =
        source.slice(line).char_indices().nth(before).map_or(line.end, |(at, _)| line.start.saturating_add(at));
    let help = "mend the line, or take the file as it was from git";
    ConfigError::invalid(source, Span::new(offset, line.end.max(offset)), problem.message.raw(), help)
}

struct Reader<'a> {
    source: &'a Source,
}

impl Reader<'_> {
    fn wrong(&self, span: Span, message: impl Into<String>, help: &str) -> ConfigError {
        ConfigError::invalid(self.source, span, message, help)
    }

    /// Checks the keys of a mapping: each is known and is written out, as is its value.
    fn keys(&self, mapping: &Node, known: &[&str]) -> Result<(), ConfigError> {
        for entry in mapping.entries() {
            self.written_out(&entry.key)?;
            let Some(name) = entry.name() else {
                return Err(self.wrong(entry.key.span, "a key that is no text", &one_of(known)));
            };
            if !known.contains(&name) {
                return Err(self.wrong(entry.key.span, format!("unknown key `{name}`"), &one_of(known)));
            }
            self.written_out(&entry.value)?;
        }
        Ok(())
    }

    /// An alias, a merge key or a tag would say what an entry covers somewhere else.
    fn written_out(&self, node: &Node) -> Result<(), ConfigError> {
        let hidden = node.alias.or_else(|| node.tag.as_ref().map(|tag| tag.span));
        hidden.map_or(Ok(()), |span| {
            Err(self.wrong(
                span,
                "an alias or a tag: what holds has to be read where it stands",
                "write the value itself",
            ))
        })
    }

    fn required<'n>(&self, mapping: &'n Node, key: &str) -> Result<&'n Node, ConfigError> {
        mapping.get(key).ok_or_else(|| {
            let span = self.source.first_line(mapping.span);
            self.wrong(span, format!("missing key `{key}`"), "`gate init --adopt` writes every key; see the README")
        })
    }

    /// The text of a scalar that is not empty.
    fn text<'n>(&self, mapping: &'n Node, key: &str) -> Result<(&'n str, Span), ConfigError> {
        let node = self.required(mapping, key)?;
        match node.as_str() {
            Some(text) if !text.trim().is_empty() => Ok((text, node.span)),
            Some(_) => {
                Err(self.wrong(self.source.first_line(node.span), format!("`{key}` is empty"), "write its value"))
            }
            None => {
                Err(self.wrong(self.source.first_line(node.span), format!("`{key}` is no text"), "write its value"))
            }
        }
    }

    /// Who or why: a text that says something.
    fn name(&self, mapping: &Node, key: &str) -> Result<String, ConfigError> {
        let (text, span) = self.text(mapping, key)?;
        if says_nothing(text) {
            return Err(self.wrong(
                self.source.first_line(span),
                format!("`{key}` says nothing"),
                "name who answers, or why",
            ));
        }
        Ok(text.to_owned())
    }

    fn date(&self, mapping: &Node, key: &str) -> Result<Date, ConfigError> {
        let (text, span) = self.text(mapping, key)?;
        Day::read(text).map(|day| day.0).ok_or_else(|| {
            self.wrong(
                self.source.first_line(span),
                format!("`{key}` is no day of the calendar"),
                "write it as YYYY-MM-DD",
            )
        })
    }

    fn entry(&self, node: &Node) -> Result<Entry, ConfigError> {
        self.written_out(node)?;
        if !node.is_mapping() {
            let span = self.source.first_line(node.span);
            return Err(self.wrong(span, "an entry that is no mapping", "write `- { policy: …, where: …, debt: … }`"));
        }
        self.keys(node, &ENTRY_KEYS)?;
        let kind = self.kind(node)?;
        let policy = node.get("policy").map(|_| self.policy(node)).transpose()?;
        match (&policy, kind) {
            (Some(_), DebtKind::Unread) => {
                let span = node.get("policy").map_or(node.span, |policy| policy.span);
                return Err(self.wrong(span, "no policy judges what is not read", "leave `policy` out"));
            }
            (None, DebtKind::Violation | DebtKind::Unknown) => {
                self.required(node, "policy")?;
            }
            _ => {}
        }
        let reason = node.get("reason").map(|_| self.name(node, "reason")).transpose()?;
        Ok(Entry {
            debt: Debt { path: self.path(node)?, policy, kind, digits: self.digits(node)? },
            owner: self.name(node, "owner")?,
            expires: self.date(node, "expires")?,
            reason,
            span: self.source.first_line(node.span),
            whole: node.span,
        })
    }

    fn kind(&self, node: &Node) -> Result<DebtKind, ConfigError> {
        if node.get("answer").is_none() {
            return Ok(DebtKind::Violation);
        }
        let (word, span) = self.text(node, "answer")?;
        DebtKind::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or_else(|| {
            self.wrong(
                self.source.first_line(span),
                format!("unknown answer `{word}`"),
                &one_of(&DebtKind::ALL.map(DebtKind::as_str)),
            )
        })
    }

    fn policy(&self, node: &Node) -> Result<PolicyId, ConfigError> {
        let (word, span) = self.text(node, "policy")?;
        PolicyId::new(word).ok_or_else(|| {
            self.wrong(
                self.source.first_line(span),
                format!("`{word}` is no id of a policy"),
                "write it as CI001; see `gate policies`",
            )
        })
    }

    /// The exact path of one file.
    fn path(&self, node: &Node) -> Result<RepoPath, ConfigError> {
        let (text, span) = self.text(node, "where")?;
        let span = self.source.first_line(span);
        if text.contains(['*', '?']) {
            return Err(self.wrong(
                span,
                "`where` is a pattern",
                "name one exact path, and write an entry for each debt",
            ));
        }
        RepoPath::new(text).filter(|path| path.as_str() == text).ok_or_else(|| {
            let help = "write it relative to the root, as a report has it: dags/billing.py";
            self.wrong(span, "`where` is no path inside the repository", help)
        })
    }

    fn digits(&self, node: &Node) -> Result<String, ConfigError> {
        let (text, span) = self.text(node, "debt")?;
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 16 || !text.bytes().all(is_digit) {
            let help = "leave the digits as `gate init --adopt` wrote them";
            return Err(self.wrong(
                self.source.first_line(span),
                "`debt` is not 16 lower-case hexadecimal digits",
                help,
            ));
        }
        Ok(text.to_owned())
    }
}

fn one_of(known: &[&str]) -> String {
    format!("one of {}", known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "))
}
