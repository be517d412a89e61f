import { expect, it } from 'vitest';
import { dialogueSteps } from '../../../reporters/digest/dialogue.ts';
import type { Exchange } from '../../../suites/result/result.ts';
import { recorded } from '../builder.ts';

const text = (body: string) => ({ text: body, bytes: body.length, sha256: '', cut: false });
const exchange = (id: number, changes: Partial<Exchange>): Exchange => ({
  id,
  ...recorded('x', id, { principal: 'app', ...changes }).exchange,
});

const dialogue = [
  exchange(1, {
    operation: 'GET /authorize',
    request: { method: 'GET', url: 'https://as.test/authorize?response_type=code&client_id=c&state=s', headers: [] },
    response: { status: 302, headers: [['Location', 'https://app.test/callback?code=secret&state=s#x']] },
  }),
  exchange(2, {
    operation: 'POST /token',
    request: { method: 'POST', url: 'https://as.test/token', headers: [], body: text('grant_type=authorization_code&code=secret') },
    response: { status: 200, headers: [], body: text('{"access_token":"secret","token_type":"bearer"}') },
  }),
  exchange(3, {
    operation: 'listThings',
    request: { method: 'GET', url: 'https://api.test/things', headers: [] },
    response: { status: 403, headers: [] },
  }),
  exchange(4, { operation: 'POST /token', response: { status: 400, headers: [], body: text('{"error":"invalid_grant"}') } }),
];

it('the steps of a dialogue name requests, grants, parameters and results, without a value', () => {
  const steps = dialogueSteps(dialogue, new Set([4]));
  expect(steps.map(({ to, request, response, failed }) => [to, request, response, failed])).toEqual([
    ['authorization server', 'GET /authorize (code)', '302 to /callback?code&state', false],
    ['authorization server', 'POST /token (authorization_code)', '200 access_token', false],
    ['API', 'GET /things', '403', false],
    ['authorization server', 'GET /v1/things', '400 invalid_grant', true],
  ]);
  expect(steps[0]!.sent).toEqual(['response_type', 'client_id', 'state']);
  expect(JSON.stringify(steps)).not.toContain('secret');
});

it('the fragment of a redirect, in which the implicit flow has its token, is left out', () => {
  const response: Exchange['response'] = { status: 302, headers: [['Location', 'https://app.test/#access_token=secret']] };
  expect(dialogueSteps([{ ...dialogue[0]!, response }], new Set())[0]!.response).toBe('302 to /');
});

it('exchanges with the API alone are no dialogue', () => {
  expect(dialogueSteps(dialogue.slice(2, 3), new Set())).toEqual([]);
});
