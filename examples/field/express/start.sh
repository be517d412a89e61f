#!/usr/bin/env bash
# Notes behind express on http://127.0.0.1:9501, in the foreground. BUG=name starts the server with one bug.
cd "$(dirname "$0")"
. ../prepare.sh
need curl openssl

scratch
forget
secrets
serve http://127.0.0.1:9501/ node ../server.js
stay http://127.0.0.1:9501/v1
