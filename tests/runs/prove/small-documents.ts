import { documented, flow, operation, type Parts } from './parts.ts';

/** Documents of one kind each. */
export const documents: { readonly [what: string]: Parts } = {
  'two schemes that share a header are required together': [
    'https://reports.example',
    `/groups: { get: ${operation('listGroups', '[{ implicitly: [read], byCode: [read] }]')} }`,
    `implicitly: { type: oauth2, flows: { implicit: { authorizationUrl: 'https://id.example/authorize', scopes: { read: Read, write: Write } } } }
    byCode: { type: oauth2, flows: { authorizationCode: { authorizationUrl: 'https://id.example/authorize', tokenUrl: 'https://id.example/token', scopes: { read: Read, write: Write } } } }`,
  ],
  'the server is relative and the authorization server is not': [
    '/open-funds/v1',
    `/funds: { get: ${operation('listFunds', '[{ flow: [funds] }]')} }`,
    `flow: { type: oauth2, flows: { authorizationCode: { authorizationUrl: 'https://id.example/authorize', tokenUrl: 'https://id.example/token', scopes: { funds: Funds, payments: Payments } } } }`,
  ],
  'every operation requires the only scope': [
    'https://tracks.example',
    `/tracks: { get: ${operation('listTracks', '[{ flow: [tracks] }]')} }`,
    `flow: ${flow('{ tracks: Tracks }')}`,
  ],
  'OpenID Connect is the only source of scopes': [
    'https://api.example/v1',
    `/a: { get: ${operation('a', '[{ login: [read] }]')} }`,
    `login: { type: openIdConnect, openIdConnectUrl: 'https://id.example/.well-known/openid-configuration' }`,
  ],
  'two providers share a host, and users have claims': [
    'https://id.example',
    `/a: { get: ${operation('a', '[{ staff: [read] }]')} }
  /b: { get: ${operation('b', '[{ staff: [audit] }]')} }
  /c: { get: ${operation('c', '[{ guests: [openid] }]')} }`,
    ['staff', 'guests']
      .map(
        (name) =>
          `${name}: { type: openIdConnect, openIdConnectUrl: 'https://id.example/realms/${name}/.well-known/openid-configuration' }`,
      )
      .join('\n    '),
  ],
  'an operation requires a scheme that is not simulated': [
    'https://prints.example',
    `/prints: { get: ${operation('listPrints', '[{ key: [] }]')} }
  /admin: { get: ${operation('admin', '[{ signed: [] }]')} }
  /both: { get: ${operation('both', '[{ signed: [], key: [] }]')} }`,
    `key: { type: apiKey, in: header, name: X-Key }
    signed: { type: http, scheme: hmac }`,
  ],
  'a client certificate is needed alone, and with a key': [
    'https://vaults.example',
    `/vaults: { get: ${operation('listVaults', '[{ certificate: [] }]')} }
  /keys: { get: ${operation('listKeys', '[{ certificate: [], key: [] }]')} }
  /doors: { get: ${operation('listDoors', '[{ certificate: [] }, { key: [] }]')} }`,
    `certificate: { type: mutualTLS }
    key: { type: apiKey, in: header, name: X-Key }`,
  ],
  'the token endpoint is an operation': [
    'https://id.example',
    `/token: { post: ${operation('token', '[{ client: [] }]')}, options: ${operation('tokenOptions', '[{ client: [] }]')} }
  /introspect: { post: ${operation('introspect', '[{ client: [] }]')} }
  /me: { get: ${operation('me', '[{ flow: [read] }]')} }`,
    `client: { type: http, scheme: basic }
    flow: ${flow('{ read: Read, write: Write }')}`,
  ],
  'the refreshUrl of one flow is the tokenUrl of another': [
    'https://guilds.example/api/v10',
    `/me: { get: ${operation('me', '[{ flow: [read] }]')} }`,
    `flow: { type: oauth2, flows: {
        implicit: { authorizationUrl: 'https://guilds.example/api/authorize', refreshUrl: 'https://guilds.example/api/token', scopes: { read: Read, write: Write } },
        authorizationCode: { authorizationUrl: 'https://guilds.example/api/authorize', tokenUrl: 'https://guilds.example/api/token', refreshUrl: 'https://guilds.example/api/token', scopes: { read: Read, write: Write } } } }`,
  ],
  'a flow declares no scopes': [
    'https://api.payments.example/v2',
    `/me: { get: ${operation('me', "[{ flow: ['me.read'] }]")} }
  /all: { get: ${operation('all', "[{ flow: ['all.read'] }]")} }`,
    `flow: { type: oauth2, flows: { authorizationCode: { authorizationUrl: 'https://my.payments.example/authorize', tokenUrl: 'https://api.payments.example/token', scopes: {} } } }`,
  ],
  'credentials follow the names of other authentication schemes': [
    'https://api.example/v1',
    `/a: { get: ${operation('a', '[{ token: [] }]')} }
  /b: { get: ${operation('b', '[{ signed: [] }]')} }`,
    `token: { type: http, scheme: Token }
    signed: { type: http, scheme: AWS4-HMAC-SHA256 }`,
  ],
  'no safe operation requires a credential': [
    'https://shop.example',
    `/revoke: { post: ${operation('revoke', '[{ key: [] }]')} }`,
    `key: { type: http, scheme: bearer }`,
  ],
  'two authorization servers have different scopes': [
    'https://stock.example',
    `/sales: { get: ${operation('listSales', "[{ seller: ['sales'] }]")} }
  /orders: { get: ${operation('listOrders', "[{ buyer: ['orders'] }]")} }
  /users: { get: ${operation('listUsers', "[{ seller: ['users'] }, { buyer: ['users'] }]")} }`,
    ['seller', 'sales', 'buyer', 'orders']
      .flatMap((name, index, all) =>
        index % 2 === 0
          ? `${name}: { type: oauth2, flows: { authorizationCode: { authorizationUrl: 'https://${name}.example/authorize', tokenUrl: 'https://${name}.example/token', scopes: { ${all[index + 1]}: Own, users: Users } } } }`
          : [],
      )
      .join('\n    '),
  ],
  'one operation takes a token with any of the scopes': [
    'https://figures.example',
    `/figures: { get: ${operation('listFigures', "[{ flow: ['read'] }, { flow: ['write'] }]")} }`,
    `flow: ${flow('{ read: Read, write: Write }')}`,
  ],
  'objects are reached with another scheme than the rest': [
    'https://boxes.example',
    `/price: { get: ${operation('readPrice', '[{ key: [] }]')} }
  /boxes: { post: { operationId: createBox, security: [{ flow: [write] }], responses: { '201': { description: Made, content: { application/json: { example: { id: b1, label: Box } } } }, '401': { description: Who? }, '403': { description: Not you } } } }
  /boxes/{id}: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], get: { operationId: readBox, security: [{ flow: [read] }], responses: { '200': { description: Fine, content: { application/json: { example: { id: b1, label: Box } } } }, '401': { description: Who? }, '403': { description: Not you }, '404': { description: None } } } }`,
    `key: { type: apiKey, in: header, name: X-Key }
    flow: ${flow('{ read: Read, write: Write }')}`,
  ],
  'a schema lists its subtypes, which refer to it': [
    'https://keys.example',
    `/keys: { post: { operationId: createKey, security: [{ key: [] }], requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Key' } } } }, responses: { '201': { description: Made, content: { application/json: { schema: { $ref: '#/components/schemas/Key' } } } }, '401': { description: Who? }, '403': { description: Not you } } } }`,
    `key: { type: http, scheme: bearer }
  schemas:
    Key: { type: object, required: [kind], properties: { kind: { type: string } }, oneOf: [{ $ref: '#/components/schemas/Public' }, { $ref: '#/components/schemas/Private' }] }
    Public: { allOf: [{ $ref: '#/components/schemas/Key' }, { properties: { n: { type: string } } }] }
    Private: { allOf: [{ $ref: '#/components/schemas/Key' }, { properties: { d: { type: string } } }] }`,
  ],
  'nothing requires a credential': [
    'https://open.example/v1',
    `/a: { get: ${operation('a', '[{}]')} }`,
    `key: { type: apiKey, in: header, name: X-Key }`,
  ],
  'rate-limit headers are declared and no plan states a limit': [
    'https://trips.example',
    `/trips: { get: { operationId: listTrips, security: [{ key: [] }], responses: { '200': { description: Fine, headers: { RateLimit: { schema: { type: string }, example: 'limit=10, remaining=9, reset=4' }, X-At-Limit: { schema: { type: boolean } } } }, '401': { description: Who? } } } }
  /news: { get: { operationId: listNews, responses: { '200': { description: Fine, headers: { RateLimit: { schema: { type: string }, example: 'limit=10, remaining=9, reset=4' } } } } } }`,
    `key: { type: apiKey, in: header, name: X-Key }`,
  ],
  'the documented success is a redirect': [
    'https://exports.example',
    `/exports/latest: { get: { operationId: latest, security: [{ key: [] }], responses: { '302': { description: To the file, headers: { Location: { schema: { type: string }, example: 'https://files.example/1' } } }, '401': { description: Who? } } } }`,
    `key: { type: http, scheme: bearer }`,
  ],
  'a list is below an object, and names its ids otherwise': [
    'https://forms.example',
    `/forms: { post: { operationId: createForm, security: [{ key: [] }], responses: { '201': { description: Made, content: { application/json: { example: { id: f1 } } } }, '401': { description: Who? } } } }
  /forms/{form}: { parameters: [{ name: form, in: path, required: true, schema: { type: string } }], get: ${operation('readForm', '[{ key: [] }]')} }
  /forms/{form}/replies:
    parameters: [{ name: form, in: path, required: true, schema: { type: string } }]
    get: { operationId: listReplies, security: [{ key: [] }], responses: { '200': { description: Fine, content: { application/json: { example: { results: [{ id: r1, words: Yes }] } } } }, '401': { description: Who? } } }
    post: { operationId: createReply, security: [{ key: [] }], responses: { '201': { description: Made, content: { application/json: { example: { _id: r1, words: Yes } } } }, '401': { description: Who? } } }
  /forms/{form}/replies/{reply}: { parameters: [{ name: form, in: path, required: true, schema: { type: string } }, { name: reply, in: path, required: true, schema: { type: string } }], get: { operationId: readReply, security: [{ key: [] }], responses: { '200': { description: Fine, content: { application/json: { example: { _id: r1, words: Yes } } } }, '401': { description: Who? }, '404': { description: None } } } }`,
    `key: { type: http, scheme: bearer }`,
  ],
  'the objects of a list have no ids': [
    'https://links.example',
    `/links: { get: { operationId: listLinks, security: [{ key: [] }], responses: { '200': { description: Fine, content: { application/json: { schema: { type: object, properties: { links: { type: array, items: { type: object, additionalProperties: false, properties: { url: { type: string }, target: { type: object, properties: { id: { type: string } } } } } } } }, example: { links: [{ url: 'https://a.example', target: { id: t1 } }] } } } }, '401': { description: Who? } } }, post: { operationId: createLink, security: [{ key: [] }], responses: { '201': { description: Made, content: { application/json: { example: { id: l1 } } } }, '401': { description: Who? } } } }
  /links/{id}: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], get: { operationId: readLink, security: [{ key: [] }], responses: { '200': { description: Fine, content: { application/json: { example: { url: 'https://a.example' } } } }, '401': { description: Who? }, '404': { description: None } } } }`,
    `key: { type: http, scheme: bearer }`,
  ],
  'bodies are a string of JSON and a file of any type': [
    'https://files.example',
    `/patches: { patch: { operationId: patch, security: [{ key: [] }], requestBody: { required: true, content: { application/json-patch+json: { schema: { type: string } } } }, responses: { '200': { description: Fine }, '401': { description: Who? } } } }
  /files: { put: { operationId: upload, security: [{ key: [] }], requestBody: { required: true, content: { '*/*': { schema: { type: string, format: binary } } } }, responses: { '200': { description: Fine }, '401': { description: Who? } } } }`,
    `key: { type: http, scheme: bearer }`,
  ],
  'no operation that reads takes a token of the code flow': [
    'https://consents.example',
    `/consents: { get: ${operation('listConsents', '[{ machine: [consents] }]')} }
  /payments: { post: ${operation('pay', '[{ person: [payments] }]')} }`,
    `machine: ${flow('{ consents: Consents }')}
    unused: { type: oauth2, flows: { authorizationCode: { authorizationUrl: 'https://old.example/authorize', tokenUrl: 'https://old.example/token', scopes: { all: All } } } }
    person: { type: oauth2, flows: { authorizationCode: { authorizationUrl: 'https://id.example/authorize', tokenUrl: 'https://id.example/token', scopes: { payments: Payments } } } }`,
  ],
  'the credentials of the second scheme are JWTs': [
    'https://accounts.example',
    `/accounts: { get: ${operation('listAccounts', '[{ key: [] }, { token: [] }]')} }`,
    `key: { type: apiKey, in: header, name: Authorization }
    token: { type: http, scheme: bearer, bearerFormat: JWT }`,
  ],
  'an example is JSON in a text, a path has spaces, and two scopes are required together': [
    'https://assets.example',
    `/assets/all of them: { get: ${operation('listAssets', "[{ flow: ['assets', 'assets.read'] }]")}, post: { operationId: createAsset, security: [{ flow: [assets] }], requestBody: { required: true, content: { application/json: { schema: { required: [name], properties: { name: { type: string } } }, example: '{ "Name": "Desk" }' } } }, ${documented} } }`,
    `flow: { type: oauth2, flows: { authorizationCode: { authorizationUrl: 'https://id.example/authorize', tokenUrl: 'https://id.example/token', scopes: { assets: Assets, assets.read: Read } } } }`,
  ],
  'all errors are one of several schemas': [
    'https://mail.example',
    `/mails: { get: { operationId: listMails, security: [{ flow: [read] }], responses: { '200': { description: Fine }, 4XX: { $ref: '#/components/responses/Error' } } } }
  /drafts: { get: { operationId: listDrafts, security: [{ flow: [write] }], responses: { '200': { description: Fine }, default: { $ref: '#/components/responses/Error' } } } }`,
    `flow: ${flow('{ read: Read, write: Write }')}
  responses:
    Error: { description: No., content: { application/problem+json: { schema: { oneOf: [{ $ref: '#/components/schemas/Denied' }, { $ref: '#/components/schemas/Missing' }, { $ref: '#/components/schemas/Unknown' }] } } } }
  schemas:
    Denied: { type: object, additionalProperties: false, required: [title, status, scope], properties: { title: { const: Permission denied }, status: { const: 403 }, scope: { type: string } } }
    Missing: { type: object, additionalProperties: false, required: [title, status], properties: { title: { const: Unauthenticated }, status: { const: 401 } } }
    Unknown: { type: object, additionalProperties: false, required: [title, status, trace], properties: { title: { type: string, maxLength: 20 }, status: { type: integer, minimum: 400 }, trace: { type: string, format: uuid } } }`,
  ],
  'three OAuth schemes share a host, and the code flow of one has no scopes': [
    'https://api.example/v1',
    `/a: { get: ${operation('listA', '[{ users: [] }]')} }
  /b: { get: ${operation('listB', '[{ partners: [read] }]')} }
  /c: { get: ${operation('listC', '[{ machines: [batch] }]')} }`,
    `users: { type: oauth2, flows: { authorizationCode: { authorizationUrl: 'https://id.example/authorize', tokenUrl: 'https://id.example/token', scopes: {} } } }
    partners: { type: oauth2, flows: { authorizationCode: { authorizationUrl: 'https://id.example/authorize', tokenUrl: 'https://id.example/token', scopes: { read: Read, write: Write } } } }
    machines: ${flow('{ batch: Batch }')}`,
  ],
  'two paths have the same template': [
    'https://api.example/v1',
    `/a/{x}: { get: ${operation('readA', '[{ key: [] }]')} }
  /a/{y}: { delete: ${operation('removeA', '[{ key: [] }]')} }`,
    `key: { type: apiKey, in: header, name: X-Key }`,
  ],
};
