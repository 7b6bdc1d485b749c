#!/bin/sh
# Writes requirements/*.lock from pyproject.toml with the uv given as first argument:
# every version exact, every file's hash, for all platforms and Pythons from 3.11, and no download address.
set -eu
uv=$1
cd "$(dirname "$0")/.."
lock() {
  output=$1; shift
  "$uv" pip compile "$@" --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-annotate --no-header --output-file "$output"
}
lock requirements/site.lock pyproject.toml --group build
lock requirements/test.lock pyproject.toml --group build --group test
# Installed beside the test lock.
lock requirements/audit.lock --group audit
lock requirements/fuzz.lock --group fuzz
