#!/bin/sh
# Asks the registries whether every pinned image of docker-compose.yml and Dockerfile is there under its digest, and says
# which digest its tag has today. Needs docker with buildx and the network.
set -eu
cd "$(dirname "$0")/.."

images=$(sed -nE 's/^ *image: ([^ $]+@sha256:[0-9a-f]{64})$/\1/p; s/^FROM ([^ ]+@sha256:[0-9a-f]{64}).*/\1/p' \
  docker-compose.yml Dockerfile | sort -u)
[ -n "$images" ] || { echo "No pinned image was found." >&2; exit 1; }

failed=0
for image in $images; do
  if docker buildx imagetools inspect "$image" >/dev/null; then
    today=$(docker buildx imagetools inspect "${image%@*}" --format '{{.Manifest.Digest}}' 2>/dev/null || echo 'gone')
    echo "ok       $image (the tag today: $today)"
  else
    echo "MISSING  $image"
    failed=1
  fi
done
exit "$failed"
