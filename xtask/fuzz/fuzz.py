"""Gets a machine token from a development server and lets schemathesis loose on its own Management API document.

  fuzz.py CREDENTIALS SECONDS CONFIG REPORT

CREDENTIALS is what `guildhall dev --credentials` wrote. Ends as schemathesis does.
"""

import json
import subprocess
import sys

import requests

# What takes away the right of the machine that calls; the rest of the run would be refused.
EXCLUDED = [
    "DeleteApplication",
    "DeleteApplicationRole",
    "DeleteApplicationSecret",
    "DeleteResource",
    "DeleteResourceScope",
    "DeleteRole",
    "DeleteRoleApplication",
    "DeleteRoleScope",
    "ReplaceApplicationRoles",
    "UpdateApplicationSecret",
    # Rotations end the keys that the token was signed with.
    "DeleteOidcKey",
    "RotateOidcKeys",
]

credentials_file, seconds, config, report = sys.argv[1:]
with open(credentials_file, encoding="utf-8") as file:
    credentials = json.load(file)
client = credentials["managementApi"]
answer = requests.post(
    f"{credentials['endpoint']}/oidc/token",
    auth=(client["clientId"], client["clientSecret"]),
    data={"grant_type": "client_credentials", "resource": client["resource"], "scope": "all"},
    timeout=30,
)
answer.raise_for_status()
command = [
    sys.executable, "-m", "schemathesis.cli", "--config-file", config,
    "run", f"{credentials['endpoint']}/api/.well-known/management.openapi.json",
    "--header", f"Authorization: Bearer {answer.json()['access_token']}",
    "--max-time", seconds,
    "--workers", "2",
    "--continue-on-failure",
    "--report", "junit", "--report-junit-path", report,
]
for name in EXCLUDED:
    command += ["--exclude-operation-id", name]
sys.exit(subprocess.run(command, check=False).returncode)
