"""What the code of a repository asks of its surroundings at load time, answered by stand-ins: Airflow's stores, the
environment, the network, other programs, files that are not here."""

import ast
import builtins
import io
import itertools
import json
import os
import socket
import subprocess
import sys
import time

from modules import Finder, importing
from stubs import ANSWERS, State, Stub, caller, of_repository, text_holds_stub


def asks():
    """Whether the code of the repository asks, itself or by `pathlib`."""
    frame = caller()
    while frame is not None and frame.f_code.co_filename.endswith("/pathlib.py"):
        frame = frame.f_back
    return of_repository(frame)


def patch_environment():
    real = type(os.environ)
    get_item, contains = real.__getitem__, real.__contains__

    def unset(key):
        return asks() and not contains(os.environ, key)

    def item(self, key):
        return Stub(f"$env.{key}") if self is os.environ and unset(key) else get_item(self, key)

    def get(self, key, default=None):
        if self is not os.environ or not isinstance(key, str) or not unset(key):
            return get_item(self, key) if isinstance(key, str) and contains(self, key) else default
        if default is None or ANSWERS["environment"] == "stub":
            return Stub(f"$env.{key}")
        State.assumed.add(f"environment variable {key}")
        # What is asked for the kind of the environment is answered with another kind, to see whether it decides a shape.
        return ANSWERS["environment"] if "ENV" in key and ANSWERS["environment"] != "default" else default

    real.__getitem__ = item
    real.get = get
    os.getenv = lambda key, default=None: os.environ.get(key, default)


def patch_network():
    def refuse(*_, **__):
        raise OSError("there is no network here")

    socket.socket.connect = refuse
    socket.create_connection = refuse
    socket.getaddrinfo = refuse


def patch_programs():
    for name in ("run", "call", "check_call", "check_output", "Popen", "getoutput"):
        setattr(subprocess, name, unless_asked(getattr(subprocess, name), f"$program.{name}"))
    os.system = unless_asked(os.system, "$program.system")
    os.popen = unless_asked(os.popen, "$program.popen")
    time.sleep = unless_asked(time.sleep, "$sleep")


def unless_asked(original, origin):
    """A stand-in for a class keeps the class: libraries derive from it."""
    if isinstance(original, type):
        made = original.__new__

        def new(cls, *args, **kwargs):
            return Stub(origin) if asks() else made(cls)

        return type(original.__name__, (original,), {"__new__": new})
    return lambda *args, **kwargs: Stub(origin) if asks() else original(*args, **kwargs)


def patch_parsers():
    json.loads = passing_stubs(json.loads, "$json")
    json.load = passing_stubs(json.load, "$json")
    ast.literal_eval = passing_stubs(ast.literal_eval, "$literal")
    import yaml

    for name in ("load", "safe_load", "full_load", "load_all", "safe_load_all"):
        setattr(yaml, name, passing_stubs(getattr(yaml, name), "$yaml"))


def patch_dates():
    import _strptime

    original = _strptime._strptime_datetime

    def parse(cls, text, *args):
        return cls(2020, 1, 1) if text_holds_stub(text) else original(cls, text, *args)

    _strptime._strptime_datetime = parse


def patch_newer_python():
    """What code for a newer Python than this one expects."""
    if not hasattr(itertools, "batched"):

        def batched(values, size):
            rest = iter(values)
            while piece := tuple(itertools.islice(rest, size)):
                yield piece

        itertools.batched = batched


def passing_stubs(original, origin):
    def parse(*args, **kwargs):
        first = next(iter((*args, *kwargs.values())), None)
        return Stub(origin) if text_holds_stub(first) else original(*args, **kwargs)

    return parse


def patch_files():
    original = io.open

    def opened(file, mode="r", *args, **kwargs):
        if asks() and isinstance(file, (str, os.PathLike)):
            path = os.fspath(file)
            if isinstance(path, str) and (ANSWERS["text"] in path or set(mode) & set("wax+")):
                return Stub(f"$file.{os.path.basename(path)}")
            if isinstance(path, str) and not os.path.exists(path):
                State.assumed.add(f"missing file {path}")
                return Stub(f"$file.{os.path.basename(path)}")
        return original(file, mode, *args, **kwargs)

    builtins.open = io.open = opened
    for name in ("mkdir", "makedirs", "remove", "unlink", "rmdir", "rename", "chmod"):
        setattr(os, name, unless_asked(getattr(os, name), f"$file.{name}"))


def get_variable(key="?", *_, deserialize_json=False, **__):
    if key not in State.variables:
        return Stub(f"$variable.{key}")
    value = State.variables[key]
    return json.loads(value) if deserialize_json else value


def patch_stores():
    """Variables, connections, configuration and hooks."""
    from airflow.configuration import conf
    from airflow.models import Connection, Variable

    variables = [Variable]
    hooks = []
    try:
        import airflow.sdk as sdk

        variables.append(sdk.Variable)
        hooks += [sdk.BaseHook, sdk.Connection]
    except ImportError:
        from airflow.hooks.base import BaseHook

        hooks.append(BaseHook)
    for variable in variables:
        variable.get = staticmethod(get_variable)
        variable.set = variable.setdefault = variable.delete = staticmethod(lambda key="?", *_, **__: Stub(f"$variable.{key}"))
    for hook in hooks:
        for name in ("get_connection", "get_connections", "get"):
            if hasattr(hook, name):
                setattr(hook, name, staticmethod(lambda key="?", *_, **__: Stub(f"$connection.{key}")))
    Connection.get_connection_from_secrets = staticmethod(lambda key="?", *_, **__: Stub(f"$connection.{key}"))
    original = conf.get

    def get(section, key, *args, **kwargs):
        if not asks():
            return original(section, key, *args, **kwargs)
        try:
            return original(section, key, *args, **kwargs)
        except Exception:  # whatever is wrong with the option, it is not here
            return Stub(f"$configuration.{section}.{key}")

    conf.get = get


def patch_all():
    patch_stores()
    patch_environment()
    patch_network()
    patch_programs()
    patch_parsers()
    patch_dates()
    patch_newer_python()
    patch_files()
    sys.meta_path.append(Finder())
    builtins.__import__ = importing(builtins.__import__)
