/** The script of the console. The token comes from the fragment of the URL, which browsers do not send, or from the form. */
export const consoleScript = `(() => {
  'use strict';
  const by = (id) => document.getElementById(id);
  const steps = [['1 second', '1s'], ['10 seconds', '10s'], ['30 seconds', '30s'], ['1 minute', '1m'], ['5 minutes', '5m'], ['1 hour', '1h'], ['1 day', '1d'], ['30 days', '30d'], ['1 year', '365d']];
  let token = '';
  const takeToken = () => {
    if (!location.hash.startsWith('#token=')) return;
    token = decodeURIComponent(location.hash.slice(7));
    history.replaceState(null, '', location.pathname);
  };
  takeToken();

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const api = async (method, path, body) => {
    const response = await fetch(path, { method, headers: { Authorization: 'Bearer ' + token }, body: body && JSON.stringify(body) });
    if (response.status === 401) throw new Error('the token is wrong');
    const text = await response.text();
    const value = text === '' ? undefined : JSON.parse(text);
    if (!response.ok) throw new Error(value?.error ?? 'status ' + response.status);
    return value;
  };

  const say = (text, bad = false) => {
    by('state').textContent = text;
    by('state').className = bad ? 'bad' : 'soft';
  };
  let acting = 0;
  let actions = 0;
  const attempt = (action) => async (event) => {
    event?.preventDefault?.();
    actions += 1;
    acting += 1;
    try {
      try {
        await action(event);
      } finally {
        acting -= 1;
      }
      await refresh();
    } catch (error) {
      say(error.message, true);
    }
  };

  let requests = 0;
  const tone = (status) => (status < 300 ? 'good' : status >= 400 ? 'bad' : 'warn');
  const filter = () => {
    const wanted = by('find').value.toLowerCase();
    for (const row of by('requests').children) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  };
  const addRequest = (entry) => {
    requests += 1;
    by('request-count').textContent = requests;
    by('no-requests').hidden = true;
    const row = element('tr');
    const step = entry.step ? ' (' + entry.step + ')' : '';
    row.append(
      element('td', new Date(entry.at).toISOString().slice(11, 23)),
      element('td', entry.method + ' ' + entry.path),
      element('td', entry.status, { class: tone(entry.status) }),
      element('td', entry.principal ?? '–'),
      element('td', entry.gate + step),
      element('td', entry.why, { class: 'why' }),
    );
    by('requests').prepend(row);
    while (by('requests').children.length > 500) by('requests').lastChild.remove();
    filter();
    if (entry.gate === 'oauth') addStep(entry);
  };

  let dialogue;
  const addStep = (entry) => {
    by('oauth').hidden = false;
    if (!dialogue || /authorize|device/.test(entry.path)) {
      const item = element('li', 'from ' + new Date(entry.at).toISOString().slice(11, 19));
      dialogue = element('ol');
      item.append(dialogue);
      by('dialogues').prepend(item);
    }
    const line = element('li', entry.method + ' ' + entry.path + ' ');
    line.append(element('span', '→ ' + entry.status + ' ', { class: tone(entry.status) }), element('span', entry.why, { class: 'soft' }));
    dialogue.append(line);
  };

  const follow = async () => {
    for (const entry of (await api('GET', '/journal')).entries) addRequest(entry);
    const response = await fetch('/journal/stream', { headers: { Authorization: 'Bearer ' + token } });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const events = (rest + value).split('\\n\\n');
      rest = events.pop();
      for (const event of events) {
        const data = event.split('\\n').find((line) => line.startsWith('data: '));
        if (data) addRequest(JSON.parse(data.slice(6)));
      }
      void refresh();
    }
  };

  const words = (seconds) => (seconds % 86400 === 0 ? seconds / 86400 + ' d' : seconds % 3600 === 0 ? seconds / 3600 + ' h' : seconds % 60 === 0 ? seconds / 60 + ' min' : seconds + ' s');
  const showQuotas = (quotas, now) => {
    by('quotas').replaceChildren(
      ...quotas.map(({ principals, plan, windows }) => {
        const quota = element('div', undefined, { class: 'quota' });
        quota.append(element('strong', plan), element('span', ' ' + principals.join(', '), { class: 'soft' }));
        for (const { limit, seconds, remaining, resetAt } of windows) {
          const gauge = element('div', undefined, { class: 'gauge' });
          const label = remaining + ' of ' + limit + ' left, per ' + words(seconds);
          gauge.append(
            element('span', limit + ' / ' + words(seconds)),
            element('meter', label, { min: 0, max: limit, low: limit / 4, value: remaining, 'aria-label': plan + ': ' + label }),
            element('span', remaining + ' left, renewed in ' + Math.max(0, Math.ceil(resetAt / 1000 - now)) + ' s', { class: 'soft' }),
          );
          quota.append(gauge);
        }
        return quota;
      }),
    );
    if (quotas.length === 0) by('quotas').replaceChildren(element('p', 'The document states no quotas.', { class: 'soft' }));
  };

  const button = (text, action, label) => {
    const made = element('button', text, { type: 'button', 'aria-label': label });
    made.addEventListener('click', attempt(action));
    return made;
  };
  const showKeys = (keys) =>
    by('keys').replaceChildren(
      ...keys.map(({ id, name, ending, plan, scopes, state, expiresAt }) => {
        const row = element('tr');
        const actions = element('td');
        if (state === 'active') {
          actions.append(
            button('Rotate', async () => shown((await api('POST', '/keys/rotate', { key: id, graceSeconds: 60 })).credential), 'Rotate the key of ' + name),
            ' ',
            button('Revoke', () => api('POST', '/keys/revoke', { key: id }), 'Revoke the key of ' + name),
          );
        }
        const ends = expiresAt === undefined ? '' : ' until ' + new Date(expiresAt).toISOString().slice(0, 19);
        row.append(element('td', name), element('td', '…' + ending), element('td', plan ?? '–'), element('td', scopes.join(' ')), element('td', state + ends), actions);
        return row;
      }),
    );
  const shown = (credential) => (by('created').textContent = 'New key, shown once: ' + credential);

  let known = '';
  const showFaults = ({ armed, known: all }) => {
    by('fault-count').textContent = armed.length === 0 ? 'none on' : armed.length + ' on';
    const names = all.map(({ name }) => name).join();
    if (names !== known) {
      known = names;
      by('faults').replaceChildren(
        ...all.map(({ name, description }) => {
          const item = element('li');
          const label = element('label');
          const box = element('input', undefined, { type: 'checkbox', value: name });
          const text = element('span');
          text.append(element('code', name), element('br'), element('span', description, { class: 'soft' }));
          label.append(box, text);
          item.append(label);
          return item;
        }),
      );
    }
    for (const box of by('faults').querySelectorAll('input')) box.checked = armed.includes(box.value);
  };

  // What was read before an action has ended does not undo it on the page.
  const refresh = async () => {
    const before = actions;
    if (acting > 0) return;
    const [{ now }, { quotas }, { keys }, faults] = await Promise.all(['/clock', '/quotas', '/keys', '/faults'].map((path) => api('GET', path)));
    if (actions !== before) return;
    by('clock').textContent = new Date(now * 1000).toISOString();
    if (!by('keys').contains(document.activeElement)) showKeys(keys);
    showQuotas(quotas, now);
    showFaults(faults);
    say('connected');
  };

  const connect = async () => {
    try {
      await refresh();
    } catch (error) {
      say(token ? error.message : 'enter the token that the mock prints at start', true);
      by('login').hidden = false;
      return;
    }
    by('login').hidden = true;
    by('main').hidden = false;
    setInterval(() => void refresh().catch((error) => say(error.message, true)), 2000);
    follow().catch(() => {}).then(() => say('the mock is gone', true));
  };

  addEventListener('hashchange', () => {
    takeToken();
    if (by('main').hidden) void connect();
  });
  by('login').addEventListener('submit', (event) => {
    event.preventDefault();
    token = event.target.elements.token.value;
    void connect();
  });
  by('find').addEventListener('input', filter);
  by('clear').addEventListener('click', () => {
    by('requests').replaceChildren();
    by('no-requests').hidden = false;
  });
  by('step').addEventListener('input', () => (by('step-words').textContent = steps[by('step').value][0]));
  by('advance').addEventListener('click', attempt(() => api('POST', '/clock', { advance: steps[by('step').value][1] })));
  by('reset').addEventListener('click', attempt(() => api('POST', '/reset', {})));
  by('create').addEventListener(
    'submit',
    attempt(async (event) => {
      const scopes = event.target.elements.scopes.value.split(/[ ,]+/).filter(Boolean);
      shown((await api('POST', '/keys', scopes.length > 0 ? { scopes } : {})).credential);
    }),
  );
  by('faults').addEventListener(
    'change',
    attempt(() => api('PUT', '/faults', { armed: [...by('faults').querySelectorAll('input:checked')].map((box) => box.value) })),
  );
  by('find-fault').addEventListener('input', () => {
    const wanted = by('find-fault').value.toLowerCase();
    for (const item of by('faults').children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  });
  void connect();
})();`;
