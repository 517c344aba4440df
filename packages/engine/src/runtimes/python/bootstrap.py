"""The way in of the Python runtime client. This file is compiled at every start, so it holds next to nothing."""

import sys

sys.path.insert(0, __file__[: __file__.rindex("/")])

import annex_runtime.client

annex_runtime.client.main()
