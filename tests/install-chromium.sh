#!/bin/sh
# Chromium for the tests in a browser: found, or installed where that can be done without asking anybody.
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
[ -d "/Applications/Google Chrome.app" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium (once)"
  apt-get update -qq >/dev/null && apt-get install -y -qq chromium >/dev/null 2>&1 && exit 0
fi
echo "No Chromium: tests in a browser will be skipped (Debian: apt install chromium; or set CHROMIUM to its path)." >&2
