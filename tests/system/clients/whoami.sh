# Asks whose key it is; arguments are further options of curl.
set -eu
curl -X GET "$BASE_URL/auth/test" \
  -H "Authorization: Bearer $API_KEY" \
  --silent --show-error ${CA_FILE:+--cacert "$CA_FILE"} "$@"
