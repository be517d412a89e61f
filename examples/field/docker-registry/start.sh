#!/usr/bin/env bash
# The Docker registry with TLS and Basic on https://127.0.0.1:9492, in the foreground.
cd "$(dirname "$0")"
. ../prepare.sh
need docker-registry apache2-utils curl openssl

scratch
certificate
forget
secret REGISTRY_PULLER puller:
secret REGISTRY_OTHER other:
{ htpasswd -nbBC 4 puller "$REGISTRY_PULLER"; htpasswd -nbBC 4 other "$REGISTRY_OTHER"; } | grep . >htpasswd

cat >config.yml <<'END'
version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage: { filesystem: { rootdirectory: ./storage }, delete: { enabled: true } }
http:
  addr: 127.0.0.1:9492
  tls: { certificate: cert.pem, key: key.pem, minimumtls: tls1.2 }
auth: { htpasswd: { realm: field, path: ./htpasswd } }
END

serve https://127.0.0.1:9492/v2/ docker-registry serve config.yml

# An image without layers, so that there is a repository with a tag.
registry=https://127.0.0.1:9492/v2/hello
ask() { curl -sf --cacert cert.pem -u "puller:$REGISTRY_PULLER" "$@"; }
printf '{}' >blob.json
digest=sha256:$(sha256sum blob.json | cut -d' ' -f1)
upload=$(ask -X POST -o /dev/null -w '%header{location}' "$registry/blobs/uploads/")
ask -X PUT -o /dev/null --data-binary @blob.json -H 'Content-Type: application/octet-stream' "$upload&digest=$digest"
ask -X PUT -o /dev/null -H 'Content-Type: application/vnd.docker.distribution.manifest.v2+json' "$registry/manifests/latest" -d "{
  \"schemaVersion\": 2, \"mediaType\": \"application/vnd.docker.distribution.manifest.v2+json\", \"layers\": [],
  \"config\": { \"mediaType\": \"application/vnd.docker.container.image.v1+json\", \"size\": 2, \"digest\": \"$digest\" } }"
stay https://127.0.0.1:9492/v2
