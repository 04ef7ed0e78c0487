# The answer has an ID token, an access token and a refresh token.
CODE='put the code here'
curl -s '__ISSUER__/token' \
  -d grant_type=authorization_code \
  -d client_id=__APP_ID__ \
  -d code="$CODE" \
  --data-urlencode 'redirect_uri=__REDIRECT_URI__' \
  -d code_verifier="$VERIFIER"
