import base64
import json
import os
import urllib.parse
import urllib.request

CLIENT_ID = "__APP_ID__"
SECRET = os.environ["GUILDHALL_CLIENT_SECRET"]


def fetch_token(**parameters):
    """A token for this application itself. It is good for an hour: keep it until it ends."""
    proof = base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
    body = urllib.parse.urlencode({"grant_type": "client_credentials", **parameters}).encode()
    request = urllib.request.Request("__ISSUER__/token", body, {"Authorization": f"Basic {proof}"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["access_token"]


if __name__ == "__main__":
    token = fetch_token(resource="__MANAGEMENT_API__", scope="all")
    request = urllib.request.Request("__ENDPOINT__/api/organizations", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:
        print(answer.status, json.load(answer))
