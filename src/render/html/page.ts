import { pageScript, pageScriptDigest } from './page-script.ts';
import { styles } from './styles.ts';
import { Html, html } from './words.ts';

/** A page of its own: one file that loads nothing, to be read in any browser. */
export function renderPage(title: string, content: readonly Html[]): string {
  // The page may load nothing and run nothing else, whatever gets into it.
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src '${pageScriptDigest}'; base-uri 'none'; form-action 'none'`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(styles)}</style>
</head>
<body>
<main>
${content}
</main>
${new Html(`<script>${pageScript}</script>`)}
</body>
</html>`.text;
}
