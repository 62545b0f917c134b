//! How a script runs, without running it: once where nothing fails that does not have to, and from each command on once
//! more where that command fails.
//!
//! What becomes of a failure is what the script ends with then. A world in which nothing is left of the failure, neither
//! in the status nor in a variable nor in where the script is, goes on like the others and is given up.

mod arithmetic;
mod builtin;
mod call;
mod command;
mod compound;
mod declare;
mod errexit;
mod expand;
mod join;
mod meaning;
mod pattern;
mod pipes;
mod test;
#[cfg(test)]
mod tests;
mod value;
mod verdict;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use self::verdict::Verdict;
pub(super) use self::verdict::{Fate, Followed, Seen};
use self::world::{Ends, Who, World};
use super::Setting;
use super::syntax::{AndOr, Connector, List, Part, Pipeline, What};

/// The most worlds with a failing command that are followed at once.
const WORLDS: usize = 64;

/// How deep commands may stand in each other.
const DEPTH: usize = 64;

/// The steps that a script may take, how many more for each of its bytes, and how many at most.
const STEPS: usize = 5_000;
const STEPS_A_BYTE: usize = 4;
const MOST_STEPS: usize = 100_000;

/// How many variables that have to be looked at, where worlds are compared, take as long as a step.
const VARIABLES_A_STEP: usize = 100;

/// What surrounds a command.
#[derive(Clone, Copy)]
struct Around {
    /// Whether its failure is an answer, so that `set -e` does not hold.
    tested: bool,
    /// Whether a world goes on even when nothing is left of the failure: what is printed is put into a word, or a trap
    /// gives the status back.
    kept: bool,
    /// Whether it stands in the text of a trap, not in the script.
    foreign: bool,
    /// How many subshells are around it.
    subshells: usize,
    /// How many functions are being called.
    functions: usize,
    /// The call of a function.
    call: usize,
    /// How many commands are around it, those that call the functions that it stands in included.
    depth: usize,
    /// Where what it prints can be read later.
    handing: Option<&'static str>,
}

impl Around {
    const NOTHING: Self = Self {
        tested: false,
        kept: false,
        foreign: false,
        subshells: 0,
        functions: 0,
        call: 0,
        depth: 0,
        handing: None,
    };

    const fn tested(self) -> Self {
        Self { tested: true, ..self }
    }
}

/// A script as it runs.
struct Run<'s> {
    text: &'s str,
    setting: Setting<'s>,
    /// The texts of the traps, by where they begin.
    traps: &'s BTreeMap<usize, List>,
    /// Calls of functions by the call around them and where they stand.
    calls: BTreeMap<(usize, usize), usize>,
    /// What is seen of a command, by where it begins.
    seen: BTreeMap<usize, verdict::Seen>,
    verdicts: BTreeMap<Who, Verdict>,
    steps: usize,
    /// What was compared and is no whole step yet.
    work: usize,
    /// The functions that were called, by where they begin.
    entered: BTreeSet<usize>,
    /// Why any command may do something else than it says.
    doubt: Option<&'static str>,
    /// The aliases that stand for something else, and whether the shell puts them in.
    aliases: BTreeSet<String>,
    expands: bool,
    /// Whether a function was not, because the calls are too deep.
    is_cut: bool,
    /// How often the script has ended where nothing fails.
    left: usize,
    /// How often with 0 of these.
    well: usize,
    /// Failures of which nothing is left, each with why and how often the script had ended with 0 by then.
    forgotten: Vec<(Who, String, usize)>,
}

/// What is seen of the commands of a script; where that is too much, of those whose failure matters.
pub(super) fn follow(text: &str, list: &List, setting: Setting<'_>) -> Followed {
    let all = followed(text, list, Setting { matters: &|_| true, ..setting });
    if all.gave_up { followed(text, list, setting) } else { all }
}

fn followed(text: &str, list: &List, setting: Setting<'_>) -> Followed {
    let traps = builtin::traps(list);
    let mut run = Run {
        text,
        setting,
        traps: &traps,
        calls: BTreeMap::new(),
        seen: BTreeMap::new(),
        verdicts: BTreeMap::new(),
        steps: text.len().saturating_mul(STEPS_A_BYTE).saturating_add(STEPS).min(MOST_STEPS),
        work: 0,
        entered: BTreeSet::new(),
        doubt: None,
        aliases: BTreeSet::new(),
        expands: false,
        is_cut: false,
        left: 0,
        well: 0,
        forgotten: Vec::new(),
    };
    let mut first = World::first(setting.shell);
    run.begins(&mut first);
    let worlds = run.list(list, vec![first], Around::NOTHING);
    for world in worlds {
        run.finish(world);
    }
    run.judged()
}

impl<'s> Run<'s> {
    /// Whether there is a step left.
    fn steps(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        self.steps > 0
    }

    /// The worlds without those that say the same.
    fn tidy(&mut self, worlds: Vec<World<'s>>) -> Vec<World<'s>> {
        let worlds = join::tidy(worlds, &mut self.work);
        self.steps = self.steps.saturating_sub(self.work.checked_div(VARIABLES_A_STEP).unwrap_or_default());
        self.work = self.work.checked_rem(VARIABLES_A_STEP).unwrap_or_default();
        worlds
    }

    fn list(&mut self, list: &'s List, mut worlds: Vec<World<'s>>, around: Around) -> Vec<World<'s>> {
        for and_or in list {
            let (running, mut after): (Vec<_>, Vec<_>) = worlds.into_iter().partition(World::runs);
            if running.is_empty() {
                return after;
            }
            for mut world in running {
                world.passes(around);
                after.extend(self.and_or(and_or, world, around));
            }
            let after = self.tidy(after);
            worlds = self.followed(after, around);
        }
        worlds
    }

    /// The worlds without those that are decided.
    fn followed(&mut self, worlds: Vec<World<'s>>, around: Around) -> Vec<World<'s>> {
        let mut followed = Vec::with_capacity(worlds.len());
        for mut world in worlds {
            if !around.kept && world.is_over(&mut self.work) {
                self.forgets(&world);
            } else if world.who.is_some() && followed.len() >= WORLDS {
                self.unsure(&world, "more failures are kept than can be followed");
            } else {
                followed.push(world);
            }
        }
        followed
    }

    fn and_or(&mut self, and_or: &'s AndOr, world: World<'s>, around: Around) -> Vec<World<'s>> {
        if !self.steps() {
            return vec![world];
        }
        if and_or.background {
            return self.background(and_or, world, around);
        }
        self.pipelines(and_or, world, around)
    }

    fn pipelines(&mut self, and_or: &'s AndOr, world: World<'s>, around: Around) -> Vec<World<'s>> {
        let (diverged, sure, left) = (world.diverged, world.sure, self.left);
        let who = world.who;
        let mut worlds = vec![world];
        let count = and_or.pipelines.len();
        for (index, (connector, pipeline)) in and_or.pipelines.iter().enumerate() {
            let is_last = index.saturating_add(1) == count;
            let inner = if is_last { around } else { around.tested() };
            let mut after = Vec::new();
            for world in worlds {
                let (runs, skips) = if world.runs() { world.split(*connector, pipeline) } else { (None, Some(world)) };
                after.extend(skips);
                if let Some(world) = runs {
                    after.extend(self.pipeline(pipeline, world, inner));
                }
            }
            worlds = after;
        }
        for world in &mut worlds {
            world.diverged &= diverged && world.who == who;
            if count > 1 && !around.tested && world.status.is_failure() && world.status.quiet {
                world.because(|| "`&&` with more commands after it".to_owned());
            }
        }
        self.together(worlds, sure, left)
    }

    /// The worlds behind something that had branches.
    fn together(&mut self, worlds: Vec<World<'s>>, sure: bool, left: usize) -> Vec<World<'s>> {
        let mut worlds = self.tidy(worlds);
        let all_here = self.left == left && worlds.iter().all(|world| world.who.is_some() || world.runs());
        for world in worlds.iter_mut().filter(|world| world.who.is_none()) {
            world.sure = sure && all_here;
        }
        worlds
    }

    fn pipeline(&mut self, pipeline: &'s Pipeline, world: World<'s>, around: Around) -> Vec<World<'s>> {
        let inner = if pipeline.negated { around.tested() } else { around };
        let mut worlds = match pipeline.parts.as_slice() {
            [part] => self.part(part, world, inner),
            parts => self.pipe(parts, world, inner),
        };
        // `PIPESTATUS` is of the last command, which need not be a pipe.
        if let [Part { what: What::Simple(_), .. }] = pipeline.parts.as_slice() {
            for world in &mut worlds {
                world.pipe.clear();
            }
        }
        let mut after = Vec::with_capacity(worlds.len());
        for mut world in worlds {
            if pipeline.negated && world.runs() {
                if world.status.is_failure() {
                    world.because(|| "`!`".to_owned());
                }
                world.status = world.status.clone().negated();
                after.push(world);
            } else if world.runs() {
                after.extend(self.judged_by_shell(world, around));
            } else {
                after.push(world);
            }
        }
        after
    }

    /// A command with its redirections.
    fn part(&mut self, part: &'s Part, world: World<'s>, around: Around) -> Vec<World<'s>> {
        if !self.steps() {
            return vec![world];
        }
        if around.depth >= DEPTH {
            self.steps = 0;
            return vec![world];
        }
        let depth = around.depth.saturating_add(1);
        let around = Around { handing: command::handing(part).or(around.handing), depth, ..around };
        let mut worlds = vec![world];
        for redirect in &part.redirects {
            worlds = worlds
                .into_iter()
                .flat_map(|world| self.put_in(&redirect.target, world, around))
                .map(|(mut world, _)| {
                    if world.status.is_failure() && world.status.traced {
                        world.because(|| "its output is put into a redirection".to_owned());
                    }
                    world
                })
                .collect();
        }
        worlds.into_iter().flat_map(|world| self.what(part, world, around)).collect()
    }

    fn what(&mut self, part: &'s Part, world: World<'s>, around: Around) -> Vec<World<'s>> {
        match &part.what {
            What::Simple(simple) => self.simple(part, simple, world, around),
            What::Group { list, subshell: true } => {
                self.subshell(world, around, |run, world, around| run.list(list, vec![world], around))
            }
            What::Group { list, subshell: false } => self.list(list, vec![world], around),
            What::If { branches, otherwise } => self.branches(branches, otherwise.as_ref(), world, around),
            What::While { until, condition, body } => self.repeated(*until, condition, body, world, around),
            What::For { variable, words, body } => {
                self.each(variable.as_deref(), words.as_deref(), body, world, around)
            }
            What::Case { word, arms } => self.case(word, arms, world, around),
            What::Function { name, body } => vec![world.defines(name, body)],
            What::Test(words) => self.test(part, words, world, around),
            What::Arithmetic => vec![self.calculated(part, world)],
        }
    }
}

impl World<'_> {
    /// Says why a failure is passed over when the next command runs.
    fn passes(&mut self, around: Around) {
        if !self.status.is_failure() || !self.status.traced {
            return;
        }
        let why = match () {
            () if !self.env.shell.errexit => "`set +e`",
            () if around.tested => "it stands in a condition, where `set -e` does not hold",
            () => return,
        };
        self.because(|| why.to_owned());
    }

    /// In which a pipeline behind `&&` or `||` runs, and in which it does not.
    fn split(mut self, connector: Option<Connector>, pipeline: &Pipeline) -> (Option<Self>, Option<Self>) {
        let Some(connector) = connector else { return (Some(self), None) };
        let (holds, fails) = self.status.answers();
        let is_told = self.status.traced;
        let (runs, skips) = if connector == Connector::And { (holds, fails) } else { (fails, holds) };
        self.sure &= !(runs && skips);
        let mut skipped = skips.then(|| self.clone());
        if let Some(world) = &mut skipped {
            world.status.quiet = true;
            world.settle(if connector == Connector::And { Ends::NonZero } else { Ends::Zero });
        }
        let run = runs.then(|| {
            self.settle(if connector == Connector::And { Ends::Zero } else { Ends::NonZero });
            if is_told {
                self.diverged = true;
                if connector == Connector::Or {
                    self.because(|| format!("`|| {}`", command::shown(pipeline)));
                }
            }
            self
        });
        (run, skipped)
    }

    /// The status, now that something was decided by it.
    fn settle(&mut self, ends: Ends) {
        if !matches!(self.status.ends, Ends::Zero | Ends::NonZero) {
            self.status.ends = ends;
        }
    }
}
