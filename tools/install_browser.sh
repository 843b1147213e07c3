#!/bin/sh
# Find a Chromium for the tests of the built pages, or install one: sh tools/install_browser.sh PYTHON
# Tried in this order: one that is there, Playwright's own, Debian's package where we may install it.

for name in "$CHROMIUM" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
        echo "Browser for the tests: $(command -v "$name")"
        exit 0
    fi
done
echo "No Chromium found; asking Playwright for its own"
if timeout 300 "$1" -m playwright install chromium; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Debian's Chromium"
    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium && exit 0
fi
echo "There is no Chromium to test the built pages with. Install one, for example with"
echo "    sudo apt-get install chromium"
echo "or name one that you have: CHROMIUM=/path/to/chromium make test"
[ "$CI" != true ]
