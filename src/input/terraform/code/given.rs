//! The files that give values to the variables of a root module: `.tfvars`, and the same in JSON.

use std::collections::BTreeSet;
use std::sync::Arc;

use hcl_edit::structure::Body as NativeBody;

use super::block::Body;
use super::{Directory, is_code, json};
use crate::input::Context;
use crate::input::terraform::tfvars::is_values;
use crate::input::tree::Node;
use crate::source::{RepoPath, Source};

/// How many such files are read; more than any project has.
const MOST: usize = 200;

/// A file that gives values.
#[derive(Debug)]
pub(in crate::input::terraform) struct File {
    pub(in crate::input::terraform) source: Arc<Source>,
    content: Content,
    /// Whether it belongs to the root module, and not to another one below it.
    own: bool,
    /// Whether the tool reads it only when somebody names it.
    named: bool,
}

#[derive(Debug)]
enum Content {
    Native(NativeBody),
    Json(Node),
}

impl File {
    /// Whether it belongs to the root module, and not to another one below it.
    pub(in crate::input::terraform) const fn is_own(&self) -> bool {
        self.own
    }

    /// Whether the tool reads it only when somebody names it.
    pub(in crate::input::terraform) const fn is_named(&self) -> bool {
        self.named
    }

    /// What it gives, as a block does.
    pub(in crate::input::terraform) const fn body(&self) -> Body<'_> {
        match &self.content {
            Content::Native(body) => Body::Native(body),
            Content::Json(node) => Body::Json(node),
        }
    }
}

/// The files in the order in which they win: those in the folder of a root module that the tool reads by itself, the last
/// one first, then those that somebody may have named.
/// <https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence>
pub(super) fn read(context: &Context<'_>, root: &Directory) -> Vec<File> {
    let inside = |path: &RepoPath| match &root.0 {
        None => true,
        Some(root) => path.as_str().strip_prefix(root.as_str()).is_some_and(|rest| rest.starts_with('/')),
    };
    let mut paths = context.files.paths_where(&|path| is_values(path));
    paths.sort_by_key(|path| (rank(path, root), std::cmp::Reverse(path.as_str())));
    paths.truncate(MOST);
    // One below the folder of another root gives values to that one.
    let others = context.files.paths_where(&|path| is_code(path) && path.parent() != root.0 && inside(path));
    let others: BTreeSet<_> = others.into_iter().filter_map(RepoPath::parent).collect();
    let own = |path: &RepoPath| {
        let folders = std::iter::successors(path.parent(), RepoPath::parent);
        inside(path)
            && !folders.take_while(|folder| Some(folder) != root.0.as_ref()).any(|folder| others.contains(&folder))
    };
    let found = paths.into_iter().filter_map(|path| {
        let named = !inside(path) || rank(path, root) > 2;
        Some(File { own: own(path), named, ..file(context, path)? })
    });
    found.collect()
}

fn rank(path: &RepoPath, root: &Directory) -> u8 {
    let name = path.file_name();
    match name {
        _ if path.parent() != root.0 => {
            4 + u8::from(
                !path
                    .parent()
                    .zip(root.0.as_ref())
                    .is_some_and(|(folder, root)| folder.as_str().starts_with(root.as_str())),
            )
        }
        _ if name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json") => 0,
        "terraform.tfvars.json" => 1,
        "terraform.tfvars" => 2,
        _ => 3,
    }
}

fn file(context: &Context<'_>, path: &RepoPath) -> Option<File> {
    let source = context.files.read(path, context.limits.file_bytes).ok()?;
    let content = if path.extension() == Some("json") {
        Content::Json(json::parse(&source, context.limits).ok()?)
    } else {
        Content::Native(hcl_edit::parser::parse_body(source.text()).ok()?)
    };
    Some(File { source, content, own: false, named: false })
}
