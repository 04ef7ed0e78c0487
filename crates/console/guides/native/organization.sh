# The organizations of whoever signed in are in the ID token. The answer has a new refresh token: keep that.
ORGANIZATION='put the id of the organization here'
REFRESH_TOKEN='put the refresh token here'
TOKEN=$(curl -s '__ISSUER__/token' \
  -d grant_type=refresh_token \
  -d client_id=__APP_ID__ \
  --data-urlencode "refresh_token=$REFRESH_TOKEN" \
  -d organization_id="$ORGANIZATION" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

curl -s "__GATEWAY__/organizations/$ORGANIZATION" -H "Authorization: Bearer $TOKEN"
