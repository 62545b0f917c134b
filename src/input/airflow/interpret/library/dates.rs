//! Arithmetic on dates, and what is asked of them.

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime::BrokenDownTime;
use ruff_python_ast::Operator;

use super::super::super::arena::Id;
use super::super::super::value::{Args, Item, Object, Value};
use super::super::Interpreter;
use super::moments::{Moment, Zone, day, later, parts, relative, whole, written};
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// What an operator makes of dates and spans of time; `None` where neither side is one.
    pub(in super::super) fn date_arithmetic(
        &mut self,
        left: &Value<'a>,
        op: Operator,
        right: &Value<'a>,
    ) -> Option<Value<'a>> {
        let moment = |value: &Value<'a>| match value {
            Value::Object(id) => self.moment(*id).map(|moment| (*id, moment)),
            _ => None,
        };
        match (moment(left), op, moment(right)) {
            (Some((id, one)), Operator::Add | Operator::Sub, Some((other_id, other))) => {
                let (id, made) = match (&one, op, &other) {
                    (Moment::Elapsed(one), Operator::Add, Moment::Elapsed(other)) => {
                        (id, one.checked_add(*other).map(Moment::Elapsed))
                    }
                    (Moment::Elapsed(one), Operator::Sub, Moment::Elapsed(other)) => {
                        (id, one.checked_sub(*other).map(Moment::Elapsed))
                    }
                    (Moment::Elapsed(_) | Moment::Relative(_), Operator::Add, _) => (other_id, later(&other, &one)),
                    (_, Operator::Add, _) => (id, later(&one, &other)),
                    (_, _, Moment::Elapsed(_) | Moment::Relative(_)) => {
                        (id, opposite(&other).and_then(|by| later(&one, &by)))
                    }
                    _ => {
                        return Some(self.made(
                            "datetime.timedelta",
                            between(&one, &other).map(Moment::Elapsed).as_ref(),
                            &[],
                        ));
                    }
                };
                Some(self.of_same_kind(id, made.as_ref()))
            }
            (Some((id, Moment::Elapsed(micros))), op, None) => self.scaled(id, micros, op, right),
            (None, Operator::Mult, Some((id, Moment::Elapsed(micros)))) => {
                self.scaled(id, micros, Operator::Mult, left)
            }
            _ => None,
        }
    }

    /// `span * number`, `span // number`.
    fn scaled(&mut self, id: Id<Object<'a>>, micros: i64, op: Operator, by: &Value<'a>) -> Option<Value<'a>> {
        let Value::Int(by) = by else { return None };
        let made = match op {
            Operator::Mult => micros.checked_mul(*by),
            Operator::FloorDiv if *by > 0 => micros.checked_div_euclid(*by),
            _ => return None,
        };
        Some(self.of_same_kind(id, made.map(Moment::Elapsed).as_ref()))
    }

    /// `-span`.
    pub(in super::super) fn negated(&mut self, value: &Value<'a>) -> Value<'a> {
        let Value::Object(id) = value else { return Value::unknown("number") };
        match self.moment(*id).and_then(|moment| opposite(&moment)) {
            Some(made @ Moment::Elapsed(_)) => self.of_same_kind(*id, Some(&made)),
            _ => Value::unknown("number"),
        }
    }

    /// A date, time or span that what made another one would give.
    fn of_same_kind(&mut self, id: Id<Object<'a>>, made: Option<&Moment>) -> Value<'a> {
        let object = self.heap.objects.get(id);
        let callee = std::rc::Rc::clone(&object.callee);
        let zones = ["tz", "tzinfo"];
        let by_name = object.args.named.iter().filter(|(name, _)| zones.contains(&&**name)).cloned();
        let by_place = object.args.positional.get(7).map(|item| ("tz".into(), item.clone()));
        let kept: Vec<_> = by_name.chain(by_place).collect();
        self.made(&callee, made, &kept)
    }

    fn made(&mut self, callee: &str, moment: Option<&Moment>, kept: &[(std::rc::Rc<str>, Item<'a>)]) -> Value<'a> {
        let item = |number: i64| Item { value: Value::Int(number), span: Span::default() };
        let args = match moment {
            Some(Moment::Date(date)) => {
                Args { positional: day(*date).into_iter().map(item).collect(), ..Args::default() }
            }
            Some(Moment::Time(time, _)) => {
                let positional = parts(*time).into_iter().map(item).collect();
                Args { positional, named: kept.to_vec(), ..Args::default() }
            }
            Some(Moment::Elapsed(micros)) => {
                let (days, rest) = (micros.div_euclid(86_400_000_000), micros.rem_euclid(86_400_000_000));
                let units = [
                    ("days", days),
                    ("seconds", rest.div_euclid(1_000_000)),
                    ("microseconds", rest.rem_euclid(1_000_000)),
                ];
                let used = units.into_iter().filter(|(name, number)| *name == "days" || *number != 0);
                Args { named: used.map(|(name, number)| (name.into(), item(number))).collect(), ..Args::default() }
            }
            Some(Moment::Relative(_)) | None => return Value::unknown("date"),
        };
        self.object(callee, args)
    }

    /// An attribute of a date, time or span.
    pub(in super::super) fn date_attribute(&self, id: Id<Object<'a>>, name: &str) -> Option<Value<'a>> {
        let number = match (self.moment(id)?, name) {
            (Moment::Elapsed(micros), "days") => micros.div_euclid(86_400_000_000),
            (Moment::Elapsed(micros), "seconds") => micros.rem_euclid(86_400_000_000).div_euclid(1_000_000),
            (Moment::Elapsed(micros), "microseconds") => micros.rem_euclid(1_000_000),
            (Moment::Date(date), _) => part_of_day(date, name)?,
            (Moment::Time(time, _), _) => part_of_day(time.date(), name).or_else(|| part_of_clock(time, name))?,
            _ => return None,
        };
        Some(Value::Int(number))
    }
}

impl<'a> Interpreter<'a> {
    /// A method of a date, time or span; `None` for what nothing is known about.
    pub(super) fn date_method(&mut self, id: Id<Object<'a>>, name: &str, args: &Args<'a>) -> Option<Value<'a>> {
        let moment = self.moment(id)?;
        let date = match &moment {
            Moment::Date(date) => Some(*date),
            Moment::Time(time, _) => Some(time.date()),
            Moment::Elapsed(_) | Moment::Relative(_) => None,
        };
        match (name, &moment, date) {
            ("strftime", _, Some(_)) => {
                let format = args.get("format", 0)?.value.as_str()?.to_owned();
                self.date_formatted(id, &format).map(Value::text)
            }
            ("isoformat", Moment::Time(time, zone), _) if args.items().next().is_none() => {
                written(*time, *zone, "T").map(Value::text)
            }
            ("isoformat", Moment::Date(date), _) => Some(Value::text(date.to_string())),
            ("to_date_string", _, Some(date)) => Some(Value::text(date.to_string())),
            ("weekday", _, Some(date)) => Some(Value::Int(i64::from(date.weekday().to_monday_zero_offset()))),
            ("isoweekday", _, Some(date)) => Some(Value::Int(i64::from(date.weekday().to_monday_one_offset()))),
            ("date", Moment::Time(..), Some(date)) => Some(self.made("datetime.date", Some(&Moment::Date(date)), &[])),
            ("replace", _, Some(_)) => self.date_replaced(id, &moment, args),
            ("add" | "subtract", _, Some(_)) => {
                let by = Moment::Relative(relative(args)?);
                let by = if name == "add" { Some(by) } else { opposite(&by) };
                let made = by.and_then(|by| later(&moment, &by));
                Some(self.of_same_kind(id, made.as_ref()))
            }
            ("total_seconds", Moment::Elapsed(micros), _) => {
                let seconds: f64 = micros.to_string().parse().ok()?;
                Some(Value::Float(seconds / 1_000_000.0))
            }
            _ => None,
        }
    }

    /// `date.replace(year=…, day=…)`.
    fn date_replaced(&mut self, id: Id<Object<'a>>, moment: &Moment, args: &Args<'a>) -> Option<Value<'a>> {
        let names = ["year", "month", "day", "hour", "minute", "second", "microsecond"];
        let old = match moment {
            Moment::Date(date) => day(*date).to_vec(),
            Moment::Time(time, _) => {
                let mut all = parts(*time);
                all.resize(names.len(), 0);
                all
            }
            _ => return None,
        };
        if args.open || args.named.iter().any(|(name, _)| !names.contains(&&**name)) {
            return None;
        }
        let new = names.iter().zip(old).enumerate().map(|(place, (name, old))| whole(args, name, place, old));
        let new: Vec<Item<'a>> = new
            .map(|number| number.map(|number| Item { value: Value::Int(number), span: Span::default() }))
            .collect::<Option<_>>()?;
        let object = self.heap.objects.get(id);
        let (callee, named) = (std::rc::Rc::clone(&object.callee), object.args.named.clone());
        let named = named.into_iter().filter(|(name, _)| !names.contains(&&**name)).collect();
        Some(self.object(&callee, Args { positional: new, named, ..Args::default() }))
    }

    /// Functions that make dates of texts, and those of `calendar`.
    pub(super) fn call_dates(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let text = |place: usize| args.positional.get(place).and_then(|item| item.value.as_str());
        let (callee, moment) = match name {
            "datetime.datetime.strptime" => {
                let parsed = BrokenDownTime::parse(text(1)?, text(0)?).ok()?;
                let time = parsed.to_date().ok()?.to_datetime(parsed.to_time().unwrap_or_default());
                ("datetime.datetime", Moment::Time(time, no_offset(&parsed)?))
            }
            "datetime.datetime.fromisoformat" => ("datetime.datetime", Moment::Time(plain_iso(text(0)?)?, Zone::None)),
            "datetime.date.fromisoformat" => ("datetime.date", Moment::Date(text(0)?.parse().ok()?)),
            "pendulum.parse" => ("pendulum.datetime", Moment::Time(plain_iso(text(0)?)?, Zone::Utc)),
            "dateutil.parser.parse" | "dateutil.parser.isoparse" => {
                ("datetime.datetime", Moment::Time(plain_iso(text(0)?)?, Zone::None))
            }
            "calendar.monthrange" => {
                let year = i16::try_from(whole(args, "year", 0, 0)?).ok()?;
                let first = Date::new(year, i8::try_from(whole(args, "month", 1, 0)?).ok()?, 1).ok()?;
                let numbers = [first.weekday().to_monday_zero_offset(), first.days_in_month()];
                let item = |number: i8| Item { value: Value::Int(i64::from(number)), span: at };
                return Some(self.heap.tuple(numbers.into_iter().map(item).collect()));
            }
            "calendar.isleap" => {
                let year = i16::try_from(whole(args, "year", 0, 0)?).ok()?;
                return Some(Value::Bool(Date::new(year, 1, 1).ok()?.in_leap_year()));
            }
            _ => return None,
        };
        if args.positional.len() > 2 || !args.named.is_empty() {
            return None;
        }
        Some(self.made(callee, Some(&moment), &[]))
    }
}

/// A span of the same length the other way.
fn opposite(moment: &Moment) -> Option<Moment> {
    match moment {
        Moment::Elapsed(micros) => micros.checked_neg().map(Moment::Elapsed),
        Moment::Relative(span) => Some(Moment::Relative(span.negate())),
        Moment::Date(_) | Moment::Time(..) => None,
    }
}

/// The microseconds from one date or time back to another.
fn between(one: &Moment, other: &Moment) -> Option<i64> {
    let elapsed = match (one, other) {
        (Moment::Date(one), Moment::Date(other)) => one.duration_since(*other),
        (Moment::Time(one, zone), Moment::Time(other, same)) if zone == same && *zone != Zone::Other => {
            one.duration_since(*other)
        }
        _ => return None,
    };
    i64::try_from(elapsed.as_micros()).ok()
}

fn part_of_day(date: Date, name: &str) -> Option<i64> {
    match name {
        "year" => Some(i64::from(date.year())),
        "month" => Some(i64::from(date.month())),
        "day" => Some(i64::from(date.day())),
        _ => None,
    }
}

fn part_of_clock(time: DateTime, name: &str) -> Option<i64> {
    match name {
        "hour" => Some(i64::from(time.hour())),
        "minute" => Some(i64::from(time.minute())),
        "second" => Some(i64::from(time.second())),
        "microsecond" => Some(i64::from(time.subsec_nanosecond()).div_euclid(1_000)),
        _ => None,
    }
}

/// A date or time in ISO 8601 without a zone.
fn plain_iso(text: &str) -> Option<DateTime> {
    let zoned = text.get(10..).is_some_and(|clock| clock.contains(['Z', 'z', '+', '-', '[']));
    if zoned { None } else { text.parse().ok() }
}

/// The zone of a time that was parsed: none, unless the text has one, which is not followed.
fn no_offset(parsed: &BrokenDownTime) -> Option<Zone> {
    (parsed.offset().is_none() && parsed.iana_time_zone().is_none()).then_some(Zone::None)
}
