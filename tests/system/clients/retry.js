// Lists the conversations, and waits when it is told that it asked too often.
import { wait } from './wait.js';

const { API_KEY, BASE_URL } = process.env;

async function requestWithRetry(url, options, tries = 3) {
  for (let count = 0; count < tries; count += 1) {
    const response = await fetch(url, options);
    if (response.status !== 429) return response;
    const seconds = response.headers.get('Retry-After') || 60;
    await wait(seconds * 1000);
  }
  throw new Error(`gave up after ${tries} tries`);
}

const response = await requestWithRetry(`${BASE_URL}/conversations`, { headers: { Authorization: `Bearer ${API_KEY}` } });
if (!response.ok) throw new Error(`the server answered ${response.status}`);
console.log(JSON.stringify(await response.json()));
