import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const file = createRequire(import.meta.url).resolve('@mermaid-js/tiny');

/** Mermaid itself, for a page that draws what hosts of pull requests draw. */
export function mermaidScript(): string {
  return `<script>${readFileSync(file, 'utf8').replaceAll('</script', '<\\/script')}</script>`;
}
