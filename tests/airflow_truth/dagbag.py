"""Loads the DAG files of a folder as Airflow would and writes what there is as JSON.

    python dagbag.py --root REPO --dags REPO/dags [--path DIR]... --out truth.json

Runs in a virtual environment that has Airflow 2 or 3. Each file is loaded in a process of its own, without a network and
for 30 seconds at most. What is not here (packages, Variables, connections, environment variables) is a stand-in. A file
that asks a stand-in for a decision is loaded again with other answers: a DAG that is not the same then, or that was handed
to a stand-in, is tainted. Nothing of it says what Airflow would have loaded.
"""

import argparse
import hashlib
import importlib.machinery
import importlib.util
import json
import logging
import os
import re
import select
import signal
import sys
import tempfile
import time
import traceback
import warnings

from verdict import VARIANTS, judge, matters

SECONDS = 30


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--root", required=True, help="the repository; paths are shown relative to it")
    parser.add_argument("--dags", required=True, action="append", help="a folder with DAG files, or one file")
    parser.add_argument("--path", action="append", default=[], help="a folder for sys.path, as PYTHONPATH or plugins")
    parser.add_argument("--env", action="append", default=[], metavar="NAME=VALUE", help="an environment variable")
    parser.add_argument("--variable", action="append", default=[], metavar="NAME=VALUE", help="a Variable of Airflow that is set")
    parser.add_argument("--cwd", help="the current folder of Airflow; the root unless given")
    parser.add_argument("--home", help="a folder of which Airflow's home has all, as the image of the repository copies it there")
    parser.add_argument("--skip", action="append", default=[], help="a regular expression of paths to leave out")
    parser.add_argument("--name", default="", help="the name of the set")
    parser.add_argument("--commit", default="", help="the commit of the repository")
    parser.add_argument("--out", required=True)
    return parser.parse_args()


def prepare_airflow(options):
    """Imports Airflow once; every file is loaded in a fork."""
    os.environ.update(
        AIRFLOW_HOME=tempfile.mkdtemp(prefix="airflow-"),
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__CORE__DAGS_FOLDER=options.dags[0],
        AIRFLOW__CORE__UNIT_TEST_MODE="False",
        AIRFLOW__LOGGING__LOGGING_LEVEL="CRITICAL",
    )
    for name in os.listdir(options.home) if options.home else []:
        if name not in ("airflow.cfg", "logs"):
            os.symlink(os.path.join(os.path.abspath(options.home), name), os.path.join(os.environ["AIRFLOW_HOME"], name))
    # Airflow reads where its home is when any part of it is imported, which the look for a part is.
    os.environ["AIRFLOW__CORE__EXECUTOR"] = "SequentialExecutor" if find("airflow.sdk") is None else "LocalExecutor"
    import airflow
    from airflow.models import DAG as _  # noqa: F401  (loads the settings)

    logging.disable(logging.CRITICAL)
    import surroundings
    from operators import prepare
    from stubs import State

    if airflow.__version__.startswith("2."):
        from airflow.models import mappedoperator
        from airflow.models.baseoperator import BaseOperator
        from airflow.models.dag import DAG, DagContext
        from airflow.models.xcom_arg import XComArg
        from airflow.utils.task_group import TaskGroup

        current = DagContext.get_current_dag
    else:
        from airflow.sdk import DAG, BaseOperator, TaskGroup, XComArg
        from airflow.sdk.definitions import mappedoperator
        from airflow.sdk.definitions._internal.contextmanager import DagContext

        current = DagContext.get_current
    make_tables()
    State.root = os.path.realpath(options.root)
    State.variables = dict(pair.split("=", 1) for pair in options.variable)
    State.current_dag = staticmethod(current)
    State.is_shape = staticmethod(lambda value: isinstance(value, (DAG, BaseOperator, XComArg, TaskGroup, mappedoperator.MappedOperator)))
    prepare(DAG, BaseOperator, mappedoperator)
    surroundings.patch_all()
    return airflow.__version__, DAG, DagContext


def preload(folders):
    """Imports what many files import of installed packages before the forks, for speed."""
    names = set()
    for folder in folders:
        for place, _, files_here in os.walk(folder):
            for name in files_here:
                if name.endswith(".py"):
                    with open(os.path.join(place, name), "rb") as file:
                        names.update(re.findall(rb"^\s*(?:from|import) (\w[\w.]*)", file.read(), re.M))
    for name in sorted(name.decode() for name in names):
        try:
            found = importlib.util.find_spec(name.split(".")[0])
            if found and "site-packages" in (found.origin or ""):
                importlib.import_module(name)
        except Exception:  # what fails here fails in the file, where it is said
            pass


def make_tables():
    """Tables of Airflow's database, empty: some constructors of Airflow 2 look into them."""
    from airflow import settings
    from airflow.models.base import Base
    from airflow.models.pool import Pool
    from airflow.utils.db import import_all_models

    import_all_models()
    if find("airflow.providers.fab.auth_manager.models"):
        importlib.import_module("airflow.providers.fab.auth_manager.models")
    Base.metadata.create_all(settings.engine)
    with settings.Session() as session:
        session.add(Pool(pool="default_pool", slots=128, include_deferred=False))
        session.commit()
    settings.engine.dispose()


def find(name):
    try:
        return importlib.util.find_spec(name)
    except ModuleNotFoundError:
        return None


def load(path, dag_class, context):
    """The DAGs of a file, as `DagBag.process_file` collects them."""
    stem = os.path.splitext(os.path.basename(path))[0]
    name = f"unusual_prefix_{hashlib.sha1(path.encode()).hexdigest()}_{stem}"
    context.current_autoregister_module_name = name
    loader = importlib.machinery.SourceFileLoader(name, path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    sys.modules[name] = module
    loader.exec_module(module)
    found = [value for value in vars(module).values() if isinstance(value, dag_class)]
    found += [dag for dag, _ in context.autoregistered_dags]
    unique = {id(dag): dag for dag in found}
    # Airflow keeps one DAG of an id.
    return sorted({dag.dag_id: dag for dag in unique.values()}.values(), key=lambda dag: dag.dag_id)


def describe(dag):
    from stubs import State

    tasks = []
    for task in sorted(dag.tasks, key=lambda task: task.task_id):
        mapped = type(task).__name__ in ("MappedOperator", "DecoratedMappedOperator")
        klass = task.operator_class if mapped else type(task)
        tasks.append({
            "id": str.__str__(task.task_id),
            "type": str(getattr(task, "operator_name", None) or task.task_type),
            "class": type(task).__name__,
            "qualified": f"{klass.__module__}.{klass.__qualname__}",
            "down": sorted(str.__str__(name) for name in task.downstream_task_ids),
            "mapped": mapped,
            "made": State.made.get(id(task), []),
            "stand_in": bool(getattr(task, "STAND_IN", getattr(klass, "STAND_IN", False))),
        })
    return {"dag_id": str.__str__(dag.dag_id), "made": State.made.get(id(dag), []), "tasks": tasks, "subdag": bool(getattr(dag, "is_subdag", False))}


def load_here(path, dag_class, context, answers):
    """Loads a file in this process, which is of no use afterwards."""
    from stubs import ANSWERS, State

    ANSWERS.update(answers)
    result = {"dags": []}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result["dags"] = [describe(dag) for dag in load(path, dag_class, context)]
    except BaseException as error:  # a file may end in any way, `sys.exit` included
        frames = traceback.extract_tb(error.__traceback__)
        near = [frame for frame in frames if frame.filename.startswith(State.root + "/")]
        where = f"{os.path.relpath(near[-1].filename, State.root)}:{near[-1].lineno}" if near else "?"
        result = {"error": f"{type(error).__name__}: {str(error)[:300]}", "at": where}
    result["events"] = State.events
    result["assumed"] = sorted(State.assumed)
    result["modules"] = sorted(State.modules)
    return result


def in_fork(work):
    """What `work` returns, from a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(null, number)
        try:
            sent = json.dumps(work()).encode()
        except BaseException as error:
            sent = json.dumps({"error": f"{type(error).__name__}: {str(error)[:300]}", "at": "?", "events": [], "assumed": [], "modules": []}).encode()
        while sent:
            sent = sent[os.write(writing, sent):]
        os._exit(0)
    os.close(writing)
    received, end = b"", time.monotonic() + SECONDS
    while True:
        ready, _, _ = select.select([reading], [], [], max(0.0, end - time.monotonic()))
        piece = os.read(reading, 1 << 16) if ready else None
        if not piece:
            break
        received += piece
    os.close(reading)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if not received or piece is None:
        why = f"took more than {SECONDS} seconds" if piece is None else "the process died"
        return {"error": why, "at": "?", "events": [], "assumed": [], "modules": []}
    return json.loads(received)


def examine(path, dag_class, context):
    def once(answers):
        return in_fork(lambda: load_here(path, dag_class, context, answers))

    base = once({})
    if "error" in base and not base["events"] and not base["assumed"]:
        return base
    variants = []
    if base["events"] or base["assumed"]:
        variants = [(answers, once(answers)) for answers in VARIANTS if matters(answers, base)]
    if "error" in base:
        good = [index for index, (_, result) in enumerate(variants) if "error" not in result and "environment" not in variants[index][0]]
        if not good:
            return base
        failed, base = base, variants.pop(good[0])[1]
        base["only"] = f"loads only with other answers: {failed['error']} at {failed['at']}"
    return judge(base, variants)


def files(options):
    """The Python files that Airflow would look at."""
    found = []
    for start in options.dags:
        walk = os.walk(start, followlinks=True) if os.path.isdir(start) else [(os.path.dirname(start), [], [os.path.basename(start)])]
        for folder, folders, names in walk:
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
            for name in sorted(names):
                path = os.path.join(folder, name)
                if not name.endswith(".py") or not os.path.isfile(path):
                    continue
                relative = os.path.relpath(path, options.root)
                with open(path, "rb") as file:
                    content = file.read().lower()
                if b"dag" in content and b"airflow" in content and not any(re.search(skip, relative) for skip in options.skip):
                    found.append(path)
    return found


def main():
    options = arguments()
    options.root, options.out = os.path.realpath(options.root), os.path.abspath(options.out)
    options.dags = [os.path.realpath(path) for path in options.dags]
    paths = files(options)
    for pair in options.env:
        name, _, value = pair.partition("=")
        os.environ[name] = value
    version, dag_class, context = prepare_airflow(options)
    os.chdir(os.path.abspath(options.cwd) if options.cwd else options.root)
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [item for item in sys.path if os.path.abspath(item or ".") != here]
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in options.dags]
    sys.path += [os.path.realpath(path) for path in options.path] + folders
    importlib.invalidate_caches()
    preload([path for path in folders + options.path if len(path) > 4])
    sys.dont_write_bytecode = True
    result = {}
    for path in paths:
        relative, begun = os.path.relpath(path, options.root), time.monotonic()
        result[relative] = examine(path, dag_class, context)
        print(f"{time.monotonic() - begun:6.1f} s {relative}", file=sys.stderr, flush=True)
    meta = {"name": options.name, "commit": options.commit, "root": options.root, "airflow": version,
            "python": sys.version.split()[0], "path": [os.path.relpath(item, options.root) for item in options.path + folders]}
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump({**meta, "files": result}, file, indent=1, sort_keys=True)
        file.write("\n")
    dags = [dag for item in result.values() for dag in item.get("dags", [])]
    print(f"{options.name}: files {len(result)}, errors {sum('error' in item for item in result.values())}, DAGs {len(dags)}, "
          f"tainted {sum(dag.get('tainted', False) for dag in dags)}, tasks {sum(len(dag['tasks']) for dag in dags)}")


if __name__ == "__main__":
    main()
