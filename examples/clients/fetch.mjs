// Calls the API with fetch and a key. The retry function is the one of the API's documentation, but for its last line.
const { AUTH_CONFORMANCE_URL: baseUrl = '', AUTH_CONFORMANCE_KEY: key = '', AUTH_CONFORMANCE_TASK: task = 'call' } = process.env;

async function makeRequestWithRetry(url, options, maxRetries = 3) {
  for (let i = 0; i < maxRetries; i++) {
    const response = await fetch(url, options);

    if (response.status === 429) {
      const retryAfter = response.headers.get('Retry-After') || 60;
      await new Promise((resolve) => setTimeout(resolve, retryAfter * 1000));
      continue;
    }

    return response;
  }

  throw new Error('Max retries exceeded');
}

async function call(method, body) {
  const headers = { Authorization: `Bearer ${key}`, ...(body && { 'Content-Type': 'application/json' }) };
  const response = await makeRequestWithRetry(`${baseUrl}/conversations`, { method, headers, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.json();
}

const tasks = {
  call: () => call('GET'),
  create: () => call('POST', { title: 'Quarterly planning' }),
  'call-in-parallel': () => Promise.all(Array.from({ length: 8 }, () => call('GET'))),
};

// This client has no OAuth flow: 64 says so.
if (tasks[task] === undefined) process.exit(64);
console.log(JSON.stringify(await tasks[task]()));
