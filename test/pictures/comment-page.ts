import { mermaidScript } from '../support/mermaid.ts';
import { renderMarkdownForReal } from '../support/rendered-markdown.ts';

/** A comment as a host of pull requests shows it: its Markdown rendered for real, with the pictures drawn by mermaid. */
export function commentPage(markdown: string): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><style>${styles}</style></head>
<body><article><header><b>airplan</b> <span class="dim">bot · commented just now</span></header><div class="body">
${renderMarkdownForReal(markdown).html}</div></article>
${mermaidScript()}
<script>${script}</script></body></html>`;
}

/** What hosts do after rendering: boxes of quotes, colours of diffs, pictures. */
const script = `
for (const quote of document.querySelectorAll('blockquote')) {
  if (!quote.textContent.trim().startsWith('[!CAUTION]')) continue;
  quote.className = 'caution';
  quote.querySelector('p').innerHTML = '<b>Caution</b>';
}
for (const code of document.querySelectorAll('code.language-diff')) {
  code.innerHTML = code.innerHTML.split('\\n').map((line) => {
    const kind = { '+': 'added', '-': 'removed', '!': 'changed' }[line[0]];
    return kind === undefined ? line : '<span class="' + kind + '">' + line + '</span>';
  }).join('\\n');
}
for (const details of document.querySelectorAll('details')) details.open = details.textContent.includes('crm-to-staging');
for (const code of document.querySelectorAll('code.language-mermaid')) {
  const picture = document.createElement('div');
  picture.className = 'mermaid';
  picture.textContent = code.textContent;
  code.parentElement.replaceWith(picture);
}
mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
mermaid.run().then(() => { document.body.dataset.state = 'drawn'; }, (error) => { document.body.dataset.state = 'failed: ' + error.message; });
`;

const styles = `
body{margin:0;padding:16px;font:14px/1.5 system-ui,"DejaVu Sans",sans-serif;color:#1f2328;background:#fff}
article{border:1px solid #d1d9e0;border-radius:6px;max-width:920px}
header{background:#f6f8fa;border-bottom:1px solid #d1d9e0;padding:8px 16px;border-radius:6px 6px 0 0}.dim{color:#59636e}
.body{padding:4px 16px 8px}
h2{font-size:21px;border-bottom:1px solid #d1d9e0;padding-bottom:6px;margin:12px 0}
code{font:85%/1.45 ui-monospace,"DejaVu Sans Mono",monospace;background:#eff1f3;border-radius:6px;padding:2px 5px}
pre{background:#f6f8fa;border-radius:6px;padding:12px}pre code{background:none;padding:0}
table{border-collapse:collapse;font-size:13px;display:block}th,td{border:1px solid #d1d9e0;padding:5px 9px;text-align:left}tr:nth-child(2n) td{background:#f6f8fa}
blockquote.caution{border-left:4px solid #cf222e;margin:0 0 12px;padding:2px 14px}blockquote.caution p b{color:#cf222e}
ul{margin:4px 0;padding-left:24px}summary{cursor:pointer;margin:8px 0}
.added,.removed,.changed{display:inline-block;width:100%}.added{background:#dafbe1;color:#116329}.removed{background:#ffebe9;color:#82071e}.changed{color:#953800}
.mermaid{text-align:center;border:1px solid #d1d9e0;border-radius:6px;padding:8px;margin:12px 0}
`;
