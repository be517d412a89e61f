import { describe, expect, test } from 'vitest';
import { createCounts, probed, totalOf, type Health, type ProcessReport } from '../../../../mock/listeners/operating/health.ts';

function healthOf(isReady: boolean, report: Partial<ProcessReport> = {}): Health {
  return { ready: () => isReady, report: () => ({ responses: [], cpuSeconds: 1.5, residentBytes: 1024, ...report }) };
}

describe('probes', () => {
  test('a process that serves nothing lives, and is not ready', async () => {
    expect(await probed('GET', '/healthz', healthOf(false))).toMatchObject({ status: 200, text: 'ok\n' });
    expect(await probed('GET', '/readyz', healthOf(false))).toMatchObject({ status: 503, text: 'not ready\n' });
    expect(await probed('HEAD', '/readyz', healthOf(true))).toMatchObject({ status: 200 });
  });

  test.each([
    ['POST', '/readyz'],
    [undefined, '/healthz'],
    ['GET', '/'],
    ['GET', '/metrics/'],
  ])('%s %s is none', (method, path) => expect(probed(method, path, healthOf(true))).toBeUndefined());

  test('metrics count responses by listener and status, and describe the process', async () => {
    const counts = createCounts();
    for (const [listener, status] of [
      ['https', 200],
      ['https', 200],
      ['http', 403],
    ] as const)
      counts.count(listener, status);
    const { text, type } = (await probed('GET', '/metrics', healthOf(true, { responses: counts.read() })))!;
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text.split('\n').filter((line) => !line.startsWith('#') && !line.startsWith('process_start'))).toEqual([
      'auth_conformance_responses_total{listener="https",status="200"} 2',
      'auth_conformance_responses_total{listener="http",status="403"} 1',
      'auth_conformance_ready 1',
      'process_cpu_seconds_total 1.5',
      'process_resident_memory_bytes 1024',
      '',
    ]);
  });

  test('the reports of several processes are added up', () => {
    const one: ProcessReport = { responses: [{ listener: 'http', status: 200, responses: 3 }], cpuSeconds: 1, residentBytes: 10 };
    const other: ProcessReport = {
      responses: [
        { listener: 'http', status: 200, responses: 4 },
        { listener: 'https', status: 200, responses: 1 },
      ],
      cpuSeconds: 2,
      residentBytes: 20,
    };
    expect(totalOf([one, other])).toEqual({
      responses: [
        { listener: 'http', status: 200, responses: 7 },
        { listener: 'https', status: 200, responses: 1 },
      ],
      cpuSeconds: 3,
      residentBytes: 30,
    });
  });
});
