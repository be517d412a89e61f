import { small } from '../../documents.ts';
import { type Cases, coded, response } from './case.ts';

const servers = (...urls: readonly string[]) => small({ servers: urls.map((url) => ({ url })) });
const allowList = { plans: { pro: { features: ['ipAllowList'] } }, accounts: { home: { plan: 'pro' } } };

export const transport: Cases = {
  'lint/plain-http-server': {
    red: servers('https://things.example', 'http://things.example'),
    at: ['/servers/1'],
    message: 'http://things.example accepts credentials over plain HTTP',
    green: servers('https://things.example', 'http://localhost:8080', 'http://192.168.1.4'),
  },
  'lint/local-http-server': {
    red: servers('https://things.example', 'http://localhost:8080'),
    at: ['/servers/1'],
    message: 'http://localhost:8080 is listed next to HTTPS servers',
    green: servers('http://localhost:8080'),
  },
  'lint/no-https-server': {
    red: servers('/v1'),
    at: ['/servers'],
    message: 'no server of the document has an https URL',
    green: servers('/v1', 'https://things.example'),
  },
  'lint/undocumented-plain-http': {
    red: small(),
    at: ['/servers'],
    message: 'the response to plain HTTP is not documented',
    green: small({
      components: { responses: { Insecure: response(coded('insecure')) } },
      'x-auth-conformance': { rejections: { insecure: { status: 403, response: '#/components/responses/Insecure' } } },
    }),
  },
  'lint/undocumented-address-rejection': {
    red: small({ 'x-auth-conformance': allowList }),
    at: ['/x-auth-conformance/plans/pro'],
    message: 'the response to a disallowed address is not documented',
    green: small({
      components: { responses: { Blocked: response(coded('blocked')) } },
      'x-auth-conformance': { ...allowList, rejections: { ipBlocked: { status: 403, response: '#/components/responses/Blocked' } } },
    }),
  },
};
