import type { Connector } from '../model/connector.ts';
import type { ActorKind } from '../model/resource.ts';
import { padTo } from '../util/cell.ts';
import { visible } from '../util/visible.ts';
import type { Palette } from './palette.ts';

/** With two columns between them, and two before the first, these make 80. */
const widths = [21, 32, 10, 9] as const;
const heads = ['name', 'repository', 'version', 'support'];

/** Connectors as tables within 80 columns, sources and destinations apart. */
export function renderConnectors(connectors: readonly Connector[], palette: Palette): string {
  if (connectors.length === 0) return 'No connector of the server matches.';
  return [...renderKind('source', connectors, palette), ...renderKind('destination', connectors, palette)]
    .join('\n')
    .trimEnd();
}

function renderKind(kind: ActorKind, connectors: readonly Connector[], palette: Palette): readonly string[] {
  const chosen = connectors.filter((it) => it.kind === kind);
  if (chosen.length === 0) return [];
  const title = palette.bold(`${chosen.length} ${kind} ${chosen.length === 1 ? 'connector' : 'connectors'}`);
  return [title, palette.dim(toRow(heads)), ...chosen.map(renderConnector), ''];
}

function renderConnector({ name, dockerRepository, dockerImageTag, supportLevel, isCustom }: Connector): string {
  return toRow([name, dockerRepository, dockerImageTag, isCustom ? 'custom' : supportLevel]);
}

function toRow(cells: readonly string[]): string {
  return `  ${cells.map((cell, index) => padTo(visible(cell), widths[index] ?? 8)).join('  ')}`.trimEnd();
}
