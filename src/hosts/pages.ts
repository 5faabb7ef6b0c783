/** As many as both hosts give at once. */
export const perPage = 100;

/** No pull request has that many; a host that repeats itself should not keep us for ever. */
const mostPages = 200;

/** Every page of a list, until one is not full. */
export async function allPages<T>(read: (page: number) => Promise<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const items = await read(page);
    all.push(...items);
    if (items.length < perPage) break;
  }
  return all;
}
