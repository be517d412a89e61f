/**
 * Prism bears witness: its validator reads the document by itself, and has nothing to object to in any documented answer that the mock gives
 * while every suite runs against it.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { depositBoxes } from '../../cli/prove/documents/deposit-boxes.ts';
import { turnstiles } from '../../cli/prove/documents/turnstiles.ts';
import { weather } from '../../cli/prove/documents/weather.ts';
import type { Mock } from '../../mock/create.ts';
import type { Contract, Operation } from '../../spec/contract.ts';
import type { Plan } from '../../spec/quotas.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { headerValue } from '../../spec/message.ts';
import { requestFor } from '../../suites/http/request.ts';
import type { Call, Reply, Target } from '../../suites/http/target.ts';
import { inProcessTarget, judgeAll, sessionFor, stillMock } from '../support/in-process.ts';

const { getHttpOperationsFromSpec } = await import('@stoplight/prism-http');
const { validateOutput } = await import('@stoplight/prism-http/dist/validator/index.js');

/** An answer to an operation of the document with a status that it documents, and what Prism says against it. */
interface Testimony {
  /** `GET /things 200`. */
  readonly answer: string;
  readonly objections: readonly string[];
}

type Resource = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number];
type Output = Parameters<typeof validateOutput>[0]['element'];

/** The operation that a call is for: of several templates the one with the fewest parameters. */
function resourceOf(resources: readonly Resource[], { method, target }: Call, basePath: string): Resource | undefined {
  const path = target.split('?', 1)[0]!;
  const fits = (template: string) =>
    new RegExp(`^${(basePath + template).replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{[^{}]+\}/g, '[^/]+')}$`).test(path);
  return resources
    .filter((one) => one.method.toUpperCase() === method && fits(one.path))
    .toSorted((one, other) => one.path.split('{').length - other.path.split('{').length)[0];
}

function outputOf({ status, headers, body }: Reply): Output {
  const names = headers.filter((_, index) => index % 2 === 0);
  const isJson = /[/+]json\b/.test(headerValue(headers, 'Content-Type') ?? '');
  return {
    statusCode: status,
    headers: Object.fromEntries(names.map((name) => [name.toLowerCase(), headerValue(headers, name)!])),
    ...(body !== '' && { body: isJson ? parsed(body) : body }),
  };
}

/** What is no JSON stays a text, and Prism will say so. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** Has every suite run against a mock, and Prism look at each answer over HTTPS. */
async function testimonies(contract: Contract, faults: readonly string[] = []): Promise<readonly Testimony[]> {
  const resources = await getHttpOperationsFromSpec(structuredClone(contract.document));
  const mock = stillMock(contract, { faults });
  const target = inProcessTarget(mock);
  const seen = new Map<string, Testimony>();
  const watched: Target = {
    ...target,
    async send(call) {
      const sent = await target.send(call);
      const resource = call.channel === 'target' ? resourceOf(resources, call, contract.basePath) : undefined;
      const { reply } = sent;
      if (resource?.responses?.some(({ code }) => code === String(reply?.status)) !== true || reply === undefined) return sent;
      const answer = `${call.method} ${resource.path} ${reply.status}`;
      const result = validateOutput({ resource, element: outputOf(reply) });
      const objections = 'left' in result ? result.left.map(({ message }) => message) : [];
      const key = JSON.stringify([answer, objections]);
      if (!seen.has(key)) seen.set(key, { answer, objections });
      return sent;
    },
  };
  await judgeAll(sessionFor(mock, {}, watched));
  for (const operation of contract.operations) await spend(mock, watched, operation);
  return [...seen.values()];
}

/** Calls an operation with a new credential until it is limited, or more often than every plan allows. */
async function spend(mock: Mock, target: Target, operation: Operation): Promise<void> {
  const { contract } = mock;
  const [tightest] = contract.plans.toSorted((one, other) => leastOf(one) - leastOf(other));
  const [first, ...others] = contract.schemes;
  const { credential, account } = mock.mint({ scheme: first!.name, scopes: contract.scopes, ...(tightest && { plan: tightest.name }) });
  const credentials = [
    { scheme: first!, secret: credential },
    ...others.map((scheme) => ({ scheme, secret: mock.mint({ scheme: scheme.name, account, scopes: contract.scopes }).credential })),
  ];
  const call = requestFor({ target: `https://mock.example${contract.basePath}` }, operation, {
    caller: { name: account, account, credentials },
  });
  for (let count = 0; count <= (tightest ? leastOf(tightest) : 0); count += 1) {
    if ((await target.send(call)).reply?.status === 429) return;
  }
}

const leastOf = ({ windows }: Plan) => Math.min(...windows.map(({ limit }) => limit));

const file = (path: string) => loadContract(fileURLToPath(new URL(`../../${path}`, import.meta.url)));

const documents: readonly (readonly [string, Contract])[] = [
  ['bundled', await loadContract(bundledDocument)],
  ['header-key', await file('examples/header-key/openapi.yaml')],
  ['weather', weather()],
  ['turnstiles', turnstiles()],
  ['deposit boxes', depositBoxes()],
];

describe.each(documents)('the mock of the document %s', (_, contract) => {
  test('gives every documented answer of every operation, and Prism objects to none', { timeout: 90_000 }, async () => {
    const heard = await testimonies(contract);
    expect(heard.filter(({ objections }) => objections.length > 0)).toEqual([]);
    const documented = contract.operations.flatMap(({ method, path, responses }) =>
      // Without a plan, the mock limits nobody.
      responses.flatMap(({ status }) => (status === 429 && contract.plans.length === 0 ? [] : [`${method} ${path} ${status}`])),
    );
    expect(heard.map(({ answer }) => answer).toSorted()).toEqual(documented.toSorted());
  });
});

test('Prism does object where an answer is not as documented', { timeout: 60_000 }, async () => {
  const heard = await testimonies(depositBoxes(), ['sends-undocumented-401-code']);
  expect(heard.filter(({ objections }) => objections.length > 0).map(({ answer }) => answer)).toContain('GET /vault 401');
});
