"""The Python runtime client: asks the engine for its function once, then for one event after the other."""

import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import egress_hints
import errors
import handler_loader
import log_output
import runtime_api
from lambda_context import LambdaContext

api = runtime_api.RuntimeApi(4)
assignment = api.take_assignment()
os.environ.clear()
os.environ.update(assignment["variables"])
time.tzset()
os.chdir(assignment["taskRoot"])
layers = assignment["optRoot"] + "/python"
packages = "%s/lib/python%d.%d/site-packages" % (layers, sys.version_info[0], sys.version_info[1])
sys.path[0:1] = [assignment["taskRoot"], layers, packages]
log = log_output.install(3, assignment["variables"])
egress_hints.install(assignment)

try:
    handler = handler_loader.load(assignment["handler"])
except BaseException as error:
    body = errors.body(error)
    log_output.write(errors.log_text(body))
    api.init_error(body)
    os._exit(1)

event = api.next()
while True:
    log.request_id = event.request_id
    log.tenant_id = event.tenant_id
    os.environ["_X_AMZN_TRACE_ID"] = event.trace_id or ""
    try:
        result = runtime_api.to_json(handler(runtime_api.from_json(event.body), LambdaContext(event)))
    except Exception as error:
        body = errors.body(error)
        log_output.write(errors.log_text(body, event.request_id))
        sys.stdout.flush()
        event = api.fail(event.request_id, body)
        continue
    sys.stdout.flush()
    event = api.respond(event.request_id, result)
