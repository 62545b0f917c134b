//! Addresses and references: `module.m["eu.west"].aws_s3_bucket.b[0].arn`.

use std::fmt::Write;

use serde_json::Value;

/// A block of the configuration, which stands for all its instances.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BlockAddress {
    /// The address of its module without instance keys; empty for the root.
    pub(super) module: String,
    /// Its name inside the module: `aws_s3_bucket.logs`, `data.t.n`, `module.m`, `var.x`, `local.x`, `output.x`,
    /// `provider.aws`.
    pub(super) name: String,
}

impl BlockAddress {
    pub(super) fn new(module: &str, name: &str) -> Self {
        Self { module: module.to_owned(), name: name.to_owned() }
    }

    /// The block of a resource whose instance lies in the module instance `module`.
    pub(super) fn of_resource(module: &str, mode: &str, kind: &str, name: &str) -> Self {
        let module = module_address(modules(module).iter().map(|(name, _)| name.as_str()));
        let data = if mode == "data" { "data." } else { "" };
        Self { module, name: format!("{data}{kind}.{name}") }
    }

    /// Both in one; a block of the root module stands alone.
    pub(super) fn full(&self) -> String {
        if self.module.is_empty() { self.name.clone() } else { format!("{}.{}", self.module, self.name) }
    }
}

/// An instance key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// Neither `count` nor `for_each`.
    Single,
    /// Of `count`.
    Index(u64),
    /// Of `for_each`.
    Text(String),
}

impl Key {
    /// The key that the plan writes as `index`.
    pub(super) fn from_json(index: &Value) -> Self {
        match index {
            Value::Number(number) => number.as_u64().map_or(Self::Single, Self::Index),
            Value::String(text) => Self::Text(text.clone()),
            _ => Self::Single,
        }
    }
}

/// One part of a reference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// `.name`.
    Name(String),
    /// `[0]` or `["key"]`.
    Key(Key),
    /// `[each.key]` or `[count.index]`: the key of whoever refers.
    Own,
    /// `[*]` or an index that cannot be known.
    Any,
}

/// The parts of an address or a reference; `None` when it is not one.
pub(super) fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        if let Some(inside) = rest.strip_prefix('[') {
            let (part, after) = index(inside)?;
            parts.push(part);
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(end)?;
            if name.is_empty() {
                return None;
            }
            parts.push(if name == "*" { Part::Any } else { Part::Name(name.to_owned()) });
            rest = after;
        }
        if rest.is_empty() {
            return Some(parts);
        }
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
}

/// The index that stands before `]`, and what follows.
fn index(inside: &str) -> Option<(Part, &str)> {
    let Some(quoted) = inside.strip_prefix('"') else {
        let (digits, after) = inside.split_once(']')?;
        return Some((digits.parse().map_or(Part::Any, |number| Part::Key(Key::Index(number))), after));
    };
    let mut text = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => {
                let after = quoted.get(at..)?.strip_prefix("\"]")?;
                // A template marker inside a key is doubled: `$${`.
                let text = text.replace("$${", "${").replace("%%{", "%{");
                return Some((Part::Key(Key::Text(text)), after));
            }
            '\\' => text.push(match characters.next()?.1 {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'u' => unicode(&mut characters, 4)?,
                'U' => unicode(&mut characters, 8)?,
                other => other,
            }),
            other => text.push(other),
        }
    }
    None
}

fn unicode(characters: &mut std::str::CharIndices<'_>, digits: usize) -> Option<char> {
    let code: String = characters.take(digits).map(|(_, digit)| digit).collect();
    char::from_u32(u32::from_str_radix(&code, 16).ok()?)
}

/// The steps of a module instance: the name of each call and the key of the instance.
pub(super) fn modules(address: &str) -> Vec<(String, Key)> {
    let mut steps: Vec<(String, Key)> = Vec::new();
    let mut parts = parts(address).unwrap_or_default().into_iter().peekable();
    while let Some(Part::Name(word)) = parts.next()
        && word == "module"
        && let Some(Part::Name(name)) = parts.next()
    {
        let key = match parts.next_if(|part| matches!(part, Part::Key(_))) {
            Some(Part::Key(key)) => key,
            _ => Key::Single,
        };
        steps.push((name, key));
    }
    steps
}

/// The address of a module without instance keys; empty for the root.
pub(super) fn module_address<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut address = String::new();
    for name in names {
        let dot = if address.is_empty() { "" } else { "." };
        // Writing to a `String` cannot fail.
        let _ = write!(address, "{dot}module.{name}");
    }
    address
}

#[cfg(test)]
mod tests {
    use super::{Key, Part, modules, parts};

    fn name(text: &str) -> Part {
        Part::Name(text.to_owned())
    }

    #[test]
    fn keys_may_hold_dots_quotes_brackets_and_templates() {
        for (text, key) in [
            (r#"a.b["eu.west-1"].id"#, "eu.west-1"),
            (r#"a.b["x]y"].id"#, "x]y"),
            (r#"a.b["us \"east\""].id"#, "us \"east\""),
            (r#"a.b["c\\d"].id"#, "c\\d"),
            (r#"a.b["$${x}"].id"#, "${x}"),
            (r#"a.b["é\u00e9"].id"#, "éé"),
        ] {
            let expected = vec![name("a"), name("b"), Part::Key(Key::Text(key.to_owned())), name("id")];
            assert_eq!(parts(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn text_that_is_no_reference_is_none() {
        for text in ["", ".", "a..b", "a[\"x", "a[\"x\"", "a[0"] {
            assert_eq!(parts(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_steps_of_a_module_instance_keep_their_keys() {
        let steps = modules(r#"module.a["x.y"].module.b[1].module.c"#);
        let expected = [("a", Key::Text("x.y".to_owned())), ("b", Key::Index(1)), ("c", Key::Single)];
        assert_eq!(steps, expected.map(|(name, key)| (name.to_owned(), key)));
        assert!(modules("").is_empty());
    }
}
