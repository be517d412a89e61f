// Lists the conversations once.
const { API_KEY, BASE_URL } = process.env;

async function listConversations() {
  const response = await fetch(`${BASE_URL}/conversations`, {
    method: 'GET',
    headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return await response.json();
}

console.log(JSON.stringify(await listConversations()));
