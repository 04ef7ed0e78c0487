curl http://127.0.0.1:8080/orders -H "Authorization: Bearer $TOKEN"
