#!/bin/sh
# Find a Chromium for the tests of the built pages, or install one.
# usage: sh tools/install_browser.sh PYTHON
# In this order: one that is there, Debian's package where we may install it, Playwright's own.

for name in "$CHROMIUM" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
        echo "Browser for the tests: $(command -v "$name")"
        exit 0
    fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "== Installing Debian's Chromium for the tests"
    apt-get update && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends chromium && exit 0
fi
echo "== Asking Playwright for a Chromium for the tests"
if "$1" -m playwright install chromium; then
    echo "If it does not start for want of libraries: sudo $1 -m playwright install-deps chromium"
    exit 0
fi

echo "There is no Chromium to test the built pages with. Install one, for example with"
echo "    sudo apt-get install chromium"
echo "or name one that you have: CHROMIUM=/path/to/chromium make test"
echo "Until then the tests of the built pages are skipped, except in continuous integration."
[ "$CI" != true ]
