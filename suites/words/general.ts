import type { Words } from './word.ts';

/** What can be wrong with any response. */
export const generalMismatches = {
  'unexpected-status': 'unexpected status',
  served: 'served instead of rejected',
  redirected: 'redirected instead of rejected',
  'unexpected-media-type': 'unexpected media type',
  'body-not-json': 'the body is not JSON',
  'body-against-schema': ({ pointer = '', says = '' }) => `the body ${pointer === '' ? '' : `at ${pointer} `}${says}`,
  'message-differs': 'the message differs from the documented one',
} as const satisfies Words;

/** Why evidence may not decide, whatever is checked. */
export const generalCauses = {
  planned: ({ why = '' }) => String(why),
  'outside-profile': ({ why = '' }) => `profile: ${why}`,
  'not-sent': ({ why = '' }) => `not sent: ${why}`,
  'no-response': ({ trouble = '' }) => `no response: ${trouble}`,
  'unexpected-429': 'an unexpected 429 makes the response meaningless',
  'server-error': ({ status = '' }) => `a server error (${status}) makes the response meaningless`,
  'control-failed': ({ operation = '', result = '' }) => `control failed: ${operation} with a valid credential ${result}`,
  'no-control': 'no control: no principal was served by the same operation',
  'assumed-operation-missing': ({ operation = '' }) => `the documentation only implies ${operation}, and the target does not have it`,
  'object-not-made': ({ path = '' }) => `no object of ${path} could be made`,
  'scenario-incomplete': 'the scenario did not finish',
  'scenario-without-exchanges': 'the scenario exchanges no messages',
  'plain-http-closed': 'plain HTTP is rejected without a response',
  'nothing-answered': 'no request got a response',
  'refusal-undescribed': ({ status = '' }) => `the document does not describe its ${status} response`,
  'refusal-without-example': ({ status = '' }) => `the document has no example of its ${status} response`,
  'other-status': ({ status = '', wanted = '' }) => `the status is ${status}: there is no ${wanted} response to check`,
} as const satisfies Words;
