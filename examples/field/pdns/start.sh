#!/usr/bin/env bash
# The HTTP API of PowerDNS Authoritative Server on http://127.0.0.1:9494, with an empty SQLite database, in the foreground.
cd "$(dirname "$0")"
. ../prepare.sh
need pdns-server pdns-backend-sqlite3 sqlite3 curl openssl

scratch
forget
secret PDNS_KEY
sqlite3 pdns.sqlite3 </usr/share/doc/pdns-backend-sqlite3/schema.sqlite3.sql

cat >pdns.conf <<END
launch=gsqlite3
gsqlite3-database=pdns.sqlite3
local-address=127.0.0.1
local-port=9554
api=yes
api-key=$PDNS_KEY
webserver=yes
webserver-address=127.0.0.1
webserver-port=9494
webserver-allow-from=127.0.0.0/8
socket-dir=.
setuid=
setgid=
loglevel=3
END

serve http://127.0.0.1:9494/ pdns_server --config-dir=.
stay http://127.0.0.1:9494/api/v1
