ORGANIZATION='put the id of the organization here'
curl -s '__ISSUER__/token' \
  -u "__APP_ID__:$GUILDHALL_CLIENT_SECRET" \
  -d grant_type=client_credentials \
  -d organization_id="$ORGANIZATION" \
  -d scope='order:read order:place'
