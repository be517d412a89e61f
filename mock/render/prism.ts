import type { Contract, Json } from '../../spec/contract.ts';
import { shortened } from './excerpt.ts';
import type { Rendering } from '../engine/request-context.ts';

/** Renders bodies from schemas or named examples. */
export type Renderer = (rendering: Rendering) => Promise<Json | undefined>;

const silent = { success() {}, info() {}, warn() {}, error() {}, debug() {}, trace() {}, fatal() {}, child: () => silent };

function pathOf({ operation: { operation } }: Rendering): string {
  return operation.path.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const parameter = operation.parameters.find((candidate) => candidate.in === 'path' && candidate.name === name);
    return encodeURIComponent(parameter?.example || '1');
  });
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

async function loaded(contract: Contract, path: string, method: string) {
  const { createInstance, getHttpOperationsFromSpec } = await import('@stoplight/prism-http');
  // Prism resolves every reference, which takes minutes for large documents, and mutates its input.
  const [resource] = await getHttpOperationsFromSpec(structuredClone(shortened(contract.document, path, method)));
  if (resource === undefined) throw new Error(`Prism knows no operation ${method.toUpperCase()} ${path}`);
  return { createInstance, resource };
}

/**
 * A renderer that uses Prism, loaded on demand. Prism never checks credentials.
 * The promise rejects if the document has nothing to render.
 */
export function createRenderer(contract: Contract): Renderer {
  const loading = new Map<string, ReturnType<typeof loaded>>();
  return async (rendering) => {
    const { operation } = rendering.operation;
    const method = methods.find((candidate) => candidate === operation.method.toLowerCase());
    if (method === undefined) throw new Error(`${operation.id}: Prism renders ${methods.join(', ')}, not ${operation.method}`);
    const load = loading.get(operation.id) ?? loaded(contract, operation.path, method);
    loading.set(operation.id, load);
    const { createInstance, resource } = await load;
    // Prism mutates its configuration, so every call gets a new one.
    const configuration = {
      isProxy: false as const,
      checkSecurity: false,
      validateRequest: false,
      validateResponse: false,
      errors: false,
      upstreamProxy: undefined,
      mock: {
        dynamic: rendering.dynamic,
        code: rendering.status,
        ...(rendering.type !== '' && { mediaTypes: [rendering.type] }),
        ...(rendering.example !== undefined && { exampleKey: rendering.example }),
      },
    };
    const instance = createInstance(configuration, { logger: silent });
    const input = { method, url: { path: pathOf(rendering) }, headers: {} };
    const result = await instance.request(input, [{ ...resource, servers: [] }], configuration)();
    if ('left' in result)
      throw new Error(`${operation.id}: Prism cannot render ${rendering.status} ${rendering.type}: ${result.left.message}`);
    const { body } = result.right.output;
    return body === undefined ? undefined : JSON.parse(JSON.stringify(body));
  };
}
