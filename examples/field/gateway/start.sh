#!/usr/bin/env bash
# Meters behind nginx on http://127.0.0.1:9504, in the foreground. BUG=name starts the servers with one bug.
cd "$(dirname "$0")"
. ../prepare.sh
need nginx curl openssl

scratch
forget
secrets
case "${BUG-}" in
  early-limit) change='s/burst=99/burst=49/' ;;
  redirect) change='s/return 401 .*/return 302 \/login;/' ;;
  *) change='' ;;
esac
sed "$change" ../nginx.conf >nginx.conf
node ../server.js &
application=$!
serve http://127.0.0.1:9504/ nginx -p "$PWD/" -c nginx.conf -e error.log
trap 'kill "$application"; leave' EXIT
stay http://127.0.0.1:9504/v1
