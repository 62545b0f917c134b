//! Reads the files that expressions name while the tree is at hand; what is evaluated later knows them then.

use hcl_edit::expr::FuncCall;
use hcl_edit::visit::{Visit, visit_func_call};

use super::scope::Scope;
use super::{At, Evaluator, Instance};
use crate::input::terraform::address::{Key, modules};
use crate::input::terraform::code::Content;
use crate::input::terraform::value::to_text;

impl Evaluator<'_> {
    /// Reads the files that the code names by a text that hangs on nothing but the folder of its module.
    pub(in crate::input::terraform) fn read_ahead(&self) {
        for (address, files) in self.code.files() {
            let module: Instance = modules(address).into_iter().map(|(name, _)| (name, Key::Single)).collect();
            for file in files {
                let Content::Native(body) = &file.content else { continue };
                let mut calls = Calls(Vec::new());
                calls.visit_body(body);
                for call in calls.0 {
                    self.begin();
                    let at = At { source: &file.source, fixed: None };
                    let named = call.args.get(0).map(|name| self.expression(name, at, &Scope::of(&module)));
                    if let Some(name) = named.and_then(Result::ok).and_then(|name| to_text(&name))
                        && call.name.name.as_str() != "fileset"
                        && let Some(path) = self.code.file_named(&name)
                    {
                        // Whether it can be read is said where it is used.
                        let _ = self.read(&path);
                    }
                }
            }
        }
    }
}

/// The calls of functions that read a file.
struct Calls(Vec<FuncCall>);

impl Visit for Calls {
    fn visit_func_call(&mut self, call: &FuncCall) {
        if super::function::READS.contains(&call.name.name.as_str()) {
            self.0.push(call.clone());
        }
        visit_func_call(self, call);
    }
}
