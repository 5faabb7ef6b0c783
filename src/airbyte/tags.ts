import type { Tag } from '../model/live.ts';
import { type Decoder, decodeString, listOf, member } from '../util/decode.ts';
import { sortedBy } from '../util/sort.ts';
import { isMissing } from './api-error.ts';
import type { Client } from './client.ts';

/** Tags need a colour; this is the one of those that airplan creates. */
const newTagColor = '615EFF';

const decodeTag: Decoder<Tag> = (value, where) => ({
  id: member(value, where, 'tagId', decodeString),
  name: member(value, where, 'name', decodeString),
});

/**
 * The tags of a workspace, sorted by name.
 *
 * @returns undefined where the server has no tags: versions before 1.4 (API §7)
 */
export async function listTags(client: Client, workspaceId: string): Promise<readonly Tag[] | undefined> {
  try {
    const tags = await client.call({
      path: 'tags/list',
      body: { workspaceId },
      effect: 'read',
      decode: listOf(decodeTag),
    });
    return sortedBy(tags, ({ name }) => name);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export function createTag(client: Client, workspaceId: string, name: string): Promise<Tag> {
  return client.call({
    path: 'tags/create',
    body: { workspaceId, name, color: newTagColor },
    effect: 'create',
    decode: decodeTag,
    about: { key: `tag "${name}"` },
  });
}
