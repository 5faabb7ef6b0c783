import { startView } from './view.ts';

/** All pictures of a page. */
export interface Pictures {
  /** Makes boxes pale whose entries are hidden, and what hangs on nothing else. */
  readonly dim: () => void;
}

export function startPictures(): Pictures {
  const figures = [...document.querySelectorAll<HTMLElement>('figure.picture')];
  const dimmers = figures.map((figure) => {
    startView(figure);
    return dimmerOf(figure);
  });
  return {
    dim: () => {
      for (const dim of dimmers) dim();
    },
  };
}

interface Line {
  readonly path: Element;
  readonly ends: readonly Element[];
}

function dimmerOf(figure: HTMLElement): () => void {
  const boxes = [...figure.querySelectorAll('.node')].map((box) => ({ box, entry: entryOf(box) }));
  const byId = new Map(boxes.map(({ box }) => [box.id, box]));
  const lines = [...figure.querySelectorAll<SVGPathElement>('.edge')].map((path): Line => {
    const ends = [path.dataset.from, path.dataset.to].flatMap((id) => byId.get(id ?? '') ?? []);
    return { path, ends };
  });
  return () => {
    const pale = new Set(boxes.filter(({ entry }) => entry?.hidden).map(({ box }) => box));
    const alive = new Set(lines.filter(({ ends }) => !ends.some((end) => pale.has(end))).flatMap(({ ends }) => ends));
    // What has no entry of its own is as its neighbours are.
    for (const { box, entry } of boxes) if (pale.size > 0 && entry === undefined && !alive.has(box)) pale.add(box);
    for (const { box } of boxes) box.classList.toggle('pale', pale.has(box));
    for (const { path, ends } of lines)
      path.classList.toggle(
        'pale',
        ends.some((end) => pale.has(end)),
      );
  };
}

function entryOf(box: Element): HTMLElement | undefined {
  const id = box.getAttribute('href')?.slice(1);
  return id === undefined ? undefined : (document.getElementById(id) ?? undefined);
}
