import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { RenderedState, RenderedValue, ValueOrigin } from '../model/rendered.ts';
import { visible, visibleLines } from '../util/visible.ts';

/** Which values are printed with where they come from: those from elsewhere than their resource's own file, or all. */
export const shownOrigins = ['elsewhere', 'all'] as const;
export type ShownOrigins = (typeof shownOrigins)[number];

/**
 * The state of an environment as YAML documents, one a resource, which resource files could hold.
 *
 * @returns without a line break at the end
 */
export function printState({ resources }: RenderedState, shown: ShownOrigins): string {
  const texts = resources.map(({ document }) => {
    const printed = new Document();
    printed.contents = toNode(document, shown);
    return printed.toString({ lineWidth: 0, flowCollectionPadding: false });
  });
  return visibleLines(texts.join('---\n').trimEnd());
}

function toNode(value: RenderedValue, shown: ShownOrigins): Scalar | YAMLSeq | YAMLMap {
  const node = toBareNode(value, shown);
  const comment = commentOf(value, shown);
  if (comment !== '') node.comment = ` ${comment}`;
  return node;
}

function toBareNode(value: RenderedValue, shown: ShownOrigins): Scalar | YAMLSeq | YAMLMap {
  if (value.type === 'scalar') return new Scalar(value.value);
  if (value.type === 'list') {
    const list = new YAMLSeq();
    list.flow = value.items.length === 0 || isOneLine(value, shown);
    list.items = value.items.map((item) => (list.flow === true ? toBareNode(item, shown) : toNode(item, shown)));
    return list;
  }
  const mapping = new YAMLMap<Scalar, Scalar | YAMLSeq | YAMLMap>();
  mapping.flow = value.members.length === 0;
  mapping.items = value.members.map(([name, inner]) => new Pair(new Scalar(name), toNode(inner, shown)));
  return mapping;
}

/** How much of a list is printed on one line, in characters. */
const longestLine = 60;

/** Scalars from the same place of origin, and not too many of them. */
function isOneLine({ items }: RenderedValue & { readonly type: 'list' }, shown: ShownOrigins): boolean {
  const comments = new Set(items.map((item) => commentOf(item, shown)));
  const texts = items.map((item) => (item.type === 'scalar' ? String(item.value) : '\n'));
  return comments.size === 1 && !texts.some((text) => text.includes('\n')) && texts.join(', ').length <= longestLine;
}

function commentOf(value: RenderedValue, shown: ShownOrigins): string {
  if (value.type === 'list' && value.items[0] !== undefined) {
    return isOneLine(value, shown) ? commentOf(value.items[0], shown) : '';
  }
  const origins = value.origins.filter(({ from }) => shown === 'all' || from !== 'file');
  return visible(origins.map(originText).join(', '));
}

function originText({ from, place, variable }: ValueOrigin): string {
  if (place === undefined) return 'default of airplan';
  const at = `${place.file}:${place.line}`;
  if (from === 'variable') return `${at} variable ${variable}`;
  return from === 'patch' || from === 'defaults' ? `${at} ${from}` : at;
}
