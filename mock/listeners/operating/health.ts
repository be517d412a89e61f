/**
 * What probes and a monitor ask for: whether the process lives, whether it can serve requests, and how many it has served. Nothing of it is secret.
 *
 * @module
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */

/** Counts responses by listener and status. */
export interface ResponseCounts {
  count(listener: ListenerName, status: number): void;
  read(): readonly { readonly listener: ListenerName; readonly status: number; readonly responses: number }[];
}

export type ListenerName = 'https' | 'http';

const listeners: readonly ListenerName[] = ['https', 'http'];

/** Above every status. */
const size = 600;

export function createCounts(): ResponseCounts {
  const counts = { https: new Uint32Array(size), http: new Uint32Array(size) };
  return {
    count(listener, status) {
      counts[listener][status]! += 1;
    },
    read: () =>
      listeners.flatMap((listener) =>
        [...counts[listener]].flatMap((responses, status) => (responses === 0 ? [] : [{ listener, status, responses }])),
      ),
  };
}

/** What the control listener knows of a mock's health. */
export interface Health {
  /** Whether it can serve requests. */
  readonly ready: () => boolean;
  readonly counts: ResponseCounts;
}

/** A metric with its samples: labels and value. */
type Metric = readonly [
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  samples: readonly (readonly [labels: string, value: number])[],
];

function metricsOf({ ready, counts }: Health): readonly Metric[] {
  const { user, system } = process.cpuUsage();
  const responses = counts
    .read()
    .map(({ listener, status, responses: value }) => [`{listener="${listener}",status="${status}"}`, value] as const);
  return [
    ['auth_conformance_responses_total', 'counter', 'Responses by listener and status.', responses],
    ['auth_conformance_ready', 'gauge', 'Whether the mock can serve requests: 1 or 0.', [['', ready() ? 1 : 0]]],
    ['process_cpu_seconds_total', 'counter', 'User and system CPU time in seconds.', [['', (user + system) / 1e6]]],
    ['process_resident_memory_bytes', 'gauge', 'Resident memory in bytes.', [['', process.memoryUsage.rss()]]],
    ['process_start_time_seconds', 'gauge', 'Start of the process in seconds since the epoch.', [['', startedAt]]],
  ];
}

const startedAt = Math.round(performance.timeOrigin / 1000);

/** The metrics in the text format of Prometheus. */
export function metricsText(health: Health): string {
  const lines = metricsOf(health).flatMap(([name, type, help, samples]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(([labels, value]) => `${name}${labels} ${value}`),
  ]);
  return `${lines.join('\n')}\n`;
}

/** A response to a probe. */
export interface ProbeReply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const plain = 'text/plain; charset=utf-8';

/** The response to `GET /healthz`, `/readyz` or `/metrics`; undefined for other requests. */
export function probed(method: string | undefined, path: string, health: Health): ProbeReply | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  if (path === '/healthz') return { status: 200, type: plain, text: 'ok\n' };
  if (path === '/readyz')
    return health.ready() ? { status: 200, type: plain, text: 'ready\n' } : { status: 503, type: plain, text: 'not ready\n' };
  if (path === '/metrics') return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', text: metricsText(health) };
  return undefined;
}
