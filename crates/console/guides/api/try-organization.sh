# An organization token, as the other guides fetch it.
curl "http://127.0.0.1:8080/organizations/$ORGANIZATION/orders" -H "Authorization: Bearer $TOKEN"
