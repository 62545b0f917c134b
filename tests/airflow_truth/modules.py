"""Stand-ins for modules that are not here, and for those that would call something."""

import ast
import functools
import importlib.abc
import importlib.machinery
import sys
import types

from stubs import ANSWERS, State, Stub, caller, exception, note, of_repository

# Libraries whose calls at load time would need accounts or a network.
CLIENTS = frozenset(
    "google.cloud google.auth google.oauth2 googleapiclient boto3 botocore psycopg2 snowflake.connector redis pymongo requests"
    " httpx hvac paramiko gspread opensearchpy elasticsearch azure.identity pymysql MySQLdb pyodbc slack slack_sdk".split()
)

# Folders of Airflow in which a missing module or name may be an operator of a provider or of a plugin.
OPERATOR_PLACES = ("airflow.providers", "airflow.contrib", "airflow.operators", "airflow.sensors", "airflow.hooks")


class StubModule(types.ModuleType):
    """A module that is not here."""

    def __init__(self, name):
        super().__init__(name)
        self.__path__ = []
        self.__all__ = []
        self.__file__ = f"/nowhere/{name}.py"

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__") and name != "__version__":
            raise AttributeError(name)
        made = attribute(self.__name__, name)
        setattr(self, name, made)
        return made


def attribute(module, name):
    """What a name of a missing module stands for."""
    if name[:1].isupper() and ("Operator" in name or "Sensor" in name) and not name.endswith(("Link", "Error", "Mixin")):
        made = State.make_operator(name, module)
        if made is not None:
            return made
    if name[:1].isupper() and name.endswith(("Error", "Exception", "Warning")):
        return exception(name)
    return Stub(f"{module}.{name}")


@functools.lru_cache(maxsize=None)
def guarded_lines(filename):
    """The lines of a file on which a failing import is caught."""
    lines = set()
    try:
        with open(filename, encoding="utf-8") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return lines
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and any(catches_import(handler) for handler in node.handlers):
            for inner in node.body:
                lines.update(range(inner.lineno, (inner.end_lineno or inner.lineno) + 1))
    return lines


def catches_import(handler):
    names = ast.walk(handler.type) if handler.type else ()
    caught = {node.id for node in names if isinstance(node, ast.Name)}
    return handler.type is None or bool(caught & {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def may_stand_in(fullname, frame):
    """Whether a module that this frame imports and that is not here gets a stand-in."""
    if not of_repository(frame):
        return False
    if fullname.split(".")[0] == "airflow":
        optional = frame.f_lineno in guarded_lines(frame.f_code.co_filename)
        return fullname.startswith(OPERATOR_PLACES) and not optional
    if frame.f_lineno in guarded_lines(frame.f_code.co_filename):
        note("optional import", fullname)
        return ANSWERS["optional"] == "stub"
    return True


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The last finder: a module that nobody else finds, and that the repository imports, is a stand-in."""

    def find_spec(self, fullname, path=None, target=None):
        parent = sys.modules.get(fullname.rpartition(".")[0])
        if not isinstance(parent, StubModule) and not may_stand_in(fullname, caller()):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec):
        State.modules.add(spec.name)
        return StubModule(spec.name)

    def exec_module(self, module):
        pass


def is_client(name):
    return any(name == client or name.startswith(client + ".") for client in CLIENTS)


def client_module(name):
    """The stand-in of a module that the repository would use to call something."""
    State.modules.add(name)
    key = "$client:" + name
    if key not in sys.modules:
        sys.modules[key] = StubModule(name)
    return sys.modules[key]


def importing(original):
    """`__import__` that gives the repository stand-ins for clients, and for names that a module of Airflow lacks."""

    def wrapper(name, globals=None, locals=None, fromlist=(), level=0):
        file = (globals or {}).get("__file__") or ""
        if level or not file.startswith(State.root + "/"):
            return original(name, globals, locals, fromlist, level)
        if is_client(name):
            return client_module(name if fromlist else name.split(".")[0])
        if fromlist and any(is_client(f"{name}.{item}") for item in fromlist):
            return client_module(name)
        module = original(name, globals, locals, fromlist, level)
        if fromlist and name.startswith(OPERATOR_PLACES) and not isinstance(module, StubModule):
            for item in fromlist:
                if item != "*" and not has(module, item):
                    State.modules.add(f"{name}.{item}")
                    setattr(module, item, attribute(name, item))
        return module

    return wrapper


def has(module, name):
    try:
        getattr(module, name)
    except AttributeError:
        return False
    except Exception:  # a module may do anything to say that a name is gone
        return False
    return True
