//! The variables of the root: which file gives them the value that the plan was made with.

use super::{Evaluator, Instance, Scope};
use crate::input::terraform::address::BlockAddress;
use crate::input::terraform::code::{Block, GivenFile as File, Part};
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
        let fits = |value: &Value| same(&self.converted(value.clone(), declared), &wanted) == Some(true);
        let files = self.files_of_plan().into_iter();
        let written = files.filter_map(|file| file.attribute(name)).chain(default).map(read);
        written.into_iter().find(fits).unwrap_or_else(|| planned.outside())
    }

    /// The files that may have given the plan its values. Of those that somebody has to name, one that contradicts the plan
    /// in anything was not named.
    fn files_of_plan(&self) -> Vec<Part<'_>> {
        let files = self.code.given();
        let named =
            self.memo.named.get_or_init(|| files.iter().map(|file| !file.is_named() || self.speaks(file)).collect());
        let files = files.iter().zip(named).filter(|(_, speaks)| **speaks);
        files.map(|(file, _)| Part::outermost(&file.source, file.body())).collect()
    }

    /// Whether a file says nothing else than the plan about its variables, and something.
    fn speaks(&self, file: &File) -> bool {
        let root = Instance::new();
        let scope = Scope::of(&root);
        let part = Part::outermost(&file.source, file.body());
        let answers = self.planned.variables.iter().filter_map(|(name, planned)| {
            let written = part.attribute(name)?;
            let declared = self.code.block_of(&BlockAddress::new("", &format!("var.{name}")));
            let own = self.converted(self.evaluate(&written, &scope), &declared);
            Some(same(&own, &self.converted(from_json(planned), &declared)) == Some(true))
        });
        let answers: Vec<bool> = answers.collect();
        !answers.is_empty() && answers.into_iter().all(|same| same)
    }
}
