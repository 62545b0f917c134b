//! The walk over a plan along the keys that are known; nothing is kept of what lies between.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::keys::{Shape, Then};

/// A key behind which something stands that nobody reads.
pub(super) struct Finding<'f, 'de> {
    /// Its path, without indexes and without the names that people give.
    pub(super) key: &'f str,
    /// The object that it stands in.
    pub(super) of: Shape,
    /// What is known of it: [`Then::Known`] for a key that gate does not know.
    pub(super) then: Then,
    /// Its value, a slice of the text.
    pub(super) value: &'de RawValue,
}

/// Says every such key of the plan `text`, in its order.
///
/// # Errors
/// When the text is no JSON.
pub(super) fn walk<'de>(text: &'de str, say: &mut dyn FnMut(Finding<'_, 'de>)) -> Result<(), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut path = String::new();
    Walk { then: Then::One(Shape::Plan), path: &mut path, say }.deserialize(&mut deserializer)
}

/// One value on the way.
struct Walk<'w, 'de> {
    then: Then,
    path: &'w mut String,
    say: &'w mut dyn FnMut(Finding<'_, 'de>),
}

impl<'de> DeserializeSeed<'de> for Walk<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.then {
            Then::One(_) | Then::List(_) | Then::Map(_) => deserializer.deserialize_any(self),
            _ => deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ()),
        }
    }
}

impl<'de> Walk<'_, 'de> {
    /// Goes on with a value below a step of the path.
    fn below<T>(&mut self, step: &str, then: Then, go: impl FnOnce(Walk<'_, 'de>) -> T) -> T {
        let length = self.path.len();
        if !step.is_empty() && !self.path.is_empty() && step != "[]" {
            self.path.push('.');
        }
        self.path.push_str(step);
        let done = go(Walk { then, path: self.path, say: self.say });
        self.path.truncate(length);
        done
    }

    fn object<A: MapAccess<'de>>(&mut self, shape: Shape, access: &mut A) -> Result<(), A::Error> {
        while let Some(Key(key)) = access.next_key::<Key<'de>>()? {
            let known = shape.keys().iter().find(|(name, _)| *name == key).map(|(_, then)| *then);
            match known {
                Some(Then::Known) => access.next_value::<IgnoredAny>().map(|_| ())?,
                Some(then @ (Then::One(_) | Then::List(_) | Then::Map(_))) => {
                    self.below(&key, then, |walk| access.next_value_seed(walk))?;
                }
                _ => {
                    let value = access.next_value::<&'de RawValue>()?;
                    let then = known.unwrap_or(Then::Known);
                    self.below(&key, then, |walk| {
                        (walk.say)(Finding { key: walk.path, of: shape, then, value });
                    });
                }
            }
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for Walk<'_, 'de> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a part of a plan")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<(), A::Error> {
        match self.then {
            Then::One(shape) => self.object(shape, &mut access)?,
            Then::Map(shape) => {
                while access.next_key::<IgnoredAny>()?.is_some() {
                    self.below("*", Then::One(shape), |walk| access.next_value_seed(walk))?;
                }
            }
            _ => while access.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {},
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut access: A) -> Result<(), A::Error> {
        let Then::List(shape) = self.then else {
            while access.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        };
        loop {
            let next = self.below("[]", Then::One(shape), |walk| access.next_element_seed(walk))?;
            if next.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_bool<E: Error>(self, _value: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _value: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _value: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _value: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _value: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A key, borrowed from the text where it can be.
struct Key<'de>(Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(value)))
            }

            fn visit_str<E>(self, value: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(value.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}
