"""Evaluates Rego with OPA itself, for tests/differential.

OPA comes as a shared library (`libopabridge.so` of the package opa-golib-python-bindings), which is named by the first
argument. A line on standard input is one job, `{"modules": {NAME: TEXT}, "data": {...}, "asks": [[RULE, INPUT], ...]}`
with RULE as a path below `data`; the line that answers it is a list with one envelope of OPA for each rule, or one
envelope with the error of the modules.
"""

import ctypes
import json
import sys


def load(path):
    """The library with the types of the functions that are used here."""
    library = ctypes.CDLL(path)
    text, handle = ctypes.c_char_p, ctypes.c_uint64
    for name, result, arguments in [
        ("OpaNew", handle, []),
        ("OpaDestroy", None, [handle]),
        ("OpaFreeString", None, [ctypes.c_void_p]),
        ("OpaAddPolicy", ctypes.c_void_p, [handle, text, text]),
        ("OpaAddData", ctypes.c_void_p, [handle, text, text]),
        ("OpaEvalDocument", ctypes.c_void_p, [handle, text, text, ctypes.c_int, ctypes.c_int]),
    ]:
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


class Opa:
    """One engine."""

    def __init__(self, library):
        self.library = library
        self.handle = library.OpaNew()

    def call(self, name, *arguments):
        """The envelope of a call, as text."""
        found = getattr(self.library, name)(self.handle, *arguments)
        try:
            return ctypes.string_at(found).decode()
        finally:
            self.library.OpaFreeString(found)

    def answer(self, job):
        """The line that answers a job."""
        for name, text in job["modules"].items():
            said = self.call("OpaAddPolicy", name.encode(), text.encode())
            if json.loads(said).get("error"):
                return said.strip()
        if job.get("data"):
            self.call("OpaAddData", b"", json.dumps(job["data"]).encode())
        asked = (
            self.call("OpaEvalDocument", rule.encode(), json.dumps(given).encode(), 0, 0).strip()
            for rule, given in job["asks"]
        )
        return "[" + ",".join(asked) + "]"


def main():
    """Answers every line of standard input."""
    library = load(sys.argv[1])
    for line in sys.stdin:
        opa = Opa(library)
        try:
            print(opa.answer(json.loads(line)), flush=True)
        finally:
            library.OpaDestroy(opa.handle)


main()
