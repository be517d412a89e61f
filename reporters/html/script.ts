/** The script of the page: filters kept in the URL, copy buttons, and unfolding for links and printing. */
export const SCRIPT = `(() => {
  'use strict';
  const form = document.getElementById('filter');
  const count = document.getElementById('filter-count');
  const items = [...document.querySelectorAll('[data-requirement]')];
  const groups = [...document.querySelectorAll('article.finding:not([data-requirement]), section.topic')];
  const names = ['text', 'outcome', 'level', 'topic'];
  const PREFIX = '#filter?';

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
    const all = new Set(items.map((item) => item.dataset.requirement)).size;
    count.textContent = shown.size === all ? '' : shown.size + ' of ' + all + ' requirements';
    return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== '')).toString();
  };

  const keep = () => {
    const query = apply();
    history.replaceState(null, '', query === '' ? '#' : PREFIX + query);
  };

  const reveal = () => {
    if (location.hash.startsWith(PREFIX)) {
      const query = new URLSearchParams(location.hash.slice(PREFIX.length));
      for (const name of names) form.elements[name].value = query.get(name) ?? '';
      apply();
      return;
    }
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null) return;
    if (target.closest('[hidden]')) {
      for (const name of names) form.elements[name].value = '';
      apply();
    }
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    target.scrollIntoView();
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

  form.addEventListener('input', keep);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(keep));
  addEventListener('hashchange', reveal);
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-copy]');
    if (button) copy(button);
  });

  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details:not([open])')];
    for (const fold of folded) fold.open = true;
  });
  addEventListener('afterprint', () => {
    for (const fold of folded) fold.open = false;
  });

  for (const element of document.querySelectorAll('#filter, [data-copy]')) element.hidden = false;
  reveal();
})();`;

/** The hash of the script in the security policy of the page; a test compares it. */
export const SCRIPT_HASH = 'sha256-sMP479XjZjZwMDVjDivvlcU1+sm84Qg5iUyqnaFx+Vk=';
