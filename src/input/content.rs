//! What policies see of a document, made when somebody asks for it: of most documents nobody asks for more than the
//! facts.

use std::any::Any;
use std::sync::OnceLock;

use serde_json::Value;

/// A normalised document as its reader made it.
pub trait Model: Any + Send + Sync {
    /// All of it, facts included, as JSON.
    fn whole(&self) -> Value;

    /// Its facts: an object of lists, by concept.
    fn facts(&self) -> Value;
}

/// A model with the JSON that was asked for so far.
pub struct Content {
    model: Box<dyn Model>,
    whole: OnceLock<Value>,
    facts: OnceLock<Value>,
}

impl Content {
    /// The content of a document.
    #[must_use]
    pub fn new(model: impl Model) -> Self {
        Self { model: Box::new(model), whole: OnceLock::new(), facts: OnceLock::new() }
    }

    /// All that policies may see, as JSON.
    pub fn whole(&self) -> &Value {
        self.whole.get_or_init(|| self.model.whole())
    }

    /// The same for whoever keeps it: nothing is kept here that nobody has asked for yet.
    #[must_use]
    pub fn taken(&self) -> Value {
        self.whole.get().cloned().unwrap_or_else(|| self.model.whole())
    }

    /// The facts, as JSON: an object of lists.
    pub fn facts(&self) -> &Value {
        self.facts.get_or_init(|| self.model.facts())
    }

    /// The model itself, if it is of this type.
    #[must_use]
    pub fn model<T: Model>(&self) -> Option<&T> {
        let model: &dyn Any = &*self.model;
        model.downcast_ref()
    }
}

/// A document that is JSON already; its facts stand under `facts`.
impl Model for Value {
    fn whole(&self) -> Value {
        self.clone()
    }

    fn facts(&self) -> Value {
        self.get("facts").cloned().unwrap_or_default()
    }
}

/// The JSON of a part of a model. None of them can fail to have one: their keys are text.
pub(crate) fn json(part: &impl serde::Serialize) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}
