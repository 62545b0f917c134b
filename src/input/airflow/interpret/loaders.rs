//! Modules that code loads by the path of their file: `importlib.util`, `importlib.machinery`, `imp`; and what it finds by
//! a dotted name, or in bytes that hold code.

use std::rc::Rc;

use super::super::arena::Id;
use super::super::modules::Found;
use super::super::value::{Args, Item, Object, Value};
use super::Interpreter;
use crate::source::Span;

/// What says where a module is.
const SPEC: &str = "importlib.machinery.ModuleSpec";

/// What loads a module from its file.
const LOADER: &str = "importlib.machinery.SourceFileLoader";

/// Functions that make values, DAGs and functions too, of bytes.
const HOLDS_CODE: &[&str] = &[
    "pickle.load",
    "pickle.loads",
    "pickle.Unpickler",
    "cloudpickle.load",
    "cloudpickle.loads",
    "dill.load",
    "dill.loads",
    "dill.load_session",
    "dill.load_module",
    "joblib.load",
    "jsonpickle.decode",
    "marshal.load",
    "marshal.loads",
    "shelve.open",
    "types.CodeType",
    "types.FunctionType",
];

impl<'a> Interpreter<'a> {
    /// A call of one of the functions that lead to a module by its path; `None` when it is none.
    pub(super) fn call_loader(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        match name {
            "importlib.util.spec_from_file_location" => {
                let path = args.get("location", 1).or_else(|| self.path_of_loader(args.named("loader")?)).cloned();
                Some(self.spec(path))
            }
            "importlib.util.spec_from_loader" | SPEC => {
                let path = args.get("loader", 1).and_then(|loader| self.path_of_loader(loader)).cloned();
                Some(self.spec(path))
            }
            LOADER => {
                let path = args.get("path", 1).cloned();
                Some(self.loader(path))
            }
            "importlib.util.module_from_spec" => {
                let path = args.get("spec", 0).and_then(|spec| self.path_of_loader(spec)).cloned();
                Some(self.module_at(path.as_ref(), name, at))
            }
            "imp.load_source" => {
                let path = args.get("pathname", 1).cloned();
                Some(self.module_at(path.as_ref(), name, at))
            }
            "airflow.utils.module_loading.import_string"
            | "airflow.sdk.module_loading.import_string"
            | "django.utils.module_loading.import_string"
            | "werkzeug.utils.import_string"
            | "pkgutil.resolve_name"
            | "pydoc.locate" => {
                let dotted = args.positional.first().or_else(|| args.items().next()).map(|item| &item.value);
                if let Some(dotted) = dotted.and_then(Value::as_str) {
                    return Some(self.imported_string(&dotted.replace(':', "."), at));
                }
                self.lose_module(None, name, at);
                Some(Value::unknown(format!("{name}()")))
            }
            name if HOLDS_CODE.contains(&name) => {
                if self.importing() {
                    self.lose_all(at, &format!("`{name}` gives what nobody can know, and may run code"));
                }
                Some(Value::unknown(format!("content of {name}()")))
            }
            _ => None,
        }
    }

    /// A method of a loader; `None` when it runs nothing.
    pub(super) fn loader_method(
        &mut self,
        id: Id<Object<'a>>,
        name: &str,
        args: &Args<'a>,
        at: Span,
    ) -> Option<Value<'a>> {
        let object = self.heap.objects.get(id);
        if object.class.is_some() || &*object.callee != LOADER {
            return None;
        }
        let path = object.args.named("path").cloned();
        match name {
            "load_module" => Some(self.module_at(path.as_ref(), name, at)),
            // The module was read when it was made of the spec. One that was made by hand gets the names of the file.
            "exec_module" => {
                let is_read = |value: &Value<'a>| matches!(value, Value::Package(_) | Value::Unknown(_));
                if !args.get("module", 0).is_some_and(|item| is_read(&item.value)) {
                    self.lose_module(path.as_ref(), name, at);
                }
                Some(Value::None)
            }
            _ => None,
        }
    }

    fn spec(&mut self, path: Option<Item<'a>>) -> Value<'a> {
        let loader = self.loader(path.clone());
        let spec = self.object(SPEC, with_path(path));
        if let Value::Object(id) = spec {
            self.heap.objects.get_mut(id).attributes.insert(Rc::from("loader"), loader);
        }
        spec
    }

    fn loader(&mut self, path: Option<Item<'a>>) -> Value<'a> {
        self.object(LOADER, with_path(path))
    }

    /// The path that a spec or loader was made with.
    fn path_of_loader(&self, item: &Item<'a>) -> Option<&Item<'a>> {
        let Value::Object(id) = item.value else { return None };
        let object = self.heap.objects.get(id);
        let is_one = object.class.is_none() && matches!(&*object.callee, SPEC | LOADER);
        object.args.named("path").filter(|_| is_one)
    }

    /// The module of a file of the tree.
    fn module_at(&mut self, path: Option<&Item<'a>>, by: &str, at: Span) -> Value<'a> {
        if let Some(Item { value: Value::Either(paths), span }) = path {
            let load = |path: &Value<'a>| {
                let item = Item { value: path.clone(), span: *span };
                self.undecided(|this| this.module_at(Some(&item), by, at))
            };
            return Self::either(paths.iter().map(load).collect());
        }
        let file = path.and_then(|item| self.find_file(&self.as_text(&item.value)));
        let stem = file.as_ref().and_then(|file| Some(file.file_name().strip_suffix(".py")?.to_owned()));
        if let (Some(file), Some(stem)) = (file, stem) {
            return Value::Package(self.package(&Found::File(file), &stem, at));
        }
        self.lose_module(path, by, at);
        Value::unknown("module")
    }

    /// Notes that a file runs as a module that cannot be followed.
    fn lose_module(&mut self, path: Option<&Item<'a>>, by: &str, at: Span) {
        if !self.importing() {
            return;
        }
        let shown = path.map(|item| self.as_text(&item.value)).filter(|path| !path.prefix().is_empty());
        let why = match shown {
            Some(path) => format!("`{by}` loads `{}`, which cannot be followed", path.display()),
            None => format!("`{by}` loads code of which it is not known where it stands"),
        };
        self.lose_all(at, &why);
    }
}

/// The arguments of a spec or loader.
fn with_path(path: Option<Item<'_>>) -> Args<'_> {
    Args { named: path.into_iter().map(|path| (Rc::from("path"), path)).collect(), ..Args::default() }
}
