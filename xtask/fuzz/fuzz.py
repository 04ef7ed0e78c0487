"""Gets a machine token from a development server and lets schemathesis loose on its own Management API document.

  fuzz.py CREDENTIALS SECONDS CONFIG REPORT

CREDENTIALS is what `guildhall dev --credentials` wrote. Ends with 0 where nothing is wrong with an answer: an operation for which no
requests can be made up is only told.
"""

import json
import subprocess
import sys
import xml.etree.ElementTree as xml

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

# How schemathesis begins to tell that it cannot make up requests.
NOTHING_MADE_UP = ("Schema Error", "Failed Health Check")


def ending(code, report):
    """What a run that ended with `code` comes to, by its report."""
    if code != 1:
        return code
    found, not_made_up = 0, []
    for case in xml.parse(report).iter("testcase"):
        errors = ["".join(error.itertext()).strip() for error in case.iter("error")]
        not_made_up += [(case.get("name"), text) for text in errors if text.startswith(NOTHING_MADE_UP)]
        found += sum(not text.startswith(NOTHING_MADE_UP) for text in errors) + len(case.findall("failure"))
    for name, text in not_made_up:
        lines = [line for line in text.splitlines() if line]
        print(f"not fuzzed: {name}: no requests can be made up for it: {' '.join(lines[1:2])}")
    return 0 if not_made_up and not found else code


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
    # Two would parse Python at once, which Python 3.11 does not always survive.
    "--workers", "1",
    "--continue-on-failure",
    "--report", "junit", "--report-junit-path", report,
]
for name in EXCLUDED:
    command += ["--exclude-operation-id", name]
sys.exit(ending(subprocess.run(command, check=False).returncode, report))
