import { ofOperation, type Details, type Words } from './word.ts';

/** Mismatches of any topic. */
export const generalMismatches = {
  'unexpected-status': 'unexpected status',
  served: 'served instead of rejected',
  redirected: 'redirected instead of rejected',
  'unexpected-media-type': 'unexpected media type',
  'body-not-json': ofOperation('the body is not JSON'),
  'body-against-schema': ({ pointer = '', message = '' }) => `the body ${pointer === '' ? '' : `at ${pointer} `}${message}`,
  'object-changed': 'the object has changed',
  'message-differs': 'the message differs from the documented one',
} as const satisfies Words;

const accountWords = (account: string | number) => {
  if (account === '@shared') return 'on the shared account';
  return String(account).startsWith('@') ? 'on an account of its own' : `on the account ${account}`;
};

/** Who read an object and who made it. */
function originWords({ reader, readerAccount = '', maker, makerAccount = '' }: Details): string {
  if (reader === undefined) return '';
  const object = maker === undefined ? 'the object of the example' : `the object that ${maker} made ${accountWords(makerAccount)}`;
  return `: ${reader}, ${accountWords(readerAccount)}, read ${object}`;
}

/** Causes of undecided checks in any topic. */
export const generalCauses = {
  planned: ({ why = '' }) => String(why),
  'not-configured': ({ why = '' }) => String(why),
  'outside-profile': ({ why = '' }) => `profile: ${why}`,
  'not-sent': ({ why = '' }) => `not sent: ${why}`,
  'no-response': ({ trouble = '' }) => `no response: ${trouble}`,
  'refused-handshake': 'the connection was refused for its client certificate: there is no response to check',
  'unsteady-response': ({ trouble = '' }) => String(trouble),
  'body-too-long': ({ bytes = '' }) => `a body of ${bytes} bytes is too long to check`,
  'body-without-end': 'the response did not end within the time and size that are read, so its body is not checked',
  'credential-ended': ({ trouble = '' }) => `${trouble}: it ended during the run`,
  'unexpected-429': 'an unexpected 429 makes the response meaningless',
  'server-error': ({ status = '' }) => `a server error (${status}) makes the response meaningless`,
  'control-failed': (details) => {
    const { operation = '', result = '' } = details;
    return `control failed: ${operation} with a valid credential ${result}${originWords(details)}`;
  },
  'no-control': 'no control: no principal was served by the same operation',
  'assumed-operation-missing': ({ operation = '' }) => `the documentation only implies ${operation}, and the target does not have it`,
  'object-not-made': ({ path = '' }) => `no object of ${path} could be made`,
  'scenario-incomplete': 'the scenario did not finish',
  'scenario-without-exchanges': 'the scenario exchanges no messages',
  'nothing-to-check': ({ what = '' }) => `there is no ${what} to check`,
  'change-not-rejected': 'the change was not rejected',
  'object-unsteady': 'the object reads differently each time',
  'connection-closed': 'the connection was closed: there is no status to check',
  'credential-not-accepted': 'the credential was not accepted (401)',
  'no-raw-connection': 'requests to this target cannot be sent as raw bytes',
  'plain-http-closed': 'plain HTTP is rejected without a response',
  'nothing-answered': 'no request got a response',
  'error-response-undescribed': ({ status = '' }) => `the document does not describe its ${status} response`,
  'error-response-without-example': ({ status = '' }) => `the document has no example of its ${status} response`,
  'other-status': ({ status = '', wanted = '' }) => `the status is ${status}: there is no ${wanted} response to check`,
} as const satisfies Words;
