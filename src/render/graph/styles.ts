import type { Action } from '../../model/plan.ts';

interface Scheme {
  readonly ground: string;
  readonly panel: string;
  readonly text: string;
  readonly dim: string;
  readonly line: string;
  readonly failed: string;
  /** Border and ground of a box, by what happens to it. */
  readonly actions: Readonly<Record<Action, readonly [border: string, ground: string]>>;
}

const light: Scheme = {
  ground: '#ffffff',
  panel: '#f6f8fa',
  text: '#1f2328',
  dim: '#59636e',
  line: '#818b98',
  failed: '#cf222e',
  actions: {
    create: ['#1a7f37', '#dafbe1'],
    update: ['#9a6700', '#fff8c5'],
    replace: ['#8250df', '#fbefff'],
    delete: ['#cf222e', '#ffebe9'],
  },
};

const dark: Scheme = {
  ground: '#0d1117',
  panel: '#151b23',
  text: '#e6edf3',
  dim: '#9198a1',
  line: '#656c76',
  failed: '#f85149',
  actions: {
    create: ['#3fb950', '#12321b'],
    update: ['#d29922', '#342a0a'],
    replace: ['#ab7df8', '#2a1f45'],
    delete: ['#f85149', '#3c1618'],
  },
};

/** How a picture of pipelines looks; plain colours, since not every reader of SVG knows variables. */
export const pictureStyles = `
svg.pipelines{font-family:system-ui,sans-serif}
svg.pipelines .name{font-size:13px;font-weight:600}svg.pipelines .remarks,svg.pipelines .legend{font-size:11px}
svg.pipelines .edge{fill:none;stroke-width:1.5}svg.pipelines .edge.connector{stroke-dasharray:2 4}
svg.pipelines .box{stroke-width:1.5}svg.pipelines .delete .box{stroke-dasharray:5 3}
svg.pipelines .job{stroke:none}
${rules(light)}
@media (prefers-color-scheme:dark){
${rules(dark)}
}
`;

function rules({ ground, panel, text, dim, line, failed, actions }: Scheme): string {
  const acting = Object.entries(actions).map(
    ([action, [border, fill]]) =>
      `svg.pipelines .${action} .box{fill:${fill};stroke:${border}}svg.pipelines .edge.${action}{stroke:${border}}svg.pipelines .${action} .name{fill:${border}}`,
  );
  return [
    `svg.pipelines .ground{fill:${ground}}svg.pipelines .box{fill:${panel};stroke:${line}}`,
    `svg.pipelines .name{fill:${text}}svg.pipelines .remarks,svg.pipelines .legend{fill:${dim}}`,
    `svg.pipelines .edge{stroke:${line}}svg.pipelines .job{fill:${line}}`,
    ...acting,
    `svg.pipelines .job.succeeded{fill:${actions.create[0]}}svg.pipelines .job.running{fill:${actions.update[0]}}`,
    `svg.pipelines .job.failed,svg.pipelines .job.cancelled{fill:${failed}}svg.pipelines .job.failed+.remarks{fill:${failed}}`,
  ].join('\n');
}
