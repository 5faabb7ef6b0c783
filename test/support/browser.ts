import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** A page that was opened from a file, and what it has done so far that a page of ours never does. */
export interface OpenedPage {
  readonly page: Page;
  /** What stands on its console, but for what is only said; dialogs; requests that leave the page. */
  readonly complaints: readonly string[];
}

/** A browser without a window that lives for one test file. */
export interface OpenBrowser {
  /** `ending` is that of the file: the browser goes by it. */
  open(content: string, options?: BrowserContextOptions, ending?: 'html' | 'svg'): Promise<OpenedPage>;
  close(): Promise<void>;
}

const places = (process.env.PATH ?? '').split(path.delimiter);
const commands = ['chromium', 'chromium-browser', 'google-chrome'];
const program = commands.flatMap((name) => places.map((place) => path.join(place, name))).find(existsSync);

/** Nothing of it is to call home. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** For `describe.skipIf(skipWithoutBrowser('…'))`: true, with a printed reason, where there is no browser to drive. */
export function skipWithoutBrowser(what: string): boolean {
  // biome-ignore lint/suspicious/noConsole: a skipped test must say why
  if (program === undefined) console.log(`skipped: ${what} (there is none of ${commands.join(', ')} here)`);
  return program === undefined;
}

/** Starts the browser of this machine; every page that it opens has a context of its own. */
export async function openBrowser(): Promise<OpenBrowser> {
  const browser = await chromium.launch({ ...(program === undefined ? {} : { executablePath: program }), args: quiet });
  const folder = mkdtempSync(path.join(tmpdir(), 'airplan-page-'));
  return {
    open: async (content, options = {}, ending = 'html') => {
      const file = path.join(folder, `${browser.contexts().length}.${ending}`);
      writeFileSync(file, content);
      return openFile(browser, pathToFileURL(file).href, options);
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function openFile(browser: Browser, url: string, options: BrowserContextOptions): Promise<OpenedPage> {
  const page = await (await browser.newContext(options)).newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== url) complaints.push(`request: ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => undefined);
  });
  await page.goto(url);
  return { page, complaints };
}
