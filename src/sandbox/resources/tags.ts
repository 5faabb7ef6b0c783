import type { WireTag } from '../../airbyte/wire.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { databaseRefused, internal, notFound, problem } from '../refusal.ts';
import { jsonReply } from '../reply.ts';
import { findText, getUuid } from '../request-body.ts';
import type { StoredTag } from '../stored.ts';

const maxNameLength = 30;
const maxTags = 100;

/** The answer is the list itself, without an object around it (API §1.8). */
const listTags: Handler = (body, context) => {
  const tags = tagsOf(getUuid(body, 'workspaceId'), context);
  return jsonReply(context.shuffle(tags).map(toWireTag));
};

const createTag: Handler = (body, context) => {
  const workspaceId = getUuid(body, 'workspaceId');
  if (context.store.workspaces.find(workspaceId) === undefined) throw databaseRefused();
  const tag = { id: context.newId(), workspaceId, ...decodeLook(body) };
  if (tagsOf(workspaceId, context).length >= maxTags) {
    throw problem(400, 'error:tag-limit-for-workspace-reached', `A workspace can have ${maxTags} tags at most.`);
  }
  assertNameFree(tag, context);
  context.store.tags.put(tag);
  return jsonReply(toWireTag(tag));
};

const updateTag: Handler = (body, context) => {
  const tag = { ...getTag(body, context), ...decodeLook(body) };
  assertNameFree(tag, context);
  context.store.tags.put(tag);
  return jsonReply(toWireTag(tag));
};

const deleteTag: Handler = (body, context) => {
  const tag = getTag(body, context);
  context.store.tags.delete(tag.id);
  for (const connection of context.store.connections.list()) {
    if (!connection.tagIds.includes(tag.id)) continue;
    const tagIds = connection.tagIds.filter((id) => id !== tag.id);
    context.store.connections.put({ ...connection, tagIds });
  }
  return jsonReply(toWireTag(tag));
};

export const tagRoutes: Routes = {
  'tags/list': { handle: listTags },
  'tags/create': { handle: createTag },
  'tags/update': { handle: updateTag },
  'tags/delete': { handle: deleteTag },
};

export function toWireTag({ id, workspaceId, name, color }: StoredTag): WireTag {
  return { tagId: id, workspaceId, name, color };
}

function tagsOf(workspaceId: string, { store }: SandboxContext): readonly StoredTag[] {
  return store.tags.list().filter((tag) => tag.workspaceId === workspaceId);
}

function getTag(body: JsonObject, { store }: SandboxContext): StoredTag {
  const id = getUuid(body, 'tagId');
  const workspaceId = getUuid(body, 'workspaceId');
  const tag = store.tags.find(id);
  if (tag === undefined || tag.workspaceId !== workspaceId) throw notFound('TAG', id);
  return tag;
}

function decodeLook(body: JsonObject): Pick<StoredTag, 'name' | 'color'> {
  const name = findText(body, 'name');
  const color = findText(body, 'color');
  if (name === undefined || color === undefined) throw internal('a tag needs a name and a color');
  if (!/^[0-9a-f]{6}$/i.test(color)) {
    throw problem(400, 'error:tag-invalid-hex-color', 'A color is six hexadecimal digits.', { hexColor: color });
  }
  if (name.length > maxNameLength) {
    throw problem(400, 'error:tag-name-too-long', `A tag's name has ${maxNameLength} characters at most.`);
  }
  return { name, color };
}

function assertNameFree(tag: StoredTag, context: SandboxContext): void {
  const isTaken = tagsOf(tag.workspaceId, context).some(({ id, name }) => id !== tag.id && name === tag.name);
  if (isTaken) throw problem(409, 'error:tag-already-exists', `The workspace has a tag "${tag.name}" already.`);
}
