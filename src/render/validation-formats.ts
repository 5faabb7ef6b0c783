import type { ValidationReview } from '../model/validation.ts';
import { renderValidationGithub } from './github.ts';
import { renderValidationJunit } from './junit.ts';
import type { Palette } from './palette.ts';
import { renderValidationSarif } from './sarif.ts';
import { renderValidation, renderValidationJson } from './validation.ts';

export const validationFormatNames = ['text', 'json', 'github', 'sarif', 'junit'] as const;
export type ValidationFormat = (typeof validationFormatNames)[number];

interface ValidationManner {
  readonly palette: Palette;
  /** The project's folder as seen from where paths begin, with forward slashes; empty if they begin there. */
  readonly folder: string;
}

interface ValidationFormatRow {
  readonly render: (review: ValidationReview, manner: ValidationManner) => string;
  /** Whether a program reads it, and people read the same on standard error. */
  readonly isForHosts: boolean;
}

/** Every form in which findings in files can be printed: those of plans, as far as there is no plan in them. */
export const validationFormats: Readonly<Record<ValidationFormat, ValidationFormatRow>> = {
  text: { render: (review, { palette }) => renderValidation(review, palette), isForHosts: false },
  json: { render: renderValidationJson, isForHosts: false },
  github: { render: renderValidationGithub, isForHosts: true },
  sarif: { render: renderValidationSarif, isForHosts: true },
  junit: { render: renderValidationJunit, isForHosts: true },
};
