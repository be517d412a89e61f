#!/usr/bin/env bash
# The reference registry of container images behind TLS and Basic on https://127.0.0.1:9492, in the foreground.
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
stay https://127.0.0.1:9492/v2
