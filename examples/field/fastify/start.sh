#!/usr/bin/env bash
# Jobs behind fastify on http://127.0.0.1:9502, in the foreground. BUG=name starts the server with one bug.
cd "$(dirname "$0")"
. ../prepare.sh
need curl openssl

scratch
forget
secrets
serve http://127.0.0.1:9502/ node ../server.js
stay http://127.0.0.1:9502/v1
