//! The folders of packages that a project of Python declares, in `pyproject.toml` and `setup.cfg`.

use toml::de::{DeTable, DeValue};

/// The files that declare them.
pub(super) const FILES: [&str; 2] = ["pyproject.toml", "setup.cfg"];

/// Folders that one project may declare.
const MOST: usize = 16;

/// The folders in which the packages of a project lie, relative to it. `name` is that of the file, one of [`FILES`].
pub(super) fn folders(name: &str, text: &str) -> Vec<String> {
    let mut found = if name == "setup.cfg" { of_sections(text) } else { of_tables(text) };
    found.retain(|folder| !folder.is_empty() && folder != ".");
    found.truncate(MOST);
    found
}

/// `tool.setuptools.packages.find.where` and `package-dir`, `tool.poetry.packages[].from`, `tool.pdm.build.package-dir`,
/// and the folders above those that `tool.hatch.build.targets.wheel.packages` names.
fn of_tables(text: &str) -> Vec<String> {
    let Ok(table) = DeTable::parse(text) else { return Vec::new() };
    let root = table.get_ref();
    let mut found = texts(down(root, &["tool", "setuptools", "packages", "find", "where"]));
    if let Some(DeValue::Table(folders)) = down(root, &["tool", "setuptools", "package-dir"]) {
        found.extend(
            folders.iter().filter(|(name, _)| name.get_ref().is_empty()).flat_map(|(_, it)| texts(Some(it.get_ref()))),
        );
    }
    if let Some(DeValue::Array(packages)) = down(root, &["tool", "poetry", "packages"]) {
        for package in packages {
            if let DeValue::Table(package) = package.get_ref() {
                found.extend(texts(down(package, &["from"])));
            }
        }
    }
    found.extend(texts(down(root, &["tool", "pdm", "build", "package-dir"])));
    let packages = texts(down(root, &["tool", "hatch", "build", "targets", "wheel", "packages"]));
    found.extend(packages.iter().filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder.to_owned()));
    found
}

/// The value below a table that keys lead to.
fn down<'t, 'i>(table: &'t DeTable<'i>, keys: &[&str]) -> Option<&'t DeValue<'i>> {
    let (last, above) = keys.split_last()?;
    let mut table = table;
    for key in above {
        match table.get(*key)?.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => return None,
        }
    }
    table.get(*last).map(toml::Spanned::get_ref)
}

/// A text, or those of an array.
fn texts(value: Option<&DeValue<'_>>) -> Vec<String> {
    match value {
        Some(DeValue::String(text)) => vec![text.to_string()],
        Some(DeValue::Array(values)) => {
            values.iter().take(MOST).flat_map(|value| texts(Some(value.get_ref()))).collect()
        }
        _ => Vec::new(),
    }
}

/// `where` of `[options.packages.find]`, and what `package_dir` of `[options]` says of the root.
fn of_sections(text: &str) -> Vec<String> {
    let (mut section, mut key) = (String::new(), String::new());
    let mut found = Vec::new();
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.trim().clone_into(&mut section);
            continue;
        }
        // What is indented goes on with the value of the key above.
        let value = if line.starts_with([' ', '\t']) {
            trimmed
        } else {
            let Some((name, value)) = trimmed.split_once(['=', ':']) else { continue };
            key = name.trim().to_ascii_lowercase();
            value.trim()
        };
        match (section.as_str(), key.as_str()) {
            ("options.packages.find" | "options.packages.find_namespace", "where") => found.push(value.to_owned()),
            ("options", "package_dir") => {
                let of_root = value.split(',').filter_map(|pair| pair.trim().strip_prefix('='));
                found.extend(of_root.map(|folder| folder.trim().to_owned()));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::folders;

    #[test]
    fn every_way_to_declare_them_is_read() {
        let cases = [
            (
                "pyproject.toml",
                "[tool.setuptools.packages.find]\nwhere = ['core', 'extra/lib']",
                &["core", "extra/lib"][..],
            ),
            ("pyproject.toml", "[tool.setuptools.package-dir]\n'' = 'code'\nx = 'y'", &["code"]),
            ("pyproject.toml", "[[tool.poetry.packages]]\ninclude = 'a'\nfrom = 'code'", &["code"]),
            (
                "pyproject.toml",
                "[tool.poetry]\npackages = [{include = 'a', from = 'code'}, {include = 'b'}]",
                &["code"],
            ),
            ("pyproject.toml", "[tool.pdm.build]\npackage-dir = 'code'", &["code"]),
            ("pyproject.toml", "[tool.hatch.build.targets.wheel]\npackages = ['code/acme', 'acme']", &["code"]),
            ("pyproject.toml", "[project]\nname = 'x'", &[]),
            ("pyproject.toml", "[broken", &[]),
            (
                "setup.cfg",
                "[options]\npackage_dir =\n    = code\n[options.packages.find]\nwhere = more\n",
                &["code", "more"],
            ),
            ("setup.cfg", "[options]\npackage_dir = =code, x=y\n# where = no\n[metadata]\nwhere = no", &["code"]),
        ];
        for (name, text, expected) in cases {
            assert_eq!(folders(name, text), expected, "{text}");
        }
    }
}
