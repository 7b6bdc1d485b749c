#!/bin/sh
# Prints the path of a Chromium or Chrome for the browser tests. Where there is none and this user may install
# Debian's package, installs it; otherwise says in a sentence what to do, and fails.
set -eu

find_browser() {
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    if [ -n "$name" ] && command -v "$name"; then return 0; fi
  done
  return 1
}

if find_browser; then exit 0; fi

as_root=
if [ "$(id -u)" -ne 0 ]; then as_root="sudo -n"; fi
if command -v apt-get >/dev/null 2>&1 && $as_root true 2>/dev/null; then
  echo "Installing Chromium for the browser tests (once; about a minute)…" >&2
  # An old list of packages may name files that are gone: refresh it first.
  $as_root apt-get update -qq >/dev/null &&
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium >/dev/null || true
  if find_browser; then exit 0; fi
fi

cat >&2 <<'TEXT'
The browser tests need Chromium or Chrome, and there is none here that this user may install.
Install it once, then run `make test` again:
  Debian, Ubuntu   sudo apt-get install chromium
  Fedora           sudo dnf install chromium
  macOS            brew install --cask chromium
or name one: CHROMIUM=/path/to/chrome make test. Without a browser, `make check` runs all other tests.
TEXT
exit 1
