"""The context object of a Python handler."""

import os
import time

from . import wire_json


class _Identity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class _ClientContext:
    def __init__(self, value):
        self.custom = value.get("custom")
        self.env = value.get("env")
        self.client = value.get("client")


class LambdaContext:
    def __init__(self, event):
        self.aws_request_id = event.request_id
        self.invoked_function_arn = event.arn
        self.tenant_id = event.tenant_id
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.identity = _Identity()
        self.client_context = _ClientContext(wire_json.loads(event.client_context)) if event.client_context else None
        self._deadline_ms = event.deadline_ms

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))
