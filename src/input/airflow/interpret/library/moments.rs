//! Dates, times and spans of time whose arguments are known.

use std::cmp::Ordering;

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Span as Calendar};

use super::super::super::arena::Id;
use super::super::super::value::{Args, Object, Value};
use super::super::Interpreter;

/// Microseconds of the units that `timedelta` takes.
const UNITS: [(&str, i64); 7] = [
    ("days", 86_400_000_000),
    ("seconds", 1_000_000),
    ("microseconds", 1),
    ("milliseconds", 1_000),
    ("minutes", 60_000_000),
    ("hours", 3_600_000_000),
    ("weeks", 604_800_000_000),
];

/// The zone of a time. Arithmetic is on the clock of the wall, as Python does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    None,
    Utc,
    /// One of which only the name may be known.
    Other,
}

/// A date, a time or a span of time.
#[derive(Debug, Clone)]
pub(super) enum Moment {
    Date(Date),
    Time(DateTime, Zone),
    /// Microseconds.
    Elapsed(i64),
    /// Years, months and what is shorter, which have no length of their own.
    Relative(Calendar),
}

impl Moment {
    /// Its sort, and its place among others of it; `None` for what has none.
    pub(super) fn place(&self) -> Option<(&'static str, Vec<i64>)> {
        match self {
            Self::Date(date) => Some(("date", day(*date).to_vec())),
            Self::Time(time, Zone::None) => Some(("time", parts(*time))),
            Self::Time(time, Zone::Utc) => Some(("time of a zone", parts(*time))),
            Self::Elapsed(micros) => Some(("span", vec![*micros])),
            Self::Time(_, Zone::Other) | Self::Relative(_) => None,
        }
    }
}

impl<'a> Interpreter<'a> {
    /// What an object is that Python's `datetime`, pendulum or dateutil made.
    pub(super) fn moment(&self, id: Id<Object<'a>>) -> Option<Moment> {
        let object = self.heap.objects.get(id);
        if object.class.is_some() || object.args.open {
            return None;
        }
        let args = &object.args;
        match &*object.callee {
            "datetime.date" | "pendulum.date" | "pendulum.Date" => date(args).map(Moment::Date),
            "datetime.datetime" | "airflow.utils.timezone.datetime" => {
                let zone = args.get("tzinfo", 7).map_or(Zone::None, |item| self.zone(&item.value));
                let zone = if object.callee.starts_with("airflow") { Zone::Utc } else { zone };
                time(args).map(|time| Moment::Time(time, zone))
            }
            "pendulum.datetime" | "pendulum.DateTime" => {
                let zone = args.get("tz", 7).or_else(|| args.named("tzinfo"));
                let default = if object.callee.ends_with("datetime") { Zone::Utc } else { Zone::None };
                time(args).map(|time| Moment::Time(time, zone.map_or(default, |item| self.zone(&item.value))))
            }
            "datetime.timedelta" => elapsed(args).map(Moment::Elapsed),
            "pendulum.duration" | "pendulum.Duration" if args.named("months").or(args.named("years")).is_none() => {
                elapsed(args).map(Moment::Elapsed)
            }
            "pendulum.duration" | "pendulum.Duration" | "dateutil.relativedelta.relativedelta" => {
                relative(args).map(Moment::Relative)
            }
            _ => None,
        }
    }

    fn zone(&self, value: &Value<'a>) -> Zone {
        let is_utc = |name: &str| name.eq_ignore_ascii_case("utc") || name.to_ascii_lowercase().ends_with(".utc");
        match value {
            Value::None => Zone::None,
            Value::Text(text) if text.as_known().is_some_and(is_utc) => Zone::Utc,
            Value::Symbol(name) if is_utc(name) => Zone::Utc,
            Value::Object(id) => match self.heap.objects.get(*id).args.positional.first().map(|item| &item.value) {
                Some(Value::Text(text)) if text.as_known().is_some_and(is_utc) => Zone::Utc,
                _ => Zone::Other,
            },
            _ => Zone::Other,
        }
    }

    /// Which of two dates, times or spans comes first. Python compares no date with a time.
    pub(in super::super) fn order_of_dates(&self, left: Id<Object<'a>>, right: Id<Object<'a>>) -> Option<Ordering> {
        let ((one_sort, one), (other_sort, other)) = (self.moment(left)?.place()?, self.moment(right)?.place()?);
        (one_sort == other_sort).then(|| one.cmp(&other))
    }

    /// What `str` gives of a date or time.
    pub(in super::super) fn date_as_text(&self, id: Id<Object<'a>>) -> Option<String> {
        // What pendulum writes differs from release to release.
        if self.heap.objects.get(id).callee.starts_with("pendulum") {
            return None;
        }
        match self.moment(id)? {
            Moment::Date(date) => Some(date.to_string()),
            Moment::Time(time, zone) => written(time, zone, " "),
            Moment::Elapsed(micros) => Some(clock(micros)),
            Moment::Relative(_) => None,
        }
    }

    /// A date or time as `strftime` writes it.
    pub(in super::super) fn date_formatted(&self, id: Id<Object<'a>>, format: &str) -> Option<String> {
        match self.moment(id)? {
            Moment::Date(date) => jiff::fmt::strtime::format(format, date.at(0, 0, 0, 0)).ok(),
            Moment::Time(time, _) => jiff::fmt::strtime::format(format, time).ok(),
            Moment::Elapsed(_) | Moment::Relative(_) => None,
        }
    }
}

/// A time in ISO 8601, with what stands between date and time.
pub(super) fn written(time: DateTime, zone: Zone, between: &str) -> Option<String> {
    let micros = time.subsec_nanosecond().checked_div(1_000)?;
    let fraction = if micros == 0 { String::new() } else { format!(".{micros:06}") };
    let clock = format!("{:02}:{:02}:{:02}{fraction}", time.hour(), time.minute(), time.second());
    let zone = match zone {
        Zone::None => "",
        Zone::Utc => "+00:00",
        Zone::Other => return None,
    };
    Some(format!("{}{between}{clock}{zone}", time.date()))
}

/// A span of time as Python writes it: `1 day, 2:03:04`.
fn clock(micros: i64) -> String {
    let days = micros.div_euclid(86_400_000_000);
    let rest = micros.rem_euclid(86_400_000_000);
    let (seconds, fraction) = (rest.div_euclid(1_000_000), rest.rem_euclid(1_000_000));
    let (hours, minutes) = (seconds.div_euclid(3600), seconds.rem_euclid(3600).div_euclid(60));
    let days = match days {
        0 => String::new(),
        1 | -1 => format!("{days} day, "),
        _ => format!("{days} days, "),
    };
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:06}") };
    format!("{days}{hours}:{minutes:02}:{:02}{fraction}", seconds.rem_euclid(60))
}

/// A whole number that is given by name or place; the default where it is not given.
pub(super) fn whole(args: &Args<'_>, name: &str, place: usize, default: i64) -> Option<i64> {
    match args.get(name, place).map(|item| &item.value) {
        None => Some(default),
        Some(Value::Int(number)) => Some(*number),
        Some(_) => None,
    }
}

fn date(args: &Args<'_>) -> Option<Date> {
    let year = whole(args, "year", 0, i64::MIN)?.try_into().ok()?;
    let month = whole(args, "month", 1, i64::MIN)?.try_into().ok()?;
    Date::new(year, month, whole(args, "day", 2, i64::MIN)?.try_into().ok()?).ok()
}

fn time(args: &Args<'_>) -> Option<DateTime> {
    let part = |name: &str, place| whole(args, name, place, 0).and_then(|part| i8::try_from(part).ok());
    let micros = i32::try_from(whole(args, "microsecond", 6, 0)?).ok()?;
    let date = date(args)?;
    DateTime::new(
        date.year(),
        date.month(),
        date.day(),
        part("hour", 3)?,
        part("minute", 4)?,
        part("second", 5)?,
        micros.checked_mul(1_000)?,
    )
    .ok()
}

/// The microseconds of a `timedelta`.
fn elapsed(args: &Args<'_>) -> Option<i64> {
    if args.named.iter().any(|(name, _)| UNITS.iter().all(|(unit, _)| **name != **unit)) {
        return None;
    }
    let mut total = 0_i64;
    for (place, (name, unit)) in UNITS.iter().enumerate() {
        total = total.checked_add(whole(args, name, place, 0)?.checked_mul(*unit)?)?;
    }
    Some(total)
}

/// What `relativedelta` and the methods `add` and `subtract` of pendulum are given.
pub(super) fn relative(args: &Args<'_>) -> Option<Calendar> {
    if !args.positional.is_empty() {
        return None;
    }
    let mut span = Calendar::new();
    for (name, item) in &args.named {
        let Value::Int(number) = item.value else { return None };
        span = match &**name {
            "years" => span.try_years(number),
            "months" => span.try_months(number),
            "weeks" => span.try_weeks(number),
            "days" => span.try_days(number),
            "hours" => span.try_hours(number),
            "minutes" => span.try_minutes(number),
            "seconds" => span.try_seconds(number),
            "microseconds" => span.try_microseconds(number),
            _ => return None,
        }
        .ok()?;
    }
    Some(span)
}

/// A date or time that much later; of a date only whole days count.
pub(super) fn later(moment: &Moment, by: &Moment) -> Option<Moment> {
    match (moment, by) {
        (Moment::Date(date), Moment::Elapsed(micros)) => {
            let days = Calendar::new().try_days(micros.div_euclid(86_400_000_000)).ok()?;
            date.checked_add(days).ok().map(Moment::Date)
        }
        (Moment::Date(date), Moment::Relative(span)) => date.checked_add(*span).ok().map(Moment::Date),
        (Moment::Time(time, zone), Moment::Elapsed(micros)) => {
            time.checked_add(SignedDuration::from_micros(*micros)).ok().map(|time| Moment::Time(time, *zone))
        }
        (Moment::Time(time, zone), Moment::Relative(span)) => {
            time.checked_add(*span).ok().map(|time| Moment::Time(time, *zone))
        }
        _ => None,
    }
}

/// Year, month and day.
pub(super) fn day(date: Date) -> [i64; 3] {
    [i64::from(date.year()), i64::from(date.month()), i64::from(date.day())]
}

/// What `datetime` is called with to give a time, without the zeros at the end.
pub(super) fn parts(time: DateTime) -> Vec<i64> {
    let micros = i64::from(time.subsec_nanosecond()).div_euclid(1_000);
    let clock = [i64::from(time.hour()), i64::from(time.minute()), i64::from(time.second()), micros];
    let used = clock.iter().rposition(|part| *part != 0).map_or(0, |last| last.saturating_add(1));
    day(time.date()).into_iter().chain(clock.into_iter().take(used)).collect()
}
