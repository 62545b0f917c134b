//! The variables of the root: which file gives them the value that the plan was made with.

use super::{Evaluator, Instance, Scope};
use crate::input::terraform::code::{Block, Part};
use crate::input::terraform::value::{Value, from_json, same};

impl Evaluator<'_> {
    /// The value of a variable of the root. The plan says what it is; the file that says the same is where it is
    /// written: the one that the tool reads last comes first, then the default.
    pub(super) fn given(&self, name: &str, declared: &Block<'_>) -> Value {
        let root = Instance::new();
        let scope = Scope::of(&root);
        let read = |written| self.evaluate(&written, &scope);
        let default = declared.attribute("default");
        let Some(planned) = self.planned.variables.get(name) else {
            // Without a value in the plan, only one that nobody can set otherwise is known.
            return default.map_or_else(Value::open, read);
        };
        let planned = from_json(planned);
        let wanted = self.converted(planned.clone(), declared);
        let files = self.code.given().iter().map(|file| Part::outermost(&file.source, file.body()));
        let written = files.filter_map(|file| file.attribute(name)).chain(default).map(read);
        let fits = |value: &Value| same(&self.converted(value.clone(), declared), &wanted) == Some(true);
        written.into_iter().find(fits).unwrap_or_else(|| planned.from_outside())
    }
}
