"""Where the services are: botocore's rules against ours, for regions of all three partitions and every setting."""
import json
import os
import pathlib
import subprocess
import tempfile
from unittest import mock

import botocore.session

OPERATIONS = {"iam": "ListRoles", "sts": "GetCallerIdentity", "lambda": "ListFunctions", "sso": "GetRoleCredentials"}
OPERATIONS["sso-oidc"] = "CreateToken"
REGIONS = ["us-east-1", "eu-west-1", "eu-south-1", "us-gov-west-1", "cn-north-1"]
CONFIG = """[default]
[profile one]
endpoint_url = https://profile.example
[profile two]
services = local
endpoint_url = https://profile.example/
[profile three]
use_fips_endpoint = true
[profile four]
sts_regional_endpoints = legacy
[profile five]
services = local
ignore_configured_endpoint_urls = true
[services local]
sts =
  endpoint_url = https://sts.example/prefix
lambda =
  endpoint_url = https://lambda.example
sso_oidc =
  endpoint_url = https://oidc.example
"""
SETTINGS = [
    {},
    {"AWS_USE_FIPS_ENDPOINT": "true"},
    {"AWS_USE_DUALSTACK_ENDPOINT": "TRUE"},
    {"AWS_STS_REGIONAL_ENDPOINTS": "legacy"},
    {"AWS_STS_REGIONAL_ENDPOINTS": "regional", "AWS_PROFILE": "four"},
    {"AWS_ENDPOINT_URL": "https://all.example"},
    {"AWS_ENDPOINT_URL": "https://all.example", "AWS_ENDPOINT_URL_SSO_OIDC": "https://oidc.example"},
    {"AWS_ENDPOINT_URL": "https://all.example", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
    {"AWS_ENDPOINT_URL": "https://all.example", "AWS_PROFILE": "two"},
    *({"AWS_PROFILE": name} for name in ("one", "two", "three", "four", "five")),
]


def theirs(service, region):
    """(URL, signing region) by botocore, in this process's environment."""
    session = botocore.session.Session()
    client = session.create_client(service, region, aws_access_key_id="a", aws_secret_access_key="b")
    operation = client.meta.service_model.operation_model(OPERATIONS[service])
    endpoint = client._ruleset_resolver.construct_endpoint(operation, {}, {})
    schemes = endpoint.properties.get("authSchemes", [{}])
    return endpoint.url, schemes[0].get("signingRegion", region)


def comparisons(program):
    """(place, what is wrong there or "")"""
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "config"
        config.write_text(CONFIG)
        base = {"HOME": folder, "PATH": "/usr/bin:/bin", "AWS_CONFIG_FILE": str(config)}
        for setting in SETTINGS:
            for region in REGIONS:
                with mock.patch.dict(os.environ, base | setting, clear=True):
                    output = subprocess.run([program, "--endpoints", region], capture_output=True, text=True).stdout
                    yield from compared(json.loads(output), region, setting)


def compared(answer, region, setting):
    for service in OPERATIONS:
        url, signing_region = theirs(service, region)
        ours = answer[service.replace("-", "_")] or {"url": None, "region": None}
        # An address in front of the real IAM needs the region of the real IAM; the AWS CLI signs with the user's.
        region_matters = ".example" not in url
        same = ours["url"] == url.rstrip("/") and (not region_matters or ours["region"] == signing_region)
        problem = "" if same else f"botocore has {url} ({signing_region}), patchcord {ours}"
        yield f"{service} in {region} with {setting}", problem
