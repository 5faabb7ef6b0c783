import { renderDot } from './dot.ts';
import type { GraphPicture } from './graph-picture.ts';
import { renderMermaid } from './mermaid.ts';

export const graphFormatNames = ['mermaid', 'svg', 'dot', 'html'] as const;
export type GraphFormat = (typeof graphFormatNames)[number];

interface GraphFormatRow {
  /** What it is for, as the README has it. */
  readonly use: string;
  readonly render: (picture: GraphPicture) => string | Promise<string>;
}

/** Every form in which pipelines can be drawn. What lays boxes out is loaded for those that need it. */
export const graphFormats: Readonly<Record<GraphFormat, GraphFormatRow>> = {
  mermaid: {
    use: 'a fence of the language `mermaid` in Markdown, for wikis and READMEs; they stop at about 250 connections',
    render: ({ graph }) => renderMermaid(graph),
  },
  svg: {
    use: 'a picture as a file of its own, light or dark as its reader has chosen',
    render: async ({ graph }) => (await import('./svg.ts')).renderSvg(graph),
  },
  dot: { use: 'Graphviz, and whatever else reads its language', render: ({ graph }) => renderDot(graph) },
  html: {
    use: 'a page as one file that loads nothing: pan, zoom, filters and search, and what each box is',
    render: async (picture) => (await import('../html/graph-page.ts')).renderGraphPage(picture),
  },
};
