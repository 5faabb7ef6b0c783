import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';

/** What a GitHub-flavoured renderer makes of Markdown, as a browser would read it. */
export interface RenderedMarkdown {
  /** Names of the elements, children in brackets; code within lines is left out, as are texts. */
  readonly skeleton: string;
  /** Outside of code. */
  readonly prose: string;
  readonly elements: readonly DefaultTreeAdapterTypes.Element[];
  readonly html: string;
}

export function renderMarkdownForReal(markdown: string): RenderedMarkdown {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  return readHtml(html);
}

export function readHtml(html: string): RenderedMarkdown {
  const elements: DefaultTreeAdapterTypes.Element[] = [];
  const prose: string[] = [];
  const skeletonOf = (node: DefaultTreeAdapterTypes.ChildNode): string => {
    if (!('tagName' in node)) {
      if (node.nodeName === '#text') prose.push('value' in node ? node.value : '');
      return node.nodeName === '#text' ? '' : node.nodeName;
    }
    elements.push(node);
    if (node.tagName === 'code' || node.tagName === 'pre') return node.tagName === 'pre' ? '<pre>' : '';
    return `<${node.tagName}>(${node.childNodes.map(skeletonOf).join('')})`;
  };
  const skeleton = parseFragment(html).childNodes.map(skeletonOf).join('');
  return { skeleton, prose: prose.join(''), elements, html };
}
