// iam-simulate as a filter: the same questions as policy_filter.cc reads, one a line.
// → {"decision":"Allowed"|"ExplicitlyDenied"|"ImplicitlyDenied","ignored":["aws:…"]} or {"error":{…}}
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const { runSimulation } = createRequire(process.argv[2] + '/x.js')('@cloud-copilot/iam-simulate');
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
// Neither engine is asked about organizations: ours has none.
const organization = [{ orgIdentifier: 'o', policies: [{ name: 'all', policy: everything }] }];

async function answer(question) {
  const context = Object.entries(question.context).map(([key, values]) => [
    key,
    question.several.includes(key) ? values : values[0],
  ]);
  const simulation = {
    request: {
      principal: question.principal,
      action: question.action,
      resource: { resource: question.resource, accountId: question.account },
      contextVariables: Object.fromEntries(context),
    },
    identityPolicies: question.identity.map((policy, index) => ({ name: `p${index}`, policy })),
    serviceControlPolicies: organization,
    resourceControlPolicies: [],
  };
  if (question.other) simulation.resourcePolicy = question.other;
  if (question.session) simulation.sessionPolicy = question.session;
  if (question.boundary) simulation.permissionBoundaryPolicies = [{ name: 'b', policy: question.boundary }];
  const said = await runSimulation(simulation, {});
  if (said.resultType === 'error') return { error: said.errors };
  return { decision: said.overallResult, ignored: said.result?.ignoredContextKeys ?? [] };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
