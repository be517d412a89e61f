/** The script of the page: filters and the open card kept in the URL, shortcuts, copy buttons, unfolding for links and for printing. */
export const SCRIPT = `(() => {
  'use strict';
  const form = document.getElementById('filter');
  const count = document.getElementById('filter-count');
  const keys = document.getElementById('keys');
  const items = [...document.querySelectorAll('[data-requirement]')];
  const cards = [...document.querySelectorAll('#failed .card')];
  const groups = [...document.querySelectorAll('.card:not([data-requirement]), .topic')];
  const topics = [...document.querySelectorAll('.topic')];
  const names = ['text', 'outcome', 'level', 'topic'];
  const PREFIX = '#filter?';
  let card = '';
  let wasFiltered = false;

  const wanted = () => Object.fromEntries(names.map((name) => [name, form.elements[name].value]));

  const fits = (item, filter) =>
    names.slice(1).every((name) => filter[name] === '' || item.dataset[name] === filter[name]) &&
    (filter.text === '' || item.textContent.toLowerCase().includes(filter.text.toLowerCase()));

  const apply = () => {
    const filter = wanted();
    const shown = new Set();
    for (const item of items) {
      item.hidden = !fits(item, filter);
      if (!item.hidden) shown.add(item.dataset.requirement);
    }
    for (const group of groups) group.hidden = !group.querySelector('[data-requirement]:not([hidden])');
    const isFiltered = names.some((name) => filter[name] !== '');
    if (isFiltered || wasFiltered) for (const topic of topics) topic.open = isFiltered;
    wasFiltered = isFiltered;
    const all = new Set(items.map((item) => item.dataset.requirement)).size;
    count.textContent = shown.size === all ? '' : shown.size + ' of ' + all + ' requirements';
    return Object.entries(filter).filter(([, value]) => value !== '');
  };

  const keep = () => {
    const parts = apply();
    const query = new URLSearchParams(card === '' || parts.length === 0 ? parts : [...parts, ['card', card]]).toString();
    history.replaceState(null, '', query !== '' ? PREFIX + query : '#' + card);
  };

  const showAll = () => {
    for (const name of names) form.elements[name].value = '';
    apply();
  };

  const show = (id) => {
    const target = document.getElementById(id);
    if (target === null) return;
    if (target.closest('[hidden]')) showAll();
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    target.scrollIntoView();
  };

  const reveal = () => {
    if (!location.hash.startsWith(PREFIX)) {
      card = document.getElementById(location.hash.slice(1))?.matches('.card') ? location.hash.slice(1) : '';
      return show(decodeURIComponent(location.hash.slice(1)));
    }
    const query = new URLSearchParams(location.hash.slice(PREFIX.length));
    for (const name of names) form.elements[name].value = query.get(name) ?? '';
    apply();
    card = query.get('card') ?? '';
    if (card !== '') show(card);
  };

  const copy = async (button) => {
    const text = button.previousElementSibling.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(button.previousElementSibling);
      button.textContent = 'Selected';
    }
    setTimeout(() => (button.textContent = 'Copy'), 1500);
  };

  const step = (by) => {
    const visible = cards.filter((one) => !one.hidden);
    const at = visible.findIndex((one) => one.contains(document.activeElement));
    const next = visible[Math.max(0, Math.min(visible.length - 1, at + by))];
    next?.querySelector('summary').focus();
    next?.scrollIntoView();
  };

  const turnAll = () => {
    const open = cards.some((one) => !one.open);
    for (const one of cards) one.open = open;
  };

  const actions = {
    '/': () => form.elements.text.focus(),
    j: () => step(1),
    k: () => step(-1),
    o: () => document.activeElement.closest('.card')?.querySelector('summary').click(),
    e: turnAll,
    '?': () => (keys.open ? keys.close() : keys.showModal()),
  };

  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches('input, select, textarea');
    if (event.key === 'Escape' && !keys.open) {
      form.reset();
      document.activeElement.blur();
    }
    const action = typing ? undefined : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  form.addEventListener('input', keep);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(keep));
  addEventListener('hashchange', reveal);
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button?.matches('[data-copy]')) copy(button);
    if (button?.id === 'open-all') turnAll();
    if (button?.id === 'show-keys') keys.showModal();
    if (button?.id === 'close-keys') keys.close();
    const link = event.target.closest('a[data-outcome]');
    if (link) {
      event.preventDefault();
      for (const name of names) form.elements[name].value = name === 'outcome' ? link.dataset.outcome : '';
      keep();
      document.querySelector(link.hash).scrollIntoView();
    }
    const summary = event.target.closest('.card[id] > summary');
    if (!summary) return;
    card = summary.parentElement.open ? '' : summary.parentElement.id;
    keep();
  });

  let folded = [];
  addEventListener('beforeprint', () => {
    folded = cards.filter((one) => !one.open);
    for (const one of cards) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of folded) one.open = false;
  });

  for (const element of document.querySelectorAll('#filter, #open-all, [data-copy]')) element.hidden = false;
  reveal();
})();`;

/** The hash of the script in the security policy of the page; a test compares it. */
export const SCRIPT_HASH = 'sha256-1YZOTr6Rfuj2tA5E4J8s5IRzH9DaZho6bt3NbylA1yc=';
