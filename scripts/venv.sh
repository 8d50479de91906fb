#!/bin/sh
# Makes the virtual environment with a suitable Python; a working one is left alone.
set -eu
venv=$1
recent='import sys; sys.exit(sys.version_info < (3, 11))'

if [ -x "$venv/bin/python" ] && "$venv/bin/python" -c "$recent"; then
    exit 0
fi
for python in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
    if command -v "$python" >/dev/null 2>&1 && "$python" -c "$recent" 2>/dev/null; then
        rm -rf "$venv"
        if "$python" -m venv "$venv"; then
            exit 0
        fi
        rm -rf "$venv"
        echo "$python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
done
echo "Python 3.11 or newer is needed and was not found (looked for: ${PYTHON:-python3.13 python3.12 python3.11 python3 python})." >&2
echo "If it is installed under another name: make PYTHON=/path/to/python" >&2
exit 1
