import { type Html, html } from './words.ts';

export interface Choice {
  readonly value: string;
  readonly words: string;
}

/** Boxes to choose by: what a `data-` attribute of an entry may be. */
export interface ChoiceGroup {
  readonly name: string;
  readonly choices: readonly Choice[];
}

/** A search and boxes to choose by; hidden until the script has found them. Groups without choices are left out. */
export function renderFilters(what: string, groups: readonly ChoiceGroup[]): Html {
  return html`<form hidden aria-label="Filter the ${what}">
<label><span class="dim">Search (/)</span><br><input type="search" name="search" autocomplete="off"></label>
${groups.filter(({ choices }) => choices.length > 0).map(fieldset)}
<span><button type="button" name="open">Open all</button> <button type="button" name="close">Close all</button></span>
<output aria-live="polite"></output>
</form>`;
}

function fieldset({ name, choices }: ChoiceGroup): Html {
  const boxes = choices.map(
    ({ value, words }) => html`<label><input type="checkbox" name="${name}" value="${value}" checked> ${words}</label>`,
  );
  return html`<fieldset name="${name}"><legend>${name}</legend>${boxes}</fieldset>`;
}
