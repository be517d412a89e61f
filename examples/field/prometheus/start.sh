#!/usr/bin/env bash
# Prometheus with TLS and Basic on https://127.0.0.1:9490, in the foreground.
cd "$(dirname "$0")"
. ../prepare.sh
need prometheus apache2-utils curl openssl

scratch
certificate
forget
secret PROMETHEUS_READER reader:
secret PROMETHEUS_OTHER other:

cat >web.yml <<END
tls_server_config: { cert_file: cert.pem, key_file: key.pem }
basic_auth_users:
  reader: '$(htpasswd -nbBC 4 reader "$PROMETHEUS_READER" | cut -d: -f2 | head -1)'
  other: '$(htpasswd -nbBC 4 other "$PROMETHEUS_OTHER" | cut -d: -f2 | head -1)'
END
echo 'scrape_configs: []' >prometheus.yml

serve https://127.0.0.1:9490/ prometheus --config.file=prometheus.yml --web.config.file=web.yml \
  --web.listen-address=127.0.0.1:9490 --storage.tsdb.path=data --log.level=warn
stay https://127.0.0.1:9490
