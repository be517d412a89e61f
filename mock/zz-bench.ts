import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { loadContract, bundledDocument } from '../spec/load.ts';
import { createMock } from './create.ts';
import { createAuthority } from './certificate.ts';
const contract = await loadContract(bundledDocument);
if (process.argv[2] === 'bare') {
  const mock = createMock(contract);
  const a = await mock.handle({ method: 'GET', target: '/v1/conversations', headers: ['Authorization', `Bearer ${mock.principals['reader']!.secret}`], secure: true, peer: '::1' });
  const id = await (await createAuthority(Date.now())).identity('valid');
  const headers = a.headers.slice();
  const s = createServer({ key: id.key, cert: id.cert, noDelay: true }, (q, r) => { r.sendDate = false; r.writeHead(200, headers as string[]); r.end(a.body); });
  s.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: `https://127.0.0.1:${(s.address() as {port:number}).port}/v1/conversations` })));
} else {
  const c = { ...contract, plans: contract.plans.map(p => ({ ...p, windows: p.windows.map(w => ({ ...w, limit: 1e9 })) })) };
  const mock = createMock(c);
  const l = await mock.listen({ controlPort: false });
  console.log(JSON.stringify({ url: `${l.url}/conversations`, secret: mock.principals['reader']!.secret }));
}
process.on('SIGTERM', () => process.exit(0));
