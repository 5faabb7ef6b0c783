/** Opens what an address leads to, even where a filter hides it, and puts the focus on it. */
export function showLinked(): void {
  const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (entry instanceof HTMLDetailsElement) showEntry(entry);
}

export function showEntry(entry: HTMLDetailsElement): void {
  entry.hidden = false;
  entry.open = true;
  entry.scrollIntoView({ block: 'start' });
  entry.querySelector('summary')?.focus({ preventScroll: true });
}
