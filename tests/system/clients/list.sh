# Lists the conversations once; arguments are further options of curl.
set -eu
curl -X GET "$BASE_URL/conversations" \
  -H "Authorization: Bearer $API_KEY" \
  -H "Content-Type: application/json" \
  --silent --show-error ${CA_FILE:+--cacert "$CA_FILE"} "$@"
