import type { OAuthFlow, OAuthStep } from '../../../oauth/flow.ts';

/** The metadata of both servers. They are optional. */
export const metadataStep: OAuthStep = {
  cases: () => (['metadata', 'resource-metadata'] as const).map((kind) => ({ kind, cost: 2 })),
  async play(flow) {
    const { response } = flow.metadata;
    if (response) flow.observe('metadata', { controls: [], probes: { response: response.evidence } });
    else flow.undecided('metadata', { outcome: 'not-applicable', cause: { code: 'no-server-metadata' } });
    await fetchResourceMetadata(flow);
  },
};

/** @see RFC 9728 §3.1 */
async function fetchResourceMetadata(flow: OAuthFlow): Promise<void> {
  const { dialogue } = flow;
  const { reply, evidence } = await dialogue.fetch(`/.well-known/oauth-protected-resource${dialogue.context.basePath}`, {
    channel: 'target',
  });
  if (reply?.status === 200) flow.observe('resource-metadata', { controls: [], probes: { response: evidence } });
  else flow.undecided('resource-metadata', { outcome: 'not-applicable', cause: { code: 'no-resource-metadata' } });
}
