const mostNames = 8;

/** Names for a sentence; of very many the first ones, and how many more there are. */
export function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ');
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}
