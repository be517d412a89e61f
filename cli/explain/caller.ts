const ofClients: ReadonlySet<string> = new Set(['code-flow', 'other-flows']);

/** Whether the check ids of a scenario name principals or OAuth clients. */
export const callerOf = (scenario: string): 'principal' | 'client' => (ofClients.has(scenario) ? 'client' : 'principal');

/** The meaning of a required control. */
export const controlSentence = (scenario: string): string =>
  callerOf(scenario) === 'client'
    ? 'A pass needs a control: a valid request of the same client that succeeds in the same run.'
    : 'A pass needs a control: the same operation succeeds with a valid credential.';
