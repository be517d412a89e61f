#!/usr/bin/env bash
# Verdaccio, an npm registry, on http://127.0.0.1:9491, with one private package, in the foreground.
cd "$(dirname "$0")"
. ../prepare.sh
need apache2-utils curl openssl

# The published package requires node-fetch by a tag that some mirrors lack; this is the version of that tag.
mkdir -p server
echo '{ "private": true, "dependencies": { "verdaccio": "6.1.2" }, "overrides": { "node-fetch": "2.6.7" } }' >server/package.json
[ -d server/node_modules/verdaccio ] || npm install --prefix server --no-audit --no-fund --loglevel error

scratch
forget
secret VERDACCIO_READER reader:
htpasswd -nbBC 4 reader "$VERDACCIO_READER" >htpasswd

cat >config.yaml <<'END'
storage: ./storage
auth: { htpasswd: { file: ./htpasswd, max_users: -1, algorithm: bcrypt } }
uplinks: {}
packages: { '**': { access: $authenticated, publish: $authenticated, unpublish: $authenticated } }
log: { type: stdout, format: pretty, level: fatal }
END

serve http://127.0.0.1:9491/-/ping node ../server/node_modules/verdaccio/bin/verdaccio --config config.yaml --listen 127.0.0.1:9491
token=$(curl -sf -X PUT -u "reader:$VERDACCIO_READER" -H 'Content-Type: application/json' http://127.0.0.1:9491/-/user/org.couchdb.user:reader \
  -d "{\"name\":\"reader\",\"password\":\"$VERDACCIO_READER\"}" | node -p 'JSON.parse(require("fs").readFileSync(0)).token')
echo "VERDACCIO_TOKEN=$token" >>../.env

mkdir field-greeting
echo '{ "name": "field-greeting", "version": "1.0.0" }' >field-greeting/package.json
echo "//127.0.0.1:9491/:_authToken=$token" >field-greeting/.npmrc
(cd field-greeting && npm publish --silent --registry http://127.0.0.1:9491/)
stay http://127.0.0.1:9491
