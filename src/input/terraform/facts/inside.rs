//! Arguments inside blocks, and those of data sources.
//!
//! What is not known there yet was written by somebody: a `dynamic` block leaves no trace in the configuration of a plan,
//! so that nothing can be told from an argument that nobody seems to have written.

use serde_json::Value;

use super::argument::{Argument, Hidden, LATER, SENSITIVE, dotted, is_hidden};
use crate::input::Segment;
use crate::input::terraform::address::{Part, parts};
use crate::input::terraform::model::{Reference, Resource};
use crate::knowledge::table::Column;

/// What a path of a table leads to in a resource: the path of an argument, or a list of which the number of elements is not
/// known, and why.
pub(super) type Expanded = Result<Vec<Segment>, (Vec<Segment>, &'static str)>;

impl Resource {
    /// What the plan says about an argument, inside a block or not.
    pub(super) fn at(&self, path: &[Segment]) -> Argument<'_> {
        if path.len() > 1 { self.in_block(path) } else { self.argument(path) }
    }

    /// What the plan says about an argument inside a block.
    pub(super) fn in_block(&self, path: &[Segment]) -> Argument<'_> {
        match self.planned(path) {
            Err(Hidden) => Argument::Unknown(SENSITIVE),
            Ok(_) if self.is_unknown(path) => Argument::Unknown(LATER),
            Ok(Some(value)) => Argument::Known(value),
            Ok(None) => Argument::Absent,
        }
    }

    /// Why something at or below a path inside a block is not known; `None` when all of it is.
    pub(super) fn in_part(&self, path: &[Segment]) -> Option<&'static str> {
        match self.planned(path) {
            Err(Hidden) => Some(SENSITIVE),
            Ok(value) if value.is_some_and(hides) => Some(SENSITIVE),
            Ok(_) => self.is_unknown(path).then_some(LATER),
        }
    }

    /// The number of elements of a list that is there, whatever is not known inside of them.
    ///
    /// # Errors
    /// Why it is not known.
    pub(super) fn count_inside(&self, path: &[Segment]) -> Result<usize, &'static str> {
        let later = |depth: usize| path.get(..depth).is_some_and(|above| self.unknown.contains_key(&dotted(above)));
        match self.planned(path) {
            Err(Hidden) => Err(SENSITIVE),
            Ok(_) if (1..=path.len()).any(later) => Err(LATER),
            Ok(value) => Ok(value.and_then(Value::as_array).map_or(0, Vec::len)),
        }
    }

    /// What is known of a value, though some of it is not; never null.
    pub(super) fn raw(&self, path: &[Segment]) -> Option<&Value> {
        self.planned(path).ok().flatten()
    }

    /// What an argument inside a block refers to. The code of a `dynamic` block stands for each block that it makes, and
    /// is listed as that of the first.
    pub(super) fn references_inside<'a>(&'a self, path: &[Segment]) -> Vec<&'a Reference> {
        let own: Vec<&Reference> = self.references(path).collect();
        match path.get(1) {
            Some(Segment::Index(index)) if own.is_empty() && *index > 0 && self.file.is_some() => {
                let mut first = path.to_vec();
                first.splice(1..2, [Segment::Index(0)]);
                self.references(&first).collect()
            }
            _ => own,
        }
    }

    /// The paths that a row of a table means by one with `[]` for each element of a list: `inline_policy[].policy`.
    pub(super) fn expand(&self, row: &str) -> Vec<Expanded> {
        self.expanded(row, false)
    }

    /// The same where the last list is one of blocks.
    pub(super) fn expand_blocks(&self, row: &str) -> Vec<Expanded> {
        self.expanded(row, true)
    }

    fn expanded(&self, row: &str, blocks: bool) -> Vec<Expanded> {
        let mut found: Vec<Expanded> = vec![Ok(Vec::new())];
        let steps: Vec<&str> = Column::steps(row).filter(|step| !matches!(*step, "" | "-")).collect();
        for (last, step) in (1..).zip(steps.iter().copied()) {
            let (name, chosen) = step.strip_suffix(']').and_then(|step| step.split_once('[')).unwrap_or((step, ""));
            let (each, by) = (name.len() < step.len(), chosen.split_once('='));
            let step = name.parse().map_or_else(|_| Segment::Key(name.to_owned()), Segment::Index);
            let below = found.into_iter().flat_map(|path| match path {
                Ok(mut path) => {
                    path.push(step.clone());
                    let elements = || self.elements(&path, blocks || last < steps.len());
                    match by {
                        Some(by) => elements().into_iter().filter_map(|element| self.chosen(element, by)).collect(),
                        None if each => elements(),
                        None => vec![Ok(path)],
                    }
                }
                Err(lost) => vec![Err(lost)],
            });
            found = below.collect();
        }
        found
    }

    /// An element if an argument of it has a value; lost if that is not known.
    fn chosen(&self, element: Expanded, (name, value): (&str, &str)) -> Option<Expanded> {
        let path = match element {
            Ok(path) => path,
            lost => return Some(lost),
        };
        let named: Vec<Segment> = path.iter().cloned().chain([Segment::Key(name.to_owned())]).collect();
        match self.in_block(&named) {
            Argument::Known(found) => (found.as_str() == Some(value)).then_some(Ok(path)),
            Argument::Absent => None,
            Argument::Unknown(why) => Some(Err((path, why))),
        }
    }

    /// The elements of a list. One that the code leaves to the provider has none.
    fn elements(&self, list: &[Segment], blocks: bool) -> Vec<Expanded> {
        match self.count_inside(list) {
            Ok(count) => {
                (0..count).map(|index| Ok(list.iter().cloned().chain([Segment::Index(index)]).collect())).collect()
            }
            // The configuration of a plan leaves out blocks that `dynamic` makes: without the code nobody can tell.
            Err(LATER) if list.len() == 1 && !self.is_written(list) && !(blocks && self.file.is_none()) => Vec::new(),
            Err(why) => vec![Err((list.to_vec(), why))],
        }
    }
}

/// The ARNs that an argument inside a block refers to; `None` when it refers to anything else, or to nothing. The ARN of a
/// resource of AWS is never a wildcard, whatever is put behind it.
pub(super) fn arns(resource: &Resource, path: &[Segment]) -> Option<Vec<String>> {
    let references = resource.references_inside(path);
    let arn = |attribute: &str| attribute.rsplit(['.', '_']).next() == Some("arn");
    let names = references.iter().map(|reference| {
        let kind = named(&reference.to).map(|(_, kind)| kind);
        let of_aws = kind.is_some_and(|kind| kind.starts_with("aws_") || kind.starts_with("awscc_"));
        (of_aws && arn(&reference.attr)).then(|| format!("{}.{}", reference.to, reference.attr))
    });
    names.collect::<Option<Vec<_>>>().filter(|names| !names.is_empty())
}

/// Whether an argument refers to something, and only to resources that `fits` says yes to, by their type. A data source
/// may be anything.
pub(super) fn refers_only_to(resource: &Resource, path: &[Segment], fits: impl Fn(&str) -> bool) -> bool {
    let references = resource.references_inside(path);
    let fit = |reference: &&Reference| named(&reference.to).is_some_and(|(managed, kind)| managed && fits(&kind));
    !references.is_empty() && references.iter().all(fit)
}

/// The type in the address of a resource or data source, and whether it is a resource.
pub(super) fn named(address: &str) -> Option<(bool, String)> {
    let parts = parts(address)?;
    let mut names = parts.into_iter().rev().filter_map(|part| match part {
        Part::Name(name) => Some(name),
        _ => None,
    });
    let kind = names.nth(1)?;
    Some((names.next().is_none_or(|before| before != "data"), kind))
}

/// Whether a value has a marker somewhere inside.
pub(super) fn hides(value: &Value) -> bool {
    is_hidden(value)
        || match value {
            Value::Array(items) => items.iter().any(hides),
            Value::Object(entries) => entries.values().any(hides),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn the_type_of_a_resource_stands_in_its_address() {
        for (address, expected) in [
            ("aws_s3_bucket.b", Some((true, "aws_s3_bucket"))),
            ("module.m[\"a.b\"].aws_s3_bucket.b[0]", Some((true, "aws_s3_bucket"))),
            ("data.aws_iam_policy.p", Some((false, "aws_iam_policy"))),
            ("module.m.data.aws_iam_policy.p", Some((false, "aws_iam_policy"))),
            ("var", None),
            ("", None),
        ] {
            assert_eq!(named(address), expected.map(|(managed, kind)| (managed, kind.to_owned())), "{address}");
        }
    }
}
