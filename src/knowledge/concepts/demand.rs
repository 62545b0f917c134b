//! What a row about a property asks of an argument: the small languages of its columns, read in one place by whoever checks
//! a row and by whoever judges by it.

/// When the value of an argument has the property.
#[derive(Debug, Clone, PartialEq)]
pub enum Good {
    /// It is one of these words.
    One(Vec<String>),
    /// It is none of these words.
    Other(Vec<String>),
    /// It says anything at all that does not contain this text; an empty text is in nothing.
    Given(String),
    /// It says nothing.
    Nothing,
    /// It is a number of at least this much, in the unit of the argument.
    AtLeast(f64),
    /// It is a list that has all of these.
    Has(Vec<String>),
    /// It is a list that has none of these.
    Lacks(Vec<String>),
}

impl Good {
    /// Reads a cell; `None` when it says none of these.
    #[must_use]
    pub fn read(cell: &str) -> Option<Self> {
        let list = |text: &str, separator: char| -> Option<Vec<String>> {
            let words: Vec<String> = text.split(separator).map(str::to_owned).collect();
            words.iter().all(|word| !word.is_empty()).then_some(words)
        };
        if cell == "none" {
            return Some(Self::Nothing);
        }
        if let Some(number) = cell.strip_prefix(">=") {
            return number.parse().ok().map(Self::AtLeast);
        }
        if let Some(words) = cell.strip_prefix("has:") {
            return list(words, ',').map(Self::Has);
        }
        if let Some(words) = cell.strip_prefix("lacks:") {
            return list(words, ',').map(Self::Lacks);
        }
        if let Some(rest) = cell.strip_prefix('*') {
            let without = rest.strip_prefix('!').filter(|text| !text.is_empty());
            return (rest.is_empty() || without.is_some()).then(|| Self::Given(without.unwrap_or_default().to_owned()));
        }
        match cell.strip_prefix('!') {
            Some(words) => list(words, '|').map(Self::Other),
            None => list(cell, '|').map(Self::One),
        }
    }
}

/// What it means that the code leaves an argument out and the plan has no value for it.
#[derive(Debug, Clone, PartialEq)]
pub enum Absent {
    /// It has the property.
    Good,
    /// It does not.
    Bad,
    /// The account decides it for its region.
    Account,
    /// What it is part of, or something that no plan says, decides it.
    Unknown,
    /// It has the property if another argument has this value.
    If(String, String),
    /// The cloud takes this length, in the unit of the argument.
    Length(f64),
    /// It is without end.
    Forever,
}

impl Absent {
    /// Reads a cell; `None` when it says none of these.
    #[must_use]
    pub fn read(cell: &str) -> Option<Self> {
        if let Some((argument, value)) = cell.strip_prefix("good:").and_then(|rule| rule.split_once('=')) {
            let said = !argument.is_empty() && !value.is_empty();
            return said.then(|| Self::If(argument.to_owned(), value.to_owned()));
        }
        match cell {
            "good" => Some(Self::Good),
            "bad" => Some(Self::Bad),
            "account" => Some(Self::Account),
            "unknown" => Some(Self::Unknown),
            "forever" => Some(Self::Forever),
            _ => cell.parse().ok().map(Self::Length),
        }
    }

    /// Whether it is the length of something.
    #[must_use]
    pub const fn is_length(&self) -> bool {
        matches!(self, Self::Length(_) | Self::Forever)
    }
}

/// In what an argument counts time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// The days of one.
    pub days: f64,
    /// Whether zero is without end.
    pub zero_is_forever: bool,
}

impl Unit {
    /// Reads a cell such as `hours` or `days,0=forever`; `None` when it says neither.
    #[must_use]
    pub fn read(cell: &str) -> Option<Self> {
        let (unit, zero_is_forever) = cell.strip_suffix(",0=forever").map_or((cell, false), |unit| (unit, true));
        let days = match unit {
            "seconds" => 1.0 / 86_400.0,
            "minutes" => 1.0 / 1_440.0,
            "hours" => 1.0 / 24.0,
            "days" => 1.0,
            "weeks" => 7.0,
            "months" => 30.0,
            "years" => 365.0,
            _ => return None,
        };
        Some(Self { days, zero_is_forever })
    }
}

/// A condition under which a row holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The argument, dotted.
    pub argument: String,
    /// Whether it must be none of the values.
    pub not: bool,
    /// The values; an empty one is that of an argument that is left out, and `*` is any.
    pub values: Vec<String>,
}

impl Condition {
    /// Reads all of a cell; `None` when one of them is no condition.
    #[must_use]
    pub fn read_all(cell: &str) -> Option<Vec<Self>> {
        cell.split(',').filter(|text| !text.is_empty()).map(Self::read).collect()
    }

    fn read(text: &str) -> Option<Self> {
        let (argument, values) = text.split_once('=')?;
        let (argument, not) = argument.strip_suffix('!').map_or((argument, false), |argument| (argument, true));
        let values = values.split('|').map(str::to_owned).collect();
        (!argument.is_empty()).then(|| Self { argument: argument.to_owned(), not, values })
    }
}
