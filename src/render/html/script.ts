/** What filters the changes; without it everything is shown. */
export const script = `
(() => {
  const form = document.querySelector('form');
  const changes = [...document.querySelectorAll('details.change')];
  const search = form.querySelector('input[type=search]');
  const shown = form.querySelector('output');
  const chosen = (name) => new Set([...form.querySelectorAll('input[name=' + name + ']:checked')].map((box) => box.value));
  const has = (boxes, values) => boxes === null || values.some((value) => boxes.has(value));
  const filter = () => {
    const words = search.value.toLowerCase().split(' ').filter((word) => word !== '');
    const actions = chosen('action');
    const kinds = chosen('kind');
    const causes = form.querySelector('input[name=cause]') === null ? null : chosen('cause');
    let count = 0;
    for (const change of changes) {
      const { action, kind, causes: own } = change.dataset;
      const text = words.length === 0 ? '' : change.textContent.toLowerCase();
      const isShown = actions.has(action) && kinds.has(kind) && has(causes, own.split(' ')) && words.every((word) => text.includes(word));
      change.hidden = !isShown;
      if (isShown) count += 1;
    }
    shown.textContent = count + ' of ' + changes.length + ' shown';
  };
  const openAll = (isOpen) => () => changes.forEach((change) => { if (!change.hidden) change.open = isOpen; });
  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.querySelector('button[name=open]').addEventListener('click', openAll(true));
  form.querySelector('button[name=close]').addEventListener('click', openAll(false));
  addEventListener('beforeprint', openAll(true));
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target === search) return;
    event.preventDefault();
    search.focus();
  });
  filter();
})();
`;

/** Nothing else is run by the page. A test holds that it is the digest of the script. */
export const scriptDigest = 'sha256-7c8iY5LQDk7B9myYtm4NNxvYHMn/L9OiJL9z4VlRHV8=';
