"""The arguments of providers: `type<TAB>path`, every block and list of objects with `[]`.

    python3 arguments.py FOLDER     # as setup.sh makes it

The schema of AWS comes from Terraform, the others from the Python bindings that are generated from their schemas; nothing of
them is run. Bindings turn names into ones of Python: an underscore before a digit is lost, some words get an ending."""

import ast
import json
import re
import sys
from pathlib import Path

# What every resource of the bindings takes besides its own arguments.
OWN = {"connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioners", "id_"}
DEEPEST = 8


def of_schema(text):
    """Every path of every type in the output of `terraform providers schema -json`."""

    def walk(block, prefix, paths):
        for name, attribute in block.get("attributes", {}).items():
            paths.add(prefix + name)
            kind = attribute.get("type")
            if isinstance(kind, list) and isinstance(kind[1], list) and kind[1][0] == "object":
                paths.update(f"{prefix}{name}[].{inner}" for inner in kind[1][1])
        for name, nested in block.get("block_types", {}).items():
            path = prefix + name + ("[]" if nested["nesting_mode"] in ("list", "set") else "")
            paths.add(path)
            walk(nested["block"], path + ".", paths)

    (provider,) = json.loads(text)["provider_schemas"].values()
    for kind, schema in provider["resource_schemas"].items():
        paths = set()
        walk(schema["block"], "", paths)
        yield kind, paths


def of_module(text):
    """The same of one module of bindings."""
    classes = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)}

    def arguments(node):
        made = [it for it in node.body if isinstance(it, ast.FunctionDef) and it.name == "__init__"]
        return made[0].args.kwonlyargs if made else []

    def walk(node, prefix, paths, depth):
        for argument in arguments(node):
            name = argument.arg
            if depth > DEEPEST or name == "id_" or (not prefix and name in OWN):
                continue
            name = name.removesuffix("_")
            paths.add(prefix + name)
            inner = [it for it in re.findall(r"'([A-Za-z0-9]+)'", ast.unparse(argument.annotation)) if it in classes]
            if inner:
                paths.add(f"{prefix}{name}[]")
                walk(classes[inner[0]], f"{prefix}{name}[].", paths, depth + 1)

    for node in classes.values():
        page = re.search(r"docs/resources/\S+ ([a-z0-9_]+)\}", ast.get_docstring(node) or "")
        if page and any("TerraformResource" in ast.unparse(base) for base in node.bases):
            paths = set()
            walk(node, "", paths, 0)
            yield page.group(1), paths


def main(folder):
    for provider in sorted(path for path in folder.iterdir() if path.is_dir()):
        lines = set()
        schema = provider / "schema.json"
        modules = [schema] if schema.exists() else sorted(provider.glob("cdk*/*/__init__.py"))
        for module in modules:
            found = of_schema(module.read_text()) if module == schema else of_module(module.read_text())
            lines.update(f"{kind}\t{path}" for kind, paths in found for path in paths)
        (folder / f"{provider.name}.tsv").write_text("".join(f"{line}\n" for line in sorted(lines)))
        print(provider.name, len(lines))


main(Path(sys.argv[1]))
