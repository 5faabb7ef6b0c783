import { AirplanError } from '../errors.ts';

/** The sandbox cannot listen where it was told to. */
export class PortError extends AirplanError {
  readonly code = 'invalid-flags';
}
