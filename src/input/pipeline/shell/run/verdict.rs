//! What becomes of the failures.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::{Reached, Resolved, TELLS, Texts};
use super::join::DECIDED;
use super::world::{Ends, Flow, World};
use super::{Around, Run};

/// Why nobody can say what becomes of a failure in a script that goes through too much.
const TOO_LONG: &str = "the script is too long to be followed";

/// What is seen of the commands of a script.
#[derive(Default)]
pub(in super::super) struct Followed {
    /// By where they begin; nothing of those that it never comes to.
    seen: BTreeMap<usize, Seen>,
    /// Whether it was not followed to its end.
    pub(super) gave_up: bool,
    /// Whether it may come to more than is seen.
    is_cut: bool,
}

impl Followed {
    /// What is seen of a command that begins somewhere.
    pub(in super::super) fn of(&mut self, at: usize) -> Seen {
        let unseen = || {
            if self.gave_up || self.is_cut {
                Seen {
                    reached: Reached::Maybe,
                    runs_program: true,
                    fate: Fate::Unsure(TOO_LONG.to_owned()),
                    ..Seen::default()
                }
            } else {
                Seen::default()
            }
        };
        self.seen.remove(&at).unwrap_or_else(unseen)
    }
}

/// What is seen of a command.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Seen {
    pub(in super::super) reached: Reached,
    /// Whether it is a program or a command of the shell, not always a function of the script.
    pub(in super::super) runs_program: bool,
    pub(in super::super) resolved: Vec<Resolved>,
    /// What it sees of the variables that the script sets.
    pub(in super::super) sets: Rc<BTreeMap<String, Texts>>,
    pub(in super::super) fate: Fate,
}

/// What the script does when a command fails.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) enum Fate {
    /// It fails.
    #[default]
    Fails,
    /// It goes on: why.
    GoesOn(String),
    /// Nobody can say: why.
    Unsure(String),
}

/// How a script ended in the worlds in which one command fails.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    fails: bool,
    /// The first reasons.
    goes_on: Option<String>,
    unsure: Option<String>,
}

impl Verdict {
    fn fate(&self) -> Fate {
        match (&self.unsure, &self.goes_on) {
            (Some(why), _) => Fate::Unsure(why.clone()),
            (None, Some(_)) if self.fails => Fate::Unsure(DECIDED.to_owned()),
            (None, Some(why)) => Fate::GoesOn(why.clone()),
            (None, None) => Fate::Fails,
        }
    }
}

impl<'s> Run<'s> {
    /// The script ends in a world.
    pub(super) fn finish(&mut self, mut world: World<'s>) {
        let trap = world.env.exit_trap.take().and_then(|at| self.traps.get(&at));
        let Some(list) = trap else { return self.record(&world) };
        let status = world.status.clone();
        world.flow = Flow::Runs;
        let inner = Around { foreign: true, kept: true, subshells: 1, ..Around::NOTHING };
        for mut world in self.list(list, vec![world], inner) {
            if world.flow == Flow::Exits {
                world.because(|| "`trap … EXIT`".to_owned());
            } else {
                world.status = status.clone();
            }
            self.record(&world);
        }
    }

    fn record(&mut self, world: &World<'s>) {
        let Some(who) = world.who else {
            self.left = self.left.saturating_add(1);
            if !world.status.is_failure() {
                self.well = self.well.saturating_add(1);
            }
            return;
        };
        let verdict = self.verdicts.entry(who).or_default();
        match &world.status.ends {
            Ends::NonZero => verdict.fails = true,
            Ends::Unsure(why) => drop(verdict.unsure.get_or_insert_with(|| why.clone())),
            Ends::Zero | Ends::Assumed => {
                if let Some(place) = world.handed {
                    verdict.unsure.get_or_insert_with(|| format!("{TELLS} {place} how it ended"));
                } else {
                    let why = world.why.as_deref().unwrap_or("the script ends with 0");
                    verdict.goes_on.get_or_insert_with(|| why.to_owned());
                }
            }
        }
    }

    /// Nothing is left of the failure: the script ends as it would have without it.
    pub(super) fn forgets(&mut self, world: &World<'s>) {
        let Some(who) = world.who else { return };
        let why = world.why.as_deref().unwrap_or("the script goes on");
        self.forgotten.push((who, why.to_owned(), self.well));
    }

    pub(super) fn unsure(&mut self, world: &World<'s>, why: &str) {
        if let Some(who) = world.who {
            self.verdicts.entry(who).or_default().unsure.get_or_insert_with(|| why.to_owned());
        }
    }

    /// What is seen of each command; of several calls the one counts that can stop the script.
    pub(super) fn judged(mut self) -> Followed {
        for (who, why, well) in std::mem::take(&mut self.forgotten) {
            let verdict = self.verdicts.entry(who).or_default();
            if well == self.well {
                verdict.fails = true;
            } else {
                verdict.goes_on.get_or_insert(why);
            }
        }
        let mut fates: BTreeMap<usize, Fate> = BTreeMap::new();
        for (who, verdict) in &self.verdicts {
            let fate = verdict.fate();
            let known = fates.entry(who.command).or_insert_with(|| fate.clone());
            let takes = match (&*known, &fate) {
                (Fate::Fails, _) | (Fate::Unsure(_), Fate::GoesOn(_)) => false,
                (Fate::GoesOn(_) | Fate::Unsure(_), _) => true,
            };
            if takes {
                *known = fate;
            }
        }
        let gave_up = self.steps == 0;
        for (at, seen) in &mut self.seen {
            seen.fate = fates.remove(at).unwrap_or_default();
            match self.doubt {
                _ if gave_up => seen.fate = Fate::Unsure(TOO_LONG.to_owned()),
                Some(doubt) if seen.fate == Fate::Fails => seen.fate = Fate::Unsure(doubt.to_owned()),
                _ => {}
            }
        }
        Followed { seen: self.seen, gave_up, is_cut: self.is_cut }
    }
}

/// Takes in what a word is at another turn.
pub(super) fn also(known: &mut Resolved, other: Resolved) {
    known.splits |= other.splits;
    known.texts = match (known.texts.take(), other.texts) {
        (Some(known), Some(other)) => Some(known.into_iter().chain(other).collect::<BTreeSet<_>>()),
        _ => None,
    };
}
