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

// The SDK rejects with the body of the answer: its status, after a look at the members that every one has.
async function refused(promise) {
  calls += 1;
  return promise.then(
    () => assert.fail('was not refused'),
    (body) => {
      for (const member of ['code', 'message', 'contextId', 'details', 'errors']) assert.ok(member in body, member);
      return body.status;
    },
  );
}
async function done(promise) {
  calls += 1;
  return promise;
}

async function signIn() {
  const sandbox = new URL(env.PATCHCORD_GENESYS_API_URL);
  client.config.setGateway({ protocol: 'http', host: sandbox.hostname, port: Number(sandbox.port) });
  const wrong = client.loginClientCredentialsGrant(env.GENESYS_CLIENT_ID, 'wrong');
  assert.equal(await wrong.catch((error) => error.status), 400);
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
  const listed = await done(api.getIntegrationsTypes({ pageSize: 100 }));
  assert.ok(listed.entities.some((each) => each.id === TYPE), 'the type is listed');
  assert.equal((await done(api.getIntegrationsTypeConfigschema(TYPE, 'properties'))).type, 'object');
  assert.equal(await refused(api.getIntegrationsType('no-such-type')), 404);
  return { slot, credentialType: specification.credentialTypes[0] };
}

async function integration({ slot, credentialType }) {
  const made = await done(api.postIntegrations({ body: { name: 'SDK', integrationType: { id: TYPE } } }));
  const credential = await done(
    api.postIntegrationsCredentials({
      body: { name: 'SDK', type: { name: credentialType }, credentialFields: { ARN: env.ROLE_ARN } },
    }),
  );
  const type = { name: credentialType };
  await done(
    api.putIntegrationsCredential(credential.id, {
      body: { id: credential.id, name: 'SDK', type, credentialFields: { ARN: env.ROLE_ARN } },
    }),
  );
  const kept = await done(api.getIntegrationsCredential(credential.id));
  assert.ok(!JSON.stringify(kept).includes(env.ROLE_ARN), 'a field does not come back');
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
  assert.equal((await done(api.getIntegration(made.id))).reportedState.code, 'ACTIVE');
  assert.equal(await refused(api.deleteIntegrationsCredential(credential.id)), 409);
  return { id: made.id, credentialId: credential.id };
}

function definition(name, integrationId) {
  const open = { type: 'object', properties: {}, additionalProperties: true };
  return {
    name,
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
  };
}

async function action(integrationId) {
  const made = await done(api.postIntegrationsActions(definition('SDK look-up', integrationId)));
  const read = await done(api.getIntegrationsAction(made.id, { includeConfig: true, expand: 'contract' }));
  assert.equal(read.config.request.requestUrlTemplate, env.LAMBDA_FUNCTION_ARN);
  const template = await done(api.getIntegrationsActionTemplate(made.id, 'requesttemplate.vm'));
  assert.equal(template, '${input.rawRequest}');
  const result = await done(api.postIntegrationsActionTest(made.id, { customerId: 'C-1001' }));
  assert.ok(result.success, JSON.stringify(result));
  await done(api.patchIntegrationsAction(made.id, { version: read.version, name: 'SDK look-up 2' }));
  const listed = await done(api.getIntegrationsActions({ pageSize: 100, name: 'SDK look-up 2' }));
  assert.deepEqual(listed.entities.map((each) => each.id), [made.id]);
  const plain = await done(api.getIntegrationsAction(made.id));
  const schema = plain.contract.input.inputSchemaUri.split('/').pop();
  assert.equal((await done(api.getIntegrationsActionSchema(made.id, schema))).type, 'object');
  assert.deepEqual((await done(api.postIntegrationsActionExecute(made.id, { a: 1 }))).event, { a: 1 });
  assert.equal(await refused(api.patchIntegrationsAction(made.id, { version: read.version, name: 'x' })), 409);
  assert.equal(await refused(api.postIntegrationsActions({ name: 'x' })), 400);
  return made.id;
}

async function drafts(actionId, integrationId) {
  await done(api.postIntegrationsActionDraft(actionId));
  assert.equal(await refused(api.postIntegrationsActionDraft(actionId)), 409);
  const draft = await done(api.getIntegrationsActionDraft(actionId, { includeConfig: true }));
  assert.equal(await done(api.getIntegrationsActionDraftTemplate(actionId, 'successtemplate.vm')), '${rawResult}');
  const schema = draft.contract.input.inputSchemaUri.split('/').pop();
  assert.equal((await done(api.getIntegrationsActionDraftSchema(actionId, schema))).type, 'object');
  const changed = await done(api.patchIntegrationsActionDraft(actionId, { version: draft.version, name: 'SDK draft' }));
  assert.ok((await done(api.getIntegrationsActionDraftValidation(actionId))).valid);
  assert.ok((await done(api.postIntegrationsActionDraftTest(actionId, {}))).success);
  assert.equal(await refused(api.postIntegrationsActionDraftPublish(actionId, { version: 99 })), 400);
  const published = await done(api.postIntegrationsActionDraftPublish(actionId, { version: changed.version }));
  assert.equal(published.name, 'SDK draft');
  const only = await done(api.postIntegrationsActionsDrafts(definition('only a draft', integrationId)));
  assert.equal(await refused(api.getIntegrationsAction(only.id)), 404);
  const listed = await done(api.getIntegrationsActionsDrafts({ pageSize: 100 }));
  assert.deepEqual(listed.entities.map((each) => each.id), [only.id]);
  await done(api.deleteIntegrationsActionDraft(only.id));
}

// Both models: numbered pages of actions, cursors of credentials.
async function pages(integrationId, credentialType) {
  const fields = { type: { name: credentialType }, credentialFields: { ARN: env.ROLE_ARN } };
  for (const n of [0, 1, 2]) {
    await done(api.postIntegrationsActions(definition(`SDK ${n}`, integrationId)));
    await done(api.postIntegrationsCredentials({ body: { name: `more ${n}`, ...fields } }));
  }
  const actions = [];
  for (let pageNumber = 1; ; pageNumber += 1) {
    const page = await done(api.getIntegrationsActions({ pageSize: 3, pageNumber, category: 'SDK', sortBy: 'name' }));
    assert.deepEqual([page.total, page.pageCount], [4, 2]);
    actions.push(...page.entities.map((each) => each.name));
    if (!page.nextUri) break;
  }
  assert.deepEqual(actions, ['SDK 0', 'SDK 1', 'SDK 2', 'SDK draft']);
  const credentials = [];
  for (let options = { pageSize: 3 }; options; ) {
    const page = await done(api.getIntegrationsCredentialsListing(options));
    credentials.push(...page.entities.map((each) => each.name));
    const after = page.nextUri && new URL(page.nextUri, 'http://x').searchParams.get('after');
    options = after ? { pageSize: 3, after } : null;
  }
  assert.deepEqual(credentials.sort(), ['SDK', 'more 0', 'more 1', 'more 2']);
  assert.equal((await done(api.getIntegrationsCredentials({ pageSize: 100 }))).total, 4);
  const categories = await done(api.getIntegrationsActionsCategories({ pageSize: 100 }));
  assert.ok(categories.entities.some((each) => each.name === 'SDK'));
}

async function end(integrationId, credentialId, actionId) {
  await done(api.deleteIntegrationsAction(actionId));
  assert.equal(await refused(api.getIntegrationsAction(actionId)), 404);
  await done(api.deleteIntegration(integrationId));
  assert.equal(await refused(api.getIntegration(integrationId)), 404);
  await done(api.deleteIntegrationsCredential(credentialId));
  await done(new genesys.TokensApi().deleteTokensMe());
  assert.equal(await refused(api.getIntegrations()), 401);
}

async function main() {
  await signIn();
  const type = await discover();
  const made = await integration(type);
  const actionId = await action(made.id);
  await drafts(actionId, made.id);
  await pages(made.id, type.credentialType);
  const tracking = new genesys.ArchitectApi();
  const users = await done(tracking.getArchitectDependencytrackingConsumingresources(actionId, 'DATAACTION'));
  assert.deepEqual(users.entities, []);
  assert.equal((await done(tracking.getArchitectDependencytrackingBuild())).status, 'OPERATIONAL');
  await end(made.id, made.credentialId, actionId);
  console.log(`the JavaScript SDK lived one life of an integration in ${calls} calls`);
}

main().catch((error) => {
  console.error(`after ${calls} calls: ${error.stack ?? JSON.stringify(error)}`);
  process.exitCode = 1;
});
