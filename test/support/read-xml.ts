import { SaxesParser } from 'saxes';

/** What a strict parser finds. */
export interface ReadXml {
  /** Names of elements and attributes, as they are nested. */
  readonly skeleton: string;
  readonly texts: readonly string[];
}

/** @throws {Error} for what is not well-formed */
export function readXml(xml: string): ReadXml {
  const parts: string[] = [];
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    parts.push(`<${name} ${Object.keys(attributes).join(' ')}>`);
    texts.push(...Object.values(attributes).map(String));
  });
  parser.on('closetag', ({ name }) => void parts.push(`</${name}>`));
  parser.on('text', (text) => void texts.push(text));
  parser.write(xml).close();
  return { skeleton: parts.join(''), texts };
}
