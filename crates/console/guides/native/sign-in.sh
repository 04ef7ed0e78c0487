# A secret of this one sign-in, and its hash (PKCE).
VERIFIER=$(openssl rand -base64 48 | tr '+/' '-_' | tr -d '=\n')
CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '=')

# Open this address in a browser. After the sign-in it goes to the redirect URI, with ?code=… behind it.
echo "__ISSUER__/auth?client_id=__APP_ID__&redirect_uri=__REDIRECT_URI_IN_QUERY__&response_type=code\
&scope=openid+profile+offline_access+urn:logto:scope:organizations+org:read&resource=urn:logto:resource:organizations&prompt=consent\
&state=$(openssl rand -hex 16)&code_challenge=$CHALLENGE&code_challenge_method=S256"
