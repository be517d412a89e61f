/**
 * What the suites find at an authorization server of somebody else's make.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import { catalogue, requirementIds, type RequirementId } from '../../../spec/catalogue/catalogue.ts';
import { withDiscovery } from '../../../cli/configuration/discovery.ts';
import type { Contract, JsonObject } from '../../../spec/contract.ts';
import { isObject } from '../../../spec/json/json.ts';
import { compileDocument, loadContract } from '../../../spec/load.ts';
import { openTarget } from '../../../suites/http/probe.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { createSession, registerSecrets, type Finding } from '../../../suites/engine/session.ts';
import type { OAuthClient, Settings } from '../../../suites/engine/settings.ts';
import type { Capabilities, Target } from '../../../suites/http/target.ts';
import type { Served } from '../../support/servers.ts';
import { readers } from './readers.ts';

const documented = await loadContract(fileURLToPath(new URL('openapi.yaml', import.meta.url)));

/** The same document, which leaves the endpoints to a provider of OpenID Connect. */
export const openIdContract = compileDocument(openIdDocument(documented.document));

function openIdDocument(document: JsonObject): JsonObject {
  const components = document['components'];
  const openIdConnectUrl = 'https://library.example/.well-known/openid-configuration';
  const securitySchemes = { OAuth: { type: 'openIdConnect', openIdConnectUrl } };
  return { ...document, components: { ...(isObject(components) && components), securitySchemes } };
}

/** Judges everything about grants, with every permission. */
export async function judgeGrants(
  { https, http, ca }: Served,
  capabilities: Capabilities = {},
  clients: readonly OAuthClient[] = Object.values<OAuthClient>(readers),
  consent?: Target['consent'],
  contract: Contract = documented,
): Promise<readonly Finding[]> {
  const settings: Settings = {
    target: `${https}/v1`,
    httpTarget: `${http}/v1`,
    httpTargetGiven: true,
    oauthTarget: https,
    tls: { ca, insecure: false },
    principals: [],
    clients,
    allow: { writes: true, burn: true, destructive: true },
    budget: { requests: 100_000, seconds: 1_000_000 },
    profile: 'full',
    slow: false,
    only: ['oauth'],
    skip: [],
    timeout: 5_000,
    userAgent: 'auth-conformance (oracle)',
  };
  const target: Target = { ...(await openTarget(settings)), capabilities, ...(consent && { consent }) };
  try {
    const redactor = createRedactor('oracle');
    registerSecrets(redactor, settings);
    const discovered = await withDiscovery({ contract, settings });
    const session = createSession({ contract: discovered.contract, settings, target, redactor });
    const findings: Finding[] = [];
    for (const id of requirementIds.filter((one) => catalogue[one].topic === 'oauth')) findings.push(await session.judge(id));
    return findings;
  } finally {
    await target.close();
  }
}

/** The requirements of which a check came out so. */
export function having(findings: readonly Finding[], ...outcomes: readonly string[]): readonly RequirementId[] {
  return findings.filter(({ checks }) => checks.some(({ outcome }) => outcomes.includes(outcome))).map(({ requirement }) => requirement);
}

/** Each check that came out so, with its reason. */
export function told(findings: readonly Finding[], ...outcomes: readonly string[]): readonly string[] {
  return findings
    .flatMap(({ checks }) => checks)
    .filter(({ outcome }) => outcomes.includes(outcome))
    .map(({ id, outcome, reason, expected, observed }) =>
      [`${id}: ${outcome}: ${reason}`, ...(expected === undefined ? [] : [`expected ${expected}, got ${observed}`])].join('; '),
    );
}
