const ofClients: ReadonlySet<string> = new Set(['code-flow', 'other-flows']);

/** Whose names stand in the ids of a scene's checks: principals, or where tokens are yet to be had, OAuth clients. */
export const callerOf = (scenario: string): 'principal' | 'client' => (ofClients.has(scenario) ? 'client' : 'principal');

/** What a requirement that needs a control needs. */
export const controlSentence = (scenario: string): string =>
  callerOf(scenario) === 'client'
    ? 'A pass needs a control: a good request of the same client, served in the same run.'
    : 'A pass needs a control: the same operation, served to a good credential.';
