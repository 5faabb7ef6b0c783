import Panzoom, { type PanzoomObject } from '@panzoom/panzoom';
import { showEntry } from './show-entry.ts';

const smallest = 0.05;
const largest = 4;
/** What letters have to be shown at to be read. */
const readable = 0.7;
/** How far one key or button goes: pixels, and a part of the size. */
const pixels = 80;
const factor = 1.3;

/** A frame in which a picture can be moved and made larger, by hand, wheel, buttons and keys. */
interface View {
  readonly frame: HTMLElement;
  readonly svg: SVGSVGElement;
  readonly panzoom: PanzoomObject;
}

export function startView(figure: HTMLElement): void {
  const frame = figure.querySelector<HTMLElement>('.frame');
  const svg = figure.querySelector<SVGSVGElement>('svg');
  if (!frame || !svg) return;
  frame.classList.add('live');
  // Browsers let keys stop at what could be scrolled; its boxes are what is to be reached.
  svg.setAttribute('tabindex', '-1');
  const { scale: startScale, x: startX, y: startY } = startOf(frame, svg);
  const limits = { minScale: smallest, maxScale: largest, step: 0.3 };
  const panzoom = Panzoom(svg, { ...limits, startScale, startX, startY, canvas: true, cursor: 'grab' });
  const view = { frame, svg, panzoom };
  listen(view);
  bindKeys(figure, view);
}

interface Placing {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** As wide as the frame where that can be read, and from the top. */
function startOf(frame: HTMLElement, svg: SVGSVGElement): Placing {
  const { width, height } = sizeOf(svg);
  const scale = Math.min(1, Math.max(readable, frame.clientWidth / width));
  frame.style.height = `min(60vh, ${Math.ceil(height * scale)}px)`;
  return placing({ frame, svg }, scale, 0);
}

function sizeOf(svg: SVGSVGElement): { readonly width: number; readonly height: number } {
  return { width: svg.width.baseVal.value, height: svg.height.baseVal.value };
}

function showAll({ frame, svg, panzoom }: View): void {
  const { width, height } = sizeOf(svg);
  const fitting = Math.min(1, frame.clientWidth / width, frame.clientHeight / height);
  const scale = Math.max(smallest, fitting);
  const { x, y } = placing({ frame, svg }, scale, Math.max(0, (frame.clientHeight - height * scale) / 2));
  panzoom.zoom(scale, { animate: false, force: true });
  panzoom.pan(x, y, { animate: false, force: true });
}

/** In the middle from left to right where there is room, else from the left. */
function placing({ frame, svg }: Pick<View, 'frame' | 'svg'>, scale: number, top: number): Placing {
  const { width, height } = sizeOf(svg);
  const left = Math.max(0, (frame.clientWidth - width * scale) / 2);
  // Sizes change around the middle, and what it is moved by is scaled as well.
  const shift = (at: number, size: number) => (at - (size - size * scale) / 2) / scale;
  return { scale, x: shift(left, width), y: shift(top, height) };
}

function listen({ frame, svg, panzoom }: View): void {
  let down = { x: 0, y: 0 };
  frame.addEventListener('pointerdown', ({ clientX, clientY }) => {
    down = { x: clientX, y: clientY };
  });
  // The page is scrolled by the wheel alone.
  frame.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey || event.metaKey) panzoom.zoomWithWheel(event);
    },
    { passive: false },
  );
  svg.addEventListener('dragstart', (event) => event.preventDefault());
  svg.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const wasMoved = event.detail > 0 && Math.hypot(event.clientX - down.x, event.clientY - down.y) > 5;
    const entry = document.getElementById(link.getAttribute('href')?.slice(1) ?? '');
    if (!wasMoved && entry instanceof HTMLDetailsElement) showEntry(entry);
  });
  svg.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && target.matches(':focus-visible')) moveInto(frame, target, panzoom);
  });
}

/** Moves the picture just so far that a box is inside of the frame. */
function moveInto(frame: HTMLElement, box: Element, panzoom: PanzoomObject): void {
  frame.scrollTo(0, 0);
  const [outer, inner] = [frame.getBoundingClientRect(), box.getBoundingClientRect()];
  const missing = (before: number, behind: number) => (before < 0 ? -before : behind < 0 ? behind : 0);
  const x = missing(inner.left - outer.left - 8, outer.right - inner.right - 8);
  const y = missing(inner.top - outer.top - 8, outer.bottom - inner.bottom - 8);
  if (x !== 0 || y !== 0) panBy(panzoom, x, y);
}

/** By pixels of the screen. */
function panBy(panzoom: PanzoomObject, x: number, y: number): void {
  const scale = panzoom.getScale();
  panzoom.pan(x / scale, y / scale, { relative: true, animate: false, force: true });
}

/** From the middle of the frame. */
function zoomBy({ frame, panzoom }: View, by: number): void {
  const { left, top, width, height } = frame.getBoundingClientRect();
  const scale = Math.min(largest, Math.max(smallest, panzoom.getScale() * by));
  panzoom.zoomToPoint(scale, { clientX: left + width / 2, clientY: top + height / 2 }, { animate: false });
}

function bindKeys(figure: HTMLElement, view: View): void {
  const { panzoom } = view;
  const acts: Readonly<Record<string, () => void>> = {
    '+': () => zoomBy(view, factor),
    '=': () => zoomBy(view, factor),
    '-': () => zoomBy(view, 1 / factor),
    '0': () => showAll(view),
    ArrowLeft: () => panBy(panzoom, pixels, 0),
    ArrowRight: () => panBy(panzoom, -pixels, 0),
    ArrowUp: () => panBy(panzoom, 0, pixels),
    ArrowDown: () => panBy(panzoom, 0, -pixels),
  };
  view.frame.addEventListener('keydown', (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  const tools = figure.querySelector<HTMLElement>('.tools');
  if (tools === null) return;
  tools.hidden = false;
  for (const button of tools.querySelectorAll('button')) {
    button.addEventListener('click', () => acts[button.value]?.());
  }
}
