# A machine-to-machine application, whose roles hold the permission.
TOKEN=$(curl -s '__ISSUER__/token' \
  -u "$CLIENT_ID:$CLIENT_SECRET" \
  -d grant_type=client_credentials \
  --data-urlencode 'resource=__RESOURCE__' \
  --data-urlencode 'scope=__PERMISSION__' | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
