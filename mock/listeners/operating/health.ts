/**
 * What probes and a monitor ask for: whether the process lives, whether it can serve requests, and how many it has served. Nothing of it is secret.
 *
 * @module
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */

/** Counts responses by listener and status. */
export interface ResponseCounts {
  count(listener: ListenerName, status: number): void;
  read(): readonly ResponseCount[];
}

export interface ResponseCount {
  readonly listener: ListenerName;
  readonly status: number;
  readonly responses: number;
}

/** What a process has served, and what it took. Plain data. */
export interface ProcessReport {
  readonly responses: readonly ResponseCount[];
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/** The report of this process. */
export function reportOf(counts: ResponseCounts): ProcessReport {
  const { user, system } = process.cpuUsage();
  return { responses: counts.read(), cpuSeconds: (user + system) / 1e6, residentBytes: process.memoryUsage.rss() };
}

/** The sum of some reports. */
export function totalOf(reports: readonly ProcessReport[]): ProcessReport {
  const all = reports.flatMap(({ responses }) => responses);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  const kinds = new Map(all.map(({ listener, status }) => [`${listener} ${status}`, { listener, status }]));
  return {
    responses: [...kinds.values()].map(({ listener, status }) => ({
      listener,
      status,
      responses: sum(all.flatMap((each) => (each.listener === listener && each.status === status ? each.responses : []))),
    })),
    cpuSeconds: sum(reports.map(({ cpuSeconds }) => cpuSeconds)),
    residentBytes: sum(reports.map(({ residentBytes }) => residentBytes)),
  };
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
  /** What its processes have served. */
  readonly report: () => ProcessReport | Promise<ProcessReport>;
}

/** A metric with its samples: labels and value. */
type Metric = readonly [
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  samples: readonly (readonly [labels: string, value: number])[],
];

function metricsOf(isReady: boolean, { responses: counted, cpuSeconds, residentBytes }: ProcessReport): readonly Metric[] {
  const responses = counted.map(
    ({ listener, status, responses: value }) => [`{listener="${listener}",status="${status}"}`, value] as const,
  );
  return [
    ['auth_conformance_responses_total', 'counter', 'Responses by listener and status.', responses],
    ['auth_conformance_ready', 'gauge', 'Whether the mock can serve requests: 1 or 0.', [['', isReady ? 1 : 0]]],
    ['process_cpu_seconds_total', 'counter', 'User and system CPU time in seconds.', [['', cpuSeconds]]],
    ['process_resident_memory_bytes', 'gauge', 'Resident memory in bytes.', [['', residentBytes]]],
    ['process_start_time_seconds', 'gauge', 'Start of the process in seconds since the epoch.', [['', startedAt]]],
  ];
}

const startedAt = Math.round(performance.timeOrigin / 1000);

/** The metrics in the text format of Prometheus. */
export function metricsText(isReady: boolean, report: ProcessReport): string {
  const lines = metricsOf(isReady, report).flatMap(([name, type, help, samples]) => [
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
export function probed(method: string | undefined, path: string, health: Health): ProbeReply | Promise<ProbeReply> | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  if (path === '/healthz') return { status: 200, type: plain, text: 'ok\n' };
  if (path === '/readyz')
    return health.ready() ? { status: 200, type: plain, text: 'ready\n' } : { status: 503, type: plain, text: 'not ready\n' };
  return path === '/metrics' ? metrics(health) : undefined;
}

async function metrics({ ready, report }: Health): Promise<ProbeReply> {
  return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', text: metricsText(ready(), await report()) };
}
