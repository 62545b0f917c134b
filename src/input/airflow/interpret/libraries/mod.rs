//! Libraries that build DAGs out of files and settings: what they make is made here as their code makes it.
//!
//! Which callable makes what is a row of `builders.tsv`. What a library reads that is not in the tree is a loss.

mod configured;
mod cosmos;
mod cosmos_tasks;
mod dag_factory;
mod dag_factory_checks;
mod dag_factory_dag;
mod dag_factory_tasks;
mod dbt;
mod defaults;
mod frontmatter;
mod gusty;
mod gusty_edges;
mod gusty_tasks;
mod unseen;

use std::rc::Rc;

pub(super) use self::unseen::Launch;

use super::super::arena::Id;
use super::super::graph::last_segment;
use super::super::knowledge::builders::{self, Builder, Makes};
use super::super::modules::Found;
use super::super::text::Text;
use super::super::value::{Args, Item, Object, Value};
use super::Interpreter;
use crate::source::{RepoPath, Span};

impl<'a> Interpreter<'a> {
    /// A call of a library that builds DAGs; `None` when it is none.
    pub(super) fn call_builder(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let builder = builders::of(name).filter(|_| self.importing())?;
        self.note(name, args, at);
        Some(match builder.makes {
            Makes::Settings | Makes::DagFactory => self.object(name, args.clone()),
            Makes::Dag => self.unseen_dag(name, args, at),
            Makes::Dags => self.unseen_dags(name, args, at),
            Makes::Group => self.unseen_group(name, args, builder, at),
            Makes::Task => self.library_task(args, builder, at),
            Makes::Decorator => self.library_decorator(args, builder, at),
            Makes::LaunchedGroup => self.launched_group(args, builder, at),
            Makes::DagFactoryLoad => self.load_yaml_dags(args, at),
            Makes::CosmosDag => self.cosmos_dag(args, at),
            Makes::CosmosGroup => self.cosmos_group(args, builder, at),
            Makes::GustyDag => self.gusty_dag(args, at),
            Makes::GustyDags => self.gusty_dags(args, at),
        })
    }

    /// A method of an object that a library made; `None` when it makes nothing that is known.
    pub(super) fn builder_method(
        &mut self,
        id: Id<Object<'a>>,
        name: &str,
        args: &Args<'a>,
        at: Span,
    ) -> Option<Value<'a>> {
        let object = self.heap.objects.get(id);
        match builders::of(&object.callee).filter(|_| self.importing())?.makes {
            Makes::DagFactory => self.dag_factory_method(id, name, args, at),
            _ => None,
        }
    }

    /// What a dotted name stands for, as `import_string` finds it: in the tree, or elsewhere.
    pub(super) fn imported_string(&mut self, dotted: &str, at: Span) -> Value<'a> {
        let package = dotted.rsplit_once('.').and_then(|(module, _)| self.whole(module, at));
        match package {
            Some(package) => self.package_attribute(package, last_segment(dotted), at),
            None => Value::Symbol(Rc::from(dotted)),
        }
    }

    /// A function of a file that is loaded by its path.
    fn function_of_file(&mut self, name: &Text, file: &Text, at: Span) -> Value<'a> {
        let unknown = || Value::unknown(format!("{} of {}", name.display(), file.display()));
        let (Some(name), Some(path)) = (name.as_known(), self.find_file(file)) else { return unknown() };
        let Some(stem) = path.file_name().strip_suffix(".py").map(str::to_owned) else { return unknown() };
        let package = self.package(&Found::File(path), &stem, at);
        self.package_attribute(package, name, at)
    }

    /// The folder that Airflow takes DAGs from, as far as the tree says so: the outermost one around the DAG file that is
    /// called so, else that of the file.
    fn dags_folder(&self) -> Option<RepoPath> {
        let own = self.modules.own().source.path().parent();
        let around = std::iter::successors(own.clone(), RepoPath::parent);
        around.filter(|folder| folder.file_name().eq_ignore_ascii_case("dags")).last().or(own)
    }
}

/// The class of a builder's tasks.
fn class_of(builder: &Builder) -> &str {
    builder.class.as_deref().unwrap_or("unknown")
}

/// An item that is a known text.
fn text_item<'a>(text: &str, span: Span) -> Item<'a> {
    Item { value: Value::text(text), span }
}
