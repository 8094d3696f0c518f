# Finds Python 3.11 or newer; sourced by bin/start and bin/test.
python=""
for name in python3.11 python3.12 python3.13 python3.14 python3; do
  if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$name; break; fi
done
if [ -z "$python" ]; then
  echo "Drittort needs Python 3.11 or newer, and none was found. On Debian 12 and later: apt install python3 python3-venv" >&2
  exit 1
fi
