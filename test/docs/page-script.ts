import { createHash } from 'node:crypto';
import path from 'node:path';
import { build } from 'esbuild';

const repository = path.join(import.meta.dirname, '../..');

/** Where the bundle of `src/page` is kept, so that neither users nor tests need a bundler. */
export const pageScriptFile = path.join(repository, 'src/render/html/page-script.ts');

/** What that file has to hold: the script of a page, and its digest. */
export async function pageScriptModule(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(repository, 'src/page/page.ts')],
    bundle: true,
    write: false,
    minify: true,
    charset: 'utf8',
    format: 'iife',
    target: 'es2022',
    banner: { js: '/*! Has Panzoom 4, Copyright Timmy Willison and other contributors, MIT license */' },
  });
  const script = (outputFiles[0]?.text ?? '').trim().replaceAll('</', '<\\/');
  const digest = createHash('sha256').update(script).digest('base64');
  return `/*
 * Written by "npm run page" from src/page; a test holds that it is fresh.
 */
export const pageScript =
  ${JSON.stringify(script)};
export const pageScriptDigest = 'sha256-${digest}';
`;
}
