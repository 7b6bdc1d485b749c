"""Measures of the built site, taken with public tools in a real browser: for `make audit` and the browser tests.

The visitors' package, `immunopole`, knows nothing of this one.
"""
