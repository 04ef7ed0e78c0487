TOKEN=$(curl -s '__ISSUER__/token' \
  -u "__APP_ID__:$GUILDHALL_CLIENT_SECRET" \
  -d grant_type=client_credentials \
  --data-urlencode 'resource=__MANAGEMENT_API__' \
  -d scope=all | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

curl -s '__ENDPOINT__/api/organizations' -H "Authorization: Bearer $TOKEN"
