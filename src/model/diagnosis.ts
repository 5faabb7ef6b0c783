import type { ErrorCode } from '../errors.ts';

/** The steps on the way to a server, in their order. */
export const doctorSteps = [
  'address',
  'name',
  'connection',
  'tls',
  'path',
  'version',
  'auth',
  'workspace',
  'permissions',
  'clock',
] as const;

/** One step on the way to a server. */
export interface DoctorStep {
  readonly name: (typeof doctorSteps)[number];
  readonly state: 'ok' | 'warning' | 'failed';
  readonly text: string;
  /** What to do now. */
  readonly hint?: string | undefined;
  /** Of steps that failed: what any other command would fail with here. */
  readonly code?: ErrorCode;
}
