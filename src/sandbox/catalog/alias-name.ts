/** A stream's name as the server derives it for tables: plain letters, digits and underscores (API §3.1). */
export function aliasName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/g, '_')
    .replace(/[^A-Za-z0-9_]/g, '_');
}
