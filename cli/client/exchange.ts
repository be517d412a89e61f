import type { ClientRequest } from '../../client/journal.ts';
import { requestKey, type PlayedScenario } from '../../client/judge.ts';
import type { ClientSetting } from '../../client/stage/setting.ts';
import type { RecordedExchange } from '../../reporters/gathering/input.ts';
import { headerValue } from '../../spec/message.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import { resultExchange } from '../../suites/result/exchange.ts';

/** The requests of a scenario, as evidence of a result. */
export function clientExchanges({ observation }: PlayedScenario, setting: ClientSetting, redactor: Redactor): readonly RecordedExchange[] {
  return observation.requests.map((request) => ({
    key: requestKey(observation.scenario, request),
    exchange: resultExchange(evidenceOf(request, observation.scenario, setting), redactor, { tls: { insecure: false } }),
  }));
}

function evidenceOf(request: ClientRequest, scenario: string, { principal, oauth }: ClientSetting): Parameters<typeof resultExchange>[0] {
  const { number, place, kind, method, target, headers, body, at, answeredAt, response, peer } = request;
  const scheme = place === 'plain' ? 'http' : 'https';
  const holder = kind === 'operation' ? principal?.name : oauth?.client.name;
  return {
    id: `${scenario}#${number}`,
    scenario,
    role: 'probe',
    ...(holder !== undefined && { principal: holder }),
    startedAt: at,
    milliseconds: (answeredAt ?? at) - at,
    connection: { scheme, remote: peer },
    request: {
      method,
      url: `${scheme}://${headerValue(headers, 'Host') ?? ''}${target}`,
      headers: [...headers],
      ...(body !== '' && { body }),
    },
    ...(response
      ? { reply: { status: response.status, headers: [...response.headers], body: response.body } }
      : {
          trouble: {
            kind: 'closed',
            message:
              answeredAt === undefined ? 'the client ended before the response' : 'the server closed the connection without a response',
          },
        }),
  };
}
