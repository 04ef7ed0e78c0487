from management import fetch_token

organization = "put the id of the organization here"
print(fetch_token(organization_id=organization, scope="order:read order:place"))
