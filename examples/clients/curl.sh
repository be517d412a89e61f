#!/bin/sh
# Calls the API with curl and a key. The key is in a configuration that curl reads from its input, so that no process list shows it.
set -eu

send() {
  printf 'header = "Authorization: Bearer %s"\n' "$AUTH_CONFORMANCE_KEY" |
    curl --config - --silent --show-error --fail --proto =https --retry 3 --retry-max-time 40 "$@" "$AUTH_CONFORMANCE_URL/conversations"
}

case "$AUTH_CONFORMANCE_TASK" in
  call) send ;;
  create) send --json '{"title":"Quarterly planning"}' ;;
  *) exit 64 ;;
esac
