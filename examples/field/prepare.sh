# Shared by the start scripts, which source it with their own folder as working directory.
set -euo pipefail
PATH=$PATH:/usr/sbin

# need PACKAGE…: installs missing Debian packages. No package starts a service.
need() {
  local missing=() package
  for package in "$@"; do
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  [ "${#missing[@]}" -eq 0 ] && return
  local sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# scratch: creates an empty folder for the files of the server and changes to it.
scratch() {
  rm -rf scratch
  mkdir scratch
  cd scratch
}

# certificate: creates cert.pem and key.pem for 127.0.0.1, self-signed, valid for two days.
certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=IP:127.0.0.1,DNS:localhost -keyout key.pem -out cert.pem 2>/dev/null
}

# secret NAME [PREFIX]: generates a secret, sets $NAME to it, and appends it to .env beside auth-conformance.yaml.
secret() {
  printf -v "$1" '%s' "$(openssl rand -hex 12)"
  printf '%s=%s%s\n' "$1" "${2-}" "${!1}" >>../.env
}

# secrets: generates every secret of auth-conformance.yaml, and exports them to the server.
secrets() {
  local name
  for name in $(grep -o 'STAGING_[A-Z_]*_KEY' ../auth-conformance.yaml | sort -u); do
    secret "$name"
    export "${name?}"
  done
}

# forget: deletes the secrets of an earlier start.
forget() {
  rm -f ../.env
}

# serve URL COMMAND…: starts the server, which stops with this script, and waits until it responds.
serve() {
  local url=$1
  shift
  "$@" &
  server=$!
  trap leave EXIT
  trap 'exit 143' INT TERM
  for _ in $(seq 150); do
    kill -0 "$server" 2>/dev/null || { wait "$server"; exit 1; }
    curl -sk -o /dev/null "$url" && return
    sleep 0.1
  done
  echo "no response from $url" >&2
  exit 1
}

# leave: stops the server and deletes its files.
leave() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  cd ..
  rm -rf scratch .env
}

# stay URL: prints "ready", and waits until the server stops.
stay() {
  echo "ready: $1"
  wait "$server"
}
