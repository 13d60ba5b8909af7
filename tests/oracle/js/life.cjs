// One whole life of an integration with an action, lived by Genesys' own SDK on the sandbox.
// The SDK is as published; its gateway setting points it to http://127.0.0.1.
'use strict';
const assert = require('node:assert/strict');
const genesys = require('purecloud-platform-client-v2');

const env = process.env;
const client = genesys.ApiClient.instance;
const api = new genesys.IntegrationsApi();
const TYPE = 'aws-lambda-data-actions';
let calls = 0;

// The SDK rejects with the answer; its status is what a test can compare.
async function refused(promise) {
  calls += 1;
  return promise.then(
    () => assert.fail('was not refused'),
    (error) => error.status,
  );
}
async function done(promise) {
  calls += 1;
  return promise;
}

async function signIn() {
  const sandbox = new URL(env.PATCHCORD_GENESYS_API_URL);
  client.config.setGateway({ protocol: 'http', host: sandbox.hostname, port: Number(sandbox.port) });
  assert.equal(await refused(client.loginClientCredentialsGrant(env.GENESYS_CLIENT_ID, 'wrong')), 400);
  await done(client.loginClientCredentialsGrant(env.GENESYS_CLIENT_ID, env.GENESYS_CLIENT_SECRET));
  const organization = await done(new genesys.OrganizationApi().getOrganizationsMe());
  assert.equal(organization.id, env.EXTERNAL_ID);
}

async function discover() {
  const type = await done(api.getIntegrationsType(TYPE));
  const [slot, specification] = Object.entries(type.credentials)[0];
  const types = await done(api.getIntegrationsCredentialsTypes());
  const known = (Array.isArray(types) ? types : types.entities).map((each) => each.name.toLowerCase());
  assert.ok(known.includes(specification.credentialTypes[0].toLowerCase()), 'the credential type is listed');
  return { slot, credentialType: specification.credentialTypes[0] };
}

async function integration({ slot, credentialType }) {
  const made = await done(api.postIntegrations({ body: { name: 'SDK', integrationType: { id: TYPE } } }));
  const credential = await done(
    api.postIntegrationsCredentials({
      body: { name: 'SDK', type: { name: credentialType }, credentialFields: { ARN: env.ROLE_ARN } },
    }),
  );
  const config = await done(api.getIntegrationConfigCurrent(made.id));
  const body = { ...config, name: 'SDK services', credentials: { [slot]: { id: credential.id } } };
  const written = await done(api.putIntegrationConfigCurrent(made.id, { body }));
  assert.equal(written.version, config.version + 1);
  assert.ok([400, 409].includes(await refused(api.putIntegrationConfigCurrent(made.id, { body }))), 'a stale version');
  await done(api.patchIntegration(made.id, { body: { intendedState: 'ENABLED' } }));
  const listed = await done(api.getIntegrations({ pageSize: 100, expand: ['config.current'] }));
  const seen = listed.entities.find((each) => each.id === made.id);
  assert.equal(seen.name, 'SDK services');
  assert.equal(seen.intendedState, 'ENABLED');
  return { id: made.id, credentialId: credential.id };
}

async function action(integrationId) {
  const open = { type: 'object', properties: {}, additionalProperties: true };
  const made = await done(
    api.postIntegrationsActions({
      name: 'SDK look-up',
      category: 'SDK',
      integrationId,
      secure: false,
      config: {
        request: {
          requestUrlTemplate: env.LAMBDA_FUNCTION_ARN,
          requestType: 'POST',
          requestTemplate: '${input.rawRequest}',
          headers: {},
        },
        response: { translationMap: {}, translationMapDefaults: {}, successTemplate: '${rawResult}' },
      },
      contract: { input: { inputSchema: open }, output: { successSchema: open } },
    }),
  );
  const read = await done(api.getIntegrationsAction(made.id, { includeConfig: true, expand: 'contract' }));
  assert.equal(read.config.request.requestUrlTemplate, env.LAMBDA_FUNCTION_ARN);
  const template = await done(api.getIntegrationsActionTemplate(made.id, 'requesttemplate.vm'));
  assert.equal(template, '${input.rawRequest}');
  const result = await done(api.postIntegrationsActionTest(made.id, { customerId: 'C-1001' }));
  assert.ok(result.success, JSON.stringify(result));
  await done(api.patchIntegrationsAction(made.id, { version: read.version, name: 'SDK look-up 2' }));
  const listed = await done(api.getIntegrationsActions({ pageSize: 100, name: 'SDK look-up 2' }));
  assert.deepEqual(listed.entities.map((each) => each.id), [made.id]);
  return made.id;
}

async function end(integrationId, credentialId, actionId) {
  await done(api.deleteIntegrationsAction(actionId));
  assert.equal(await refused(api.getIntegrationsAction(actionId)), 404);
  await done(api.deleteIntegration(integrationId));
  assert.equal(await refused(api.getIntegration(integrationId)), 404);
  await done(api.deleteIntegrationsCredential(credentialId));
}

async function main() {
  await signIn();
  const made = await integration(await discover());
  const actionId = await action(made.id);
  await end(made.id, made.credentialId, actionId);
  console.log(`the JavaScript SDK lived one life of an integration in ${calls} calls`);
}

main().catch((error) => {
  console.error(`after ${calls} calls: ${error.stack ?? JSON.stringify(error)}`);
  process.exitCode = 1;
});
