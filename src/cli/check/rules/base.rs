//! Which commit the rules come from: never one that the author of the change can choose.

use std::path::Path;

use jiff::civil::Date;

use super::super::super::args::Check;
use super::super::super::error::CliError;
use super::super::judged::Judged;
use super::Rules;
use super::read::read;
use crate::outcome::RulesFrom;
use crate::source::{Files, Revision, SourceError, Standing};

/// Loads the rules from the base revision, or from the judged tree when there is none.
pub(in super::super) fn load(root: &Path, call: &Check, judged: &Judged, today: Date) -> Result<Rules, CliError> {
    let Some(revision) = &call.base else {
        return read(judged.files.as_ref(), RulesFrom::WorkingTree, (root, call, today));
    };
    let (base, from) = base(root, revision, call)?;
    if let Some((name, why)) = base.unreadable().first() {
        let message = format!("{revision}: {name} below .gate cannot be read: {why}");
        return Err(CliError::usage(message, "rename it on the base branch"));
    }
    let mut rules = read(&base, from, (root, call, today))?;
    rules.base = Some(base);
    Ok(rules)
}

/// The commit that rules come from: never one that the author of the change can choose.
fn base(root: &Path, revision: &str, call: &Check) -> Result<(Revision, RulesFrom), CliError> {
    let base = match (Revision::open(root, revision, call.owner()), &call.merge_of) {
        (Err(missing @ SourceError::UnknownRevision { .. }), Some(merged)) => {
            Revision::of_merge(root, merged, call.owner())?.ok_or(missing)?
        }
        (opened, _) => opened?,
    };
    let standing = base.standing()?;
    // What is not committed cannot edit the commit under it, and nobody but a person writes this name.
    let uncommitted = || revision == "HEAD" && base.is_edited();
    match standing {
        Standing::Same | Standing::Holds if call.allow_merged => {
            let judged = Revision::open(root, "HEAD", call.owner())?;
            let from = RulesFrom::Merged { revision: revision.to_owned(), commit: judged.commit() };
            Ok((judged, from))
        }
        Standing::Same if !uncommitted() => Err(CliError::usage(
            format!("--base {revision} is the judged commit itself: the change would be judged by its own rules"),
            "pass the branch that the change goes to (--base origin/main), or nothing where no change is judged",
        )),
        Standing::Holds => Err(CliError::usage(
            format!("--base {revision} holds the judged commit already: there is no change to judge"),
            "check out what is to be merged; for a tag or a schedule add --allow-merged",
        )),
        Standing::Same | Standing::Apart => {
            let from = RulesFrom::Base { revision: revision.to_owned(), commit: base.commit() };
            Ok((base, from))
        }
    }
}
