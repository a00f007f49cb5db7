#!/bin/sh
# Creates the namespace when it is not there; may be repeated. The temporal command reads TEMPORAL_ADDRESS and
# TEMPORAL_NAMESPACE. The retention given here only lasts until `hyoban setup temporal` sets the configured one.
set -eu

attempts=30
until temporal operator cluster health; do
  attempts=$((attempts - 1))
  if [ "$attempts" -eq 0 ]; then
    echo "Temporal at $TEMPORAL_ADDRESS did not become healthy." >&2
    exit 1
  fi
  sleep 2
done

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  echo "Namespace $TEMPORAL_NAMESPACE is there."
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 720h
fi
