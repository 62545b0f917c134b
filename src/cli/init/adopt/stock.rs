//! What is open now: the debts that a baseline can answer for, and what is left.

use jiff::civil::Date;

use super::super::super::check::{Ran, adopted};
use super::file::Terms;
use crate::baseline::{Debt, Unread};
use crate::finding::{Finding, Severity, State};
use crate::limits::LIMITS;
use crate::outcome::Unjudged;
use crate::report::remedy;
use crate::source::codeowners::CodeOwners;
use crate::source::{Files, Position, RepoPath};
use crate::waiver::same_person;

/// Where a forge looks for owners.
const GITLAB: &str = ".gitlab/CODEOWNERS";

/// Everything that is open.
pub(super) struct Stock {
    /// What a baseline can answer for.
    pub(super) taken: Vec<Taken>,
    /// What it cannot.
    pub(super) left: Vec<Left>,
}

/// One debt, before anybody knows when it is due.
pub(super) struct Taken {
    pub(super) debt: Debt,
    pub(super) severity: Severity,
    pub(super) position: Option<Position>,
    /// What is wrong; not escaped.
    pub(super) what: String,
    /// Who answers for it.
    pub(super) owner: String,
    /// The last day on which it may stay.
    pub(super) expires: Date,
}

/// Something that no baseline answers for; not escaped.
pub(super) struct Left {
    /// Of what kind it is.
    pub(super) name: String,
    pub(super) place: String,
    pub(super) what: String,
    pub(super) todo: String,
}

impl Stock {
    /// Sorts what a run came to.
    pub(super) fn of(ran: &Ran, terms: &Terms) -> Self {
        let mut stock = Self { taken: Vec::new(), left: Vec::new() };
        let owners = owners(ran.judged.files.as_ref());
        let owner = |path: &RepoPath| {
            let named = owners.of(path.as_str()).iter().find(|name| !same_person(name, &terms.approver));
            named.unwrap_or(&terms.owner).clone()
        };
        for finding in ran.outcome.findings.iter().filter(|finding| finding.disposition.is_open()) {
            match debt(ran, finding) {
                Some(debt) => stock.taken.push(Taken {
                    owner: owner(&debt.path),
                    debt,
                    severity: finding.severity,
                    position: Some(finding.location.start),
                    what: finding.message.raw().to_owned(),
                    expires: Date::ZERO,
                }),
                None => stock.left.push(left(ran, finding)),
            }
        }
        stock.unjudged(ran, &owner);
        stock
    }

    /// What could not be judged.
    fn unjudged(&mut self, ran: &Ran, owner: &dyn Fn(&RepoPath) -> String) {
        let unplanned = &ran.seen.unplanned;
        let evidence = adopted::evidence(&ran.judged, &ran.config);
        let unread = Unread { files: ran.judged.files.as_ref(), unplanned, evidence: &evidence };
        for it in &ran.outcome.unjudged {
            let debt = match (&it.path, &it.policy) {
                (Some(path), None) => unread.debt(path, it.reason.raw(), it.unread),
                _ => Err("it is about the run as a whole"),
            };
            match debt {
                Ok(debt) => self.taken.push(Taken {
                    owner: owner(&debt.path),
                    debt,
                    severity: Severity::High,
                    position: it.position,
                    what: it.reason.raw().to_owned(),
                    expires: Date::ZERO,
                }),
                Err(why) => self.left.push(left_unjudged(it, why)),
            }
        }
        let broken = ran.outcome.coverage.cells().iter().filter_map(|cell| match &cell.state {
            State::Incomplete(why) => Some((cell, why)),
            _ => None,
        });
        self.left.extend(broken.map(|(cell, why)| Left {
            name: format!("{} not evaluated", cell.policy),
            place: cell.path.as_str().to_owned(),
            what: why.raw().to_owned(),
            todo: "a policy that cannot be evaluated is no debt; mend it or the file".to_owned(),
        }));
    }
}

/// The debt of a finding, if a baseline may answer for it.
fn debt(ran: &Ran, finding: &Finding) -> Option<Debt> {
    let is_adoptable = ran.outcome.policies.get(&finding.policy).is_some_and(|policy| policy.meta.adoptable);
    let is_exact = !finding.location.path.as_str().contains(['*', '?']);
    Debt::of(finding).filter(|_| is_adoptable && is_exact)
}

fn left(ran: &Ran, finding: &Finding) -> Left {
    let policy = ran.outcome.policies.get(&finding.policy);
    let slug = policy.map_or("", |policy| policy.meta.slug.as_str());
    Left {
        name: format!("{} {slug}", finding.policy),
        place: format!("{}:{}", finding.location.path.as_str(), finding.location.start),
        what: finding.message.raw().to_owned(),
        todo: policy.map(|policy| remedy(finding, policy).to_owned()).unwrap_or_default(),
    }
}

fn left_unjudged(it: &Unjudged, why: &str) -> Left {
    let place = it.path.as_ref().map_or("this run", RepoPath::as_str).to_owned();
    Left { name: "not judged".to_owned(), place, what: it.reason.raw().to_owned(), todo: format!("no debt: {why}") }
}

/// Whom the tree names for its files.
fn owners(files: &dyn Files) -> CodeOwners {
    let places = CodeOwners::PLACES.into_iter().chain([GITLAB]).filter_map(RepoPath::new);
    let found =
        places.filter(|place| files.contains(place)).find_map(|place| files.read(&place, LIMITS.file_bytes).ok());
    found.map(|source| CodeOwners::read(source.text())).unwrap_or_default()
}
