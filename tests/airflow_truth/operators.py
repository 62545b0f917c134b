"""Operators that are not here, and arguments of DAGs and tasks that stand-ins cannot give."""

import datetime
import functools
import inspect
import sys

from stubs import State, Stub, caller, of_repository, place, text_holds_stub

# Airflow checks these arguments by type; a stand-in for one is left out. Their values decide no shape.
CHECKED = frozenset(
    "retries retry_delay max_retry_delay retry_exponential_backoff execution_timeout start_date end_date priority_weight"
    " weight_rule pool_slots trigger_rule resources sla max_active_tis_per_dag max_active_tis_per_dagrun executor_config"
    " params schedule schedule_interval timetable catchup max_active_runs max_active_tasks concurrency dagrun_timeout"
    " default_view orientation tags access_control template_searchpath user_defined_macros user_defined_filters"
    " fail_stop fail_fast render_template_as_native_obj is_paused_upon_creation email_on_failure email_on_retry"
    " on_failure_callback on_success_callback on_retry_callback on_execute_callback sla_miss_callback jinja_environment_kwargs"
    " inlets outlets default_args poke_interval timeout mode soft_fail deferrable depends_on_past wait_for_downstream".split()
)


def holds(value, depth=3):
    if isinstance(value, Stub):
        return True
    if depth and isinstance(value, (list, tuple, set)):
        return any(holds(item, depth - 1) for item in value)
    if depth and isinstance(value, dict):
        return any(holds(item, depth - 1) for item in value.values())
    return False


def cleaned(arguments):
    """The arguments without stand-ins where Airflow checks the type."""
    kept = {}
    for key, value in arguments.items():
        if key == "default_args" and isinstance(value, dict) and not isinstance(value, Stub):
            kept[key] = cleaned(value)
        elif key in ("schedule", "schedule_interval") and (text_holds_stub(value) or holds(value)):
            continue
        elif key == "start_date" and holds(value):
            kept[key] = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
        elif key in CHECKED and holds(value):
            if isinstance(value, (list, tuple, set)):
                kept[key] = type(value)(item for item in value if not holds(item))
            elif isinstance(value, dict) and not isinstance(value, Stub):
                kept[key] = {name: item for name, item in value.items() if not holds(item)}
        else:
            kept[key] = value
    return kept


def made_at():
    """Where the code of the repository makes a DAG or task: the call itself, and the outermost one that leads to it."""
    frame, places = caller(), []
    while frame is not None:
        if of_repository(frame):
            places.append(place(frame))
        frame = frame.f_back
    return [places[0], places[-1]] if len(places) > 1 else places


def wrap_initialiser(cls):
    """Cleans the arguments before a class sees them. Airflow compares functions by identity, so they are kept in place."""
    original = cls.__init__

    @functools.wraps(original)
    def initialise(self, *args, **kwargs):
        State.made.setdefault(id(self), made_at())
        return original(self, *args, **cleaned(kwargs))

    initialise.__wrapped__ = getattr(original, "__wrapped__", original)
    try:
        initialise.__signature__ = inspect.signature(original)
    except (TypeError, ValueError):
        pass
    cls.__init__ = initialise


def known_arguments(base):
    return set(inspect.signature(base.__init__).parameters) - {"self", "kwargs", "args"}


def set_quietly(self, key, value):
    try:
        setattr(self, key, value)
    except Exception:  # a property of the class
        pass


def operator_maker(base):
    """Makes classes for operators that are not here: they take any argument."""
    known = known_arguments(base)

    def initialise(self, **kwargs):
        rest = {key: value for key, value in kwargs.items() if key not in known}
        base.__init__(self, **{key: value for key, value in kwargs.items() if key in known})
        type(self).template_fields = tuple(sorted(set(type(self).template_fields) | set(rest)))
        for key, value in rest.items():
            set_quietly(self, key, value)

    @functools.lru_cache(maxsize=None)
    def make(name, module):
        return type(base)(name, (base,), {"__init__": initialise, "__module__": module, "template_fields": (), "STAND_IN": True})

    return make


def forgive_providers(base):
    """A provider may be of another release than the one that the repository was written for. If it refuses its
    arguments, the operator stays what it is and takes them as they are."""
    meta = type(base)
    known = known_arguments(base)
    original = meta._apply_defaults.__func__

    def apply_defaults(cls, function):
        strict = original(cls, function)
        if not (function.__module__ or "").startswith("airflow.providers."):
            return strict

        @functools.wraps(strict)
        def forgiving(self, *args, **kwargs):
            try:
                return strict(self, *args, **kwargs)
            except Exception:
                if "task_id" not in kwargs:
                    raise
                if getattr(self, "task_id", None) is None:
                    base.__init__(self, **{key: value for key, value in kwargs.items() if key in known})
                set_quietly(self, "STAND_IN", True)
                for key in set(kwargs) - known:
                    set_quietly(self, key, kwargs[key])
                for field in type(self).template_fields:
                    if not hasattr(self, field):
                        set_quietly(self, field, None)
                # Airflow 3 made the method private.
                (getattr(self, "_set_xcomargs_dependencies", None) or self.set_xcomargs_dependencies)()
                set_quietly(self, "_BaseOperator__instantiated", True)

        forgiving.__wrapped__ = function
        return forgiving

    meta._apply_defaults = classmethod(apply_defaults)


def prepare(dag_class, base, mapped_module):
    """Makes the classes of Airflow take what stand-ins give."""
    wrap_initialiser(dag_class)
    wrap_initialiser(base)
    forgive_providers(base)
    State.make_operator = staticmethod(operator_maker(base))
    checked = mapped_module.validate_mapping_kwargs

    def check(op, func, value):
        if not any(getattr(klass, "STAND_IN", False) for klass in op.mro()):
            checked(op, func, value)

    replace_everywhere("validate_mapping_kwargs", checked, check)
    mappable = mapped_module.is_mappable
    replace_everywhere("is_mappable", mappable, lambda value: isinstance(value, Stub) or mappable(value))


def replace_everywhere(name, old, new):
    for module in list(sys.modules.values()):
        if vars(module).get(name) is old:
            setattr(module, name, new)
