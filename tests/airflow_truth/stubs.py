"""Stand-ins for what a repository needs and what is not here: modules, Variables, connections, the environment.

A stand-in never raises. What the code of the repository does with one is written down, so that a DAG whose shape hangs on
a stand-in can be told from one whose shape does not.
"""

import functools
import os
import sys
import types

HERE = os.path.dirname(os.path.abspath(__file__))

# How stand-ins answer. A file is loaded more than once, each time with other answers.
ANSWERS = {"truth": True, "elements": 0, "text": "STUB", "optional": "stub", "environment": "default"}

# Libraries that handle values and never make tasks: what they are called for cannot change the shape of a DAG.
VALUES_ONLY = frozenset(
    "pandas numpy requests httpx boto3 botocore google googleapiclient sqlalchemy psycopg2 psycopg yaml toml dateutil pytz"
    " pendulum dotenv kubernetes kubernetes_client redis pymongo hvac paramiko gspread snowflake slack slack_sdk sentry_sdk"
    " jinja2 tenacity retry loguru structlog pydantic attr attrs docker mlflow sklearn torch tensorflow nltk spacy"
    " geopandas shapely bs4 lxml openpyxl xlrd pyarrow polars duckdb clickhouse_driver pymysql MySQLdb pyodbc oracledb"
    " cx_Oracle elasticsearch opensearchpy minio azure msal openai tweepy facebook_business simple_salesforce croniter"
    " cryptography jwt ldap3 unidecode tqdm psutil nacl fuzzywuzzy rapidfuzz environ decouple dynaconf git github gitlab"
    " statsd prometheus_client datadog attrdict environs geopy".split()
)


class State:
    """What is known about the file being loaded."""

    root = "/"
    inside = ()
    # Filled by the loader: the DAG whose block is open, whether a value is a DAG or a task, a class of an operator.
    current_dag = staticmethod(lambda: None)
    is_shape = staticmethod(lambda value: False)
    make_operator = staticmethod(lambda name, module: None)
    events = []
    assumed = set()
    modules = set()
    # Where DAGs and tasks are made, by identity.
    made = {}
    # The Variables of Airflow that are set.
    variables = {}


def caller():
    """The nearest frame that is not of this rig, nor of the import system."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith(HERE) and not name.startswith("<frozen importlib") and not name.endswith("importlib/__init__.py"):
            return frame
        frame = frame.f_back
    return None


def of_repository(frame):
    """Whether a frame is code of the repository."""
    return frame is not None and frame.f_code.co_filename.startswith(State.root + "/")


def place(frame):
    return f"{os.path.relpath(frame.f_code.co_filename, State.root)}:{frame.f_lineno}"


def note(kind, what, hard=False):
    """Writes down that the code of the repository did something with a stand-in that may decide the shape of a DAG."""
    frame = caller()
    if not of_repository(frame):
        return
    dag = State.current_dag()
    event = (kind, what, place(frame), hard, getattr(dag, "dag_id", None))
    if len(State.events) < 200 and event not in State.events:
        State.events.append(event)


def holds_shape(values):
    for value in values:
        if State.is_shape(value):
            return True
        if type(value) in (list, tuple) and any(State.is_shape(item) for item in value[:50]):
            return True
    return False


class Stub(str):
    """A value that is not here. It is a text, so that it passes where a text is asked for."""

    def __new__(cls, origin="?", text=None):
        made = str.__new__(cls, ANSWERS["text"] if text is None else text)
        made._origin = origin
        return made

    def _child(self, name):
        return Stub(f"{self._origin}.{name}", str.__str__(self))

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        if name[:1].isupper() and name.endswith(("Error", "Exception", "Warning")):
            return exception(name)
        return self._child(name)

    def __call__(self, *args, **kwargs):
        module = self._origin.split(".", 1)[0]
        if State.current_dag() is not None and module not in VALUES_ONLY and not self._origin.startswith("$"):
            note("called within a DAG", self._origin, hard=True)
        elif holds_shape(args) or holds_shape(kwargs.values()):
            note("called with a DAG or task", self._origin, hard=True)
        elif {"dag_id", "task_id", "group_id", "dag"} & set(kwargs):
            note("called as a DAG or task", self._origin, hard=True)
        if len(args) == 1 and not kwargs and (isinstance(args[0], type) or isinstance(args[0], types.FunctionType)):
            return args[0]
        return self._child("()")

    def __mro_entries__(self, bases):
        return (StubBase,)

    def __bool__(self):
        note("used as a condition", self._origin)
        return ANSWERS["truth"]

    def _compared(self, other):
        if other is self:
            return True
        if other is None or type(other) in (str, list, dict, tuple) and not other:
            return False
        note("compared", self._origin)
        return ANSWERS["truth"]

    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = _compared

    def __ne__(self, other):
        if other is None or type(other) in (str, list, dict, tuple) and not other:
            return True
        note("compared", self._origin)
        return not ANSWERS["truth"]

    __hash__ = str.__hash__

    def __contains__(self, other):
        note("searched with `in`", self._origin)
        return ANSWERS["truth"]

    def __instancecheck__(self, other):
        note("asked with `isinstance`", self._origin)
        return False

    __subclasscheck__ = __instancecheck__

    def _elements(self):
        note("iterated over", self._origin)
        return iter([self._child(str(number)) for number in range(ANSWERS["elements"])])

    def __iter__(self):
        frame = caller()
        if frame is not None and "taskmixin" in frame.f_code.co_filename:
            State.events.append(("set as a neighbour of a task", self._origin, "?", True, None))
        return self._elements()

    __reversed__ = _elements

    def __len__(self):
        note("counted", self._origin)
        return ANSWERS["elements"]

    def __getitem__(self, key):
        return self._child("[]")

    def __setitem__(self, key, value):
        pass

    __delitem__ = __getitem__

    def __enter__(self):
        return self._child("with")

    def __exit__(self, *_):
        return False

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        return False

    def __index__(self):
        note("used as a number", self._origin)
        return 1

    def __int__(self):
        return 1

    def __float__(self):
        return 1.0

    def __add__(self, other):
        if isinstance(other, str):
            return Stub(self._origin, str.__str__(self) + str.__str__(other))
        return self

    def __radd__(self, other):
        return Stub(self._origin, str.__str__(other) + str.__str__(self)) if isinstance(other, str) else self

    def _same(self, *_):
        return self

    __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __pow__ = _same
    __or__ = __ror__ = __and__ = __rand__ = __xor__ = __neg__ = __pos__ = __invert__ = __abs__ = __rsub__

    def _joined(self, other):
        note("set as a neighbour of a task", self._origin, hard=True)
        return other

    __rshift__ = __lshift__ = __rrshift__ = __rlshift__ = _joined

    @classmethod
    def __get_pydantic_core_schema__(cls, *_):
        from pydantic_core import core_schema

        return core_schema.any_schema()

    def __reduce__(self):
        return (Stub, (self._origin, str.__str__(self)))

    __copy__ = _same

    def __deepcopy__(self, _):
        return self


def _of_text(name):
    def method(self, *args, **kwargs):
        return Stub(f"{self._origin}.{name}()", str.__str__(self))

    return method


for _name in dir(str):
    if not _name.startswith("__") and _name not in ("encode", "join"):
        setattr(Stub, _name, _of_text(_name))


def text_holds_stub(value):
    return isinstance(value, Stub) or (isinstance(value, str) and ANSWERS["text"] in value)


class StubBase:
    """What a class is derived from if its base is not here."""

    def __init__(self, *args, **kwargs):
        if "task_id" in kwargs or "dag_id" in kwargs:
            note("derived class made as a DAG or task", type(self).__name__, hard=True)

    def __init_subclass__(cls, **_):
        pass

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Stub(f"{type(self).__name__}.{name}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


@functools.lru_cache(maxsize=None)
def exception(name):
    return type(name, (Exception,), {})
