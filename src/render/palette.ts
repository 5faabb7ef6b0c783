import { createColors } from 'picocolors';

type Style = (text: string) => string;

/** The colours that text for people may use; none of them carries meaning alone. */
export interface Palette {
  readonly bold: Style;
  readonly dim: Style;
  readonly red: Style;
  readonly yellow: Style;
  readonly green: Style;
  readonly cyan: Style;
  readonly magenta: Style;
}

/** For terminals. */
export const colourPalette: Palette = createColors(true);

/** For files, pipes and `NO_COLOR`. */
export const plainPalette: Palette = createColors(false);
