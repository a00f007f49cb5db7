#!/bin/sh
# Compares the Node binary that the package `node` has installed past the lock file with the hash that we know of it. Needs
# no Node. Where no hash is known (other systems than Linux), it says so and is content.
set -eu
cd "$(dirname "$0")/.."

platform="$(uname -s)-$(uname -m)"
known=$(awk -v platform="$platform" '$2 == platform { print $1 }' scripts/node-binaries.sha256)
if [ -z "$known" ]; then
  echo "No hash of Node is known for $platform: unchecked."
  exit 0
fi
found=$(sha256sum node_modules/node/bin/node | cut -d ' ' -f 1)
[ "$found" = "$known" ] && exit 0
echo "node_modules/node/bin/node is not the binary that we know: $found instead of $known" >&2
exit 1
