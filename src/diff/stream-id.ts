/** What tells streams apart. Their shown names do not: a stream may be named like another one's namespace and name. */
export function streamId({ name, namespace }: { readonly name: string; readonly namespace?: string }): string {
  return JSON.stringify([namespace ?? null, name]);
}
