"""Whether the shape of a DAG hangs on a stand-in: what was loaded with other answers is compared with it."""

import ast
import os
import re

from stubs import State

VARIANTS = (
    {"truth": False},
    {"elements": 1},
    {"truth": False, "elements": 1},
    {"text": "QZVX", "environment": "stub"},
    {"optional": "raise"},
    {"environment": "prod"},
    {"environment": "production"},
)


def as_pattern(text, mark):
    return re.compile(".*".join(re.escape(part) for part in text.split(mark)), re.S)


def same(base, variant, mark):
    """Whether two DAGs are the same but for texts of stand-ins."""
    def names(dag):
        return [task["id"] for task in dag["tasks"]]

    if len(base["tasks"]) != len(variant["tasks"]):
        return False
    left = {task["id"]: task for task in base["tasks"]}
    taken = {}
    for task in variant["tasks"]:
        fits = [name for name in names(base) if name not in taken.values()
                and (name == task["id"] or mark in task["id"] and as_pattern(task["id"], mark).fullmatch(name))]
        if not fits:
            return False
        taken[task["id"]] = fits[0]
    return all(
        left[taken[task["id"]]]["type"] == task["type"]
        and left[taken[task["id"]]]["down"] == sorted(taken[name] for name in task["down"])
        for task in variant["tasks"]
    )


def makes_tasks(where):
    """Whether the loop that begins at this place makes DAGs, tasks or edges as far as its text shows."""
    path, _, line = where.rpartition(":")
    try:
        with open(os.path.join(State.root, path), encoding="utf-8") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return True
    loops = (ast.For, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    for loop in ast.walk(tree):
        begins = loop.iter.lineno if isinstance(loop, ast.For) else getattr(loop, "lineno", 0)
        if isinstance(loop, loops) and begins == int(line) and any(map(is_of_a_task, ast.walk(loop))):
            return True
    return False


def is_of_a_task(node):
    if isinstance(node, ast.Call):
        return bool({"task_id", "dag_id", "group_id", "dag"} & {keyword.arg for keyword in node.keywords})
    return isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, (ast.RShift, ast.LShift))


def judge(base, variants):
    """Says of each DAG whether its shape hangs on a stand-in."""
    hard = [event for event in base["events"] if event[3]]
    for dag in base["dags"]:
        dag["tainted"] = False
        for kind, what, where, _, owner in hard:
            if owner in (None, dag["dag_id"]):
                dag.update(tainted=True, why=f"{kind}: {what} at {where}")
                break
    base["open"] = False
    looped = [event for event in base["events"] if event[0] == "iterated over" and makes_tasks(event[2])]
    if looped and all("error" in other for answers, other in variants if answers.get("elements")):
        for dag in base["dags"]:
            owned = [event for event in looped if event[4] in (None, dag["dag_id"])]
            if owned and not dag["tainted"]:
                dag.update(tainted=True, why=f"nothing loads with other elements: {owned[0][1]} at {owned[0][2]}")
    for answers, other in variants:
        if "error" in other:
            continue
        mark = answers.get("text") or answers.get("environment", "STUB")
        left = list(other["dags"])
        for dag in base["dags"]:
            fits = [item for item in left if item["dag_id"] == dag["dag_id"] or as_pattern(item["dag_id"], mark).fullmatch(dag["dag_id"])]
            fits.sort(key=lambda item: not same(dag, item, mark))
            if fits and same(dag, fits[0], mark):
                if fits[0]["dag_id"] != dag["dag_id"]:
                    dag.setdefault("pattern", fits[0]["dag_id"].replace(mark, "STUB"))
                left.remove(fits[0])
            elif not dag["tainted"]:
                dag.update(tainted=True, why=f"not the same with {answers}: {causes(base)}")
        base["open"] |= bool(left)
    return base


def causes(base):
    shown = [f"{kind}: {what} at {where}" for kind, what, where, *_ in base["events"][:3]]
    return "; ".join(shown + base["assumed"][:3])


def matters(answers, base):
    """Whether other answers of this kind can change anything."""
    if "error" in base:
        return True
    kinds = {kind for kind, *_ in base["events"]}
    return (
        "truth" in answers and bool(kinds - {"iterated over", "optional import", "counted"})
        or "elements" in answers and bool(kinds & {"iterated over", "counted"})
        or "text" in answers
        or answers.get("environment", "").startswith("prod") and any("ENV" in what for what in base["assumed"])
        or "optional" in answers and "optional import" in kinds
    )
