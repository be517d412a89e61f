#!/usr/bin/env bash
# Syncthing with HTTPS on https://127.0.0.1:9493, without connections to other devices, in the foreground.
cd "$(dirname "$0")"
. ../prepare.sh
need syncthing curl openssl

scratch
export HOME=$PWD STNOUPGRADE=1 STNODEFAULTFOLDER=1
forget
secret SYNCTHING_KEY
syncthing generate --home state --no-default-folder --skip-port-probing >generate.log
certificate
mv cert.pem state/https-cert.pem
mv key.pem state/https-key.pem

# Disables discovery, relays and usage reports.
sed -i state/config.xml \
  -e 's#<gui enabled="true" tls="false"#<gui enabled="true" tls="true"#' \
  -e 's#<address>127.0.0.1:8384</address>#<address>127.0.0.1:9493</address>#' \
  -e "s#<apikey>.*</apikey>#<apikey>$SYNCTHING_KEY</apikey>#" \
  -e 's#<listenAddress>default<#<listenAddress>tcp://127.0.0.1:9594<#' \
  -e 's#<\(globalAnnounce\|localAnnounce\|relays\|nat\|crashReporting\)Enabled>true<#<\1Enabled>false<#' \
  -e 's#<urAccepted>0<#<urAccepted>-1<#' \
  -e 's#<startBrowser>true<#<startBrowser>false<#'

serve https://127.0.0.1:9493/rest/noauth/health syncthing serve --home state --no-browser --no-restart --logfile syncthing.log
stay https://127.0.0.1:9493/rest
