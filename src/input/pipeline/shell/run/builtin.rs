//! What the shell does itself.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::syntax::{AndOr, List, Part, Simple, What, Word};
use super::meaning::mutes;
use super::value::{Job, Value};
use super::world::{Ends, Flow, Status, World};
use super::{Around, Run};

impl<'s> Run<'s> {
    /// Runs a command of the shell, if it is one whose end is known.
    pub(super) fn builtin(
        &mut self,
        part: &'s Part,
        simple: &'s Simple,
        values: &[Value],
        mut world: World<'s>,
        around: Around,
    ) -> Result<Vec<World<'s>>, Box<World<'s>>> {
        let values = Self::itself(values);
        let name = values.first().and_then(Value::single).unwrap_or_default();
        let first = values.get(1);
        let traced = world.diverged;
        self.takes_note(name, values);
        match name {
            "true" | ":" => world.status = Status::traced(Ends::Zero, traced),
            "false" => world.status = Status::traced(Ends::NonZero, traced),
            "exit" => {
                world.status = status_of(first, &world);
                return Ok(self.ends(world, around).into_iter().collect());
            }
            "return" => {
                world.status = status_of(first, &world);
                if around.functions == 0 {
                    return Ok(self.ends(world, around).into_iter().collect());
                }
                world.flow = Flow::Returns;
            }
            "break" | "continue" => {
                let levels = first.and_then(Value::single).and_then(|text| text.parse().ok()).unwrap_or(1);
                world.flow = if name == "break" { Flow::Breaks(levels) } else { Flow::Continues(levels) };
                world.status = Status::traced(Ends::Zero, traced);
            }
            "set" if mutes(values) => return Ok(self.mute(world, around)),
            "set" => Self::options(values, &mut world),
            "shopt" => Self::shell_options(values, &mut world),
            "source" | "." => return Err(self.sourced(first, world)),
            "eval" => return self.evaluates(values, world),
            "trap" => self.trap(simple, &mut world),
            "wait" => waits(values, &mut world),
            "export" | "local" | "declare" | "typeset" | "readonly" => {
                return Ok(vec![self.declares(name, simple, values, world, around)]);
            }
            "unset" => {
                values.iter().skip(1).filter_map(Value::single).for_each(|name| world.unset(name));
                world.status = Status::traced(Ends::Zero, traced);
            }
            "shift" => shifts(first, &mut world),
            "read" | "mapfile" | "readarray" | "getopts" => reads(name, values, &mut world),
            "printf" if first.and_then(Value::single).is_some_and(|flag| flag.starts_with("-v")) => {
                reads(name, values, &mut world);
                return Err(Box::new(world));
            }
            "let" => {
                let text = values.iter().skip(1).filter_map(Value::single).collect::<Vec<_>>().join(",");
                world = self.calculates(&text, world);
            }
            "[" | "test" => world.status = Self::tested(simple, values, &world),
            "exec" if values.len() > 1 => return Ok(self.replaced(part.span.start, values, world, around)),
            "exec" => {}
            _ => return Err(Box::new(world)),
        }
        Ok(vec![world])
    }

    /// `source file`: what the file sets, if it is one of the repository, is not followed but known by name.
    fn sourced(&mut self, file: Option<&Value>, mut world: World<'s>) -> Box<World<'s>> {
        let script = file.and_then(Value::single).and_then(self.setting.sourced);
        if let Some(script) = &script {
            self.sets_options(&script.list, &mut world);
        }
        self.may_set(script.as_ref().map(|script| &script.list), &mut world);
        Box::new(world)
    }

    /// The command behind `builtin` and `command`, if it is one of those that need nothing but their values.
    fn itself(values: &[Value]) -> &[Value] {
        let [Value { .. }, rest @ ..] = values else { return values };
        let word = |values: &[Value]| values.first().and_then(Value::single).map(str::to_owned).unwrap_or_default();
        let is_plain = matches!(word(rest).as_str(), "set" | "shopt" | "exit" | "return" | "true" | "false" | ":");
        if is_plain && matches!(word(values).as_str(), "builtin" | "command") { rest } else { values }
    }

    /// `shopt -s inherit_errexit`, `shopt -uo errexit`.
    fn shell_options(values: &[Value], world: &mut World<'s>) {
        world.status = Status::traced(Ends::Zero, world.diverged);
        let words: Vec<&str> = values.iter().skip(1).filter_map(Value::single).collect();
        let (flags, names): (Vec<&str>, Vec<&str>) = words.into_iter().partition(|word| word.starts_with('-'));
        let has = |letter: char| flags.iter().any(|flag| flag.contains(letter));
        let Some(on) = has('s').then_some(true).or(has('u').then_some(false)) else { return };
        for name in names {
            match name {
                "inherit_errexit" => world.env.inherits = on,
                _ if has('o') => Self::option(name, on, world),
                _ => {}
            }
        }
    }

    /// An option by its long name.
    fn option(name: &str, on: bool, world: &mut World<'s>) {
        match name {
            "pipefail" => world.env.shell.pipefail = on,
            "errexit" => world.env.shell.errexit = on,
            "errtrace" => world.env.errtrace = on,
            _ => {}
        }
    }

    /// `eval 'set +e'`: the options that the text sets at its top. What else it runs is read as a script of its own.
    fn evaluates(&mut self, values: &[Value], mut world: World<'s>) -> Result<Vec<World<'s>>, Box<World<'s>>> {
        let words: Option<Vec<&str>> = values.iter().skip(1).map(|value| value.known().and(value.single())).collect();
        let Some(words) = words else {
            self.may_set(None, &mut world);
            return Err(Box::new(world));
        };
        let script = super::super::read(&words.join(" "));
        let set = self.sets_options(&script.list, &mut world);
        if set {
            return Ok(vec![world]);
        }
        self.may_set(Some(&script.list), &mut world);
        Err(Box::new(world))
    }

    /// Follows the options that a script sets at its top for the shell that reads it; whether it does nothing else.
    pub(super) fn sets_options(&mut self, list: &List, world: &mut World<'s>) -> bool {
        let mut alone = !list.is_empty();
        for and_or in list {
            let [(_, pipeline)] = and_or.pipelines.as_slice() else {
                alone = false;
                continue;
            };
            let [Part { what: What::Simple(simple), .. }] = pipeline.parts.as_slice() else {
                alone = false;
                continue;
            };
            let literal = |word: &Word| word.literal().map(Value::text);
            let words: Vec<Value> = simple.words.iter().map_while(literal).collect();
            match words.first().and_then(Value::single) {
                Some("set") if self.steps() => Self::options(&words, world),
                Some("shopt") if self.steps() => Self::shell_options(&words, world),
                _ => alone = false,
            }
        }
        alone
    }

    /// `set -e`, `set +e`, `set -euo pipefail`, `set -- a b`.
    fn options(values: &[Value], world: &mut World<'s>) {
        world.status = Status::traced(Ends::Zero, world.diverged);
        let mut words = values.iter().enumerate().skip(1).peekable();
        while let Some((index, value)) = words.next() {
            let Some(word) = value.single() else { return };
            if word == "--" {
                let rest = values.get(index.saturating_add(1)..).unwrap_or_default();
                world.env.arguments = Some(Rc::new(rest.to_vec()));
                return;
            }
            let on = word.starts_with('-');
            let Some(letters) = word.strip_prefix(['-', '+']) else { continue };
            if letters.contains('e') {
                world.env.shell.errexit = on;
            }
            if letters.contains('E') {
                world.env.errtrace = on;
            }
            if letters.ends_with('o')
                && let Some(name) = words.next().and_then(|(_, value)| value.single())
            {
                Self::option(name, on, world);
            }
        }
    }

    fn trap(&mut self, simple: &'s Simple, world: &mut World<'s>) {
        world.status = Status::traced(Ends::Zero, world.diverged);
        let Some((action, signals)) = action(simple) else { return };
        if let Some(list) = self.traps.get(&action.span.start) {
            self.may_set(Some(list), world);
        }
        let set = (!matches!(action.text.as_str(), "-" | "")).then_some(action.span.start);
        for signal in signals {
            match signal.text.to_ascii_uppercase().trim_start_matches("SIG") {
                "EXIT" | "0" => world.env.exit_trap = set,
                "ERR" => world.env.error_trap = set,
                "DEBUG" => self.before_each(action),
                _ => {}
            }
        }
    }

    /// A loop that nothing ends.
    pub(super) fn goes_round(&mut self, world: &World<'s>) {
        if world.who.is_none() {
            self.well = self.well.saturating_add(1);
        } else {
            let ended = world.clone().with(Status::of(Ends::NonZero));
            self.finish(World { env: super::world::Env { exit_trap: None, ..ended.env.clone() }, ..ended });
        }
    }
}

/// `shift`
fn shifts(by: Option<&Value>, world: &mut World<'_>) {
    let number = match by {
        None => Some(1_usize),
        Some(value) => value.single().and_then(|text| text.parse().ok()),
    };
    let arguments = world.env.arguments.take().zip(number);
    world.env.arguments = arguments.map(|(all, by)| Rc::new(all.iter().skip(by).cloned().collect()));
    world.status = Status::traced(Ends::Zero, world.diverged);
}

/// `read`, `printf -v`: only the run knows what.
fn reads(name: &str, values: &[Value], world: &mut World<'_>) {
    let traced = world.diverged;
    let unnamed: &[&str] = match name {
        "read" => &["REPLY"],
        "getopts" => &["OPTARG", "OPTIND"],
        "printf" => &[],
        _ => &["MAPFILE"],
    };
    let words = values.iter().skip(1).filter_map(Value::single);
    let named = words.filter_map(|word| word.strip_prefix("-v").or((!word.starts_with('-')).then_some(word)));
    for name in named.chain(unnamed.iter().copied()).filter(|name| !name.is_empty()) {
        world.set(name, Value::unknown(traced));
    }
    world.status = Status::traced(Ends::Assumed, traced);
}

/// The action of `trap` and its signals.
fn action(simple: &Simple) -> Option<(&Word, &[Word])> {
    let words = simple.words.get(1..)?;
    let words = if words.first().is_some_and(|word| word.text == "--") { words.get(1..)? } else { words };
    let (action, signals) = words.split_first()?;
    (!matches!(action.text.as_str(), "-p" | "-l")).then_some((action, signals))
}

/// The status that `exit` and `return` are given.
fn status_of(value: Option<&Value>, world: &World<'_>) -> Status {
    let Some(value) = value else { return world.status.clone() };
    let traced = value.traced || world.diverged;
    if value.code {
        return Status::traced(Ends::NonZero, traced);
    }
    let is_zero = |text: &str| text.trim().parse::<i64>().is_ok_and(|number| number.rem_euclid(256) == 0);
    let ends = match value.every(is_zero) {
        Some(true) => Ends::Zero,
        Some(false) => Ends::NonZero,
        None if traced => Ends::Unsure("it ends with a number that nobody knows".to_owned()),
        None => Ends::Assumed,
    };
    Status::traced(ends, traced)
}

/// `wait`: without a number it ends with 0, whatever the jobs did.
fn waits(values: &[Value], world: &mut World<'_>) {
    let given = values.get(1..).unwrap_or_default();
    let is_option = |value: &&Value| value.single().is_some_and(|text| text.starts_with('-'));
    let ids: Vec<&Value> = given.iter().filter(|value| !is_option(value)).collect();
    let next = given.iter().filter(is_option).any(|value| value.single() == Some("-n"));
    let fails = Status::traced(Ends::NonZero, true);
    let by_number = |id: &&&Value| id.single().is_some_and(|text| text.starts_with('%'));
    world.status = match ids.as_slice() {
        all if world.pending && all.iter().any(|id| by_number(&id)) => {
            Status::traced(Ends::Unsure("which jobs `wait` waits for is known when it runs".to_owned()), true)
        }
        [] if next && world.pending => fails,
        [] => {
            world.pending = false;
            Status::of(Ends::Zero)
        }
        [id] if id.job == Job::Is => fails,
        [.., last] if last.job == Job::Is => fails,
        all if world.pending
            && all.iter().any(|id| id.job == Job::Among || id.texts.is_none() && id.job == Job::No) =>
        {
            Status::traced(Ends::Unsure("which jobs `wait` waits for is known when it runs".to_owned()), true)
        }
        _ => Status::of(Ends::Assumed),
    };
}

/// The texts of the traps of a script, by where they begin.
pub(super) fn traps(list: &List) -> BTreeMap<usize, List> {
    let mut found = BTreeMap::new();
    in_list(list, &mut found);
    found
}

fn in_list(list: &List, found: &mut BTreeMap<usize, List>) {
    for AndOr { pipelines, .. } in list {
        pipelines.iter().flat_map(|(_, pipeline)| &pipeline.parts).for_each(|part| in_part(part, found));
    }
}

fn in_part(part: &Part, found: &mut BTreeMap<usize, List>) {
    let mut inside = |list: &List| in_list(list, found);
    match &part.what {
        What::Simple(simple) => {
            let is_trap = simple.words.first().is_some_and(|word| word.text == "trap");
            if let Some((action, _)) = action(simple).filter(|_| is_trap) {
                found.insert(action.span.start, super::super::read(&action.text).list);
            }
        }
        What::Group { list, .. } => inside(list),
        What::If { branches, otherwise } => {
            for (condition, body) in branches {
                inside(condition);
                inside(body);
            }
            otherwise.iter().for_each(inside);
        }
        What::While { condition, body, .. } => {
            inside(condition);
            inside(body);
        }
        What::For { body, .. } => inside(body),
        What::Case { arms, .. } => arms.iter().for_each(|arm| inside(&arm.body)),
        What::Function { body, .. } => in_part(body, found),
        What::Test(_) | What::Arithmetic => {}
    }
}
