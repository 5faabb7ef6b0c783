import type { Pictures } from './pictures.ts';

/** Shows of the changes what the boxes and words of the form leave; the pictures follow. */
export function startFilters(pictures: Pictures): void {
  const form = document.querySelector('form');
  const search = form?.querySelector<HTMLInputElement>('input[type=search]');
  const told = form?.querySelector('output');
  if (!form || !search || !told) return;
  const entries = [...document.querySelectorAll<HTMLDetailsElement>('details.change')];
  const filter = () => {
    const isWanted = readForm(form, search);
    for (const entry of entries) {
      const isHidden = !isWanted(entry);
      if (entry.hidden !== isHidden) entry.hidden = isHidden;
    }
    told.textContent = `${entries.filter(({ hidden }) => !hidden).length} of ${entries.length} shown`;
    pictures.dim();
  };
  const openAll = (isOpen: boolean) => () => {
    for (const entry of entries) if (!entry.hidden) entry.open = isOpen;
  };
  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.querySelector('[name=open]')?.addEventListener('click', openAll(true));
  form.querySelector('[name=close]')?.addEventListener('click', openAll(false));
  addEventListener('beforeprint', openAll(true));
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target === search) return;
    event.preventDefault();
    search.focus();
  });
  filter();
}

/** Each group of boxes is about one `data-` attribute, which may have several words. */
function readForm(form: HTMLFormElement, search: HTMLInputElement): (entry: HTMLElement) => boolean {
  const words = search.value.toLowerCase().split(' ').filter(Boolean);
  const groups = [...form.querySelectorAll('fieldset')].map(({ name, elements }) => {
    const boxes = [...elements].filter((box) => box instanceof HTMLInputElement);
    return { name, chosen: new Set(boxes.filter(({ checked }) => checked).map(({ value }) => value)) };
  });
  return (entry) => {
    const fits = groups.every(({ name, chosen }) =>
      (entry.dataset[name] ?? '').split(' ').some((it) => chosen.has(it)),
    );
    if (!fits || words.length === 0) return fits;
    const text = entry.textContent.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
