import type { OAuthFlow, OAuthStep } from '../../../oauth/flow.ts';

/** What the servers say of themselves; both documents are optional. */
export const metadataStep: OAuthStep = {
  cases: () => ['metadata', 'resource-metadata'].map((variant) => ({ variant, cost: 2 })),
  async play(flow) {
    const { answer, metadata } = flow.signpost;
    if (answer) flow.take('metadata', { controls: [], probes: [answer.evidence], facts: { json: metadata !== undefined } });
    else leave(flow, 'metadata', 'the authorization server publishes no metadata');
    await resource(flow);
  },
};

/** @see RFC 9728 §3.1 */
async function resource(flow: OAuthFlow): Promise<void> {
  const { dialogue } = flow;
  const answer = await dialogue.look(`/.well-known/oauth-protected-resource${dialogue.stage.basePath}`, { channel: 'target' });
  if (answer.reply?.status === 200) flow.take('resource-metadata', { controls: [], probes: [answer.evidence] });
  else leave(flow, 'resource-metadata', 'the API publishes no metadata as a protected resource');
}

function leave(flow: OAuthFlow, variant: string, why: string): void {
  flow.take(variant, { controls: [], probes: [], undecided: { why, outcome: 'not-applicable' } });
}
