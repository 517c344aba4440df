"""Finds the handler that `_HANDLER` names: a module, then a function in it."""

import sys

from .runtime_api import LambdaRuntimeError


def load(name):
    module_name, separator, function_name = name.rpartition(".")
    if not separator:
        text = "Bad handler '%s': not enough values to unpack (expected 2, got 1)" % name
        raise LambdaRuntimeError(text, "Runtime.MalformedHandlerName")
    module = _import(module_name.replace("/", "."), module_name)
    if not hasattr(module, function_name):
        text = "Handler '%s' missing on module '%s'" % (function_name, module_name)
        raise LambdaRuntimeError(text, "Runtime.HandlerNotFound")
    return getattr(module, function_name)


def _import(dotted, name):
    try:
        __import__(dotted)
        return sys.modules[dotted]
    except ImportError as error:
        text = "Unable to import module '%s': %s" % (name, error)
        raise LambdaRuntimeError(text, "Runtime.ImportModuleError") from None
    except SyntaxError as error:
        import traceback

        where = 'Syntax error in module \'%s\': %s' % (name, "".join(traceback.format_exception_only(error)).strip().split("\n")[-1])
        text = "%s (%s, line %s)" % (where, error.filename and error.filename.rsplit("/", 1)[-1], error.lineno)
        raise LambdaRuntimeError(text, "Runtime.UserCodeSyntaxError") from None
