#!/usr/bin/env bash
# nginx with TLS, Basic, a rate limit and an IP allowlist on https://127.0.0.1:9496, in the foreground.
cd "$(dirname "$0")"
. ../prepare.sh
need nginx curl openssl

scratch
certificate
forget
for name in reader other burner office; do
  secret "NGINX_${name^^}" "$name:"
  variable="NGINX_${name^^}"
  printf '%s:%s\n' "$name" "$(openssl passwd -apr1 "${!variable}")" >>htpasswd
done
cp ../nginx.conf .
mkdir www
echo '{"specimens":[{"number":"H-0042"}]}' >www/specimens
echo '{"open":true}' >www/hours

serve https://127.0.0.1:9496/ nginx -p "$PWD/" -c nginx.conf -e error.log
stay https://127.0.0.1:9496/v1
