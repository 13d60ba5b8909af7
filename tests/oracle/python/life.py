"""One whole life of an integration with its actions, lived by Genesys' own Python SDK on a sandbox.

The SDK is as published; its gateway setting points it to http://127.0.0.1. Exit 1 at the first surprise.
"""
import json
import pathlib
import sys
import urllib.parse

import PureCloudPlatformClientV2 as genesys
from PureCloudPlatformClientV2.rest import ApiException

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent))
from aws_cli import AwsCli, invoke_permission, trust
from lives import FUNCTIONS, Sandbox, same, vouch

TYPE = "aws-lambda-data-actions"
OPEN = {"type": "object", "properties": {}, "additionalProperties": True}
ORDER = {"type": "object", "properties": {"orderId": {"type": "string"}}, "required": ["orderId"],
         "additionalProperties": False}  # fmt: skip


# Source: the tables of response messages in the Integrations API's documentation.
CODES = {
    400: {"bad.request", "invalid.value", "invalid.property", "invalid.query.param.value", "constraint.validation"},
    401: {"authentication.required", "bad.credentials", "credentials.expired"},
    404: {"not.found"},
    409: {"general.conflict"},
}


def refused(status, call, *arguments, **options):
    """The body of a refusal, which must have this status, a code that belongs to it, and the usual members."""
    try:
        answer = call(*arguments, **options)
    except ApiException as error:
        body = json.loads(error.body)
        same((status, status), (error.status, body["status"]), f"refusal of {call.__name__}")
        assert body["code"] in CODES[status], f"{call.__name__}: {body}"
        for member in ("message", "contextId", "details", "errors"):
            assert member in body, f"{call.__name__}: no {member} in {body}"
        return body
    raise AssertionError(f"{call.__name__} was not refused: {answer}")


def plain(model):
    return genesys.api_client.ApiClient().sanitize_for_serialization(model)


class Life:
    def __init__(self, sandbox, role_arn):
        self.env, self.sandbox, self.role_arn = sandbox.env, sandbox, role_arn
        place = urllib.parse.urlsplit(self.env["PATCHCORD_GENESYS_API_URL"])
        self.client = genesys.api_client.ApiClient()
        self.client.set_gateway(place.hostname, "http", place.port, "", "")

    def live(self):
        self.sign_in()
        self.discover()
        self.integration()
        self.action()
        self.tests()
        self.drafts()
        self.pages()
        self.users()
        self.end()

    def sign_in(self):
        env = self.env
        try:
            self.client.get_client_credentials_token(env["GENESYS_CLIENT_ID"], "wrong")
        except ApiException as error:
            same((400, "invalid_client"), (error.status, json.loads(error.body)["error"]), "a wrong secret")
        else:
            raise AssertionError("a wrong secret was accepted")
        self.client.access_token = "none"
        self.api = genesys.IntegrationsApi(self.client)
        refused(401, self.api.get_integrations)
        self.client.get_client_credentials_token(env["GENESYS_CLIENT_ID"], env["GENESYS_CLIENT_SECRET"])
        organization = genesys.OrganizationApi(self.client).get_organizations_me()
        same(env["EXTERNAL_ID"], organization.id, "organization")
        same(1, genesys.AuthorizationApi(self.client).get_authorization_products().total, "products")

    def discover(self):
        kind = self.api.get_integrations_type(TYPE)
        self.slot, specification = next(iter(kind.credentials.items()))
        self.credential_type = specification.credential_types[0]
        assert self.credential_type in [each.name for each in self.api.get_integrations_credentials_types()]
        refused(404, self.api.get_integrations_type, "no-such-type")
        assert self.api.get_integrations_type_configschema(TYPE, "properties").type == "object"
        assert TYPE in [each.id for each in self.api.get_integrations_types(page_size=100).entities]

    def integration(self):
        api = self.api
        made = api.post_integrations(body={"name": "SDK", "integrationType": {"id": TYPE}})
        same(("DISABLED", "SDK"), (made.intended_state, made.name), "a new integration")
        refused(400, api.post_integrations, body={"name": "SDK", "integrationType": {"id": "nothing"}})
        fields = {"ARN": self.role_arn}
        credential = {"name": "SDK", "type": {"name": self.credential_type}, "credentialFields": fields}
        kept = api.post_integrations_credentials(body=credential)
        read = api.get_integrations_credential(kept.id)
        same((self.credential_type, {}), (read.type.name, read.credential_fields or {}), "its field does not come back")
        api.put_integrations_credential(kept.id, body=credential | {"id": kept.id})
        config = api.get_integration_config_current(made.id)
        body = {"name": "SDK services", "version": config.version, "properties": {}, "advanced": {}, "notes": "n",
                "credentials": {self.slot: {"id": kept.id}}}  # fmt: skip
        written = api.put_integration_config_current(made.id, body=body)
        same((config.version + 1, "n"), (written.version, written.notes), "a new configuration")
        refused(409, api.put_integration_config_current, made.id, body=body)
        refused(409, api.delete_integrations_credential, kept.id)
        api.patch_integration(made.id, body={"intendedState": "ENABLED"})
        read = api.get_integration(made.id)
        same(("ENABLED", "ACTIVE"), (read.intended_state, read.reported_state.code), "its state")
        refused(404, api.get_integration, "00000000-0000-0000-0000-000000000000")
        self.integration_id, self.credential_id = made.id, kept.id

    def definition(self, name, **changes):
        request = {"requestUrlTemplate": self.env["LAMBDA_FUNCTION_ARN"], "requestType": "POST", "headers": {},
                   "requestTemplate": "${input.rawRequest}"}  # fmt: skip
        response = {"translationMap": {}, "translationMapDefaults": {}, "successTemplate": "${rawResult}"}
        return {
            "name": name,
            "category": "SDK",
            "integrationId": self.integration_id,
            "secure": False,
            "config": {"request": request, "response": response},
            "contract": {"input": {"inputSchema": ORDER}, "output": {"successSchema": OPEN}},
        } | changes

    def action(self):
        api = self.api
        made = api.post_integrations_actions(self.definition("SDK look-up"))
        assert made.id.startswith("custom_-_"), made.id
        self.action_id = made.id
        read = api.get_integrations_action(made.id, include_config=True, expand="contract")
        same(self.env["LAMBDA_FUNCTION_ARN"], read.config.request.request_url_template, "function")
        same(ORDER["properties"], plain(read.contract.input.input_schema)["properties"], "contract")
        same("${input.rawRequest}", api.get_integrations_action_template(made.id, "requesttemplate.vm"), "template")
        uri = api.get_integrations_action(made.id).contract.input.input_schema_uri
        same("object", api.get_integrations_action_schema(made.id, uri.rpartition("/")[2]).type, "schema")
        refused(400, api.post_integrations_actions, self.definition("x", integrationId=None))
        refused(404, api.get_integrations_action, "custom_-_00000000-0000-0000-0000-000000000000")
        changed = api.patch_integrations_action(made.id, {"version": read.version, "name": "SDK look-up 2"})
        same(("SDK look-up 2", read.version + 1), (changed.name, changed.version), "a changed action")
        refused(409, api.patch_integrations_action, made.id, {"version": read.version, "name": "x"})

    def tests(self):
        api, action = self.api, self.action_id
        result = api.post_integrations_action_test(action, {"orderId": "42"})
        assert result.success, result
        same({"orderId": "42"}, result.final_result["event"], "what came back")
        missing = api.post_integrations_action_test(action, {})
        assert not missing.success and missing.error.message, "an input that is missing"
        same({"orderId": "42"}, api.post_integrations_action_execute(action, {"orderId": "42"})["event"], "executed")

    def drafts(self):
        api = self.api
        api.post_integrations_action_draft(self.action_id)
        refused(409, api.post_integrations_action_draft, self.action_id)
        draft = api.get_integrations_action_draft(self.action_id, include_config=True, expand="contract")
        same(ORDER["properties"], plain(draft.contract.input.input_schema)["properties"], "contract")
        same("${rawResult}", api.get_integrations_action_draft_template(self.action_id, "successtemplate.vm"), "template")
        uri = api.get_integrations_action_draft(self.action_id).contract.input.input_schema_uri
        assert api.get_integrations_action_draft_schema(self.action_id, uri.rpartition("/")[2]).type == "object"
        changed = api.patch_integrations_action_draft(self.action_id, {"version": draft.version, "name": "SDK look-up 3"})
        assert api.get_integrations_action_draft_validation(self.action_id).valid, "the draft is valid"
        assert api.post_integrations_action_draft_test(self.action_id, {"orderId": "1"}).success, "the draft runs"
        refused(400, api.post_integrations_action_draft_publish, self.action_id, {"version": changed.version + 9})
        published = api.post_integrations_action_draft_publish(self.action_id, {"version": changed.version})
        same("SDK look-up 3", published.name, "what was published")
        refused(404, api.get_integrations_action_draft, self.action_id)
        only = api.post_integrations_actions_drafts(self.definition("SDK draft"))
        refused(404, api.get_integrations_action, only.id)
        listed = [each.id for each in api.get_integrations_actions_drafts(page_size=100).entities]
        same([only.id], listed, "drafts")
        api.delete_integrations_action_draft(only.id)

    def pages(self):
        """Both models: numbered pages of integrations and actions, cursors of credentials."""
        api = self.api
        names = {"SDK look-up 3"}
        for n in range(4):
            api.post_integrations_actions(self.definition(f"SDK {n}"))
            names.add(f"SDK {n}")
        seen, number = [], 1
        while True:
            page = api.get_integrations_actions(page_size=2, page_number=number, category="SDK", sort_by="name")
            same((5, 3), (page.total, page.page_count), "totals")
            seen += [each.name for each in page.entities]
            if not page.next_uri:
                break
            number += 1
        same(sorted(names), seen, "actions, by pages")
        found = api.get_integrations_actions(ids=self.action_id, include_config=True).entities
        same([self.action_id], [each.id for each in found], "by id")
        same(["SDK"], [each.name for each in api.get_integrations_actions_categories(page_size=100).entities
                       if each.name == "SDK"], "categories")  # fmt: skip
        listed = api.get_integrations(page_size=100, expand=["config.current"], integration_type=TYPE).entities
        same([("SDK services", 2)], [(each.name, each.config.current.version) for each in listed], "integrations")
        for n in range(3):
            api.post_integrations_credentials(body={"name": f"more {n}", "type": {"name": self.credential_type},
                                                    "credentialFields": {"ARN": self.role_arn}})  # fmt: skip
        seen, after = [], None
        while True:
            page = api.get_integrations_credentials_listing(page_size="3", **({"after": after} if after else {}))
            seen += [each.name for each in page.entities]
            if not page.next_uri:
                break
            after = urllib.parse.parse_qs(urllib.parse.urlsplit(page.next_uri).query)["after"][0]
        same(["SDK", "more 0", "more 1", "more 2"], sorted(seen), "credentials, by cursors")
        same(4, api.get_integrations_credentials(page_size=100).total, "credentials, by pages")

    def users(self):
        """Which flows use the action: none."""
        tracking = genesys.ArchitectApi(self.client)
        page = tracking.get_architect_dependencytracking_consumingresources(self.action_id, "DATAACTION")
        same([], page.entities, "flows that use the action")
        same("OPERATIONAL", tracking.get_architect_dependencytracking_build().status, "the index of dependencies")

    def end(self):
        api = self.api
        api.delete_integrations_action(self.action_id)
        refused(404, api.get_integrations_action, self.action_id)
        api.delete_integration(self.integration_id)
        refused(404, api.get_integration, self.integration_id)
        api.delete_integrations_credential(self.credential_id)
        refused(404, api.get_integrations_credential, self.credential_id)
        # The SDK waits as long as a 429 says, and asks again.
        self.sandbox.faults({"match": "GET /api/v2/integrations", "status": 429, "retryAfter": 1})
        before = self.sandbox.stats()["genesys"]["GET /api/v2/integrations"]
        api.get_integrations()
        same(before + 2, self.sandbox.stats()["genesys"]["GET /api/v2/integrations"], "requests around a 429")
        genesys.TokensApi(self.client).delete_tokens_me()
        refused(401, api.get_integrations)


def main():
    with Sandbox(FUNCTIONS) as sandbox:
        aws, env = AwsCli(sandbox), sandbox.env
        role = aws("iam", "create-role", "--role-name", "GenesysCloud-sdk", "--assume-role-policy-document",
                   trust(env["GENESYS_AWS_ACCOUNT_ID"], env["EXTERNAL_ID"]))["Role"]["Arn"]  # fmt: skip
        aws("iam", "put-role-policy", "--role-name", "GenesysCloud-sdk", "--policy-name", "invoke", "--policy-document",
            invoke_permission(env["LAMBDA_FUNCTION_ARN"]))  # fmt: skip
        Life(sandbox, role).live()
        calls = vouch(sandbox, "python", ("genesys", "login"))
    print(f"the Python SDK lived one life of an integration in {calls} calls")


if __name__ == "__main__":
    main()
