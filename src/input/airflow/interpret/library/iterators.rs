//! `itertools` and `operator`.

use super::super::super::value::{Args, Item, Value};
use super::super::Interpreter;
use crate::source::Span;

/// Items that a product or a repetition may have.
const LONGEST: usize = 20_000;

impl<'a> Interpreter<'a> {
    /// A function of `itertools`.
    pub(super) fn call_itertools(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let first = args.positional.first().map(|item| item.value.clone());
        match name {
            "chain" => Some(self.chained(&args.positional, args.open, at)),
            "chain.from_iterable" => {
                let (items, open) = self.items_of(&first?, at)?;
                Some(self.chained(&items, open, at))
            }
            "product" => self.product(args, at),
            "zip_longest" => self.zip_longest(args, at),
            "islice" => self.islice(args, at),
            "repeat" => {
                let Some(Value::Int(times)) = args.get("times", 1).map(|item| item.value.clone()) else { return None };
                let times = usize::try_from(times).unwrap_or(0);
                let value = args.positional.first()?.clone();
                (times <= LONGEST && self.step(times, at.start))
                    .then(|| self.heap.list(std::iter::repeat_n(value, times).collect(), false))
            }
            "combinations" | "permutations" => self.choices(name == "permutations", args, at),
            "starmap" => Some(self.mapped(&first?, args.positional.get(1..)?, true, at)),
            "filterfalse" => Some(self.filtered(&first?, args, true, at)),
            "groupby" => self.grouped(args, at),
            "pairwise" => {
                let (items, open) = self.items_of(&first?, at)?;
                let pairs: Vec<Vec<Item<'a>>> = items.windows(2).map(<[Item<'a>]>::to_vec).collect();
                let pairs = pairs.into_iter().map(|pair| Item { value: self.heap.tuple(pair), span: at }).collect();
                Some(self.heap.list(pairs, open))
            }
            "accumulate" | "takewhile" | "dropwhile" | "compress" | "cycle" | "count" | "tee" => {
                // What the function makes is not lost, although the result is not known.
                let function = args.positional.iter().find(|item| matches!(item.value, Value::Function(_)))?.clone();
                let items = args.positional.iter().find(|item| matches!(item.value, Value::List(_)))?.clone();
                self.repeated_code(|this| {
                    let element = this.element(&items.value);
                    let item = Item { value: element, span: at };
                    let given = if name == "accumulate" { vec![item.clone(), item] } else { vec![item] };
                    this.call(&function.value, Args { positional: given, ..Args::default() }, at)
                });
                None
            }
            _ => None,
        }
    }

    fn chained(&mut self, parts: &[Item<'a>], open: bool, at: Span) -> Value<'a> {
        let list = self.heap.lists.add(super::super::super::value::List::default());
        for part in parts {
            self.extend(list, &part.value, at);
        }
        self.heap.lists.get_mut(list).open |= open;
        Value::List(list)
    }

    fn product(&mut self, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let mut columns = Vec::new();
        let mut open = args.open;
        for item in &args.positional {
            let (items, more) = self.items_of(&item.value, at)?;
            open |= more;
            columns.push(items);
        }
        if let Some(Value::Int(times)) = args.named("repeat").map(|item| &item.value) {
            let times = usize::try_from(*times).ok().filter(|times| *times < 16)?;
            columns = std::iter::repeat_n(columns, times).flatten().collect();
        }
        let mut rows: Vec<Vec<Item<'a>>> = vec![Vec::new()];
        for column in columns {
            let length = rows.len().saturating_mul(column.len());
            if length > LONGEST || !self.step(length, at.start) {
                return None;
            }
            rows = rows
                .iter()
                .flat_map(|row| column.iter().map(|item| row.iter().chain([item]).cloned().collect::<Vec<_>>()))
                .collect();
        }
        let rows = rows.into_iter().map(|row| Item { value: self.heap.tuple(row), span: at }).collect();
        Some(self.heap.list(rows, open))
    }

    fn zip_longest(&mut self, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let fill = args.named("fillvalue").map_or(Value::None, |item| item.value.clone());
        let mut columns = Vec::new();
        for item in &args.positional {
            columns.push(self.items_of(&item.value, at).filter(|(_, open)| !open)?.0);
        }
        let longest = columns.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |column: &Vec<Item<'a>>, row: usize| {
            column.get(row).cloned().unwrap_or(Item { value: fill.clone(), span: at })
        };
        let mut rows = Vec::new();
        for row in 0..longest {
            let cells = columns.iter().map(|column| cell(column, row)).collect();
            rows.push(Item { value: self.heap.tuple(cells), span: at });
        }
        Some(self.heap.list(rows, args.open))
    }

    fn islice(&mut self, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let (items, open) = self.items_of(&args.positional.first()?.value, at).filter(|(_, open)| !open)?;
        let number = |index: usize| match args.positional.get(index).map(|item| &item.value) {
            None | Some(Value::None) => Some(None),
            Some(Value::Int(number)) => usize::try_from(*number).ok().map(Some),
            Some(_) => None,
        };
        let (one, two, step) = (number(1)?, number(2)?, number(3)?.unwrap_or(1));
        let (start, stop) = if args.positional.len() > 2 { (one.unwrap_or(0), two) } else { (0, one) };
        let stop = stop.unwrap_or(items.len());
        let kept = items.into_iter().take(stop).skip(start).step_by(step.max(1)).collect();
        Some(self.heap.list(kept, open))
    }

    /// `combinations(items, n)` and `permutations(items, n)`, for small `n`.
    fn choices(&mut self, ordered: bool, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let (items, open) = self.items_of(&args.positional.first()?.value, at).filter(|(_, open)| !open)?;
        let size = match args.get("r", 1).map(|item| &item.value) {
            Some(Value::Int(size)) => usize::try_from(*size).ok()?,
            None if ordered => items.len(),
            _ => return None,
        };
        let mut rows: Vec<Vec<usize>> = vec![Vec::new()];
        for _ in 0..size {
            let mut longer = Vec::new();
            for row in &rows {
                let from = if ordered { 0 } else { row.last().map_or(0, |last| last.saturating_add(1)) };
                longer.extend((from..items.len()).filter(|at| !row.contains(at)).map(|at| {
                    let mut row = row.clone();
                    row.push(at);
                    row
                }));
                if longer.len() > LONGEST {
                    return None;
                }
            }
            rows = longer;
            if !self.step(rows.len(), at.start) {
                return None;
            }
        }
        let pick = |row: Vec<usize>| row.into_iter().filter_map(|at| items.get(at).cloned()).collect::<Vec<_>>();
        let rows = rows.into_iter().map(|row| Item { value: self.heap.tuple(pick(row)), span: at }).collect();
        Some(self.heap.list(rows, open))
    }

    /// `groupby(items, key)`: runs of neighbours with one key.
    fn grouped(&mut self, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let (items, open) = self.items_of(&args.positional.first()?.value, at)?;
        let by = args.get("key", 1).map(|item| item.value.clone()).filter(|by| !matches!(by, Value::None));
        let mut groups: Vec<(Value<'a>, Vec<Item<'a>>)> = Vec::new();
        let mut certain = !open;
        for item in items {
            if !self.step(1, at.start) {
                return None;
            }
            let key = match &by {
                Some(by) => self.call(by, Args { positional: vec![item.clone()], ..Args::default() }, at),
                None => item.value.clone(),
            };
            match groups.last_mut().map(|(last, members)| (self.equal(last, &key, at), members)) {
                Some((Some(true), members)) => members.push(item),
                Some((Some(false), _)) | None => groups.push((key, vec![item])),
                Some((None, _)) => {
                    certain = false;
                    groups.push((key, vec![item]));
                }
            }
        }
        let mut rows = Vec::new();
        for (key, members) in groups {
            let members = self.heap.list(members, !certain);
            let pair = vec![Item { value: key, span: at }, Item { value: members, span: at }];
            rows.push(Item { value: self.heap.tuple(pair), span: at });
        }
        Some(self.heap.list(rows, !certain))
    }

    /// `filter(function, items)`, and `filterfalse` with `inverted`.
    pub(super) fn filtered(&mut self, function: &Value<'a>, args: &Args<'a>, inverted: bool, at: Span) -> Value<'a> {
        let items = args.positional.get(1).and_then(|item| self.items_of(&item.value, at));
        let Some((items, mut open)) = items else {
            let element = args.positional.get(1).map_or(Value::unknown("item"), |item| self.element(&item.value));
            let args = Args { positional: vec![Item { value: element, span: at }], ..Args::default() };
            self.repeated_code(|this| this.call(function, args, at));
            return Value::unknown("filter");
        };
        let mut kept = Vec::new();
        for item in items {
            if !self.step(1, at.start) {
                break;
            }
            let answer = match function {
                Value::None => item.value.clone(),
                function => self.call(function, Args { positional: vec![item.clone()], ..Args::default() }, at),
            };
            match self.truth_of(&answer, at) {
                Some(truth) if truth == inverted => {}
                Some(_) => kept.push(item),
                None => {
                    open = true;
                    kept.push(item);
                }
            }
        }
        self.heap.list(kept, open)
    }

    /// `next(iterator, default)`: takes the first item out of a list that stands for an iterator.
    pub(super) fn next_of(&mut self, iterator: &Value<'a>, args: &Args<'a>, at: Span) -> Value<'a> {
        if let Some(method) = self.method(iterator, "__next__") {
            return self.call_with_self(method, iterator, Args::default(), at);
        }
        let default = args.positional.get(1).map(|item| item.value.clone());
        let Value::List(id) = iterator else { return Value::unknown("next") };
        let certain = !self.may_stay(super::super::regions::Holder::List(*id));
        let list = self.heap.lists.get_mut(*id);
        if list.open || !certain {
            list.open = true;
            let values: Vec<Value<'a>> = list.items.iter().map(|item| item.value.clone()).collect();
            return Self::either(values.into_iter().chain(default).chain([Value::unknown("next")]).collect());
        }
        if list.items.is_empty() {
            return default.unwrap_or_else(|| Value::unknown("next"));
        }
        list.items.remove(0).value
    }

    /// A function of `operator`.
    pub(super) fn call_operator(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        use ruff_python_ast::Operator;
        let (left, right) = (args.positional.first()?, args.positional.get(1));
        let op = match name {
            "add" | "concat" | "iadd" => Operator::Add,
            "sub" => Operator::Sub,
            "mul" => Operator::Mult,
            "rshift" | "irshift" => Operator::RShift,
            "lshift" | "ilshift" => Operator::LShift,
            "or_" | "ior" => Operator::BitOr,
            "and_" => Operator::BitAnd,
            "floordiv" => Operator::FloorDiv,
            "mod" => Operator::Mod,
            "truediv" => Operator::Div,
            "getitem" => return Some(self.item(&left.value.clone(), &right?.value.clone(), at)),
            _ => return None,
        };
        Some(self.binary(&left.value.clone(), op, &right?.value.clone(), at))
    }

    /// `itemgetter(…)(value)`, `attrgetter(…)(value)`, `methodcaller(…)(value)`.
    pub(in super::super) fn get_with(
        &mut self,
        callee: &str,
        given: &Args<'a>,
        args: &Args<'a>,
        at: Span,
    ) -> Value<'a> {
        let Some(value) = args.positional.first().map(|item| item.value.clone()) else { return Value::unknown("item") };
        if callee.ends_with("methodcaller") {
            let mut rest = given.clone();
            let name = rest.positional.first().and_then(|item| item.value.as_str()).map(str::to_owned);
            let Some(name) = name else { return Value::unknown("result") };
            rest.positional.remove(0);
            let method = self.attribute(&value, &name, at);
            return self.call(&method, rest, at);
        }
        let mut found = Vec::new();
        for key in &given.positional {
            found.push(match (callee.ends_with("attrgetter"), key.value.as_str().map(str::to_owned)) {
                (true, Some(path)) => {
                    path.split('.').fold(value.clone(), |value, name| self.attribute(&value, name, at))
                }
                (true, None) => Value::unknown("attribute"),
                (false, _) => self.item(&value, &key.value, at),
            });
        }
        if found.len() == 1 {
            return found.pop().unwrap_or(Value::None);
        }
        let items = found.into_iter().map(|value| Item { value, span: at }).collect();
        self.heap.tuple(items)
    }
}
