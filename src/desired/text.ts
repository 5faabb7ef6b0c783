import type { Issue } from '../model/issue.ts';
import { anError, startOfFile } from './finding.ts';

/** What a person writes is smaller; what is larger was put there by mistake, and would take long to read. */
export const maxFileBytes = 10 * 1024 * 1024;

/** A file's text, or the finding that says why it has none. */
export type FileText = { readonly text: string } | { readonly issue: Issue };

/** Decodes UTF-8; a byte order mark at the start is dropped. */
export function decodeText(file: string, bytes: Uint8Array): FileText {
  if (bytes.byteLength > maxFileBytes) {
    return notReadable(file, 'file-too-large', 'is larger than 10 MB', 'split it into several files');
  }
  if (isUtf16(bytes)) {
    return notReadable(file, 'not-text', 'is written in UTF-16', 'save the file as UTF-8');
  }
  if (bytes.includes(0)) {
    return notReadable(file, 'not-text', 'is binary, not text', 'move it out of the folder or rename it');
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return notReadable(file, 'not-text', 'is not valid UTF-8', 'save the file as UTF-8');
  }
}

// UTF-16 starts with a mark, or has a zero byte beside each of its first (ASCII) characters.
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second, third, fourth] = bytes;
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const isLittleEndian = first !== 0 && second === 0 && third !== 0 && fourth === 0;
  const isBigEndian = first === 0 && second !== 0 && third === 0 && fourth !== 0;
  return isMarked || (bytes.length >= 4 && (isLittleEndian || isBigEndian));
}

function notReadable(file: string, rule: string, what: string, hint: string): FileText {
  return { issue: anError(rule, `"${file}" ${what}`, { place: startOfFile(file), hint }) };
}
