/** A value on one line whose meaning is beyond doubt; undefined for any other. */
export function plainScalar(text: string): string | number | boolean | undefined {
  const quoted = /^"([^"\\]*)"$|^'([^']*)'$/.exec(text);
  if (quoted !== null) return quoted[1] ?? quoted[2];
  // Fifteen digits are exact, whatever they are.
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  // Numbers and what else is no text in any case starts otherwise, the words of the core schema aside.
  const isText = /^[A-Za-z_$/][^#]*$/.test(text) && !/:(?: |$)/.test(text) && !/^(?:null|true|false)$/i.test(text);
  return isText ? text : undefined;
}
