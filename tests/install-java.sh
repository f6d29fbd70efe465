#!/bin/sh
# A Java that can compile, for the validator of PDFs: found, or installed where that can be done without asking anybody.
compiles() { command -v "$1" >/dev/null 2>&1 && "$1" --list-modules 2>/dev/null | grep -q '^jdk.compiler'; }
compiles "${JAVA:-java}" && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Java (once)"
  apt-get update -qq >/dev/null && apt-get install -y -qq default-jdk-headless >/dev/null 2>&1 && exit 0
fi
echo "No Java that can compile: the validation of PDFs will be skipped (Debian: apt install default-jdk-headless; or set JAVA to its path)." >&2
