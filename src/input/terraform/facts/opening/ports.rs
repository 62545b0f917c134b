//! The ports of a rule.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::rule::Rule;
use crate::input::Segment;
use crate::input::terraform::facts::argument::Argument;

/// A range of ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Ports {
    /// The first.
    pub from: i64,
    /// The last.
    pub to: i64,
}

impl Ports {
    /// What is left of a range without another one.
    pub(super) fn without(self, other: Self) -> impl Iterator<Item = Self> {
        let below = Self { to: self.to.min(other.from.saturating_sub(1)), ..self };
        let above = Self { from: self.from.max(other.to.saturating_add(1)), ..self };
        [below, above].into_iter().filter(|ports| ports.from <= ports.to)
    }
}

/// Each of them.
const EVERY: Ports = Ports { from: 0, to: 65_535 };

/// What a table writes where a rule without ports means all of them.
const EVERY_WORD: &str = "every";

/// Why the ports of a text are not known that is neither a port nor a range of them.
const NO_PORT: &str = "it cannot be read";

/// Words for all protocols.
pub(super) const ANY_PROTOCOL: &[&str] = &["-1", "all", "*"];

/// Protocols that have ports.
const WITH_PORTS: &[&str] = &["tcp", "udp", "6", "17"];

/// The ports that a rule opens.
#[derive(Debug, Default)]
pub(super) struct Opened {
    /// Those that are known.
    pub(super) known: Vec<Ports>,
    /// The arguments that are not known, and why.
    pub(super) open: Vec<(Vec<Segment>, &'static str)>,
}

impl Rule<'_> {
    /// The ports that it opens. A protocol without ports opens none.
    pub(super) fn ports(&self) -> Opened {
        let path = self.path(&self.wording.protocol);
        let protocol = match self.argument(&path) {
            Argument::Known(value) => value.as_str().map(str::to_ascii_lowercase).unwrap_or_default(),
            Argument::Absent => String::new(),
            Argument::Unknown(why) => {
                let mut opened = Opened { known: Vec::new(), open: vec![(path, why)] };
                opened.open.extend(self.all_ports(false).open);
                return opened;
            }
        };
        let any = ANY_PROTOCOL.contains(&protocol.as_str());
        if any || WITH_PORTS.contains(&protocol.as_str()) { self.all_ports(any) } else { Opened::default() }
    }

    fn all_ports(&self, any_protocol: bool) -> Opened {
        match self.wording.ports.split_once("..") {
            Some(_) if any_protocol => Opened { known: vec![EVERY], open: Vec::new() },
            Some((from, to)) => self.numbers(from, to),
            None => self.texts(),
        }
    }

    /// Two numbers.
    fn numbers(&self, from: &str, to: &str) -> Opened {
        let paths = [from, to].map(|argument| self.path(argument));
        let mut opened = Opened::default();
        let [from, to] = paths.map(|path| match self.argument(&path) {
            Argument::Known(value) => value.as_i64(),
            Argument::Absent => None,
            Argument::Unknown(why) => {
                opened.open.push((path, why));
                None
            }
        });
        opened.known.extend(from.zip(to).map(|(from, to)| Ports { from, to }));
        opened
    }

    /// Texts such as `22`, `20-30` and `*`.
    fn texts(&self) -> Opened {
        let mut opened = Opened::default();
        let arguments = self.wording.ports.split(',').filter(|argument| *argument != EVERY_WORD);
        for path in arguments.map(|argument| self.path(argument)) {
            if let Some(why) = self.why(&path) {
                opened.open.push((path.clone(), why));
            }
            let texts = match self.resource.raw(&path) {
                Some(Value::Array(items)) => items.as_slice(),
                Some(one) => std::slice::from_ref(one),
                None => &[],
            };
            // An argument that is not used may be planned as an empty text.
            for text in texts.iter().filter_map(Value::as_str).filter(|text| !text.is_empty()) {
                match range(text) {
                    Some(ports) => opened.known.push(ports),
                    None => opened.open.push((path.clone(), NO_PORT)),
                }
            }
        }
        let none = opened.known.is_empty() && opened.open.is_empty();
        if none && self.wording.ports.split(',').any(|word| word == EVERY_WORD) && !self.names_ports() {
            opened.known.push(EVERY);
        }
        opened
    }

    /// Whether some port is named, even in a way that nobody understands.
    fn names_ports(&self) -> bool {
        let mut arguments = self.wording.ports.split(',').map(|argument| self.path(argument));
        arguments.any(|path| self.resource.raw(&path).and_then(Value::as_array).is_some_and(|ports| !ports.is_empty()))
    }
}

/// The range of a text.
fn range(text: &str) -> Option<Ports> {
    if text == "*" {
        return Some(EVERY);
    }
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let port = |text: &str| text.trim().parse::<u16>().ok().map(i64::from);
    Some(Ports { from: port(from)?, to: port(to)? })
}
