//! The tasks that Cosmos makes of the nodes of a dbt project.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::super::text::Text;
use super::super::super::value::{Args, Item, Operator, Role, Value};
use super::super::Interpreter;
use super::cosmos::{Rendering, Tests};
use super::dbt::{Kind, Node, Project};
use super::text_item;

impl<'a> Interpreter<'a> {
    /// A task or group for every node, joined as the nodes are.
    pub(super) fn cosmos_tasks(&mut self, project: &Project, rendering: &Rendering<'a>) {
        let mut made: BTreeMap<&str, Value<'a>> = BTreeMap::new();
        for (name, node) in &project.nodes {
            if !self.step(8, rendering.at.start) {
                return;
            }
            let task = if rendering.selects {
                self.undecided(|this| this.node_of_dbt(name, node, rendering))
            } else {
                self.node_of_dbt(name, node, rendering)
            };
            made.insert(name, task);
        }
        for (name, node) in &project.nodes {
            for before in &node.before {
                if let (Some(from), Some(to)) = (made.get(before.as_str()).cloned(), made.get(name.as_str()).cloned()) {
                    self.arrow(&from, &to, rendering.at);
                }
            }
        }
        if rendering.tests == Tests::AfterAll {
            self.test_of_all(project, &made, rendering);
        }
        if !(rendering.doubts.is_empty() && project.doubts.is_empty() && project.unread.is_empty()) {
            self.others_of_dbt(&made, rendering);
        }
    }

    /// A node: one task, or a group of it and its test.
    fn node_of_dbt(&mut self, name: &str, node: &Node, rendering: &Rendering<'a>) -> Value<'a> {
        let (verb, does) = match (rendering.tests, node.kind) {
            (Tests::Build, _) => ("build", "DbtBuild"),
            (_, Kind::Model) => ("run", "DbtRun"),
            (_, Kind::Seed) => ("seed", "DbtSeed"),
            (_, Kind::Snapshot) => ("snapshot", "DbtSnapshot"),
        };
        let kind = match node.kind {
            Kind::Model => "model",
            Kind::Seed => "seed",
            Kind::Snapshot => "snapshot",
        };
        let at = rendering.at;
        if !(node.tested && rendering.tests == Tests::AfterEach) {
            let id = if verb == "build" { format!("{name}_{kind}_{verb}") } else { format!("{name}_{verb}") };
            return self.task_of_dbt(&Text::known(id), does, node.hidden, rendering);
        }
        let group = Args { named: vec![("group_id".into(), text_item(name, at))], ..Args::default() };
        let made = self.make_group(&group, at);
        if let Value::Group(group) = made {
            self.within_group(group, false, |this| {
                let run = this.task_of_dbt(&Text::known(verb), does, node.hidden, rendering);
                let test = this.task_of_dbt(&Text::known("test"), "DbtTest", node.hidden, rendering);
                this.arrow(&run, &test, at);
                Value::None
            });
        }
        made
    }

    fn task_of_dbt(&mut self, id: &Text, does: &str, hidden: bool, rendering: &Rendering<'a>) -> Value<'a> {
        let (class, module) = match &rendering.mode {
            Some(mode) => (format!("{does}{}Operator", in_camel_case(mode)), format!(".{mode}")),
            None => (format!("{does}Operator"), String::new()),
        };
        let qualified = format!("cosmos.operators{module}.{class}");
        let operator = Operator { name: Rc::from(class), qualified: Rc::from(qualified), bases: Vec::new() };
        let id = if rendering.named_otherwise { Text::hole("task_id") } else { id.clone() };
        let mut args = rendering.args.clone();
        args.open |= hidden;
        args.named.push(("task_id".into(), Item { value: Value::Text(Rc::new(id)), span: rendering.at }));
        self.make_task(operator, &args, Role::Work, rendering.at)
    }

    /// One test of the whole project, after all nodes from which nothing else is made.
    fn test_of_all(&mut self, project: &Project, made: &BTreeMap<&str, Value<'a>>, rendering: &Rendering<'a>) {
        let parents: BTreeSet<&str> =
            project.nodes.values().flat_map(|node| node.before.iter().map(String::as_str)).collect();
        let mut id = rendering.project_name.clone();
        id.push_str("_test");
        let test = self.task_of_dbt(&id, "DbtTest", false, rendering);
        for (_, leaf) in made.iter().filter(|(name, _)| !parents.contains(**name)) {
            self.arrow(&leaf.clone(), &test, rendering.at);
        }
    }

    /// What stands for tasks that may be there besides: any number of them, joined to any.
    fn others_of_dbt(&mut self, made: &BTreeMap<&str, Value<'a>>, rendering: &Rendering<'a>) {
        let mut id = Text::hole("model");
        id.push_str("_run");
        let other = self.repeated_code(|this| this.task_of_dbt(&id, "DbtRun", false, rendering));
        let mut tasks: BTreeSet<_> = BTreeSet::new();
        for value in made.values().chain([&other]) {
            match value {
                Value::Task(task) => tasks.extend([*task]),
                Value::Group(group) => tasks.extend(self.heap.members(*group)),
                _ => {}
            }
        }
        for task in tasks {
            let task = self.heap.tasks.get_mut(task);
            (task.loose_upstream, task.loose_downstream) = (true, true);
        }
    }
}

/// `azure_container_instance` as in the names of classes: `AzureContainerInstance`.
fn in_camel_case(mode: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    mode.split('_').map(capital).collect()
}
