"""The Python runtime client: asks the engine for its function once, then for one event after the other."""

import os
import sys
import time

from . import handler_loader, import_hooks, runtime_api
from .lambda_context import LambdaContext

# Each module that is imported here takes time of every cold start. What is needed for what a function imports itself,
# or for what went wrong, is imported then.


def main():
    api = runtime_api.RuntimeApi(4)
    assignment = api.take_assignment(while_idle=_warm_up)
    os.environ.clear()
    os.environ.update(assignment["variables"])
    time.tzset()
    os.chdir(assignment["taskRoot"])
    layers = assignment["optRoot"] + "/python"
    packages = "%s/lib/python%d.%d/site-packages" % (layers, sys.version_info[0], sys.version_info[1])
    sys.path[0:1] = [assignment["taskRoot"], layers, packages]
    os.set_inheritable(3, False)
    import_hooks.install({"logging": _logging_hook(assignment["variables"]), "socket": _socket_hook(assignment)})
    _serve(api, _load(api, assignment["handler"]))


class _Current:
    """The invocation that log lines belong to."""

    request_id = None
    tenant_id = None


def _logging_hook(variables):
    def install(_logging):
        from . import log_output

        log_output.install(3, variables, _Current)

    return install


def _socket_hook(assignment):
    def install(socket):
        from . import egress_hints

        egress_hints.install(socket, assignment)

    return install


def _load(api, name):
    try:
        return handler_loader.load(name)
    except BaseException as error:
        api.init_error(_tell(error))
        os._exit(1)


def _serve(api, handler):
    event = api.next()
    while True:
        _Current.request_id = event.request_id
        _Current.tenant_id = event.tenant_id
        os.environ["_X_AMZN_TRACE_ID"] = event.trace_id or ""
        event = _invoke(api, handler, event)


def _invoke(api, handler, event):
    """Answers with the handler's result, or with its error; returns the next event."""
    try:
        result = runtime_api.to_json(handler(runtime_api.from_json(event.body), LambdaContext(event)))
    except Exception as error:
        body = _tell(error, event.request_id)
        sys.stdout.flush()
        return api.fail(event.request_id, body)
    sys.stdout.flush()
    return api.respond(event.request_id, result)


def _tell(error, request_id=None):
    """Logs an error; returns it as JSON in Lambda's shape."""
    try:
        from . import errors, log_frames

        body = errors.body(error)
        log_frames.write(3, errors.log_text(body, request_id))
        return body
    except (OSError, MemoryError):
        # The function left no file handle, or no memory, to tell more.
        return runtime_api.to_json({"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": []})


def _warm_up():
    """What most functions import: a pre-started environment has it before it gets its function."""
    import decimal
    import logging
    import socket

    from . import egress_hints, errors, log_output
