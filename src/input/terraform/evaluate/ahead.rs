//! Reads the files that expressions name while the tree is at hand; what is evaluated later knows them then.

use hcl_edit::Span as _;
use hcl_edit::expr::{Conditional, Expression, FuncCall};
use hcl_edit::visit::{Visit, visit_conditional, visit_func_call};

use super::scope::Scope;
use super::{At, Evaluator, Instance};
use crate::input::Problem;
use crate::input::terraform::address::{Key, modules};
use crate::input::terraform::code::{Content, UNSURE};
use crate::input::terraform::value::to_text;

impl Evaluator<'_> {
    /// Reads the files that the code names by a text that hangs on nothing but the folder of its module. What is not there
    /// or cannot be read is said where the owner's own code needs it.
    pub(in crate::input::terraform) fn read_ahead(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (address, files) in self.code.files() {
            let module: Instance = modules(address).into_iter().map(|(name, _)| (name, Key::Single)).collect();
            for file in files {
                let Content::Native(body) = &file.content else { continue };
                let mut calls = Calls::default();
                calls.visit_body(body);
                for (call, needed) in calls.found {
                    self.begin();
                    let at = At { source: &file.source, fixed: None };
                    let said = self.look(&call, at, &module).filter(|_| needed && self.code.is_own(address));
                    let offset = call.span().map_or(0, |span| span.start);
                    problems.extend(said.map(|said| Problem::at(&file.source, offset, &format!("{said}; {UNSURE}"))));
                }
            }
        }
        problems
    }

    /// What is wrong with the file that a call names.
    fn look(&self, call: &FuncCall, at: At<'_>, module: &Instance) -> Option<&'static str> {
        let name = self.expression(call.args.get(0)?, at, &Scope::of(module)).ok().and_then(|name| to_text(&name))?;
        let function = call.name.name.as_str();
        if matches!(function, "fileset" | "templatestring") {
            return None;
        }
        match self.read(&self.code.file_named(&name)?) {
            Ok(Some(_)) => None,
            Ok(None) if function == "fileexists" => None,
            Ok(None) => Some("the file that this names is not in the tree"),
            Err(_) => Some("the file that this names cannot be read"),
        }
    }
}

/// Whether an expression calls a function that reads a file.
pub(in crate::input::terraform) fn reads_file(expression: &Expression) -> bool {
    let mut calls = Calls::default();
    calls.visit_expr(expression);
    !calls.found.is_empty()
}

/// The calls of functions that read a file, each with whether the code goes on without it.
#[derive(Default)]
struct Calls {
    found: Vec<(FuncCall, bool)>,
    /// Whether something around goes on without.
    spared: bool,
}

impl Visit for Calls {
    fn visit_func_call(&mut self, call: &FuncCall) {
        let name = call.name.name.as_str();
        if super::function::READS.contains(&name) {
            self.found.push((call.clone(), !self.spared));
        }
        let outer = self.spared;
        self.spared |= matches!(name, "try" | "can");
        visit_func_call(self, call);
        self.spared = outer;
    }

    fn visit_conditional(&mut self, conditional: &Conditional) {
        let outer = std::mem::replace(&mut self.spared, true);
        visit_conditional(self, conditional);
        self.spared = outer;
    }
}
